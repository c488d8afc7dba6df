"""Laws of HTTP: one whole answer, its length as announced, and JSON where it says JSON."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import answer_law
from contract_tests.verifier.laws.strict_json import NotJsonError, written
from contract_tests.verifier.proxies import SOME_PROXY

METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
"""The methods of HTTP that servers confuse. CONNECT is for proxies."""
COMMON_METHODS = METHODS[:5]
_STATUSES = {status.value for status in HTTPStatus}
_ERROR_TYPES = {"application/json", "application/problem+json"}
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)


@answer_law("documented", lambda _: True)
def whole_answer(answer: Answer) -> Iterator[Violation]:
    """Every request gets exactly one well-formed HTTP answer, whole and in time."""
    if answer.exchange.failure:
        yield answer.violation(answer.exchange.failure)
    elif not 200 <= answer.status < 600:
        yield answer.violation(f"{answer.status} is not a status of a final answer")


@answer_law("documented", lambda _: True)
def framing(answer: Answer) -> Iterator[Violation]:
    """A body is as long as announced, and there is none where HTTP allows none."""
    lengths = answer.header(b"content-length")
    if len(set(lengths)) > 1:
        yield answer.violation(
            f"Content-Length was sent with different values: {b', '.join(lengths).decode('latin-1')}"
        )
    elif lengths and not re.fullmatch(rb"[0-9]+", lengths[0]):
        yield answer.violation(f"Content-Length is {written(lengths[0].decode('latin-1'))}, not a number")
    elif lengths and answer.has_body and int(lengths[0]) != len(answer.body):
        yield answer.violation(f"Content-Length says {int(lengths[0])}, the body has {len(answer.body)} bytes")
    if lengths and answer.header(b"transfer-encoding"):
        yield answer.violation("Content-Length was sent together with Transfer-Encoding")
    if answer.body and not answer.has_body:
        yield answer.violation(f"{answer.status} to {answer.method} has a body, but such an answer must not have one")


@answer_law("documented", lambda _: True)
def status(answer: Answer) -> Iterator[Violation]:
    """A success has a status that the contract names, and a method that the contract does not have never succeeds."""
    operation = answer.route.operation
    if answer.method == "OPTIONS" and operation is None:
        if answer.is_success and isinstance(answer.json, dict) and "data" in answer.json:
            yield answer.violation("OPTIONS is answered with a resource")
    elif answer.is_success and operation is None:
        known = " and ".join(one.method.upper() for one in answer.route.siblings) or "no method"
        yield answer.violation(f"{answer.method} is answered with {answer.status}, but the contract has {known} here")
    elif answer.is_success and operation is not None and not answer.is_documented_success:
        expected = " or ".join(sorted(operation.successes)) or "one of its statuses"
        yield answer.violation(f"success is {answer.status} instead of {expected}")
    elif answer.status not in _STATUSES:
        yield answer.violation(f"{answer.status} is not a registered status", level="convention")


@answer_law("documented", lambda _: True)
def no_redirect(answer: Answer) -> Iterator[Violation]:
    """A call is answered, not redirected."""
    if 300 <= answer.status < 400:
        target = b", ".join(answer.header(b"location")).decode("latin-1") or "nowhere"
        sentence = f"a redirect to {target}: a client that follows it loses the method or the token"
        # Servers of this kind redirect callers that do not ask for JSON, as the contract warns, and odd paths.
        is_plain = answer.route.operation is not None and answer.accepts == (b"application/json",) and answer.has_ids
        yield answer.violation(sentence, level=None if is_plain else "convention")


@answer_law("documented", lambda _: True)
def server_error(answer: Answer) -> Iterator[Violation]:
    """No request makes the server fail."""
    # A server may not implement a method. It may be unavailable if it says for how long.
    unknown = answer.status == 501 and answer.route.operation is None
    away = answer.status == 503 and answer.header(b"retry-after")
    if answer.status >= 500 and not (unknown and answer.method not in COMMON_METHODS):
        what = f"{answer.proxy} answers {answer.status} in place of the application" if answer.proxy else ""
        is_named = answer.proxy not in {"", SOME_PROXY}  # a page that names nobody may be the application's own
        is_mild = unknown or away or (is_named and answer.status == HTTPStatus.SERVICE_UNAVAILABLE)
        yield answer.violation(
            what or f"the server fails with {answer.status}", level="convention" if is_mild else None
        )


@answer_law("documented", lambda answer: answer.is_documented)
def media_type(answer: Answer) -> Iterator[Violation]:
    """Every body is labelled once, as JSON in UTF-8."""
    sent = [value.decode("latin-1") for value in answer.header(b"content-type")]
    said = " and ".join(sent) or "nothing"
    if answer.is_success and (len(sent) != 1 or answer.media_type not in answer.media_types):
        yield answer.violation(f"Content-Type says {said} instead of {' or '.join(answer.media_types)}")
    elif answer.is_error and (len(sent) != 1 or answer.media_type not in _ERROR_TYPES):
        yield answer.violation(f"Content-Type of the error says {said} instead of application/json", level="convention")
    for charset in _CHARSET.findall(said) if answer.is_json else ():
        if charset.lower() not in {"utf-8", "utf8"}:
            yield answer.violation(f"the charset is {charset}, but JSON between systems is UTF-8")


@answer_law("documented", lambda answer: answer.is_documented and (answer.is_json or answer.must_be_json))
def strict_json(answer: Answer) -> Iterator[Violation]:
    """What is called JSON is JSON to every reader."""
    if isinstance(answer.json, NotJsonError):
        yield answer.violation(str(answer.json))
