"""Laws of bytes: one whole HTTP answer, framed as announced, and JSON where it says JSON."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from contract_tests.laws.answer import Answer
from contract_tests.laws.law import AnswerLaw, Breach
from contract_tests.laws.strict_json import NotJsonError

_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}
_STATUSES = {status.value for status in HTTPStatus if status >= HTTPStatus.OK}
_ERROR_TYPES = {"application/json", "application/problem+json"}


def whole(answer: Answer) -> Iterator[Breach]:
    if answer.exchange.failure:
        yield Breach(answer.exchange.failure, answer.exchange)
    elif not 200 <= answer.status < 600:
        yield Breach(f"{answer.status} is no status of a final answer", answer.exchange)


def framing(answer: Answer) -> Iterator[Breach]:
    lengths = answer.values(b"content-length")
    if len(set(lengths)) > 1:
        yield Breach(f"Content-Length stands there with the values {lengths}", answer.exchange)
    elif lengths and not re.fullmatch(rb"[0-9]+", lengths[0]):
        yield Breach(f"Content-Length is {lengths[0]!r}, which is no number", answer.exchange)
    elif lengths and answer.has_body and int(lengths[0]) != len(answer.body):
        yield Breach(f"Content-Length says {int(lengths[0])}, the body has {len(answer.body)} bytes", answer.exchange)
    if lengths and answer.values(b"transfer-encoding"):
        yield Breach("Content-Length stands beside Transfer-Encoding", answer.exchange)
    if answer.body and not answer.has_body:
        yield Breach(f"{answer.status} to {answer.method} has a body, which no such answer may have", answer.exchange)


def status(answer: Answer) -> Iterator[Breach] | None:
    if answer.method == "OPTIONS":
        return None
    return _status(answer)


def _status(answer: Answer) -> Iterator[Breach]:
    if answer.is_success and answer.method != "POST":
        yield Breach(f"{answer.method} is answered with {answer.status}, but only POST stops a send", answer.exchange)
    elif answer.is_success and answer.status != 200:
        yield Breach(f"success is {answer.status} instead of 200", answer.exchange)
    elif 300 <= answer.status < 400:
        wanted = [value for name, value in answer.exchange.request.headers if name.lower() == b"accept"]
        target = b", ".join(answer.values(b"location")).decode("latin-1") or "nowhere"
        level = None if wanted == [b"application/json"] else "convention"
        sentence = f"the call is redirected to {target}: a client that followed would lose its method or its token"
        yield Breach(sentence, answer.exchange, level=level)
    elif answer.status not in _STATUSES:
        yield Breach(f"{answer.status} is no registered status", answer.exchange, level="convention")


def server_error(answer: Answer) -> Iterator[Breach]:
    if answer.status < 500 or (answer.status == 501 and answer.method not in _METHODS):
        return
    honest = answer.status == 503 and answer.values(b"retry-after")
    sentence = f"the server fails with {answer.status}"
    yield Breach(sentence, answer.exchange, level="convention" if honest else None)


def media_type(answer: Answer) -> Iterator[Breach] | None:
    if not answer.has_body or answer.method == "OPTIONS":
        return None
    return _media_type(answer)


def _media_type(answer: Answer) -> Iterator[Breach]:
    sent = [value.decode("latin-1") for value in answer.values(b"content-type")]
    if answer.status == 200 and (len(sent) != 1 or answer.media_type != "application/json"):
        yield Breach(f"the 200 is {' and '.join(sent) or 'untyped'} instead of application/json", answer.exchange)
    elif answer.is_error and (len(sent) != 1 or answer.media_type not in _ERROR_TYPES):
        sentence = f"the error is {' and '.join(sent) or 'untyped'} instead of application/json"
        yield Breach(sentence, answer.exchange, level="convention")
    for charset in re.findall(r"(?i);\s*charset\s*=\s*\"?([^\s\";]*)", ";".join(sent)):
        if answer.is_json and charset.lower() not in {"utf-8", "utf8"}:
            yield Breach(f"the charset is {charset}, but JSON between systems is UTF-8", answer.exchange)


def strict_json(answer: Answer) -> Iterator[Breach] | None:
    if not answer.has_body or not (answer.is_json or answer.status == 200) or answer.method == "OPTIONS":
        return None
    return _strict_json(answer)


def _strict_json(answer: Answer) -> Iterator[Breach]:
    if isinstance(answer.json, NotJsonError):
        yield Breach(str(answer.json), answer.exchange)


LAWS = (
    AnswerLaw("whole-answer", "Every request gets one well-formed HTTP answer, whole and in time.", "documented", whole),
    AnswerLaw("framing", "A body is as long as announced, and none stands where none belongs.", "documented", framing),
    AnswerLaw("status", "A POST is answered with 200 or an error, another method never with success.", "documented", status),
    AnswerLaw("server-error", "No request makes the server fail.", "documented", server_error),
    AnswerLaw("media-type", "Every body is labelled once, as JSON in UTF-8.", "documented", media_type),
    AnswerLaw("strict-json", "What is called JSON is JSON to every reader.", "documented", strict_json),
)
