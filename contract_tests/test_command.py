"""The main job as a person meets it: few lines when all is well, one sentence and exit status 2 when it cannot tell."""

import os
import signal
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests import __main__ as command
from contract_tests.mock import SENDS, TOKEN, Mock, Request, Response, serve
from scripts import contract, generate

PAIR = f"{SENDS[2].campaign}/{SENDS[2].send}"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
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
    assert all(send.send_type in line for line in lines if line.startswith("  stopped") for send in SENDS)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*") if path.is_file()} == {
        f"reports/{name}/{file}" for name in ("in-process", "loopback") for file in ("junit.xml", "html/index.html")
    }


def test_without_a_pair_nothing_is_stopped_and_nothing_proven(capsys: pytest.CaptureFixture[str]) -> None:
    mock = Mock()
    with serve(mock.handle) as url:
        assert command.main(["--base-url", url]) == 2
    assert "unproven    no 200 was verified: name a send that may be stopped with --pair\n" in capsys.readouterr().out
    assert mock.state.sends == Mock().state.sends


def test_a_pair_is_stopped_whether_named_by_option_or_in_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "pairs").write_text(f"# the planner\n\n{PAIR.upper()}\n", "utf-8")
    for option in (["--pair", PAIR], ["--pairs", str(tmp_path / "pairs")]):
        with serve(Mock().handle) as url:
            assert command.main(["--base-url", url, *option]) == 0
        assert "  stopped   planner " in capsys.readouterr().out


def test_a_broken_server_is_exit_status_1_with_the_line_that_repeats_it(capsys: pytest.CaptureFixture[str]) -> None:
    def handle(request: Request, mock: Mock = Mock()) -> Response:  # noqa: B008 (one mock for all requests)
        response = mock.handle(request)
        return replace(response, status=500) if response.status == 404 else response

    with serve(handle) as url:
        assert command.main(["--base-url", url, "--pair", PAIR, "--seed", "7"]) == 1
    out = capsys.readouterr().out
    assert "broken      not_a_server_error" in out
    assert f"\n  nox -s contract -- --seed 7 --base-url {url} --pair {PAIR}\n" in out
    assert "  curl -X POST -H " in out
    assert TOKEN not in out


def test_a_pair_that_the_server_does_not_know_is_unproven(capsys: pytest.CaptureFixture[str]) -> None:
    unknown = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--pair", f"{unknown}/{unknown}"]) == 2
    assert (
        f"send {unknown} of campaign {unknown} was never stopped with a 200 (answers: 401, 404"
        in capsys.readouterr().out
    )


def test_a_random_seed_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Mock().handle) as url:
        assert command.main(["--base-url", url, "--seed", "random", "--pair", PAIR]) == 0
    drawn = int(capsys.readouterr().out.partition("seed ")[2].split()[0])
    assert drawn != command.SEED


def test_an_unreachable_server_is_one_sentence(capsys: pytest.CaptureFixture[str], closed_port: int) -> None:
    line = refusal(capsys, "--base-url", f"http://127.0.0.1:{closed_port}/api")
    assert line.startswith(f"could not verify: http://127.0.0.1:{closed_port}/api gave no answer to ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--pair", PAIR], "a pair names a send of a server, so give its --base-url too"),
        (["--base-url", "http://127.0.0.1:1", "--pair", "a/b"], "'a/b' is no pair"),
        (["--base-url", "http://127.0.0.1:1", "--pairs", "/no/such/file"], "/no/such/file cannot be read"),
        (["--base-url", "http://127.0.0.1:1", "--pairs", os.devnull], f"{os.devnull} names no pair"),
        (["--base-url", "ftp://example.com"], "'ftp://example.com' is no base URL"),
        (["--base-url", ""], "'' is no base URL"),
        (["--seed", "one"], "argument --seed: invalid seed value: 'one'"),
        (["--colour"], "unrecognized arguments: --colour"),
    ],
)
def test_a_wrong_option_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert words in refusal(capsys, *arguments)


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
    monkeypatch.setattr(command, "load", lambda: contract.load(path))
    assert refusal(capsys).startswith(f"could not verify: {path}:")


def test_a_contract_that_breaks_a_rule_can_judge_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(contract.PATH.read_bytes().replace(b"inferred", b"guessed"))
    monkeypatch.setattr(command, "load", lambda: contract.load(path))
    line = refusal(capsys)
    assert line.startswith("could not verify: openapi.yaml:")
    assert " evidence-known: " in line
    assert "`nox -s rules` lists all " in line


def test_a_client_that_is_not_current_is_broken_and_shown_in_few_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(generate, "GENERATED", tmp_path / "nothing")
    assert command.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 25
    assert sum(line.startswith("broken      generated/") for line in lines) == command.SHOWN
