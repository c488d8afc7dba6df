"""Laws of requests: parts of a request that the contract does not define are ignored."""

import contextlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

from contract_tests.stop.pair import STOP, Pair
from contract_tests.verifier.disguise import OVERRIDES
from contract_tests.verifier.exchange import Headers, Request
from contract_tests.verifier.laws.answer import Violation
from contract_tests.verifier.laws.law import NOT_ASKED, THOROUGH, LawContext, Probing, server_law


@dataclass(frozen=True)
class RequestVariant:
    """Another form of the same request, and the statuses with which a server may refuse it."""

    name: str
    query: bytes = b""
    headers: Headers = ()
    body: bytes = b""
    authorization: Callable[[bytes], bytes] | None = None
    spelling: Callable[[str], str] | None = None
    may_be_refused: frozenset[int] = field(default=frozenset[int]())

    @property
    def parts(self) -> set[bytes | str]:
        """The parts of the request that it changes; a query can be added to another."""
        names: set[bytes | str] = {name.lower() for name, _ in self.headers}
        others = {"body": self.body, "authorization": self.authorization, "spelling": self.spelling}
        return names | {part for part, value in others.items() if value}


_BODY = frozenset({400, 413, 415, 422})
_ACCEPT = frozenset({406})
_OVERRIDDEN = frozenset({405})


def _typed(media_type: bytes) -> Headers:
    return ((b"Content-Type", media_type),)


VARIANTS = (
    RequestVariant("with a query", query=b"page=2&debug=1"),
    RequestVariant("with other ids in the query", query=b"campaignSend=1&campaign=2&id=3"),
    RequestVariant("with a broken query", query=b"%zz&=&&a[]=%00", may_be_refused=_BODY),
    RequestVariant("with a dry run in the query", query=b"dry_run=1&_method=POST"),
    RequestVariant("accepting anything", headers=((b"Accept", b"*/*"),)),
    RequestVariant("without Accept", headers=((b"Accept", b""),)),
    RequestVariant(
        "accepting JSON among others", headers=((b"Accept", b"text/html, application/json;q=0.5, */*;q=0.1"),)
    ),
    RequestVariant("accepting HTML", headers=((b"Accept", b"text/html"),), may_be_refused=_ACCEPT),
    RequestVariant("accepting XML", headers=((b"Accept", b"application/xml"),), may_be_refused=_ACCEPT),
    RequestVariant("with a broken Accept", headers=((b"Accept", b";;;/"),), may_be_refused=_ACCEPT | _BODY),
    RequestVariant("in another language", headers=((b"Accept-Language", b"de, *;q=0.5"),)),
    RequestVariant(
        "from another origin", headers=((b"Origin", b"https://example.com"), (b"Referer", b"https://example.com/"))
    ),
    RequestVariant(
        "from another agent", headers=((b"User-Agent", b"Mozilla/5.0"), (b"X-Requested-With", b"XMLHttpRequest"))
    ),
    RequestVariant("with a key of idempotency", headers=((b"Idempotency-Key", b"b7f3"),)),
    RequestVariant("with a range", headers=((b"Range", b"bytes=0-1"),)),
    RequestVariant("with a condition", headers=((b"If-Modified-Since", b"Mon, 01 Jan 2035 00:00:00 GMT"),)),
    RequestVariant("with a cookie", headers=((b"Cookie", b"session=none; theme=dark"),)),
    RequestVariant("with many headers", headers=tuple((b"X-Filler-%d" % n, b"x") for n in range(40))),
    RequestVariant(
        "overridden to GET", headers=tuple((name, b"GET") for name in OVERRIDES), may_be_refused=_OVERRIDDEN
    ),
    RequestVariant("overridden to DELETE", query=b"_method=DELETE", may_be_refused=_OVERRIDDEN),
    RequestVariant("forwarded", headers=((b"X-Forwarded-Host", b"example.com"), (b"X-Forwarded-For", b"127.0.0.1"))),
    RequestVariant("without Content-Length", headers=((b"Content-Length", b""),), may_be_refused=frozenset({411})),
    RequestVariant("with an empty object", headers=_typed(b"application/json"), body=b"{}", may_be_refused=_BODY),
    RequestVariant("with an empty array", headers=_typed(b"application/json"), body=b"[]", may_be_refused=_BODY),
    RequestVariant(
        "with fields of a send in the body",
        headers=_typed(b"application/json"),
        body=b'{"id":"1","status":"in_progress","meta":null,"is_active":true,"resume":true}',
        may_be_refused=_BODY,
    ),
    RequestVariant("with broken JSON", headers=_typed(b"application/json"), body=b'{"a":', may_be_refused=_BODY),
    RequestVariant(
        "with bytes as JSON", headers=_typed(b"application/json"), body=b"\xff\xfe\x00", may_be_refused=_BODY
    ),
    RequestVariant(
        "with a form",
        headers=_typed(b"application/x-www-form-urlencoded"),
        body=b"status=in_progress&_method=GET",
        may_be_refused=_BODY | _OVERRIDDEN,
    ),
    RequestVariant("with text", headers=_typed(b"text/plain"), body=b"stop", may_be_refused=_BODY),
    RequestVariant("with a body of no type", body=b"x", may_be_refused=_BODY),
    RequestVariant("with a broken type", headers=_typed(b";/"), body=b"{}", may_be_refused=_BODY),
    RequestVariant(
        "with 100 kB", headers=_typed(b"application/json"), body=b" " * 100_000 + b"{}", may_be_refused=_BODY
    ),
    RequestVariant("with the scheme in lower case", authorization=lambda token: b"bearer " + token),
    RequestVariant("with the scheme in upper case", authorization=lambda token: b"BEARER " + token),
    RequestVariant("with the ids in upper case", spelling=str.upper),
)


