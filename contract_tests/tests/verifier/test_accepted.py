"""Accepted findings: what a row names does not fail the run, nothing else passes with it, and a stale row does."""

import errno
import functools
import json
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from contract_tests import command, reports
from contract_tests.arguments import parsed, repeat_line
from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, TOKEN, Mock, Request, Response, serve
from contract_tests.quality.acceptance import drafted, passes
from contract_tests.quality.fault_runs import examined, schemas
from contract_tests.verifier.accepted import file
from contract_tests.verifier.accepted.rows import Row, divided
from contract_tests.verifier.accepted.runs import AcceptFile
from contract_tests.verifier.evidence.counts import Evidence
from contract_tests.verifier.findings import Finding, Variant
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.run import ServerRun
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts import generate
from scripts.contract import document
from scripts.contract.document import Contract
from scripts.trees import Difference

PAIR = f"{SENDS[2].campaign}/{SENDS[2].send}"
TODAY = date(2030, 1, 31)
LAWS = [law.id for law in all_laws()]
OPERATIONS = [operation.operation_id for operation in schemas().operations]
WRAPS = {fault.id: fault.wrap for fault in FAULTS}
STOP = "stopSmsCampaignSend"
ROW = f"""
[[accepted]]
law = "nulls"
operation = "{STOP}"
status = 200
pointer = "/data/name"
finding = "null where a value is expected"
reason = "an old client needs it"
until = 2030-01-31
"""


@functools.cache
def differences() -> list[Difference]:
    return generate.differences(document.load())


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    def remembered(_: Contract, __: generate.Scope) -> list[Difference]:
        return differences()

    request.getfixturevalue("few_examples")
    monkeypatch.setattr(command, "differences", remembered)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(command, "today", lambda: TODAY)
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)


@functools.cache
def found(fault: str) -> tuple[Finding, ...]:
    return tuple(examined(WRAPS[fault]).findings.listed())


def rows_of(text: str) -> tuple[Row, ...]:
    path = Path("accepted.toml")
    path.write_text(text, "utf-8")
    return file.read(path, LAWS, OPERATIONS)


def run(fault: str, *arguments: str) -> int:
    with serve(WRAPS[fault](Mock().handle)) as url:
        return command.main(["--base-url", url, "--own", "--pair", PAIR, *arguments])


def refusal(text: str) -> str:
    with pytest.raises(CouldNotVerifyError) as refused:
        rows_of(text)
    return str(refused.value)


# A run


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


def test_a_draft_overwrites_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.toml").write_text("# mine", "utf-8")
    with pytest.raises(SystemExit):
        command.main(["--accept-draft", "mine.toml"])
    assert "--accept-draft: 'mine.toml' exists already: give a file that does not" in capsys.readouterr().err
    assert Path("mine.toml").read_text("utf-8") == "# mine"


def test_a_draft_that_cannot_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(reports, "write_whole", full)
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--own", "--pair", PAIR, "--accept-draft", "new.toml"]) == 2
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


# A row


def test_a_finding_is_accepted_in_part_and_the_rest_is_drafted_anew() -> None:
    first = Finding("malformed-id", "documented", 200, "", "an id in braces is accepted", "curl {", STOP)
    both = replace(first, count=9, variants=(Variant("", "an id as a URN is accepted", "curl u"),))
    left, accepted = divided([both], drafted([first]))
    assert left == [replace(first, count=9, sentence="an id as a URN is accepted", curl="curl u")]
    assert [one.finding for one in accepted] == [replace(first, count=9)]
    assert divided([both], (*drafted([first]), *drafted(left)))[0] == []


NULL = Finding("nulls", "convention", 200, "/data/logs/3/at", "null where 'x' is expected", "", STOP)


@pytest.mark.parametrize(
    "other",
    [
        replace(NULL, check="schema"),
        replace(NULL, operation=""),
        replace(NULL, status=404),
        replace(NULL, pointer="/data/other"),
        replace(NULL, pointer=""),
        replace(NULL, sentence="an object where a value is expected"),
    ],
)
def test_a_row_accepts_nothing_but_its_own(other: Finding) -> None:
    rows = drafted([NULL])
    moved = replace(NULL, pointer="/data/logs/0/at")
    assert divided([moved], rows)[0] == []
    assert divided([other], rows)[0] == [other]


