"""Recorded traffic is judged like live answers, from first to last entry, and nothing secret is repeated."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.mock import SENDS, Mock, Request, stop_request
from contract_tests.mock.sends import RUNNING
from contract_tests.verifier.audit import command
from contract_tests.verifier.audit.command import audit
from contract_tests.verifier.audit.records import KINDS
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import LAWS, answer_laws
from scripts.contract.document import Contract

TOKEN = "a-token-nobody-may-see"  # noqa: S105 (opens nothing)
URL = "https://api.comm.com"
KIND = next(name for name, value in RUNNING[0]["meta"].items() if isinstance(value, str))
"""Some member that is a text."""


def entry(request: Request | None = None, *, second: int = 0, edit: Callable[[Any], object] | None = None) -> Any:  # noqa: ANN401 (JSON)
    """An entry as a browser would write it, of the mock's answer."""
    request = request or stop_request(SENDS[second % 3])
    response = Mock().handle(request)
    body = json.loads(response.body)
    if edit:
        edit(body)
    return {
        "startedDateTime": f"2025-01-01T00:00:{second:02}.000Z",
        "time": 12.5,
        "request": {
            "method": request.method,
            "url": URL + request.target.decode(),
            "headers": [
                {"name": ":authority", "value": "api.comm.com"},
                {"name": "Authorization", "value": f"Bearer {TOKEN}"},
                {"name": "X-Api-Key", "value": TOKEN},
                {"name": "Cookie", "value": f"session={TOKEN}"},
            ],
        },
        "response": {
            "status": response.status,
            "headers": [
                {"name": "Content-Type", "value": "application/json; charset=utf-8"},
                {"name": "Content-Encoding", "value": "gzip"},
                {"name": "Content-Length", "value": "17"},
            ],
            "content": {"size": 1, "mimeType": "application/json", "text": json.dumps(body)},
        },
    }


def har(entries: list[Any]) -> str:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": entries}}, indent=1)


def lines(entries: list[Any]) -> str:
    return "".join(json.dumps(each) + "\n\n" for each in entries)


@pytest.fixture(params=[har, lines])
def form(request: pytest.FixtureRequest) -> Callable[[list[Any]], str]:
    form: Callable[[list[Any]], str] = request.param
    return form


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "traffic"


def no_type(body: Any) -> None:  # noqa: ANN401 (JSON)
    body["data"]["meta"][KIND] = 7


def test_traffic_that_keeps_the_contract_is_kept(
    contract: Contract, file: Path, form: Callable[[list[Any]], str]
) -> None:
    file.write_text(form([entry(second=second) for second in range(6)]))
    outcome = audit([file], contract)
    assert outcome.findings.listed() == []
    assert (outcome.exchanges, dict(outcome.answers), outcome.obstacle) == (6, {200: 6}, "")
    assert outcome.verdict(strict=True) == "kept"


def test_equal_findings_are_one_with_its_first_and_last_time(
    contract: Contract, file: Path, form: Callable[[list[Any]], str]
) -> None:
    file.write_text(form([entry(second=second, edit=no_type if second in {1, 4} else None) for second in range(6)]))
    (finding,) = [found for found in audit([file], contract).findings.listed() if found.check == "schema"]
    assert (finding.level, finding.pointer, finding.count) == ("documented", f"/data/meta/{KIND}", 2)
    assert (finding.first, finding.last) == ("2025-01-01T00:00:01.000Z", "2025-01-01T00:00:04.000Z")


def test_a_deviation_breaks_only_a_strict_audit(contract: Contract, file: Path) -> None:
    file.write_text(har([entry(edit=lambda body: body["data"].update(extra=1))]))
    outcome = audit([file], contract)
    assert (outcome.verdict(strict=False), outcome.verdict(strict=True)) == ("kept", "broken")


def test_no_secret_is_repeated(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    request = Request("POST", stop_request(SENDS[0]).target + f"?key={TOKEN}".encode())
    leaking = entry(request)
    leaking["response"]["content"]["text"] = json.dumps({"message": 1, TOKEN: TOKEN})
    file.write_text(har([leaking, entry(edit=lambda body: body.update({TOKEN: 1}))]))
    for options in ([], ["--json"]):
        assert command.main([str(file), *options]) == 1
        out = capsys.readouterr().out
        assert "/stop/" in out
        assert "authorization: Bearer $COMM_API_TOKEN" in out
        assert TOKEN not in out


def test_other_operations_are_listed_without_their_ids(contract: Contract, file: Path) -> None:
    others = [entry(), entry(), entry(), entry()]
    for other, path in zip(
        others, ["/v1/users/17", "/v1/users/18", "/v1/reset/4f9a8b7c6d", "/assets/app.js"], strict=True
    ):
        other["request"] |= {"url": URL + path + "?token=x", "method": "GET"}
    file.write_text(har([*others, entry()]))
    outcome = audit([file], contract)
    assert dict(outcome.unknown) == {"GET /v1/users/{}": 2, "GET /v1/reset/{}": 1, "GET /assets/app.js": 1}
    assert outcome.answers.total() == 1


def test_what_the_record_lacks_is_said_and_not_judged(contract: Contract, file: Path) -> None:
    aborted, evicted, encoded = entry(), entry(), entry()
    aborted["response"]["status"] = 0
    del evicted["response"]["content"]["text"]
    content = encoded["response"]["content"]
    content |= {"text": base64.b64encode(content["text"].encode()).decode(), "encoding": "base64"}
    file.write_text(har([aborted, evicted, encoded]))
    outcome = audit([file], contract)
    assert {reason: each.entries for reason, each in outcome.unjudged.items()} == {
        "no answer was recorded": [1],
        "the body of the answer was not recorded": [2],
    }
    assert dict(outcome.answers) == {200: 1}
    assert outcome.findings.listed() == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (har([entry(edit=no_type), entry()])[:-400], "within entry 2"),
        (har([entry(edit=no_type)])[:-2], "after entry 1"),
        (lines([entry(edit=no_type), entry()])[:-400], "within entry 2"),
        (lines([entry(edit=no_type)]) + '{"a":' * 100_000, "within entry 2"),
    ],
)
def test_a_record_that_breaks_off_is_judged_up_to_there(
    capsys: pytest.CaptureFixture[str], file: Path, text: str, place: str
) -> None:
    file.write_text(text)
    assert command.main([str(file)]) == 1
    printed = capsys.readouterr()
    assert f"broken      schema stopSmsCampaignSend /data/meta/{KIND}" in printed.out
    assert printed.out.endswith("\nbroken\n")
    (line,) = printed.err.splitlines()
    assert line == f"could not audit: {file}: it breaks off {place}; the 1 exchange before that was read."


