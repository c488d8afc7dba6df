"""Ctrl-C and SIGTERM end the asking; what was found until then is judged, printed and written."""

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from contract_tests import command
from contract_tests.mock import SENDS, TOKEN, Mock, Request, Response, serve, stop_request
from contract_tests.verifier.audit import command as audit
from contract_tests.verifier.audit import judge
from contract_tests.verifier.interruption import INTERRUPTION, SIGNALS
from contract_tests.verifier.laws.runner import judged

PAIR = "/".join(SENDS[2].ids)


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few_examples: None) -> Path:
    del few_examples

    def none(*_: object) -> list[str]:
        return []

    monkeypatch.setattr(command, "differences", none)
    monkeypatch.setattr(command, "REPORTS", tmp_path)
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    return tmp_path


def sends_signal(is_time: Callable[[int], bool], number: signal.Signals) -> Callable[[Request], Response]:
    """A server with a fault that the caller interrupts after some requests."""
    mock, count = Mock(), 0

    def handle(request: Request) -> Response:
        nonlocal count
        count += 1
        if is_time(count):
            signal.raise_signal(number)
        response = mock.handle(request)
        body = response.body.replace(b'"status":"stopped"', b'"status":7')
        headers = tuple(header for header in response.headers if header[0] != b"content-length")
        return Response(response.status, headers, body)

    return handle


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("after", [60, 200, 500])
def test_what_was_found_until_a_signal_is_in_every_report(
    capsys: pytest.CaptureFixture[str], reports: Path, number: signal.Signals, after: int
) -> None:
    with serve(sends_signal(lambda count: count == after, number)) as url:
        assert command.main(["--base-url", url, "--own", "--pair", PAIR, "--json"]) == 2
    printed = capsys.readouterr()
    outcome = json.loads(printed.out)
    assert outcome["obstacle"] == "interrupted."
    assert "schema" in {finding["check"] for finding in outcome["targets"]["server"]["findings"]}
    assert outcome["targets"]["server"]["unproven"][0] == "interrupted"
    assert printed.err.endswith("could not verify: interrupted.\n")
    assert "interrupted" in (reports / "contract.html").read_text("utf-8")
    junit = ET.parse(reports / "junit.xml")  # noqa: S314 (our own file)
    assert "interrupted" in [str(error.get("message")).rstrip(".") for error in junit.iter("error")]
    assert len((reports / "ledger.jsonl").read_text("utf-8").splitlines()) > 0


def test_further_signals_do_not_keep_the_reports_from_being_written(
    capsys: pytest.CaptureFixture[str], reports: Path
) -> None:
    with serve(sends_signal(lambda count: count > 100, signal.SIGTERM)) as url:
        assert command.main(["--base-url", url, "--pair", PAIR]) == 2
    assert "interrupted" in capsys.readouterr().err
    assert {path.name for path in reports.iterdir()} == {"contract.html", "junit.xml", "ledger.jsonl", "summary.md"}


def test_before_anything_is_asked_a_signal_is_no_verdict(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reports: Path
) -> None:
    def interrupted(*_: object) -> list[str]:
        signal.raise_signal(signal.SIGTERM)
        return []

    monkeypatch.setattr(command, "differences", interrupted)
    assert command.main([]) == 2
    assert capsys.readouterr().err == "could not verify: interrupted.\n"
    assert (reports / "junit.xml").exists()


def test_a_signal_while_results_are_settled_is_remembered() -> None:
    with INTERRUPTION.watched():
        with INTERRUPTION.settling():
            signal.raise_signal(signal.SIGINT)
        assert INTERRUPTION.seen
        signal.raise_signal(signal.SIGINT)
    with INTERRUPTION.watched(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)


def test_the_handlers_of_before_are_set_again() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with INTERRUPTION.watched():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_an_audit_that_is_interrupted_tells_what_it_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"https://api.example.com{stop_request(SENDS[0]).target.decode()}"
    entry: dict[str, object] = {
        "request": {"method": "POST", "url": url, "headers": []},
        "response": {"status": 500, "headers": [{"name": "Allow", "value": "POST"}], "content": {"text": "x"}},
    }
    (tmp_path / "traffic.jsonl").write_text(3 * (json.dumps(entry) + "\n"), "utf-8")
    numbers = iter(range(9))

    def interrupted(*arguments: Any) -> Iterator[object]:  # noqa: ANN401 (what the audit gives)
        if next(numbers) == 2:
            signal.raise_signal(signal.SIGTERM)
        return judged(*arguments)

    monkeypatch.setattr(judge, "judged", interrupted)
    assert audit.main([str(tmp_path / "traffic.jsonl")]) == 2
    printed = capsys.readouterr()
    assert "interrupted; the 3 exchanges before that were read." in printed.err
    assert "broken      server-error" in printed.out
