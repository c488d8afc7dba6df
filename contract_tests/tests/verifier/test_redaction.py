"""Nobody reads the token, and no text of a server rules a terminal."""

import base64
import json
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.redaction import masked, printable
from contract_tests.verifier.transport import CouldNotVerifyError

TOKEN = '1|se"cret/+tok en'  # noqa: S105 (opens nothing)


@pytest.mark.parametrize(
    "form",
    [
        TOKEN,
        quote(TOKEN),
        quote(TOKEN, safe=""),
        json.dumps(TOKEN),
        base64.b64encode(TOKEN.encode()).decode(),
        base64.b64encode(b"api:" + TOKEN.encode()).decode(),
    ],
)
def test_the_token_is_masked_in_every_form(form: str) -> None:
    text = masked(f"before {form} after", [TOKEN])
    assert "[masked]" in text
    assert "cret" not in text
    assert form.strip('"') not in text


def test_a_short_secret_is_a_word() -> None:
    assert masked("a token", ["a"]) == "a token"


def test_the_ledger_holds_no_token(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger", TOKEN).write(target=f"/x?api_token={quote(TOKEN)}", method=TOKEN)
    (line,) = (tmp_path / "ledger").read_text().splitlines()
    assert json.loads(line)["target"] == "/x?api_token=[masked]"
    assert json.loads(line)["method"] == "[masked]"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a file that is always full")
def test_a_line_that_cannot_be_written_whole_lets_nothing_leave() -> None:
    with pytest.raises(CouldNotVerifyError, match="without its ledger nothing is acted on"):
        Ledger(Path("/dev/full")).write(target="/x")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain \u00e9\U0001f4a5", "plain \u00e9\U0001f4a5"),
        ("a\nb\r\u2028::error::", "a\\nb\\r\\u2028::error::"),
        ("\x1b[2Jx\x00", "\\x1b[2Jx\\x00"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_what_rules_a_terminal_is_shown_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown
