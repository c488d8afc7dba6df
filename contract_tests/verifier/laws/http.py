"""Laws of bytes: one whole HTTP answer, framed as announced, and JSON where it says JSON."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from contract_tests.verifier.ids import UUID
from contract_tests.verifier.laws.answer import Answer, Breach
from contract_tests.verifier.laws.law import AnswerLaw
from contract_tests.verifier.laws.strict_json import NotJsonError

METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
"""The methods of HTTP that the contract does not have. CONNECT is for proxies."""
COMMON_METHODS = METHODS[:5]
_STATUSES = {status.value for status in HTTPStatus}
_ERROR_TYPES = {"application/json", "application/problem+json"}
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)


def whole(answer: Answer) -> Iterator[Breach]:
    if answer.exchange.failure:
        yield answer.breach(answer.exchange.failure)
    elif not 200 <= answer.status < 600:
        yield answer.breach(f"{answer.status} is no status of a final answer")


def framed(answer: Answer) -> Iterator[Breach]:
    lengths = answer.values(b"content-length")
    if len(set(lengths)) > 1:
        yield answer.breach(f"Content-Length stands there with the values {lengths}")
    elif lengths and not re.fullmatch(rb"[0-9]+", lengths[0]):
        yield answer.breach(f"Content-Length is {lengths[0]!r}, which is no number")
    elif lengths and answer.has_body and int(lengths[0]) != len(answer.body):
        yield answer.breach(f"Content-Length says {int(lengths[0])}, the body has {len(answer.body)} bytes")
    if lengths and answer.values(b"transfer-encoding"):
        yield answer.breach("Content-Length stands beside Transfer-Encoding")
    if answer.body and not answer.has_body:
        yield answer.breach(f"{answer.status} to {answer.method} has a body, which no such answer may have")


def registered(answer: Answer) -> Iterator[Breach]:
    if answer.method == "OPTIONS":
        if answer.is_success and isinstance(answer.json, dict) and "data" in answer.json:
            yield answer.breach("OPTIONS is answered with a send")
    elif answer.is_success and answer.method != "POST":
        yield answer.breach(f"{answer.method} is answered with {answer.status}, but only POST stops a send")
    elif answer.is_success and answer.status != 200:
        yield answer.breach(f"success is {answer.status} instead of 200")
    elif answer.status not in _STATUSES:
        yield answer.breach(f"{answer.status} is no registered status", level="convention")


def direct(answer: Answer) -> Iterator[Breach]:
    if 300 <= answer.status < 400:
        target = b", ".join(answer.values(b"location")).decode("latin-1") or "nowhere"
        sentence = f"a redirect to {target}: who follows it loses the method or the token"
        # Servers of this kind redirect callers who do not ask for JSON, as the contract warns, and tidy odd paths.
        ids = answer.ids and (UUID.fullmatch(answer.ids.campaign) and UUID.fullmatch(answer.ids.send))
        is_plain = answer.method == "POST" and answer.accepts == (b"application/json",) and ids
        yield answer.breach(sentence, level=None if is_plain else "convention")


def standing(answer: Answer) -> Iterator[Breach]:
    # A server may not know a method, and it may be away if it says until when.
    unknown = answer.status == 501 and answer.method != "POST"
    away = answer.status == 503 and answer.values(b"retry-after")
    if answer.status >= 500 and not (unknown and answer.method not in COMMON_METHODS):
        yield answer.breach(f"the server fails with {answer.status}", level="convention" if unknown or away else None)


def labelled(answer: Answer) -> Iterator[Breach]:
    sent = [value.decode("latin-1") for value in answer.values(b"content-type")]
    said = " and ".join(sent) or "nothing"
    if answer.status == 200 and (len(sent) != 1 or answer.media_type != "application/json"):
        yield answer.breach(f"Content-Type says {said} instead of application/json")
    elif answer.is_error and (len(sent) != 1 or answer.media_type not in _ERROR_TYPES):
        yield answer.breach(f"Content-Type of the error says {said} instead of application/json", level="convention")
    for charset in _CHARSET.findall(said) if answer.is_json else ():
        if charset.lower() not in {"utf-8", "utf8"}:
            yield answer.breach(f"the charset is {charset}, but JSON between systems is UTF-8")


def strict(answer: Answer) -> Iterator[Breach]:
    if isinstance(answer.json, NotJsonError):
        yield answer.breach(str(answer.json))


LAWS = (
    AnswerLaw(
        "whole-answer",
        "Every request gets exactly one well-formed HTTP answer, whole and in time.",
        "documented",
        lambda _: True,
        whole,
    ),
    AnswerLaw(
        "framing",
        "A body is as long as announced, and none stands where none belongs.",
        "documented",
        lambda _: True,
        framed,
    ),
    AnswerLaw(
        "status",
        "A POST that succeeds is a 200, and no other method succeeds.",
        "documented",
        lambda _: True,
        registered,
    ),
    AnswerLaw(
        "no-redirect",
        "An API call is answered, never sent elsewhere.",
        "documented",
        lambda _: True,
        direct,
    ),
    AnswerLaw(
        "server-error",
        "No request makes the server fail.",
        "documented",
        lambda _: True,
        standing,
    ),
    AnswerLaw(
        "media-type",
        "Every body is labelled once, as JSON in UTF-8.",
        "documented",
        lambda answer: answer.is_of_the_contract,
        labelled,
    ),
    AnswerLaw(
        "strict-json",
        "What is called JSON is JSON to every reader.",
        "documented",
        lambda answer: answer.is_of_the_contract and (answer.is_json or answer.status == 200),
        strict,
    ),
)
