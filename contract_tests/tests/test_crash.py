"""A crash of any job ends with exit status 2, one sentence, and the traceback in a file."""

import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from scripts import crash, reference, release
from scripts.contract.document import PATH, ROOT
from scripts.diff import wire_rules
from scripts.page import compare
from scripts.page.command import PAGES
from scripts.reference import Emitter
from scripts.release import Check

Plant = Callable[[pytest.MonkeyPatch], None]


def crashes(*_: object) -> NoReturn:
    raise ZeroDivisionError


def emitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "EMITTERS", (Emitter(crashes),))


def rule_of_diff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire_rules, "RULES", (wire_rules.Rule("planted", "breaking", "", crashes),))


def reader_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "FACTS", (crashes,))


def check_of_a_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "CHECKS", (Check("planted", "", crashes),))


@pytest.mark.parametrize(
    ("module", "job", "arguments", "plant"),
    [
        ("scripts.generate", "generate", ["--check"], emitter),
        ("scripts.diff", "diff", [str(PATH), str(PATH)], rule_of_diff),
        ("scripts.page", "page", [str(PAGES / "stop.txt")], reader_of_pages),
        ("contract_tests.quality.release", "release", ["check"], check_of_a_release),
    ],
)
def test_a_crash_is_told_in_one_sentence_and_kept_in_a_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    module: str,
    job: str,
    arguments: list[str],
    plant: Plant,
) -> None:
    plant(monkeypatch)
    monkeypatch.setattr(crash, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(sys, "argv", [job, *arguments])
    for loaded in (module, f"{module}.__main__"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(module, run_name="__main__")
    captured = capsys.readouterr()
    assert (ended.value.code, captured.out) == (2, "")
    assert captured.err.startswith(f"{job} crashed.")
    assert captured.err.endswith("reports/crash.txt.\n")
    assert captured.err.count("\n") == 1
    assert "ZeroDivisionError" in (crash.REPORTS / "crash.txt").read_text("utf-8")


def test_an_interruption_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: object) -> NoReturn:
        raise KeyboardInterrupt

    assert crash.guarded("generate", interrupted) == 2
    assert capsys.readouterr().err == "generate: interrupted before it ended: run it again.\n"


@pytest.mark.parametrize("module", ["scripts.contract.rules", "contract_tests"])
def test_an_output_that_nobody_reads_is_no_crash(module: str) -> None:
    job = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert job.stdout is not None
    assert job.stderr is not None
    job.stdout.close()
    with job.stderr as lines:
        (line,) = lines.read().decode().splitlines()
    assert (job.wait(), line.partition(": ")[2]) == (
        2, "its output was closed before it was written, so there is no verdict.",
    )  # fmt: skip
