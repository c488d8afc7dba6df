"""A pair is read as the caller writes it, or refused in one sentence."""

from pathlib import Path

import pytest

from contract_tests.mock import SENDS
from contract_tests.stop.pair import STOP, pair, pairs_in, stop_in
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import load
from scripts.contract.operations import operations

NAMED = SENDS[0]
SLASHED = "/".join(NAMED.ids)
STOPPING = stop_in(tuple(operations(load().document)), "--pair")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a/b",
        f"a/{NAMED.send}",
        NAMED.send,
        f"{NAMED.campaign}/",
        SLASHED.replace("/", ":"),
        f"{SLASHED}/x",
        f"{SLASHED}/",
        f"/{SLASHED}",
    ],
)
def test_a_pair_has_a_uuid_for_each_parameter_of_the_path(text: str) -> None:
    with pytest.raises(CouldNotVerifyError, match=NO_PAIR):
        pair(text, STOPPING)


def test_a_pair_is_read_in_lower_case() -> None:
    assert pair(f" {SLASHED.upper()}\n", STOPPING) == Target(STOP, NAMED.ids)


A, B = ("/".join(send.ids) for send in SENDS[:2])
NO_PAIR, NONE, UNREADABLE = "is not a pair: write [a-zA-Z/]+, each a UUID.", "names no pair: ", "cannot be read: "


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (A, [A]),
        (f"{A}\n{B}\n", [A, B]),
        (f"{A}\r\n{B}\r\n", [A, B]),
        (f"\ufeff{A}\n", [A]),
        (f"\ufeff# all of them\r\n\r\n{A}\r\n", [A]),
        (f"  {A}\t\n\t{B}  \n", [A, B]),
        (f"\n \n\t\n{A}\n\n", [A]),
        (f"# {B}\n{A}\n#{B}\n\t# {B}\n", [A]),
        (f"{A}\n{A.upper()}\n", [A, A]),
    ],
)
def test_a_file_of_pairs_has_one_a_line(tmp_path: Path, text: str, pairs: list[str]) -> None:
    (tmp_path / "pairs").write_bytes(text.encode())
    assert pairs_in(tmp_path / "pairs", STOPPING) == [pair(each, STOPPING) for each in pairs]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        *((f"# the planner{end}{A}\n".encode(), NONE) for end in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0"),
        *((f"{A}{end}{B}\n".encode(), NO_PAIR) for end in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0 ,;\t"),
        *((f"{A}{end}\n".encode(), NO_PAIR) for end in "\x0b\x0c\x1c\x85\u2028\xa0\0"),
        (f"{A} # the planner\n".encode(), NO_PAIR),
        (f"{A} # not {B}\n".encode(), NO_PAIR),
        (f"{A}#\n".encode(), NO_PAIR),
        (f"// {A}\n".encode(), NO_PAIR),
        (f"-- {A}\n".encode(), NO_PAIR),
        (f"\ufeff\ufeff{A}\n".encode(), NO_PAIR),
        (f"{A}\n\ufeff{B}\n".encode(), NO_PAIR),
        (A.replace("-", "\u2010").encode(), NO_PAIR),
        (f'"{A}"\n'.encode(), NO_PAIR),
        (f"{A}\n".encode("utf-16-le"), NO_PAIR),
        (f"{A}\n".encode("utf-16"), UNREADABLE),
        (f"# caf\xe9\n{A}\n".encode("latin-1"), UNREADABLE),
        (b"", NONE),
        (b"\n\r\n \t\n", NONE),
        (b"\xef\xbb\xbf", NONE),
        (b"#", NONE),
        (b"\0" * 2000, NO_PAIR),
    ],
)  # fmt: skip
def test_what_is_no_file_of_pairs_is_one_short_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "pairs").write_bytes(content)
    with pytest.raises(CouldNotVerifyError, match=words) as refused:
        pairs_in(tmp_path / "pairs", STOPPING)
    assert len(str(refused.value)) < 1000
    assert str(refused.value).isprintable()


def test_a_folder_is_no_file_of_pairs(tmp_path: Path) -> None:
    with pytest.raises(CouldNotVerifyError, match=UNREADABLE):
        pairs_in(tmp_path, STOPPING)
