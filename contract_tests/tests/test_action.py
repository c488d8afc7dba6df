"""The action in the repository of a made-up server: green when it is right or its mistake accepted, else red."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from contract_tests.mock import SENDS, TOKEN
from contract_tests.tests.verifier import stacks
from contract_tests.tests.verifier.test_stacks import STACKS, running
from scripts.contract.document import ROOT
from scripts.contract.values import Object, items, members

NAME = "with_fastapi.py"
PAIR = "/".join(SENDS[0].ids)
WRONG = (".encode()", "")  # compare_digest takes no text beyond ASCII
ACTION: Object = YAML(typ="safe", pure=True).load(  # pyright: ignore[reportUnknownMemberType]  # untyped stream
    ROOT / ".github" / "actions" / "verify" / "action.yml"
)


@dataclass(frozen=True)
class Done:
    """What became of a step: exit status, what it printed, the summary, and its outputs."""

    status: int
    printed: str
    summary: str
    outputs: dict[str, str]

    def commands(self) -> Iterator[str]:
        """The lines of the log that a runner obeys."""
        stop = ""
        for line in self.printed.splitlines():
            if line.startswith("::stop-commands::"):
                stop = line.removeprefix("::stop-commands::")
            elif stop and line == f"::{stop}::":
                stop = ""
            elif not stop and (line.lstrip().startswith("::") or "##[" in line):
                yield line
        assert not stop, "no later step can give a command"


@dataclass(frozen=True)
class Job:
    """A job of CI: the repository of the server, and beside it the action's own."""

    folder: Path

    def verify(self, **given: str) -> Done:
        """Run the step that verifies as a runner does, with these inputs."""
        declared = {name: str(members(value).get("default", "")) for name, value in members(ACTION["inputs"]).items()}
        inputs = declared | {name.replace("_", "-"): value for name, value in given.items()}
        assert inputs.keys() == declared.keys()
        steps = map(members, items(members(ACTION["runs"])["steps"]))
        (step,) = [one for one in steps if one.get("id") == "verify"]
        environment = {
            name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: inputs[found[1]], str(value))
            for name, value in members(step["env"]).items()
        }
        summary, output = self.folder / "summary", self.folder / "output"
        for file in (summary, output):
            file.write_bytes(b"")
        runner = {
            "COMM_API_TOKEN": TOKEN,
            "GITHUB_ACTION_PATH": str(self.folder / "action" / ".github" / "actions" / "verify"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "NOX_DEFAULT_VENV_BACKEND": "none",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.folder / "runner"),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", str(step["run"])],
            cwd=self.folder / "server",
            env=os.environ | runner | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        return Done(done.returncode, done.stdout + done.stderr, summary.read_text("utf-8"), outputs)

    @contextmanager
    def served(self, old: str = "", new: str = "") -> Generator[str]:
        """Serve the repository's server, with an edit of its text; yield the base URL."""
        text = Path(stacks.__file__).with_name(NAME).read_text("utf-8")
        assert old in text
        (self.folder / "server" / "server.py").write_text(text.replace(old, new), "utf-8")
        with running(STACKS[NAME], self.folder / "server") as url:
            yield url


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job in which the first step has run: nox is there, and installs nothing, as everything is installed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = tmp_path / "action" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, path)
    nox = tmp_path / "runner" / "verify" / "bin" / "nox"
    nox.parent.mkdir(parents=True)
    nox.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m nox --no-install "$@"\n', "utf-8")
    nox.chmod(0o755)
    (tmp_path / "server").mkdir()
    return Job(tmp_path)


