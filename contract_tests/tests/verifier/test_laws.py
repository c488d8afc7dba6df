"""The laws themselves: how they are registered, and what JSON is to them."""

from collections.abc import Iterable

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.quality.fault_runs import schemas
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import all_laws, answer_law, server_laws
from contract_tests.verifier.laws.strict_json import NotJsonError, parsed
from scripts.contract.values import Json

NO_JSON = (
    *(
        b"",
        b"{",
        b"{}}",
        b"{} {}",
        b"\xef\xbb\xbf{}",
        b'{"a":1,"a":1}',
        b'[{"a":1,"\\u0061":2}]',
        b"NaN",
        b"[-Infinity]",
    ),
    *(b"1e999", b'"\\ud800"', b'"\xff"', b"'a'", b"[1,]", b"01", b"+1", b'"\n"', b"// a\n1", b"\xef\xbc\x91", b"\x00"),
    *(b"{}\x00", "{}".encode("utf-16"), b"[" * 100_000, b"\xc0\xaf", b"\x0b1"),
)


@pytest.mark.parametrize("body", NO_JSON, ids=[str(body[:20]) for body in NO_JSON])
def test_what_some_reader_refuses_or_reads_otherwise_is_no_json(body: bytes) -> None:
    assert isinstance(parsed(body), NotJsonError)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b" null\r\n", None),
        (b'"\\ud83d\\ude00"', "😀"),
        (b"1E2", 100.0),
        (b"-0", 0),
        (b'{"":[]}', {"": []}),
        (b'"\\/"', "/"),
    ],
)
def test_what_every_reader_reads_alike_is_json(body: bytes, value: Json) -> None:
    assert parsed(body) == value


def test_every_law_has_a_sentence_and_a_place_in_the_order() -> None:
    assert [law.id for law in all_laws() if not law.sentence.endswith(".")] == []
    assert len({law.order for law in server_laws()}) == len(server_laws())


@pytest.mark.parametrize(
    ("sent", "said", "shown"),
    [
        (b"Bearer abcdef", b"no abcdef", {b"abcdef": True}),
        (b"Bearer abcdef", b"no", {b"abcdef": False}),
        (b"Bearer abcde", b"no abcde", {}),
        (b"Bearer", b"Bearer", {}),
        (b"bearer Bearer", b"Bearer", {}),
    ],
)
def test_no_answer_may_repeat_a_token_of_six_characters(sent: bytes, said: bytes, shown: dict[bytes, bool]) -> None:
    request = Request("GET", b"/api", ((b"Authorization", sent),))
    answer = Answer(Exchange(request, Response(401, ((b"www-authenticate", said),), b""), 0.1), schemas())
    assert answer.shown_tokens == shown


def test_two_laws_of_one_id_are_refused() -> None:
    def framing(_: Answer) -> Iterable[Violation]:
        """Another law."""
        return ()

    with pytest.raises(ValueError, match="two laws have the id framing"):
        answer_law("documented")(framing)
