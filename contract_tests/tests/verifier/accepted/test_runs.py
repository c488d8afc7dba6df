"""What a row names does not fail the run, and a stale row does."""

import errno
import json
import signal
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from contract_tests import command, reports
from contract_tests.arguments import parsed, repeat_line
from contract_tests.mock import TOKEN, Mock, Request, Response, serve
from contract_tests.tests.verifier.accepted.servers import (
    PAIR,
    ROW,
    STOP,
    TODAY,
    WRAPS,
    rows_of,
    run,
)
from contract_tests.verifier.accepted.runs import AcceptFile
from contract_tests.verifier.evidence.counts import Evidence
from contract_tests.verifier.run import ServerRun
from scripts.files import write_whole


def test_what_is_drafted_and_given_a_reason_is_accepted_until_its_date(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("fails-nil", "--accept-draft", "new/accepted.toml") == 1
    assert "\ndraft       new/accepted.toml\n" in capsys.readouterr().out
    draft = Path("new/accepted.toml")
    assert [path.name for path in draft.parent.iterdir()] == [draft.name]
    assert run("fails-nil", "--accept", str(draft)) == 2
    assert f"{draft}:3: reason is blank: say why this is accepted.\n" in capsys.readouterr().err
    draft.write_text(draft.read_text("utf-8").replace('reason = ""', 'reason = "known since <b>May</b>"'), "utf-8")
    assert run("fails-nil", "--accept", str(draft), "--strict", "--json") == 0
    printed = capsys.readouterr()
    assert "accepted    server-error stopSmsCampaignSend answer (500, documented, seen " in printed.err
    assert "\n  until 2030-05-01: known since <b>May</b>\n" in printed.err
    assert "  findings  0, and 2 accepted\n" in printed.err
    outcome = json.loads(printed.out)
    (accepted, effect) = outcome["targets"]["server"]["accepted"]
    assert (accepted["finding"]["check"], accepted["until"], accepted["line"]) == ("server-error", "2030-05-01", 3)
    assert (effect["finding"]["check"], effect["finding"]["because"]) == ("malformed-id", ["server-error"])
    assert outcome["targets"]["server"]["findings"] == []
    assert {row["id"] for row in outcome["targets"]["server"]["rows"] if row["state"] == "accepted"} == {
        "server-error",
        "malformed-id",
    }
    page = (command.REPORTS / "contract.html").read_text("utf-8")
    assert "known since &lt;b&gt;May&lt;/b&gt;" in page
    assert "Nothing was broken but what is accepted. Accepted findings: 2." in page
    junit = ET.parse(command.REPORTS / "junit.xml")  # noqa: S314 (our own file)
    skipped = {case.get("name"): case.find("skipped") for case in junit.iter("testcase")}
    reason = skipped["server-error"]
    assert reason is not None
    assert reason.get("message") == "accepted until 2030-05-01: known since <b>May</b>"
    monkeypatch.setattr(command, "today", lambda: date(2030, 5, 2))
    assert run("fails-nil", "--accept", str(draft)) == 1
    out = capsys.readouterr().out
    assert (
        f"broken      {draft}:3: the row for server-error was valid until 2030-05-01: fix the server, or decide anew.\n"
    ) in out
    assert "broken      server-error" in out


def test_a_row_that_accepts_nothing_breaks_the_run_by_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("accepted.toml").write_text(ROW, "utf-8")
    with serve(Mock().handle) as url:
        arguments = ["--base-url", url, "--own", "--pair", PAIR, "--accept", "accepted.toml"]
        assert command.main(arguments) == 1
    sentence = "accepted.toml:2: the row for nulls accepts nothing that was found: remove it."
    assert f"\nbroken      {sentence}\n" in capsys.readouterr().out
    assert f'message="{sentence}"' in (command.REPORTS / "junit.xml").read_text("utf-8")
    page = (command.REPORTS / "contract.html").read_text("utf-8")
    assert sentence in page
    assert "A row of the accept file is stale." in page


@pytest.mark.parametrize(
    ("row", "arguments", "reason"),
    [
        (ROW.replace("nulls", "pace"), (), "no answer of this kind was seen"),
        (ROW.replace("/data/name", "/data/meta/manual_data/send_amount"), (), "no answer had anything at /data/meta/"),
        (ROW, ("--budget", "4"), "the core alone was asked: the budget of 4"),
    ],
)
def test_a_row_of_which_nothing_was_exercised_is_not_stale(
    capsys: pytest.CaptureFixture[str], row: str, arguments: tuple[str, ...], reason: str
) -> None:
    row = row.replace('law = "nulls"', 'law = "other-methods"') if arguments else row
    Path("accepted.toml").write_text(row, "utf-8")
    with serve(Mock().handle) as url:
        own = () if arguments else ("--own",)
        assert command.main(["--base-url", url, *own, "--pair", PAIR, *arguments, "--accept", "accepted.toml"]) == 0
    out = capsys.readouterr().out
    assert "  accepted  accepted.toml:2: the row for " in out
    assert f" could not be judged: {reason}" in out
    assert " could not be judged: " in (command.REPORTS / "junit.xml").read_text("utf-8")


def test_a_row_is_not_stale_while_the_law_that_asks_for_such_answers_was_asked_in_part(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("fails-nil", "--accept-draft", "accepted.toml") == 1
    draft = Path("accepted.toml")
    draft.write_text(draft.read_text("utf-8").replace('reason = ""', 'reason = "known"'), "utf-8")
    with serve(WRAPS["fails-nil"](Mock().handle)) as url:
        assert command.main(["--base-url", url, "--pair", PAIR, "--accept", "accepted.toml"]) == 0
    out = capsys.readouterr().out
    assert "accepted.toml:3: the row for server-error could not be judged: " in out
    assert "accepts nothing" not in out


def test_without_a_success_no_row_is_stale(capsys: pytest.CaptureFixture[str]) -> None:
    Path("accepted.toml").write_text(ROW, "utf-8")
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--accept", "accepted.toml"]) == 2
    assert "could not be judged: no success of stopSmsCampaignSend was verified" in capsys.readouterr().out


def test_after_an_interrupt_no_row_is_stale(capsys: pytest.CaptureFixture[str]) -> None:
    Path("accepted.toml").write_text(ROW, "utf-8")
    mock = Mock()

    def handle(request: Request) -> Response:
        signal.raise_signal(signal.SIGINT) if len(request.target) % 2 else None
        return mock.handle(request)

    with serve(handle) as url:
        assert command.main(["--base-url", url, "--own", "--pair", PAIR, "--accept", "accepted.toml"]) == 2
    out = capsys.readouterr().out
    assert "accepted.toml:2: the row for nulls could not be judged: interrupted.\n" in out
    assert "accepts nothing" not in out


def test_a_row_of_an_operation_that_was_not_asked_is_not_stale() -> None:
    only = ServerRun("", 1, (), (), (), {}, {}, {}, Evidence("", ""), ())
    accept = AcceptFile(Path("accepted.toml"), rows_of(ROW), TODAY)
    assert list(accept.stale([only])) == []
    assert list(accept.undecided([only])) == [
        f"accepted.toml:2: the row for nulls could not be judged: {STOP} was not asked."
    ]


def test_the_line_that_repeats_a_run_names_the_accept_file() -> None:
    options = parsed(["--base-url", "http://x", "--accept", "a b.toml", "--accept-draft", "new.toml"])
    assert repeat_line(options).endswith(" --base-url http://x --accept 'a b.toml'")


def test_a_draft_of_nothing_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        for _ in range(2):
            assert command.main(["--base-url", url, "--own", "--pair", PAIR, "--accept-draft", "new.toml"]) == 0
            assert "\ndraft       nothing to accept, so new.toml was not written\n" in capsys.readouterr().out
    assert not Path("new.toml").exists()


def test_a_draft_overwrites_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text("# mine", "utf-8")
    with pytest.raises(SystemExit):
        command.main(["--accept-draft", "mine.toml"])
    assert "--accept-draft: 'mine.toml' exists already: give a file that does not" in capsys.readouterr().err
    assert Path("mine.toml").read_text("utf-8") == "# mine"


def test_a_draft_that_cannot_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        if path.name == "new.toml":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_whole(path, content)

    monkeypatch.setattr(reports, "write_whole", full)
    assert run("fails-nil", "--accept-draft", "new.toml") == 1
    assert capsys.readouterr().err == (
        "could not verify: new.toml: no space left on device; "
        "give --accept-draft a file in a directory that can be written.\n"
    )


def test_the_same_seed_gives_the_same_draft(capsys: pytest.CaptureFixture[str]) -> None:
    drafts: list[str] = []
    for name in ("a.toml", "b.toml"):
        assert run("trims", "--accept-draft", name) == 1
        drafts.append(Path(name).read_text("utf-8"))
    assert drafts[0] == drafts[1]
    assert drafts[0].count("[[accepted]]") >= 1
    assert TOKEN not in drafts[0]
    assert "draft" in capsys.readouterr().out
