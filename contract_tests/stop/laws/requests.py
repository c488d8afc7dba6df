"""Laws of requests: the one method, and what may stand around a request without a meaning of its own."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from contract_tests.verifier.exchange import Headers
from contract_tests.verifier.ids import Pair
from contract_tests.verifier.laws.answer import Answer, Breach
from contract_tests.verifier.laws.http import COMMON_METHODS, METHODS
from contract_tests.verifier.laws.law import Bench, ServerLaw

_OVERRIDES = (b"X-HTTP-Method-Override", b"X-HTTP-Method", b"X-Method-Override")


def other_methods(bench: Bench) -> Iterator[Breach]:
    for pair in (bench.stranger("method"), *bench.guard.pairs):
        for method in (*METHODS, "PURGE"):
            yield from _refused(bench.ask(bench.request(pair, method=method)))
        for name in _OVERRIDES:
            yield from _refused(bench.ask(bench.request(pair, method="GET", headers=((name, b"POST"),))))
        yield from _refused(bench.ask(bench.request(pair, method="GET", query=b"_method=POST")))


def _refused(answer: Answer) -> Iterator[Breach]:
    expected = {405}
    if answer.method == "OPTIONS":
        expected |= {200, 204, 404}
    elif answer.method not in COMMON_METHODS:
        expected |= {400, 404, 501}
    if answer.status not in expected and not answer.is_success:
        yield answer.breach(f"{answer.method} gets {answer.status} instead of 405")


@dataclass(frozen=True)
class Phrasing:
    """Another way to say the same request, and which refusals of it are a server's right."""

    name: str
    query: bytes = b""
    headers: Headers = ()
    body: bytes = b""
    authorization: Callable[[bytes], bytes] | None = None
    spelling: Callable[[str], str] | None = None
    may_be_refused: frozenset[int] = field(default=frozenset[int]())


_BODY = frozenset({400, 413, 415, 422})
_ACCEPT = frozenset({406})
_OVERRIDDEN = frozenset({405})


def _typed(media_type: bytes) -> Headers:
    return ((b"Content-Type", media_type),)


PHRASINGS = (
    Phrasing("with a query", query=b"page=2&debug=1"),
    Phrasing("with other ids in the query", query=b"campaignSend=1&campaign=2&id=3"),
    Phrasing("with a broken query", query=b"%zz&=&&a[]=%00", may_be_refused=_BODY),
    Phrasing("with a dry run in the query", query=b"dry_run=1&_method=POST"),
    Phrasing("accepting anything", headers=((b"Accept", b"*/*"),)),
    Phrasing("without Accept", headers=((b"Accept", b""),)),
    Phrasing("accepting JSON among others", headers=((b"Accept", b"text/html, application/json;q=0.5, */*;q=0.1"),)),
    Phrasing("accepting HTML", headers=((b"Accept", b"text/html"),), may_be_refused=_ACCEPT),
    Phrasing("accepting XML", headers=((b"Accept", b"application/xml"),), may_be_refused=_ACCEPT),
    Phrasing("with a broken Accept", headers=((b"Accept", b";;;/"),), may_be_refused=_ACCEPT | _BODY),
    Phrasing("in another language", headers=((b"Accept-Language", b"de, *;q=0.5"),)),
    Phrasing(
        "from another origin", headers=((b"Origin", b"https://example.com"), (b"Referer", b"https://example.com/"))
    ),
    Phrasing("from another agent", headers=((b"User-Agent", b"Mozilla/5.0"), (b"X-Requested-With", b"XMLHttpRequest"))),
    Phrasing("with a key of idempotency", headers=((b"Idempotency-Key", b"b7f3"),)),
    Phrasing("with a range", headers=((b"Range", b"bytes=0-1"),)),
    Phrasing("with a condition", headers=((b"If-Modified-Since", b"Mon, 01 Jan 2035 00:00:00 GMT"),)),
    Phrasing("with a cookie", headers=((b"Cookie", b"session=1; token=2"),)),
    Phrasing("with many headers", headers=tuple((b"X-Filler-%d" % n, b"x") for n in range(40))),
    Phrasing("overridden to GET", headers=tuple((name, b"GET") for name in _OVERRIDES), may_be_refused=_OVERRIDDEN),
    Phrasing("overridden to DELETE", query=b"_method=DELETE", may_be_refused=_OVERRIDDEN),
    Phrasing("forwarded", headers=((b"X-Forwarded-Host", b"example.com"), (b"X-Forwarded-For", b"127.0.0.1"))),
    Phrasing("without Content-Length", headers=((b"Content-Length", b""),), may_be_refused=frozenset({411})),
    Phrasing("with an empty object", headers=_typed(b"application/json"), body=b"{}", may_be_refused=_BODY),
    Phrasing("with an empty array", headers=_typed(b"application/json"), body=b"[]", may_be_refused=_BODY),
    Phrasing(
        "with fields of a send in the body",
        headers=_typed(b"application/json"),
        body=b'{"id":"1","status":"in_progress","meta":null,"is_active":true,"resume":true}',
        may_be_refused=_BODY,
    ),
    Phrasing("with broken JSON", headers=_typed(b"application/json"), body=b'{"a":', may_be_refused=_BODY),
    Phrasing("with bytes as JSON", headers=_typed(b"application/json"), body=b"\xff\xfe\x00", may_be_refused=_BODY),
    Phrasing(
        "with a form",
        headers=_typed(b"application/x-www-form-urlencoded"),
        body=b"status=in_progress&_method=GET",
        may_be_refused=_BODY | _OVERRIDDEN,
    ),
    Phrasing("with text", headers=_typed(b"text/plain"), body=b"stop", may_be_refused=_BODY),
    Phrasing("with a body of no type", body=b"x", may_be_refused=_BODY),
    Phrasing("with a broken type", headers=_typed(b";/"), body=b"{}", may_be_refused=_BODY),
    Phrasing("with 100 kB", headers=_typed(b"application/json"), body=b" " * 100_000 + b"{}", may_be_refused=_BODY),
    Phrasing("with the scheme in lower case", authorization=lambda token: b"bearer " + token),
    Phrasing("with the scheme in upper case", authorization=lambda token: b"BEARER " + token),
    Phrasing("with the ids in upper case", spelling=str.upper),
)