BODIES = {
    "stopped": ("the send is 'running' after its stop", "the send is 'pending' after its stop"),
    "own-id": ("None instead of the {id} that was asked for", "7 instead of the {id} that was asked for"),
    "schema": ("7 is not of type 'string'", "{id} is not of type 'string'"),
    "nulls": ("False where a value is expected", "True where a value is expected"),
    "schedule": ("2030-01-31T10:00:00Z is before the start", "7 is before the start"),
}
ID = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"


@pytest.mark.parametrize(("sentence", "other"), BODIES.values())
def test_a_row_accepts_no_other_value_in_a_body(sentence: str, other: str) -> None:
    first = replace(NULL, sentence=sentence.format(id=ID))
    second = replace(NULL, sentence=other.format(id=ID))
    assert divided([second], drafted([first]))[0] == [second]
    assert divided([first], drafted([second]))[0] == [first]


@pytest.mark.parametrize(
    ("sentence", "later"),
    [
        (f"{ID} instead of another", "c84bf1a3-6de8-4b95-8c2a-d4f07b9e3a61 instead of another"),
        ("'2030-01-31T10:00:00Z' is late", "'2031-02-01T23:59:59.123+02:00' is late"),
        ("2030-01-31 10:00:00+00:00 is late", "2031-02-01 23:59:59+00:00 is late"),
        ("7 is not of type 'string'", "1234 is not of type 'string'"),
        ("'Spring sale for all' is no name", "'Autumn is here' is no name"),
        (f"'{ID}' is no text", "'c84bf1a3-6de8-4b95-8c2a-d4f07b9e3a61' is no text"),
        ("{'a': 1} is no text", "{'b': [2, 3]} is no text"),
    ],
)
def test_ids_times_numbers_and_long_texts_in_a_body_do_not_count(sentence: str, later: str) -> None:
    assert divided([replace(NULL, sentence=later)], drafted([replace(NULL, sentence=sentence)]))[0] == []


def test_an_effect_is_accepted_in_the_words_place_and_status_in_which_it_was_found() -> None:
    cause = Finding("server-error", "documented", 500, "", "the server fails with 500", "", STOP)
    effect = Finding(
        "malformed-id", "documented", 500, "", "the nil UUID gets 500", "", STOP, because=("server-error",)
    )
    others = [
        replace(effect, sentence="a whole id that is not a UUID gets 500"),
        replace(effect, status=503),
        replace(effect, pointer="/data"),
        replace(effect, check="steady"),
    ]
    left, accepted = divided([cause, effect, *others], drafted([cause, effect]))
    assert [one.finding for one in accepted] == [cause, effect]
    assert left == [replace(other, because=()) for other in others]


@pytest.mark.parametrize(("fault", "other"), [("fails-nil", "fails-upper"), ("any-token-known", "any-token")])
def test_an_effect_that_is_left_alone_is_as_severe_as_its_accepted_cause(fault: str, other: str) -> None:
    left, _ = divided(found(other), drafted(found(fault)))
    assert any(one.is_violation for one in left)
    assert not passes(found(other), drafted(found(fault)))


@pytest.mark.parametrize("text", ["\x1b[2J \ud800", 'a "quoted" \\ text', "\u2028 é 漢"])
def test_what_a_server_says_survives_the_file(text: str) -> None:
    finding = Finding("schema", "documented", 200, f"/data/{text}", f"{text} is wrong", "", STOP)
    assert divided([finding], drafted([finding]))[0] == []


# The catalogue of faults


SAMPLE = [fault.id for fault in FAULTS[::20]]
SAME = {("zero-is-first", "log-of-another")}
"""Pairs of which the second breaks only promises that the first breaks too, at the same places in the same words."""
HIDDEN = {("control", "zero-date"), ("error-in-200", "log-of-another")}
"""Pairs of which the first leaves nothing of the answers in which the second shows."""


@pytest.mark.parametrize("fault", SAMPLE)
def test_a_fault_is_accepted_by_its_draft(fault: str) -> None:
    assert found(fault)
    assert divided(found(fault), drafted(found(fault)))[0] == []


@pytest.mark.parametrize("fault", SAMPLE)
def test_another_fault_does_not_pass_with_it(fault: str) -> None:
    rows = drafted(found(fault))
    passing = {(fault, other) for other in SAMPLE if other != fault and passes(found(other), rows)}
    assert passing == {pair for pair in SAME if pair[0] == fault}


