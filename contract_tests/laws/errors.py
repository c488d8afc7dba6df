"""Laws of errors: one shape, the headers that HTTP asks for, and nothing of the server's inside."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from contract_tests.laws.answer import Answer
from contract_tests.laws.law import AnswerLaw, Breach

_INSIDE = re.compile(
    rb"Traceback \(most recent|Stack ?trace|SQLSTATE|vendor/|\.php\b|\.py\b|\.java\b|\.js:\d|\bat [\w.$]+\(|#0 [\w/{]|"
    rb"(?:/(?:var|home|usr|srv|app|opt)/[\w.-]+/)|[A-Z]:\\\\|\bline \d+\b|"
    rb"\"(?:exception|trace|traceback|stack|file|line|sql|query|debug)\"\s*:",
    re.IGNORECASE,
)
_LEAST_SECRET = 8
"""Shorter tokens are words that may stand in an answer by chance."""


def error_body(answer: Answer) -> Iterator[Breach] | None:
    if not answer.is_error or not answer.has_body or answer.method == "OPTIONS":
        return None
    return _error_body(answer)


def _error_body(answer: Answer) -> Iterator[Breach]:
    if not isinstance(answer.json, dict):
        yield Breach("the error is no JSON object", answer.exchange)
        return
    message = answer.json.get("message")
    if not isinstance(message, str) or not message.strip():
        yield Breach("the error says nothing in `message`", answer.exchange, "/message")


def error_leak(answer: Answer) -> Iterator[Breach] | None:
    return _error_leak(answer) if answer.is_error else None


def _error_leak(answer: Answer) -> Iterator[Breach]:
    found = _INSIDE.search(answer.body)
    if found:
        yield Breach(f"the error shows the inside of the server: {found[0].decode('latin-1')!r}", answer.exchange)


def secret(answer: Answer) -> Iterator[Breach] | None:
    sent = [value for name, value in answer.exchange.request.headers if name.lower() == b"authorization"]
    tokens = [value.split()[-1] for value in sent if len(value.split()[-1:] and value.split()[-1]) >= _LEAST_SECRET]
    return _secret(answer, tokens) if tokens else None


def _secret(answer: Answer, tokens: list[bytes]) -> Iterator[Breach]:
    head = b"\n".join(value for _, value in answer.exchange.response.headers)
    if any(token in answer.body or token in head for token in tokens):
        yield Breach("the answer repeats the caller's token", answer.exchange)


def allow(answer: Answer) -> Iterator[Breach] | None:
    return _allow(answer) if answer.status == 405 else None


def _allow(answer: Answer) -> Iterator[Breach]:
    allowed = {word.strip().decode("latin-1") for value in answer.values(b"allow") for word in value.split(b",")} - {""}
    if not answer.values(b"allow"):
        yield Breach("405 without Allow", answer.exchange)
    elif answer.method in allowed:
        yield Breach(f"405 to {answer.method}, which Allow lists", answer.exchange)
    elif not {"POST"} <= allowed <= {"POST", "OPTIONS"}:
        yield Breach(f"Allow says {', '.join(sorted(allowed))} instead of POST", answer.exchange)


def challenge(answer: Answer) -> Iterator[Breach] | None:
    return _challenge(answer) if answer.status == 401 else None


def _challenge(answer: Answer) -> Iterator[Breach]:
    if not any(value.lower().startswith(b"bearer") for value in answer.values(b"www-authenticate")):
        yield Breach("401 without WWW-Authenticate: Bearer", answer.exchange)


def pace(answer: Answer) -> Iterator[Breach] | None:
    headers = ("retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    if answer.status not in {429, 503} and not any(answer.values(name.encode()) for name in headers):
        return None
    return _pace(answer)


def _pace(answer: Answer) -> Iterator[Breach]:
    later = answer.values(b"retry-after")
    if answer.status in {429, 503} and len(later) != 1:
        yield Breach(f"{answer.status} without Retry-After", answer.exchange)
    for value in later:
        if not re.fullmatch(rb"[0-9]+", value) and not _is_date(value):
            yield Breach(f"Retry-After is {value!r}, neither seconds nor a date", answer.exchange)
    numbers: dict[bytes, int] = {}
    for name in (b"x-ratelimit-limit", b"x-ratelimit-remaining", b"x-ratelimit-reset"):
        for value in answer.values(name):
            if re.fullmatch(rb"[0-9]+", value):
                numbers[name] = int(value)
            else:
                yield Breach(f"{name.decode()} is {value!r}, which is no number", answer.exchange)
    if numbers.get(b"x-ratelimit-remaining", 0) > numbers.get(b"x-ratelimit-limit", 2**63):
        yield Breach("more requests remain than are allowed", answer.exchange)


def _is_date(value: bytes) -> bool:
    try:
        parsedate_to_datetime(value.decode("latin-1"))
    except ValueError:
        return False
    return True


LAWS = (
    AnswerLaw("error-body", "Every error is one JSON object with a message.", "convention", error_body),
    AnswerLaw("error-leak", "An error shows nothing of the server's inside.", "convention", error_leak),
    AnswerLaw("secret", "No answer repeats the token.", "documented", secret),
    AnswerLaw("allow", "405 says truly which method is allowed.", "documented", allow),
    AnswerLaw("challenge", "401 says how to authenticate.", "convention", challenge),
    AnswerLaw("pace", "429 and 503 say when to come back, and limits are numbers.", "convention", pace),
)
