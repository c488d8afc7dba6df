"""The command `page`: exit statuses, output, and pages that it stores."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.quality.frozen import CONTRACT, PAGE
from contract_tests.quality.frozen import PAGE_PATH as STOP
from contract_tests.tests.page import tasks
from scripts.contract import document
from scripts.page import command
from scripts.page.command import PAGES, main

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load", lambda: CONTRACT)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder in which the command stores pages."""
    directory = tmp_path / "pages"
    directory.mkdir()
    monkeypatch.setattr(command, "PAGES", directory)
    yield directory
    assert [path.name for path in directory.iterdir() if path.name.startswith(".")] == []


def written(path: Path, page: str | bytes) -> str:
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return str(path)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.txt")), ids=lambda path: path.name)
def test_the_pages_of_this_project_agree(page: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(command, "load", document.load)
    assert main([str(page)]) == 0
    assert re.search(r" agrees: \d+ leaves compared, 0 out of sight\n$", capsys.readouterr().out)


def test_a_page_that_agrees_ends_with_0_and_one_line(capsys: Output) -> None:
    assert main([str(STOP)]) == 0
    assert capsys.readouterr().out == (
        f"{STOP}: POST /v1/sms/campaigns/{{campaign}}/stop/{{campaignSend}} agrees: "
        "90 leaves compared, 0 out of sight\n"
    )


def test_a_page_that_differs_ends_with_1_and_one_line_for_each_difference(tmp_path: Path, capsys: Output) -> None:
    path = written(tmp_path / "page.txt", PAGE.replace('"manual"', '"planner"').replace('"Send"', '"Step"'))
    assert main([path]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.startswith("openapi.yaml:")
    assert " /data/meta/send_type: page " in first
    assert " /data/logs/0/caller_type: page " in second
    assert last.startswith(f"{path}: POST ")
    assert "differs in 2 places: 90 leaves compared" in last


@pytest.mark.parametrize("page", ["", "text", b"\x89PNG\r\n\x1a\n\xff", "curl --request GET --url https://a.b/c\n{}\n"])
@pytest.mark.parametrize("options", [[], ["--update", "2025-11-03"]])
def test_a_file_that_is_no_page_ends_with_2_and_one_sentence(
    tmp_path: Path, kept: Path, capsys: Output, page: str | bytes, options: list[str]
) -> None:
    path = written(tmp_path / "page.txt", page)
    assert main([*options, path]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"page: {path}: ")
    assert captured.err.count("\n") == 1
    assert list(kept.iterdir()) == []


def test_the_worst_of_several_pages_decides(tmp_path: Path) -> None:
    differing = written(tmp_path / "differing.txt", PAGE.replace('"manual"', '"planner"'))
    assert main([differing, str(STOP)]) == 1
    assert main([differing, str(tmp_path / "absent.txt"), str(STOP)]) == 2


def test_a_page_is_stored_with_its_date_of_capture(tmp_path: Path, kept: Path, capsys: Output) -> None:
    path = written(tmp_path / "page.txt", f"{PAGE}\n\n")
    assert main(["--update", "2025-11-03", path]) == 0
    assert (kept / "stop.txt").read_text("utf-8") == f"Captured 2025-11-03.\n{PAGE.rstrip()}\n"
    assert main(["--update", "2025-12-01", str(kept / "stop.txt")]) == 0
    assert (kept / "stop.txt").read_text("utf-8") == f"Captured 2025-12-01.\n{PAGE.rstrip()}\n"
    capsys.readouterr()
    assert main([str(kept / "stop.txt")]) == 0
    assert ", captured 2025-12-01, agrees: 90 leaves compared" in capsys.readouterr().out


def test_pages_of_one_path_are_stored_under_different_names(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "load", lambda: tasks.CONTRACT)
    path = written(tmp_path / "page.txt", tasks.PAGE)
    assert main(["--update", "2025-11-03", path]) == 0
    assert [path.name for path in kept.iterdir()] == ["updateTask.txt"]


def test_a_page_that_differs_is_stored_and_ends_with_1(tmp_path: Path, kept: Path) -> None:
    path = written(tmp_path / "page.txt", PAGE.replace('"manual"', '"planner"'))
    assert main(["--update", "2025-11-03", path]) == 1
    assert '"planner"' in (kept / "stop.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (PAGE[: PAGE.index('"logs"')], "not the whole page; copy it from the path to the end of the response."),
        (
            PAGE.replace("/stop/{campaignSend}", "").replace("stop\n/\n{campaignSend}", "x"),
            "only pages of its operations",
        ),
    ],
)
def test_part_of_a_page_or_another_page_is_not_stored(
    tmp_path: Path, kept: Path, capsys: Output, page: str, reason: str
) -> None:
    assert main(["--update", "2025-11-03", written(tmp_path / "page.txt", page)]) == 2
    assert reason in capsys.readouterr().err
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [[], ["--update", "yesterday", str(STOP)], ["--draft", "--update", "2025-11-03", str(STOP)]]
)
def test_wrong_arguments_end_with_2(arguments: list[str], kept: Path, capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("given", ["yesterday", "20251103", "2025-02-30", "2025-W45-1"])
def test_a_date_in_another_form_is_refused_with_the_right_form(given: str, kept: Path, capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["--update", given, str(STOP)])
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"page: error: argument --update: '{given}' is not a date; write it as YYYY-MM-DD."
    assert list(kept.iterdir()) == []


def test_a_draft_is_printed(capsys: Output) -> None:
    assert main(["--draft", str(STOP)]) == 0
    assert capsys.readouterr().out.startswith(
        "paths:\n  /v1/sms/campaigns/{campaign}/stop/{campaignSend}:\n    post:\n"
    )
