"""Laws of authentication: only a good token in the Authorization header is accepted."""

import base64
import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contract_tests.verifier.exchange import Headers, Request
from contract_tests.verifier.ids import MALFORMED
from contract_tests.verifier.laws.answer import Answer, Violation, member
from contract_tests.verifier.laws.ids import REFUSALS, values_to_ask
from contract_tests.verifier.laws.law import NOT_ASKED, THOROUGH, LawContext, NotExercisedError, Probing, server_law
from contract_tests.verifier.laws.strict_json import NotJsonError
from scripts.contract.values import Json


@dataclass(frozen=True)
class Form:
    """A wrong way to present a token.

    `is_odd`: a server may refuse the request itself, before it checks the token.
    """

    name: str
    authorization: tuple[bytes, ...] = ()
    headers: Headers = ()
    query: bytes = b""
    body: bytes = b""
    is_odd: bool = False


FIRST_FORMS = (
    Form("a request without a token"),
    Form("a wrong token", (b"Bearer not-the-token-of-anybody",)),
)
LEAST_BUDGET = len(FIRST_FORMS) + 1
"""How many requests that could act on a target it takes to see a success: these forms come before the first call."""


CORE = 17
"""How many wrong values of the Authorization header the core asks."""


def header_forms(token: bytes) -> tuple[Form, ...]:
    """Wrong values of the Authorization header, the most telling first, as far as they are wrong for this token."""
    basic = base64.b64encode(b"api:" + token)
    changed = token[:-1] + (b"a" if token[-1:] != b"a" else b"b")
    matrix = (
        Form("an empty header", (b"",)),
        Form("a scheme without a token", (b"Bearer",)),
        Form("a token without a scheme", (token,)),
        Form("Basic with the token as password", (b"Basic " + basic,)),
        Form("another scheme", (b"Token " + token,)),
        Form("no space after the scheme", (b"Bearer" + token,)),
        Form("a colon after the scheme", (b"Bearer: " + token,)),
        Form("the token in quotes", (b'Bearer "' + token + b'"',)),
        Form("the first character of the token", (b"Bearer " + token[:1],)),
        Form("the token with another last character", (b"Bearer " + changed,)),
        Form("the token in the other case", (b"Bearer " + token.swapcase(),)),
        Form("a null", (b"Bearer null",)),
        Form("a pattern", (b"Bearer *",)),
        Form("an injection", (b"Bearer ' OR '1'='1",)),
        Form("an unsigned JWT", (b"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",)),
        Form("bytes that are no text", (b"Bearer \xff\xfe\x80",), is_odd=True),
        Form("a very long token", (b"Bearer " + b"x" * 7000,), is_odd=True),
        Form("Basic with the token itself", (b"Basic " + token,)),
        Form("a scheme that only ends like it", (b"XBearer " + token,)),
        Form("a scheme that only begins like it", (b"BearerX " + token,)),
        Form("the scheme twice", (b"Bearer Bearer " + token,)),
        Form("a word before the token", (b"Bearer x " + token,)),
        Form("a word after the token", (b"Bearer " + token + b" x",)),
        Form("the token in a list", (b"Bearer x, Bearer " + token,)),
        Form("the token with a prefix", (b"Bearer x" + token,)),
        Form("the token with a suffix", (b"Bearer " + token + b"x",)),
        Form("the token without its first character", (b"Bearer " + token[1:],)),
        Form("the token without its last character", (b"Bearer " + token[:-1],)),
        Form("the first half of the token", (b"Bearer " + token[: len(token) // 2],)),
        Form("the token twice", (b"Bearer " + token + token,)),
        Form("the token backwards", (b"Bearer " + token[::-1],)),
        Form("another token of the same length", (b"Bearer " + b"z" * len(token),)),
        Form("an undefined", (b"Bearer undefined",)),
    )
    return tuple(form for form in matrix if form.authorization != (b"Bearer " + token,))


def forms_elsewhere(token: bytes) -> tuple[Form, ...]:
    """Wrong places for a good token, and claims that need none."""
    form_body = ((b"Content-Type", b"application/x-www-form-urlencoded"),)
    return (
        Form("the token in the query", query=b"access_token=" + token),
        Form("the token in the query as api_token", query=b"api_token=" + token),
        Form("the token in the query as token", query=b"token=" + token),
        Form("the header in the query", query=b"Authorization=Bearer%20" + token),
        Form("the token in a cookie", headers=((b"Cookie", b"token=" + token + b"; access_token=" + token),)),
        Form("the header in a cookie", headers=((b"Cookie", b"Authorization=Bearer " + token),)),
        Form("the token in the body", headers=form_body, body=b"access_token=" + token),
        Form("the token in X-Api-Key", headers=((b"X-Api-Key", token),)),
        Form("the token in X-Auth-Token", headers=((b"X-Auth-Token", token),)),
        Form("the header under another name", headers=((b"X-Authorization", b"Bearer " + token),)),
        Form("the token for a proxy", headers=((b"Proxy-Authorization", b"Bearer " + token),)),
        Form(
            "a request without a token, from this machine",
            headers=((b"X-Forwarded-For", b"127.0.0.1"), (b"X-Real-IP", b"127.0.0.1")),
        ),
        Form("a request without a token, as an administrator", headers=((b"X-User", b"admin"), (b"X-Debug", b"true"))),
    )


def forms(token: bytes) -> tuple[Form, ...]:
    """All wrong ways to present a good token."""
    return header_forms(token) + forms_elsewhere(token)


def together(some: Sequence[Form]) -> Form:
    """All these forms in one request."""
    return Form(
        "the token anywhere but in its header",
        headers=tuple(header for form in some for header in form.headers),
        query=b"&".join(form.query for form in some if form.query),
        body=b"&".join(form.body for form in some if form.body),
    )


def refused(context: LawContext, values: Sequence[str], form: Form) -> Request:
    """A call in this form, which must be refused."""
    return context.request(
        values,
        authorization=form.authorization,
        headers=form.headers,
        query=form.query or None,
        body=form.body or None,
    )


def tried(context: LawContext, values: Sequence[str], form: Form) -> Answer:
    """What the server says to a call in this form."""
    return context.ask(refused(context, values, form))


def _judge(form: Form, answer: Answer, opened: Iterable[int] = ()) -> Iterator[Violation]:
    if answer.is_success:
        yield answer.violation(f"{form.name} is accepted")
    elif answer.shows_resource:
        yield answer.violation(f"{form.name} gets {answer.status}, and the resource all the same")
    elif answer.status in opened:
        yield answer.violation(
            f"{form.name} gets {answer.status}, as a request with the good token does, and without one does not"
        )
    elif answer.status != 401 and not (form.is_odd and answer.status in {400, 413, 431}):
        yield answer.violation(f"{form.name} gets {answer.status} instead of 401", level="convention")


def _needs_token(context: LawContext) -> None:
    if not context.operation.schemes:
        raise NotExercisedError("the operation needs no token")


@server_law("documented", order=3)
def no_token(context: LawContext) -> Probing:
    """Without a good token nothing happens, and the answer is 401."""
    _needs_token(context)
    values = values_to_ask(context, "token")
    yield from _tried(context, values[:2], FIRST_FORMS)
    yield THOROUGH
    yield from _tried(context, values[2:], FIRST_FORMS)


def _tried(
    context: LawContext, targets: Sequence[tuple[str, ...]], some: Iterable[Form], opened: Iterable[int] = ()
) -> Iterator[Violation]:
    asked = [(form, values) for form in some for values in targets]
    for (form, values), answer in context.ask_all((each, refused(context, each[1], each[0])) for each in asked):
        yield from _judge(form, answer, () if values in context.targets else opened)


@server_law("documented", order=16)
def token_forms(context: LawContext) -> Probing:
    """A good token is accepted in one place and one form only."""
    # With unknown ids, a good token shows as a refusal of another status: that does nothing and tells as much.
    _needs_token(context)
    token = context.token.encode()
    known: set[int] = set()
    unknown = values_to_ask(context, "token")[:1]
    if context.operation.ids:
        without = ((None, refused(context, unknown[0], form)) for form in FIRST_FORMS)
        usual = {answer.status for _, answer in context.recall_all(without)}
        known = {context.ask(context.request(unknown[0])).status} & REFUSALS - usual
    elsewhere = forms_elsewhere(token)
    of_all = list(_tried(context, unknown, [together(elsewhere)], known))
    of_each: list[Violation] = []
    with contextlib.suppress(*NOT_ASKED):
        of_each.extend(_tried(context, unknown, elsewhere, known) if of_all else ())
    yield from of_each or of_all
    in_header = header_forms(token)
    yield from _tried(context, unknown, in_header[:CORE], known)
    yield THOROUGH
    yield from _tried(context, unknown, in_header[CORE:], known)
    yield from _tried(context, unknown, elsewhere, known) if not of_all else ()
    yield from _tried(context, values_to_ask(context, "token")[1:], forms(token), known)


@server_law("convention", order=14)
def two_tokens(context: LawContext) -> Probing:
    """Two different tokens in one request are refused."""
    _needs_token(context)
    yield from _two(context, context.named[:1])
    yield THOROUGH
    yield from _two(context, context.named[1:])


def _two(context: LawContext, targets: Iterable[tuple[str, ...]]) -> Iterator[Violation]:
    good, bad = b"Bearer " + context.token.encode(), b"Bearer not-the-token-of-anybody"
    asked = (context.request(target, authorization=pair) for target in targets for pair in ((bad, good), (good, bad)))
    for _, answer in context.ask_all((None, request) for request in asked):
        if answer.is_success:
            yield answer.violation("of two different Authorization headers, the good one is accepted")


def _said(answer: Answer) -> tuple[int, Json]:
    return answer.status, None if isinstance(answer.json, NotJsonError) else member(answer.json, "message")


@server_law("convention", order=13)
def token_first(context: LawContext) -> Probing:
    """The token is checked before the ids, so that no answer without it tells which ids exist."""
    _needs_token(context)
    if not context.operation.ids:
        raise NotExercisedError("the path has no id")
    unknown = context.unknown("token")
    odd = [(word, *unknown[1:]) for word in MALFORMED]
    yield from _compared(context, FIRST_FORMS[:1], [unknown, odd[0], *context.targets[:1]])
    yield THOROUGH
    yield from _compared(context, FIRST_FORMS, [unknown, *odd, *context.targets])


def _compared(context: LawContext, some: Iterable[Form], asked: Sequence[tuple[str, ...]]) -> Iterator[Violation]:
    for form in some:
        answers = [answer for _, answer in context.recall_all((each, refused(context, each, form)) for each in asked)]
        for answer in answers:
            if _said(answer) != _said(answers[0]):
                yield answer.violation(f"{form.name}: the answer depends on the ids, so it tells which exist")
            elif answer.status in {403, 404, 422}:
                yield answer.violation(f"{form.name}: {answer.status} says more about the ids than about the token")