def test_it_is_green_for_a_right_server_and_for_an_accepted_mistake_and_red_for_others(job: Job) -> None:
    with job.served() as url:
        right = job.verify(base_url=url, pairs=f"{PAIR}\n", own="true", wait="20", rate="2000")
    assert (right.status, right.summary.splitlines()[0]) == (0, "## Contract: kept"), right.printed
    reports = Path(right.outputs["reports"])
    assert {"contract.html", "junit.xml", "summary.md"} <= {path.name for path in reports.iterdir()}

    (job.folder / "server" / "pairs.txt").write_text(f"{PAIR}\n", "utf-8")
    with job.served(*WRONG) as url:
        wrong = job.verify(base_url=url, pairs_file="pairs.txt", own="true")
        assert (wrong.status, wrong.summary.splitlines()[0]) == (1, "## Contract: broken"), wrong.printed
        assert "- **violation** `server-error` at `stopSmsCampaignSend answer (500, documented, seen " in wrong.summary
        draft = [sys.executable, "-m", "contract_tests", "--own", f"--pair={PAIR}", f"--base-url={url}"]
        accept = job.folder / "server" / "accepted.toml"
        subprocess.run(
            [*draft, "--accept-draft", accept],
            cwd=job.folder / "action",
            env=os.environ | {"COMM_API_TOKEN": TOKEN},
            check=False,
            capture_output=True,
        )
        accept.write_text(accept.read_text("utf-8").replace('reason = ""', 'reason = "known"'), "utf-8")
        accepted = job.verify(base_url=url, pairs_file="pairs.txt", own="true", accept="accepted.toml")
    assert "- **accepted** `server-error` at `stopSmsCampaignSend answer (500, documented, seen " in accepted.summary
    assert accepted.status == 0, accepted.printed

    with job.served() as url:
        stale = job.verify(base_url=url, pairs_file="pairs.txt", own="true", accept="accepted.toml")
    assert stale.status == 1, stale.printed
    assert re.search(r"- \*\*stale\*\* `.*/server/accepted\.toml:3: the row for ", stale.summary)
    every = (right, wrong, accepted, stale)
    assert [one.outputs["verdict"] for one in every] == ["kept", "broken", "kept", "broken"]
    assert TOKEN not in "".join(one.printed + one.summary for one in every)


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({}, "base-url is empty: give the address of the API."),
        ({"base_url": "http://x", "pairs": "a/b", "pairs_file": "c"}, "pairs and pairs-file are both given: give one."),
        ({"base_url": "http://x", "strict": "yes"}, "strict must be true or false."),
        ({"base_url": "http://x", "own": ""}, "own must be true or false."),
    ],
)
def test_a_wrong_input_is_one_sentence(job: Job, inputs: dict[str, str], sentence: str) -> None:
    done = job.verify(**inputs)
    assert (done.status, done.printed, done.summary) == (2, f"{sentence}\n", f"{sentence}\n")
    assert done.outputs["verdict"] == "unproven"


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"base_url": "$(touch planted)`touch planted`"}, "'$(touch planted)`touch planted`' is no base URL"),
        ({"base_url": "##[error]planted\n::error::planted"}, "::error::planted"),
        ({"base_url": "http://127.0.0.1:1", "rate": "fast"}, "argument --rate: 'fast' is no number above 0"),
        ({"base_url": "http://127.0.0.1:1", "pairs": "--production"}, "'--production' is not a pair"),
        ({"base_url": "http://127.0.0.1:1", "pairs_file": "none"}, "/server/none cannot be read"),
        ({"base_url": "http://127.0.0.1:1", "accept": "none"}, "/server/none: no such file or directory"),
    ],
)
def test_what_the_verifier_refuses_is_in_the_log_and_neither_shell_nor_runner_obeys_it(
    job: Job, inputs: dict[str, str], sentence: str
) -> None:
    done = job.verify(**inputs)
    assert done.status == 1
    assert sentence in done.printed
    assert done.summary.startswith(("## Contract: unproven", "Nothing was verified: "))
    assert done.outputs["verdict"] == "unproven"
    assert list(job.folder.rglob("planted")) == []
    assert list(done.commands()) == []


def test_what_is_installed_first_is_pinned_by_hashes_and_reports_are_uploaded_where_there_are_some() -> None:
    install, _, upload = map(members, items(members(ACTION["runs"])["steps"]))
    lines = [line for line in str(install["run"]).splitlines() if " install " in line]
    assert [("--require-hashes" in line, "--constraint" in line) for line in lines] == [(True, False), (False, True)]
    assert upload["if"] == "always() && steps.verify.outputs.reports"
    assert members(upload["with"])["name"] == "${{ inputs.artifact }}"
