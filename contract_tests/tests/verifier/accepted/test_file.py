"""A wrong file is refused in one sentence with its line, before anything is sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests import command
from contract_tests.mock import Mock, serve
from contract_tests.tests.verifier.accepted.servers import PAIR, ROW, STOP, refusal, rows_of


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[accepted]", "accepted.toml: not TOML: "),
        ("\n[[acepted]]", "accepted.toml:2: 'acepted' is unknown: write each row under [[accepted]]."),
        ("\naccepted = 1", "accepted.toml:2: write each row under a header of its own, [[accepted]]."),
        ("accepted = 0", "accepted.toml:1: write each row under a header of its own, [[accepted]]."),
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


@pytest.mark.parametrize("text", ["", "# nothing yet", "accepted = []"])
def test_a_file_may_accept_nothing(text: str) -> None:
    assert rows_of(text) == ()


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
