"""Nobody reads the token, and no text of a server rules a terminal."""

import base64
import json
import re
import sys
from collections.abc import Callable
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
        quote(TOKEN, safe="").lower(),
        quote(TOKEN, safe="+|"),
        json.dumps(TOKEN).replace("/", "\\/"),
        json.dumps(TOKEN).replace("+", "\\u002B"),
    ],
)
def test_the_token_is_masked_in_every_form(form: str) -> None:
    text = masked(f"before {form} after", [TOKEN])
    assert "[masked]" in text
    assert "cret" not in text
    assert form.strip('"') not in text


def in_lower_case(text: str) -> str:
    """Percent-encoded with small letters."""
    return re.sub("%..", lambda found: found[0].lower(), quote(text, safe=""))


def for_php(text: str) -> str:
    """Escaped as PHP's JSON."""
    return text.replace("/", "\\/")


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("write", [str, quote, in_lower_case, for_php])
@pytest.mark.parametrize("before", ["", "a", "ab", "Bearer ", "user:", "me:", '{"token": "'])
@pytest.mark.parametrize("secret", [TOKEN, "simple-token", "~~~???>>>ooo"])
def test_base64_of_any_text_with_the_token_is_masked(
    encode: Callable[[bytes], bytes], write: Callable[[str], str], before: str, secret: str
) -> None:
    text = write(encode(f'{before}{secret}"}}'.encode()).decode())
    start, end = masked(text, [secret]).split("[masked]")
    assert len(start) <= len(before) * 4 / 3 + 1
    assert len(end) <= len("xxxx%3D%3D")


@pytest.mark.parametrize("secret", ["\\" * 40, "%" * 40, "%25" * 20, "a" * 40, "\\/" * 30, "+%2b" * 20])
def test_a_secret_of_escapes_takes_no_more_steps_than_others(secret: str) -> None:
    assert masked(secret * 50 + secret[:-1] + "x", [secret]).count("[masked]") > 1
    assert masked((secret[:-1] + "x") * 2000, [secret]) == (secret[:-1] + "x") * 2000


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
