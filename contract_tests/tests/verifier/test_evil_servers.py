"""Whatever a server does, a verification ends with a verdict and a sentence, in bounded memory, and tells no token."""

import base64
import json
import resource
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from contract_tests import command, servers
from contract_tests.mock import SENDS
from contract_tests.tests.verifier.evil_servers import EVIL, Answer, serving
from contract_tests.verifier import guard
from scripts.contract.document import Contract

PAIR = "/".join(SENDS[2].ids)
TOKEN = "evil/servers+may=not~tell"  # noqa: S105 (opens nothing)
FORMS = (TOKEN, quote(TOKEN), quote(TOKEN, safe=""), base64.b64encode(TOKEN.encode()).decode().rstrip("="))
UNIT = 1 if sys.platform == "darwin" else 1024
MOST_GROWTH = 700 * 2**20

pytestmark = pytest.mark.usefixtures("few_examples")


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, contract: Contract) -> None:
    def current(_: Contract) -> list[str]:
        return []

    monkeypatch.setattr(command, "check_contract", current)  # it is the same for every server
    monkeypatch.setattr(command, "check_client", current)
    monkeypatch.setattr(command, "load", lambda: contract)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr("scripts.crash.REPORTS", tmp_path / "reports")
    monkeypatch.setattr(servers, "TIME", 0.01)
    monkeypatch.setattr(guard, "PATIENCE", 6)
    monkeypatch.setattr(guard, "VOLUME", 2**24)
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len({name for name, _ in EVIL}) == len(EVIL) >= 60


@pytest.mark.parametrize("answer", [row[1] for row in EVIL], ids=[row[0] for row in EVIL])
def test_an_evil_server_gets_a_verdict_and_no_token(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answer: Answer
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with serving(answer) as url:
        status = command.main(["--base-url", url, "--pair", PAIR, "--max-response-time", "0.05", "--json"])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    printed = capsys.readouterr()
    outcome = json.loads(printed.out)
    assert (status, outcome["verdict"]) in {(0, "kept"), (1, "broken"), (2, "unproven")}
    assert "crash" not in printed.err
    words = ("broken  ", "deviation  ", "unproven  ", "could not verify: ")
    assert any(line.startswith(words) for line in printed.err.splitlines())
    assert "\x1b" not in printed.err
    assert not any(line.startswith("::") for line in printed.err.splitlines())
    reports = [path.read_text("utf-8") for path in sorted((tmp_path / "reports").iterdir())]
    for text in (printed.out, printed.err, *reports):
        assert [form for form in FORMS if form in text] == []
    assert grown * UNIT < MOST_GROWTH