def test_a_record_that_breaks_off_proves_nothing_if_nothing_before_that_is_broken(file: Path) -> None:
    file.write_text(har([entry(), entry()])[:-400])
    assert command.main([str(file)]) == 2


def test_a_finding_counts_beside_a_file_that_cannot_be_read(file: Path) -> None:
    file.write_text(har([entry(edit=no_type)]))
    assert command.main([str(file), "/no/such/file"]) == 1
    file.write_text(har([entry()]))
    assert command.main([str(file), "/no/such/file"]) == 2


@pytest.mark.parametrize("text", ["", "<html>", '{"log": {"entries": []}}', "[1, 2]", '{"request": 1}', "\x00"])
def test_what_holds_no_answer_proves_nothing(capsys: pytest.CaptureFixture[str], file: Path, text: str) -> None:
    file.write_text(text)
    assert command.main([str(file), "--json"]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["verdict"] == "unproven"
    assert printed.err.splitlines()[-1].startswith(f"could not audit: {file}: ")
    assert printed.err.count("could not audit") == 1


# Texts that hold no answer of the contract, and what is said.
# fmt: off
OTHER = {"request": {"method": "GET", "url": URL}}
CUT = entry() | {"response": {"status": 200, "headers": None}}
NONE: list[tuple[str, str]] = [
    ("", "it is empty."),
    ('{"log": {"entries": []}}', "it is empty."),
    (har([OTHER]), "of 1 exchange, none is known to be of an operation of the contract."),
    (lines([OTHER, OTHER]) + "INFO\n", "of 3 exchanges, none is known to be of an operation of the contract."),
    (har([CUT]), "1 exchange is of an operation of the contract, and it could not be judged."),
    (har([CUT, OTHER, CUT, {}]), "2 exchanges are of operations of the contract, and none could be judged."),
    ("[1, 2]", f"it is no HAR, as it holds no request that can be read; {KINDS}."),
    (json.dumps({"entries": [entry()]}), f"it is no HAR, as it holds no request that can be read; {KINDS}."),
]
# fmt: on


@pytest.mark.parametrize(("text", "sentence"), NONE, ids=[row[1] for row in NONE])
def test_what_holds_no_answer_is_said(contract: Contract, file: Path, text: str, sentence: str) -> None:
    file.write_text(text)
    assert audit([file], contract).obstacle == f"{file}: {sentence}"


def test_json_is_alone_on_standard_output_and_the_lines_go_to_standard_error(
    capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    file.write_text(har([entry()]))
    assert command.main([str(file)]) == 0
    usual = capsys.readouterr()
    assert "1 exchange, 1 answer of the contract's operation judged" in usual.out
    assert command.main([str(file), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["verdict"] == "kept"
    assert printed.err == usual.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: file"),
        (["/no/such/file"], "could not audit: /no/such/file: no such file or directory; give a HAR file"),
        (["/"], "could not audit: /: is a directory; give a HAR file"),
    ],
)
def test_bad_arguments_are_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    try:
        status = command.main(arguments)
    except SystemExit as ended:
        status = int(str(ended.code))
    (line,) = capsys.readouterr().err.splitlines()
    assert (status, words in line) == (2, True)


def test_places_are_bounded_so_that_memory_is(contract: Contract, file: Path) -> None:
    def many(body: Any) -> None:  # noqa: ANN401 (JSON)
        body["data"].update({f"extra-{number}": 1 for number in range(3000)})

    file.write_text(har([entry(edit=many)]))
    found = audit([file], contract).findings.listed()
    assert len(found) <= 1010
    assert sum(finding.count for finding in found if finding.check == "undeclared-fields") == 3000


def test_a_crash_ends_with_2_and_loses_nothing_that_was_judged_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def crashing(answer: Answer) -> Iterator[Violation]:
        if b"crash" in answer.exchange.request.target:
            raise RuntimeError("planted")
        yield answer.violation("planted")

    law = next(law for law in answer_laws() if law.id == "framing")
    monkeypatch.setitem(LAWS, law.id, replace(law, judge=crashing))
    monkeypatch.setattr("scripts.crash.REPORTS", tmp_path / "reports")
    entries = [entry(), entry()]
    entries[1]["request"]["url"] += "?crash"
    record = tmp_path / "traffic.jsonl"
    record.write_text("\n".join(map(json.dumps, entries)), "utf-8")
    assert command.main([str(record)]) == 2
    printed = capsys.readouterr()
    assert "framing" in printed.out
    assert "audit crashed. This is a bug of this project" in printed.err
    assert "RuntimeError: planted" in (tmp_path / "reports" / "crash.txt").read_text("utf-8")