def any_phrasing(bench: Bench) -> Iterator[Breach]:
    for pair in bench.pairs:
        usual = bench.stops(pair, 2)[1]
        for phrasing in (*PHRASINGS, *_naming_another(bench, pair)):
            answer = _phrased(bench, pair, phrasing)
            if answer.status not in {usual.status, *phrasing.may_be_refused}:
                yield answer.breach(f"a stop {phrasing.name} gets {answer.status} instead of {usual.status}")


def _naming_another(bench: Bench, pair: Pair) -> Iterator[Phrasing]:
    """A stop that names another send where names have no meaning; one that is heard stops that other send."""
    for other in [other for other in bench.pairs if other != pair][:1] if bench.guard.budget is None else ():
        ids = {"campaign": other.campaign, "campaignSend": other.send, "campaign_send": other.send, "id": other.send}
        yield Phrasing("with another send in the query", query=urlencode(ids).encode())
        body, headers = json.dumps(ids).encode(), _typed(b"application/json")
        yield Phrasing("with another send in the body", headers=headers, body=body, may_be_refused=_BODY)


def _phrased(bench: Bench, pair: Pair, phrasing: Phrasing) -> Answer:
    changes: dict[str, Any] = {}
    if phrasing.authorization:
        changes["authorization"] = (phrasing.authorization(bench.token.encode()),)
    if phrasing.spelling:
        pair = Pair(phrasing.spelling(pair.campaign), phrasing.spelling(pair.send))
    return bench.ask(bench.request(pair, query=phrasing.query, headers=phrasing.headers, body=phrasing.body, **changes))


def header_names(bench: Bench) -> Iterator[Breach]:
    good = b"Bearer " + bench.token.encode()
    for pair in bench.pairs:
        usual = bench.stops(pair, 2)[1]
        for name in (b"authorization", b"AUTHORIZATION", b"aUTHORIZATION"):
            answer = bench.ask(bench.request(pair, authorization=(), headers=((b"X-First", b"1"), (name, good))))
            if answer.status != usual.status:
                yield answer.breach(f"a stop with the header {name.decode()} gets {answer.status}, not {usual.status}")


def one_connection(bench: Bench) -> Iterator[Breach]:
    pair = bench.pairs[0]
    usual = bench.stops(pair, 2)[1]
    body = b'{"x":"' + b"y" * 500 + b'"}'
    stranger = bench.stranger("connection")
    alone = [
        bench.request(pair),
        bench.request(pair, authorization=()),
        bench.request(stranger, headers=_typed(b"application/json"), body=body),
        bench.request(pair, method="GET"),
        bench.request(pair),
    ]
    expected = [usual.status, *(bench.ask(request).status for request in alone[1:4]), usual.status]
    for status, answer in zip(expected, bench.converse(alone), strict=False):
        if answer.status != status:
            yield answer.breach(f"on a connection in use {answer.status}, on a new one {status}")


LAWS = (
    ServerLaw(
        "other-methods",
        "Another method is refused with 405, whatever else the request claims.",
        "convention",
        other_methods,
    ),
    ServerLaw(
        "any-phrasing",
        "What the contract gives no meaning to has none: the same stop, phrased otherwise, is the same stop.",
        "convention",
        any_phrasing,
    ),
    ServerLaw(
        "header-names",
        "Names of headers are the same in upper and lower case and in any order.",
        "documented",
        header_names,
    ),
    ServerLaw(
        "one-connection",
        "Requests on one connection are answered as on several.",
        "documented",
        one_connection,
    ),
)
