"""The main job as a person meets it: few lines when all is well, one sentence and exit status 2 when it cannot tell."""

import contextlib
import errno
import functools
import html
import io
import json
import os
import re
import shutil
import signal
import socket
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree as ET

import pytest

from contract_tests import command, reports, servers
from contract_tests.arguments import SEED, parsed, repeat_line
from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, TOKEN, Handle, Mock, Request, Response, serve
from contract_tests.verifier.exchange import Exchange
from contract_tests.verifier.exchange import Request as Asked
from contract_tests.verifier.exchange import Response as Answered
from contract_tests.verifier.guard import BUDGET
from contract_tests.verifier.laws.law import LAWS, ServerLaw, all_laws
from contract_tests.verifier.report.terminal import Progress
from scripts import generate
from scripts.contract import document
from scripts.contract.document import Contract
from scripts.trees import Difference

PAIR = "/".join(SENDS[2].ids)


pytestmark = pytest.mark.usefixtures("few_examples")


@functools.cache
def differences() -> list[Difference]:
    return generate.differences(document.load())


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def remembered(_: Contract, __: generate.Scope) -> list[Difference]:
        return differences()

    monkeypatch.setattr(command, "differences", remembered)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command, which must end with exit status 2 and one line on standard error; return that line."""
    try:
        status = command.main(arguments)
    except SystemExit as ended:
        status = int(str(ended.code))
    (line,) = capsys.readouterr().err.splitlines()
    assert status == 2
    return line


def test_the_mock_is_verified_in_at_most_25_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 25
    assert next(line for line in lines if line.startswith("server")).startswith("server      in process: ")
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == [
        "contract", "client", "server", "server", "reports", "kept",
    ]  # fmt: skip
    assert [line.split()[1] for line in lines if line.startswith("  operation")] == ["stopSmsCampaignSend:"] * 2
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {"contract.html", "junit.xml", "summary.md"}


def test_without_a_pair_nothing_is_stopped_and_nothing_proven(capsys: pytest.CaptureFixture[str]) -> None:
    mock = Mock()
    with serve(mock.handle) as url:
        assert command.main(["--base-url", url]) == 2
    assert "unproven    no success of stopSmsCampaignSend was verified: name a target" in capsys.readouterr().out
    assert mock.state.sends == Mock().state.sends


def test_a_pair_is_stopped_whether_named_by_option_or_in_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "pairs").write_text(f"# the planner\n\n{PAIR.upper()}\n", "utf-8")
    for option in (["--pair", PAIR], ["--pairs", str(tmp_path / "pairs")]):
        with serve(Mock().handle) as url:
            assert command.main(["--base-url", url, *option]) == 0
        assert re.search("stopSmsCampaignSend: asked [0-9]+x, succeeded [0-9]{2,}x", capsys.readouterr().out)


def test_a_broken_server_is_exit_status_1_with_the_line_that_repeats_it(capsys: pytest.CaptureFixture[str]) -> None:
    def handle(request: Request, mock: Mock = Mock()) -> Response:  # noqa: B008 (one mock for all requests)
        response = mock.handle(request)
        return replace(response, status=500) if response.status == 404 else response

    with serve(handle) as url:
        assert command.main(["--base-url", url, "--pair", PAIR, "--seed", "7"]) == 1
    out = capsys.readouterr().out
    assert "broken      server-error stopSmsCampaignSend answer (500, documented, seen " in out
    assert out.count(f"\nrepeat      nox -s contract -- --seed 7 --base-url {url} --pair {PAIR}\n") == 1
    assert out.count("nox -s contract") == 1
    assert "  curl -X POST -H " in out
    assert TOKEN not in out


@pytest.mark.parametrize("fault", ["query-wins", "forbidden", "invents-later", "null-status"])
def test_all_that_is_printed_about_one_mistake_is_at_most_40_lines(
    capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    (wrap,) = (one.wrap for one in FAULTS if one.id == fault)
    pairs = [word for send in SENDS for word in ("--pair", "/".join(send.ids))]
    with serve(wrap(Mock().handle)) as url:
        assert command.main(["--base-url", url, "--own", *pairs]) in {1, 2}
    assert len(capsys.readouterr().out.splitlines()) <= 40


def with_an_extra_field(request: Request) -> Response:
    response = MOCK.handle(request)
    if response.status != 200:
        return response
    body = json.dumps(json.loads(response.body) | {"extra": "\x1b[31m"}).encode()
    return Response(200, ((b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))), body)


MOCK = Mock()


def test_a_deviation_is_shown_and_breaks_only_a_strict_verification(capsys: pytest.CaptureFixture[str]) -> None:
    for options, status in (((), 0), (("--strict",), 1)):
        with serve(with_an_extra_field) as url:
            assert command.main(["--base-url", url, "--pair", PAIR, *options]) == status
        assert (
            "deviation   undeclared-fields stopSmsCampaignSend /extra (200, convention, seen "
            in capsys.readouterr().out
        )


def test_json_junit_and_page_carry_the_same_findings(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(with_an_extra_field) as url:
        assert command.main(["--base-url", url, "--pair", PAIR, "--strict", "--json"]) == 1
    printed = capsys.readouterr()
    outcome = json.loads(printed.out)
    (finding,) = outcome["targets"]["server"]["findings"]
    assert (outcome["verdict"], finding["check"], finding["pointer"]) == ("broken", "undeclared-fields", "/extra")
    assert "undeclared-fields stopSmsCampaignSend /extra" in printed.err
    junit = ET.parse(command.REPORTS / "junit.xml")  # noqa: S314 (our own file)
    (case,) = [case for case in junit.iter("testcase") if case.find("failure") is not None]
    text = str(case.findtext("failure"))
    page = (command.REPORTS / "contract.html").read_text("utf-8")
    assert case.get("name") == finding["check"]
    for part in (finding["sentence"], finding["curl"], finding["pointer"]):
        assert part in text
        assert part in html.unescape(page)
    assert page.count("nox -s contract") == 1
    assert str(junit.findtext("testsuite/system-out")).count(outcome["repeat"]) == 1
    suite = junit.find("testsuite")
    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": str(len(suite.findall("testcase"))),
        "failures": "1",
        "errors": "0",
        "skipped": str(len(list(suite.iter("skipped")))),
    }


def test_what_stands_in_the_way_is_in_every_report(capsys: pytest.CaptureFixture[str], closed_port: int) -> None:
    assert command.main(["--base-url", f"http://127.0.0.1:{closed_port}/api", "--json"]) == 2
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["verdict"] == "unproven"
    for name in ("junit.xml", "contract.html", "summary.md"):
        assert outcome["obstacle"] in html.unescape((command.REPORTS / name).read_text("utf-8"))


def test_what_could_stop_a_send_is_in_the_ledger_and_within_the_budget(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--pair", PAIR, "--budget", "4"]) == 0
    lines = (command.REPORTS / "ledger.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3, 4]
    assert "the budget of 4 requests for stopSmsCampaignSend" in capsys.readouterr().out
    assert TOKEN not in "".join(lines)


def test_a_second_run_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    send, other = ("/".join(one.ids) for one in SENDS[:2])
    with serve(Mock().handle) as url:
        arguments = ["--base-url", url, "--pair", send]
        assert command.main(arguments) == 0
        capsys.readouterr()
        assert command.main(arguments) == 2
        assert (
            f"unproven    stopSmsCampaignSend {send} never succeeded (answers: nothing): other runs spent 25 of its "
            "budget of 25; name another target, raise --budget, or delete reports/ledger.jsonl\n"
        ) in capsys.readouterr().out
        assert command.main(["--base-url", url, "--pair", other]) == 0
        assert command.main([*arguments, "--budget", "40"]) == 0
        (command.REPORTS / "ledger.jsonl").unlink()
        assert command.main(arguments) == 0


def answering_html(_: Request) -> Response:
    return Response(200, ((b"content-type", b"text/html"), (b"content-length", b"6")), b"<html>")


def stalling(request: Request) -> Response:
    time.sleep(0.02)
    return MOCK.handle(request)


@pytest.mark.parametrize(
    ("handle", "status", "words"),
    [
        (answering_html, 2, "unproven    every request gets a page of a website, not JSON, 200: --base-url is not "),
        (stalling, 2, " requests in a row: no complete answer within 0.001 s."),
    ],
)
def test_a_server_that_speaks_nonsense_or_not_is_never_green(
    capsys: pytest.CaptureFixture[str], handle: Handle, status: int, words: str
) -> None:
    with serve(handle) as url:
        arguments = ["--base-url", url, "--pair", PAIR]
        arguments += ["--max-response-time", "0.001"] if handle is stalling else []
        assert command.main(arguments) == status
    printed = capsys.readouterr()
    assert words in printed.out + printed.err


def test_a_server_that_closes_every_connection_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def close() -> None:
            with contextlib.suppress(OSError):
                while True:
                    listener.accept()[0].close()

        thread = threading.Thread(target=close)
        thread.start()
        line = refusal(capsys, "--base-url", f"http://127.0.0.1:{listener.getsockname()[1]}/api", "--pair", PAIR)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert re.search(r" gave no answer to [0-9]+ requests in a row: ", line)


def test_a_server_without_tls_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        line = refusal(capsys, "--base-url", url.replace("http:", "https:"))
    assert line.startswith("could not verify: https://127.0.0.1:")
    assert " gave no TLS connection: " in line


def test_a_server_of_this_machine_keeps_its_budget_unless_it_is_yours(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        arguments = ["--base-url", url, "--pair", PAIR]
        assert command.main([*arguments, "--budget", "9", "--time", "4", "--connections", "2"]) == 0
        out = capsys.readouterr().out
        assert len((command.REPORTS / "ledger.jsonl").read_text("utf-8").splitlines()) == 9
        assert "  in part   " in out
        assert "the core alone was asked: the budget of 9 requests for stopSmsCampaignSend" in out
        assert command.main([*arguments, "--own"]) == 0
    assert len((command.REPORTS / "ledger.jsonl").read_text("utf-8").splitlines()) > 9 + BUDGET


def test_the_line_that_repeats_a_run_has_its_limits(capsys: pytest.CaptureFixture[str], closed_port: int) -> None:
    limits = ["--own", "--rate", "50", "--time", "4", "--connections", "2"]
    options = parsed(["--base-url", f"http://127.0.0.1:{closed_port}", *limits])
    line = repeat_line(options)
    assert parsed(line.split()[4:]) == options
    assert capsys.readouterr().out == ""


def test_the_line_that_repeats_a_run_keeps_numbers_and_shows_no_password(closed_port: int) -> None:
    limits = ["--rate", "33.3333333", "--budget", "1000000", "--time", "0"]
    options = parsed(["--base-url", f"http://127.0.0.1:{closed_port}", *limits])
    assert parsed(repeat_line(options).split()[4:]) == options
    options = parsed(["--base-url", "http://somebody:password@127.0.0.1/api"])
    assert "//[masked]@127.0.0.1/api" in repeat_line(options)


def test_a_long_pause_is_told_once_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress.left(7)
        for seconds in (12.0, 11.0, 10.0):
            progress.waits(seconds, "the server answered 429")
        progress.waits(1.0, "--rate says so")
        progress.left(0)
        progress.waits(6.0, "the server's rate limit is reached")
    assert capsys.readouterr().err.splitlines() == [
        "the server answered 429: waiting 12 s, after 0 requests, 7 laws left to ask",
        "the server's rate limit is reached: waiting 6 s, after 0 requests, only drawn requests left",
    ]


def test_answers_to_requests_under_way_begin_no_new_pause(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((100.0, 100.5, 101.0, 102.0, 162.0))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    exchange = Exchange(Asked("GET", b"/", ()), Answered(429, (), b""), 0.1)
    with Progress() as progress:
        for seconds in (60.0, 60.5, 60.0, 59.0, 60.0):
            progress.asked(exchange)
            progress.waits(seconds, "the server answered 429")
    assert capsys.readouterr().err.splitlines() == [
        "the server answered 429: waiting 60 s, after 1 request, only drawn requests left",
        "the server answered 429: waiting 60 s, after 5 requests, only drawn requests left",
    ]


def test_a_terminal_shows_progress_and_nothing_of_it_remains(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--pair", PAIR]) == 0
    assert re.search(r"\r\x1b\[K[0-9]+ requests, [0-9]{3}", terminal.getvalue())
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_pair_that_the_server_does_not_know_is_unproven(capsys: pytest.CaptureFixture[str]) -> None:
    unknown = "/".join(["1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"] * len(SENDS[0].ids))
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--pair", unknown]) == 2
    expected = f"stopSmsCampaignSend {unknown} never succeeded (answers: 401, 404"
    assert expected in capsys.readouterr().out


def test_a_random_seed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--seed", "random", "--pair", PAIR]) == 0
    drawn = int(capsys.readouterr().out.partition("seed ")[2].split()[0])
    assert drawn != SEED


def test_an_unreachable_server_is_one_sentence(capsys: pytest.CaptureFixture[str], closed_port: int) -> None:
    line = refusal(capsys, "--base-url", f"http://127.0.0.1:{closed_port}/api")
    assert line.startswith(f"could not verify: http://127.0.0.1:{closed_port}/api gave no connection: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--pair", PAIR], "--pair is about a server, so give its --base-url too"),
        (["--base-url", "http://127.0.0.1:1", "--pair", "a/b"], "'a/b' is not a pair"),
        (["--base-url", "http://127.0.0.1:1", "--pairs", "/no/such/file"], "/no/such/file cannot be read"),
        (["--base-url", "http://127.0.0.1:1", "--pairs", os.devnull], f"{os.devnull} names no pair"),
        (["--base-url", "ftp://example.com"], "'ftp://example.com' is no base URL"),
        (["--base-url", ""], "'' is no base URL"),
        (["--seed", "one"], "argument --seed: 'one' is neither `random` nor a whole number of at most ten digits; see"),
        (["--seed", "9" * 5000], f"argument --seed: '{'9' * 40}...' is neither `random` nor a whole number of at "),
        (["--seed", "-1"], "argument --seed: "),
        (["--base-url", "http://x", "--budget", "9" * 5000], f"argument --budget: '{'9' * 40}...' is no whole number"),
        (["--production"], "--production is about a server, so give its --base-url too"),
        (["--base-url", "http://127.0.0.1:1", "--budget", "0"], "argument --budget: '0' is no whole number from 1"),
        (["--base-url", "http://127.0.0.1:1", "--rate", "-1"], "argument --rate: '-1' is no number above 0"),
        (["--base-url", "http://127.0.0.1:1", "--rate", "nan"], "argument --rate: 'nan' is no number above 0"),
        (["--base-url", "http://x", "--max-response-time", "0"], "--max-response-time: '0' is no number above 0"),
        (["--base-url", "http://127.0.0.1:1", "--time", "-1"], "argument --time: '-1' is no number of minutes"),
        (
            ["--base-url", "http://127.0.0.1:1", "--pair", PAIR, "--time", "0"],
            "a verdict needs at least 4 requests: 4 s at 60 requests a minute, which servers allow by default, and",
        ),
        (
            ["--base-url", "http://127.0.0.1:1", "--pair", PAIR, "--budget", "2"],
            "a verdict needs a budget of at least 3 requests for each target: 2 without a good token leave before the ",
        ),
        (["--base-url", "http://127.0.0.1:1", "--connections", "0"], "--connections: '0' is no whole number from 1"),
        (["--own"], "--own is about a server, so give its --base-url too"),
        (["--time", "0"], "--time is about a server, so give its --base-url too"),
        (["--base-url", "http://127.0.0.1:1", "--max-response-time", "99999999999"], "above 0, of at most nine digits"),
        (
            ["--base-url", "https://staging.example.com/api", "--own"],
            "--own is about a server on this machine",
        ),
        (
            ["--base-url", "http://127.0.0.1:1", "--pair", PAIR, "--rate", "0.01", "--time", "1"],
            "a verdict needs at least 4 requests: 6.7 minutes at this rate, and the run may take 1: give it",
        ),
        (["--colour"], "unrecognized arguments: --colour"),
    ],
)
def test_a_wrong_option_is_one_sentence_before_the_client_is_rendered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    def rendered(_: Contract, __: generate.Scope) -> list[Difference]:
        pytest.fail("the client was rendered")

    monkeypatch.setattr(command, "differences", rendered)
    assert words in refusal(capsys, *arguments)


@pytest.mark.parametrize(
    ("url", "warns"), [("http://app:8000", True), ("http://127.0.0.1:1", False), ("https://staging.example.com", False)]
)
def test_a_token_that_travels_unencrypted_is_told(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    url: str,
    *,
    warns: bool,
) -> None:
    servers.named_server(parsed(["--base-url", url]), document.load(), tmp_path / "ledger")
    line = f"warning     the token travels unencrypted to {url}: use https unless the network is yours\n"
    assert capsys.readouterr().out == line * warns


def test_the_address_that_a_server_for_all_interfaces_prints_is_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url.replace("127.0.0.1", "0.0.0.0"), "--own", "--pair", PAIR]) == 0  # noqa: S104 (it is asked, not listened on)
    assert "\nserver      server: http://0.0.0.0:" in capsys.readouterr().out


def test_production_is_refused_unless_it_is_typed_out(capsys: pytest.CaptureFixture[str]) -> None:
    line = refusal(capsys, "--base-url", "https://api.comm.com/api", "--pair", PAIR)
    assert line == "could not verify: api.comm.com is production: nothing was sent; add --production if you mean it."
    assert not (command.REPORTS / "ledger.jsonl").exists()


@pytest.mark.parametrize(
    ("token", "fault"),
    [(None, "is not set"), ("", "is not set"), ("s3cr\nét", "holds a character that no token has")],
)
def test_a_server_needs_a_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, token: str | None, fault: str
) -> None:
    monkeypatch.delenv("COMM_API_TOKEN")
    if token is not None:
        monkeypatch.setenv("COMM_API_TOKEN", token)
    line = refusal(capsys, "--base-url", "https://staging.example.com/api")
    assert line == f"could not verify: https://staging.example.com/api needs a token, and COMM_API_TOKEN {fault}."


def test_reports_that_cannot_be_written_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    command.REPORTS.write_text("a file", "utf-8")
    assert refusal(capsys).startswith(f"could not verify: reports cannot be written to {command.REPORTS}")


def test_only_reports_that_were_written_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    (command.REPORTS / "junit.xml").mkdir(parents=True)
    assert command.main([]) == 2
    printed = capsys.readouterr()
    assert printed.err == f"could not verify: reports cannot be written to {command.REPORTS}: Is a directory.\n"
    assert "\nreports     reports/contract.html, reports/summary.md\n" in printed.out
    shutil.rmtree(command.REPORTS)
    command.REPORTS.write_text("a file", "utf-8")
    refusal(capsys)
    assert command.main([]) == 2
    assert "\nreports " not in capsys.readouterr().out


def test_a_report_is_never_half_written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    assert command.main([]) == 0
    before = {path: path.read_bytes() for path in command.REPORTS.iterdir()}
    monkeypatch.setattr(Path, "write_bytes", half)
    assert "No space left on device" in refusal(capsys)
    assert {path: path.read_bytes() for path in command.REPORTS.iterdir()} == before


def test_wrong_options_leave_no_verdict_of_an_earlier_run(capsys: pytest.CaptureFixture[str]) -> None:
    def verdict() -> str:
        return (command.REPORTS / "summary.md").read_text("utf-8").splitlines()[0]

    assert command.main([]) == 0
    assert verdict() == "## Contract: kept"
    assert "'x' is no number above 0" in refusal(capsys, "--base-url", "http://127.0.0.1:1", "--rate", "x")
    assert verdict() == "## Contract: unproven"
    refusal(capsys, "--token", TOKEN)
    for name in reports.WRITERS:
        told = html.unescape((command.REPORTS / name).read_text("utf-8"))
        assert "unrecognized arguments: --token [masked]; see --help." in told


def test_help_leaves_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        command.main(["--help"])
    assert "usage: nox -s contract -- " in capsys.readouterr().out
    assert not command.REPORTS.exists()


def test_an_interrupt_is_no_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    mock = Mock()

    def handle(request: Request) -> Response:
        signal.raise_signal(signal.SIGINT) if len(request.target) % 2 else None
        return mock.handle(request)

    with serve(handle) as url:
        line = refusal(capsys, "--base-url", url, "--pair", PAIR)
    assert line == "could not verify: interrupted."


@pytest.mark.parametrize("text", [None, "openapi: [", "openapi: 3.0.0"])
def test_a_contract_that_cannot_be_read_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "openapi.yaml"
    if text is not None:
        path.write_text(text, "utf-8")
    monkeypatch.setattr(command, "load", lambda: document.load(path))
    assert refusal(capsys).startswith(f"could not verify: {path}:")


def test_a_contract_that_breaks_a_rule_can_judge_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(document.PATH.read_bytes().replace(b": inferred", b": guessed", 1))
    monkeypatch.setattr(command, "load", lambda: document.load(path))
    assert command.main([]) == 2
    printed = capsys.readouterr()
    assert " evidence-known: " in printed.out
    assert printed.err == "could not verify: openapi.yaml breaks the rules at 1 place.\n"


def test_what_the_reference_cannot_say_is_listed_and_stops_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "openapi.yaml"
    text = document.PATH.read_text("utf-8")
    path.write_text(
        text.replace("manual:\n              summary: A m", "'a/b':\n              summary: A m", 1), "utf-8"
    )
    monkeypatch.setattr(command, "load", lambda: document.load(path))
    assert command.main([]) == 0
    limits = [line for line in capsys.readouterr().out.splitlines() if line.startswith("limit")]
    assert len(limits) == 1
    assert "/a~1b file-named: " in limits[0]


def test_a_client_that_is_not_current_is_broken_and_shown_in_few_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(generate, "GENERATED", tmp_path / "nothing")
    monkeypatch.setattr(command, "differences", generate.differences)
    assert command.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 25
    assert sum(line.startswith("broken      generated/") for line in lines) == command.SHOWN


# A crash is never a verdict


def crash(*_: object) -> NoReturn:
    raise RuntimeError(f"planted, with {TOKEN}")


def crashed(capsys: pytest.CaptureFixture[str], folder: Path) -> set[str]:
    """Run the command, which must say in one sentence that it crashed; return the names of the reports."""
    assert "contract crashed. This is a bug of this project" in refusal(capsys)
    traceback = (folder / "reports" / "crash.txt").read_text("utf-8")
    assert "RuntimeError: planted, with [masked]" in traceback
    assert TOKEN not in traceback
    return {path.name for path in (folder / "reports").iterdir()}


@pytest.fixture
def crash_report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr("scripts.crash.REPORTS", tmp_path / "reports")
    return tmp_path


@pytest.mark.parametrize("law", ["no-token", "schema"])
def test_a_law_that_crashes_ends_with_2_and_the_reports(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, crash_report: Path, law: str
) -> None:
    (row,) = (row for row in all_laws() if row.id == law)
    broken = replace(row, probe=crash) if isinstance(row, ServerLaw) else replace(row, judge=crash)
    monkeypatch.setitem(LAWS, law, broken)
    assert crashed(capsys, crash_report) == {"contract.html", "crash.txt", "junit.xml", "summary.md"}
    report = (crash_report / "reports" / "junit.xml").read_text("utf-8")
    assert "contract crashed" in report
    assert '<testsuite name="in process"' in report


def test_a_report_that_crashes_leaves_the_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, crash_report: Path
) -> None:
    monkeypatch.setitem(reports.WRITERS, "junit.xml", crash)
    assert crashed(capsys, crash_report) == {"contract.html", "crash.txt", "summary.md"}