@pytest.mark.parametrize(("fault", "other"), list(zip(SAMPLE, SAMPLE[7:] + SAMPLE[:7], strict=True)))
def test_another_fault_beside_it_does_not_pass_either(fault: str, other: str) -> None:
    both = examined(lambda handle: WRAPS[fault](WRAPS[other](handle))).findings.listed()
    is_passed = not divided(both, drafted(found(fault)))[0]
    assert is_passed == ((fault, other) in HIDDEN)
    assert not is_passed or [one.check for one in both] == [one.check for one in found(fault)]


# The file


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[accepted]", "accepted.toml: not TOML: "),
        ("\n[[acepted]]", "accepted.toml:2: 'acepted' is unknown: write each row under [[accepted]]."),
        ("\naccepted = 1", "accepted.toml:2: write each row under a header of its own, [[accepted]]."),
        ("accepted = [{law = 'x'}]", "accepted.toml:1: write each row under a header of its own, [[accepted]]."),
        (ROW + "lore = 1", "accepted.toml:2: the key 'lore' is unknown: there are "),
        (ROW.replace("reason", "reasn"), "accepted.toml:2: the key 'reasn' is unknown; did you mean 'reason'?"),
        (ROW.replace("nulls", "null"), "accepted.toml:2: there is no law 'null'; did you mean 'nulls'?"),
        (ROW.replace("nulls", "x"), "accepted.toml:2: there is no law 'x': copy it from a finding."),
        (ROW.replace('"nulls"', "1"), "accepted.toml:2: law is 1, but it must be a text."),
        (ROW.replace("200", "true"), "accepted.toml:2: status is true, but it must be a whole number."),
        (ROW.replace('"/data/name"', "[1]"), "pointer is [1], but it must be a text or a list of texts."),
        (ROW.replace(STOP, "stop"), "openapi.yaml has no operation 'stop': there are stopSmsCampaignSend."),
        (ROW.replace("/data/name", "data"), "pointer 'data' is no JSON pointer, such as /data/status; leave it out"),
        (ROW.replace("/data/name", "/a~2"), "pointer '/a~2' is no JSON pointer"),
        (ROW.replace("/data/name", ""), "pointer '' is no JSON pointer"),
        (ROW.replace("an old client needs it", " "), "accepted.toml:2: reason is blank: say why this is accepted."),
        (ROW.replace("reason", "# reason"), "accepted.toml:2: reason is missing: say why this is accepted."),
        (ROW.replace("until", "# until"), "accepted.toml:2: until is missing: give the last day on which this is "),
        (ROW.replace("2030-01-31", '"soon"'), 'until is "soon", but it must be a date, such as 2030-12-31.'),
        (ROW.replace("2030-01-31", "2030-01-31T00:00:00"), "until is "),
        (ROW.replace("2030-01-31", "2030-02-31"), "accepted.toml: not TOML: "),
        (ROW + ROW, "accepted.toml:11: the row accepts the same as the one in line 2: remove one of them."),
        (ROW + ROW.replace("an old client needs it", '"""\n[[accepted]]\n"""').replace('""""', '"""'), ":11: the row"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_its_line(text: str, sentence: str) -> None:
    said = refusal(text)
    assert sentence in said
    assert "\n" not in said


def test_a_header_inside_a_text_is_no_row() -> None:
    texts = ROW.replace('"an old client needs it"', "'''\n[[accepted]]\n'''")
    other = ROW.replace("/data/name", "/data/status")
    assert [row.line for row in rows_of(texts + other)] == [2, 13]


def write_latin_1(path: Path) -> None:
    path.write_bytes(b"\xff")


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (Path.exists, "no such file or directory; give --accept a TOML file"),
        (write_latin_1, "not UTF-8; give --accept a TOML file"),
        (Path.mkdir, "is a directory; give --accept a TOML file"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_sentence_before_anything_is_sent(
    capsys: pytest.CaptureFixture[str], write: Callable[[Path], object], words: str
) -> None:
    path = Path("accepted.toml")
    write(path)
    mock = Mock()
    with serve(mock.handle) as url:
        assert command.main(["--base-url", url, "--own", "--pair", PAIR, "--accept", "accepted.toml"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"could not verify: accepted.toml: {words}")
    assert not (command.REPORTS / "ledger.jsonl").exists()
    assert mock.state.sends == Mock().state.sends
