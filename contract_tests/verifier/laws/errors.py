"""Laws of errors: one schema, the headers that HTTP requires, and no internals of the server."""

import re
from collections.abc import Iterator

from contract_tests.verifier.laws.answer import Answer, Violation, member
from contract_tests.verifier.laws.http import COMMON_METHODS
from contract_tests.verifier.laws.law import answer_law
from contract_tests.verifier.laws.schema import is_json
from contract_tests.verifier.laws.strict_json import NotJsonError, written
from contract_tests.verifier.rate_limits import date

_INSIDE = re.compile(
    rb"Traceback \(most recent|Stack ?trace|SQLSTATE|vendor/|\.php\b|\.py\b|\.java\b|\.js:\d|\bat [\w.$]+\(|#0 [\w/{]|"
    rb"(?:/(?:var|home|usr|srv|app|opt)/[\w.-]+/)|[A-Z]:\\\\|\bline \d+\b|"
    rb"\"(?:exception|trace|traceback|stack|file|line|sql|query|debug)\"\s*:",
    re.IGNORECASE,
)
_NUMBER = re.compile(rb"[0-9]{1,15}")
_PAUSES = {429, 503}
_LIMITS = (b"x-ratelimit-limit", b"x-ratelimit-remaining", b"x-ratelimit-reset")


@answer_law(
    "convention",
    lambda answer: answer.is_error and answer.is_documented and (is_json(answer) or not answer.is_json),
)
def error_body(answer: Answer) -> Iterator[Violation]:
    """Every error is one JSON object with a message."""
    message = member(None if isinstance(answer.json, NotJsonError) else answer.json, "message")
    if not isinstance(message, str) or not message.strip():
        yield answer.violation("the error is not a JSON object with a text in `message`", "/message")


@answer_law("convention", lambda answer: answer.is_error)
def error_leak(answer: Answer) -> Iterator[Violation]:
    """An error shows no internals of the server."""
    found = _INSIDE.search(answer.body)
    if found:
        yield answer.violation(f"the error shows internals of the server: {found[0].decode('latin-1')}")


@answer_law("documented", lambda answer: bool(answer.shown_tokens))
def secret(answer: Answer) -> Iterator[Violation]:
    """No answer repeats the token."""
    if any(answer.shown_tokens.values()):
        yield answer.violation("the answer repeats the caller's token")


@answer_law("documented", lambda answer: answer.status == 405 and not answer.proxy)
def allow(answer: Answer) -> Iterator[Violation]:
    """A 405 names the allowed methods, in Allow."""
    values = answer.header(b"allow")
    known = {one.method.upper() for one in answer.route.siblings}
    allowed = {word.strip().decode("latin-1") for value in values for word in value.split(b",")} - {""}
    # Servers in front of the application answer the other methods themselves.
    is_own = answer.method in (*COMMON_METHODS, "POST")
    if not values:
        yield answer.violation("405 without Allow", level=None if is_own else "convention")
    elif not known <= allowed <= known | {"OPTIONS"} | ({"HEAD"} if "GET" in known else set()):
        said = ", ".join(sorted(allowed)) or "nothing"
        yield answer.violation(
            f"Allow says {said} instead of {', '.join(sorted(known))}", level=None if is_own else "convention"
        )


@answer_law("convention", lambda answer: answer.status == 401)
def challenge(answer: Answer) -> Iterator[Violation]:
    """401 says how to authenticate."""
    if not any(value.lower().startswith(b"bearer") for value in answer.header(b"www-authenticate")):
        yield answer.violation("401 without WWW-Authenticate: Bearer")


@answer_law(
    "convention",
    lambda answer: _must_say_when(answer) or any(answer.header(name) for name in (b"retry-after", *_LIMITS)),
)
def pace(answer: Answer) -> Iterator[Violation]:
    """429 and 503 say when to come back, and limits are numbers."""
    later = answer.header(b"retry-after")
    if _must_say_when(answer) and len(later) != 1:
        yield answer.violation(f"{answer.status} with {len(later)} Retry-After instead of one")
    for value in later:
        if not _NUMBER.fullmatch(value) and date(value.decode("latin-1")) is None:
            yield answer.violation(f"Retry-After is {written(value.decode('latin-1'))}, neither seconds nor a date")
    limits = {name: value for name in _LIMITS for value in answer.header(name)}
    for name, value in limits.items():
        if not _NUMBER.fullmatch(value):
            yield answer.violation(
                f"{name.decode()} is {written(value.decode('latin-1'))}, which is not a number of requests or seconds"
            )
    if all(map(_NUMBER.fullmatch, limits.values())):
        limit, remaining = (limits.get(name) for name in _LIMITS[:2])
        if limit and remaining and int(remaining) > int(limit):
            yield answer.violation("more requests remain than are allowed")


def _must_say_when(answer: Answer) -> bool:
    return answer.status in _PAUSES and not answer.proxy