@server_law("convention", order=15, operation=STOP)
def ignored_parts(context: LawContext) -> Probing:
    """Parts of a request that the contract does not define are ignored: with them, a stop is the same stop."""
    pairs = context.named
    allowed = [one for one in VARIANTS if context.guard.permits(_varied(context, pairs[0], (one,)))]
    packed = bundles(allowed)
    yield from _ignored(context, zip(packed, itertools.cycle(pairs), strict=False))
    yield THOROUGH
    singles = [(variant,) for variant in allowed]
    yield from _ignored(context, itertools.product([one for one in singles if one not in packed], pairs))
    yield from _ignored(context, (((each,), pair) for pair in pairs for each in _naming_another(context, pair)))


Bundle: TypeAlias = tuple[RequestVariant, ...]


def bundles(variants: Iterable[RequestVariant]) -> list[Bundle]:
    """Variants that fit into one request and that the same statuses may refuse, as few requests as first-fit finds."""
    packed: list[list[RequestVariant]] = []
    for variant in variants:
        fitting = (bundle for bundle in packed if bundle[0].may_be_refused == variant.may_be_refused)
        bundle = next((each for each in fitting if not any(variant.parts & other.parts for other in each)), None)
        if bundle is None:
            packed.append([variant])
        else:
            bundle.append(variant)
    return list(map(tuple, packed))


def _ignored(context: LawContext, asked: Iterable[tuple[Bundle, Pair]]) -> Iterator[Violation]:
    """What is wrong with the answers; each variant of a bundle that is not ignored is asked alone, to name it."""
    some = list(asked)
    usual = {pair: context.calls(pair, 2)[1].status for pair in dict.fromkeys(pair for _, pair in some)}
    for (bundle, pair), answer in context.ask_all((each, _varied(context, each[1], each[0])) for each in some):
        if answer.status == usual[pair]:
            continue
        of_each: list[Violation] = []
        with contextlib.suppress(*NOT_ASKED):
            of_each.extend(_ignored(context, [((one,), pair) for one in bundle]) if len(bundle) > 1 else ())
        yield from of_each
        refusable = {status for one in bundle for status in one.may_be_refused}
        if not of_each and answer.status not in refusable:
            names = " and ".join(one.name for one in bundle)
            yield answer.violation(f"a stop {names} gets {answer.status} instead of {usual[pair]}")


def _naming_another(context: LawContext, pair: Pair) -> Iterator[RequestVariant]:
    """A stop that names another send in its query or body, where the contract has no parameters."""
    others = [other for other in context.named if other != pair]
    for other in others[:1] if context.guard.budget is None else ():
        names = [parameter.name for parameter in context.operation.ids]
        ids = {spell(name): id_ for spell in (str, _snake) for name, id_ in zip(names, other, strict=True)}
        ids["id"] = other[-1]
        yield RequestVariant("with another send in the query", query=urlencode(ids).encode())
        body, headers = json.dumps(ids).encode(), _typed(b"application/json")
        yield RequestVariant("with another send in the body", headers=headers, body=body, may_be_refused=_BODY)


def _snake(name: str) -> str:
    return re.sub("([A-Z])", r"_\1", name).lower()


def _varied(context: LawContext, pair: Pair, bundle: Bundle) -> Request:
    changes: dict[str, Any] = {}
    for variant in bundle:
        if variant.authorization:
            changes["authorization"] = (variant.authorization(context.token.encode()),)
        if variant.spelling:
            pair = tuple(map(variant.spelling, pair))
    headers = tuple(header for variant in bundle for header in variant.headers)
    query = b"&".join(variant.query for variant in bundle if variant.query)
    body = b"".join(variant.body for variant in bundle)
    return context.request(pair, query=query, headers=headers, body=body, **changes)


@server_law("documented", order=8, operation=STOP)
def header_names(context: LawContext) -> Probing:
    """Header names are case-insensitive, and their order does not matter."""
    pairs, names = context.named, (b"aUTHORIZATION", b"authorization", b"AUTHORIZATION")
    core = list(zip(names, itertools.cycle(pairs), strict=False))
    yield from _named(context, core)
    yield THOROUGH
    yield from _named(context, [each for each in itertools.product(names, pairs) if each not in core])


def _named(context: LawContext, asked: Iterable[tuple[bytes, Pair]]) -> Iterator[Violation]:
    for name, pair in asked:
        usual = context.calls(pair, 2)[1].status
        headers = ((b"X-First", b"first"), (name, b"Bearer " + context.token.encode()))
        answer = context.ask(context.request(pair, authorization=(), headers=headers))
        if answer.status != usual:
            yield answer.violation(f"a stop with the header {name.decode()} gets {answer.status}, not {usual}")


@server_law("documented", order=17, operation=STOP)
def one_connection(context: LawContext) -> Probing:
    """Requests on one connection get the same answers as on separate connections."""
    pair = context.named[0]
    usual = context.calls(pair, 2)[1]
    body = b'{"x":"' + b"y" * 500 + b'"}'
    unknown = context.unknown("connection")
    alone = [
        context.request(pair),
        context.request(pair, authorization=()),
        context.request(unknown, headers=_typed(b"application/json"), body=body),
        context.request(pair, method="GET"),
        context.request(pair),
    ]
    expected = [usual.status, *(context.ask(request).status for request in alone[1:4]), usual.status]
    for status, answer in zip(expected, context.converse(alone), strict=False):
        if answer.status != status:
            yield answer.violation(f"on a connection in use {answer.status}, on a new one {status}")
