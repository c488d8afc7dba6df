"""Causes: why a run proved nothing, in one sentence that says what to change.

Each cause explains findings that only follow from it. They are not told: nobody has to read what a wrong token does to
fifty laws.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlsplit

from contract_tests.verifier.findings import Finding
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.law import AWAY, THROTTLED, LawContext, answer_laws
from contract_tests.verifier.proxies import UNREACHABLE
from contract_tests.verifier.redaction import masked
from scripts.crash import TOKEN_VARIABLE

LEAST = 3
"""So many answers are needed before all of them can be alike for a reason."""
OFTEN = 0.1
"""The share of answers from which on a server counts as throttling, even if it answered in the end."""
FIRST_CALL = "first-call"
"""The law that finds it when a named target is not there."""
NOWHERE = {404, 405, 410}
"""Statuses of a path at which there is nothing."""


@dataclass(frozen=True)
class Seen:
    """What a run saw: the answers to requests with the methods of the contract, and what asked for them."""

    base_url: str
    token: str
    answers: Sequence[Answer]

    @cached_property
    def statuses(self) -> list[int]:
        """The statuses of the answers."""
        return [answer.status for answer in self.answers]

    @cached_property
    def authorised(self) -> list[Answer]:
        """The answers to plain calls that carry the token as the contract says, throttled ones left out."""
        good = [b"Bearer " + self.token.encode()]
        calls = [one for one in self.answers if _authorization(one) == good and _is_plain(one)]
        return [one for one in calls if one.status not in AWAY]

    def are_all(self, holds: Callable[[Answer], bool]) -> bool:
        """Whether something holds for every answer, and there are enough of them."""
        return len(self.answers) >= LEAST and all(map(holds, self.answers))

    def got(self, status: int, other: Collection[int] = ()) -> bool:
        """Whether every call with the token got this status, or one of the others."""
        statuses = [one.status for one in self.authorised]
        return statuses.count(status) >= LEAST and set(statuses) <= {status, *other}

    @property
    def said(self) -> str:
        """The statuses, each once."""
        return " or ".join(map(str, sorted(set(self.statuses))))


@dataclass(frozen=True)
class Cause:
    """One reason why a run proves nothing.

    Attributes:
        id: its name.
        when: whether it is the case.
        says: the sentence, without a full stop.
        statuses: comparing answers of these statuses with others finds only what follows from it; without any, nothing
            that was seen is about the API, and no finding counts.
        is_total: whether no law was exercised.
    """

    id: str
    when: Callable[[Seen], bool]
    says: Callable[[Seen], str]
    statuses: Collection[int] = ()
    is_total: bool = True

    def explains(self, finding: Finding) -> bool:
        """Whether a finding only follows from this. Laws about a single answer hold all the same."""
        single = {law.id for law in answer_laws()}
        return not self.statuses or (finding.status in self.statuses and finding.check not in single)


def redirected(seen: Seen) -> str:
    """Where the redirects lead."""
    places = {value.decode("latin-1") for one in seen.answers for value in one.header(b"location")}
    own = urlsplit(seen.base_url)
    try:
        first = urlsplit(min(places, default=""))
    except ValueError:  # it is no URL
        first = urlsplit("")
    if first.netloc and (first.scheme, first.netloc) != (own.scheme, own.netloc):
        place = masked(f"{first.scheme}://{first.netloc}", [seen.token])
        return f"every request is redirected to {place}: give the address there as --base-url"
    place = masked(first.path or "nowhere", [seen.token])
    return f"every request is redirected to {place[:80]}: --base-url is not the address of the API"


def is_page(answer: Answer) -> bool:
    """Whether the answer is what a website shows to people."""
    return answer.media_type == "text/html" or not answer.has_body


def throttles(seen: Seen) -> bool:
    """Whether the server throttled and did not come back, or throttled for a good part of the run."""
    away = [status in AWAY for status in seen.statuses]
    return any(away) and (all(away[away.index(True) :]) or sum(away) >= max(LEAST, OFTEN * len(away)))


def throttled(seen: Seen) -> str:
    """How often the server throttled, and when to come back."""
    away = [one for one in seen.answers if one.status in AWAY]
    values = [value for one in away for value in one.header(b"retry-after") if re.fullmatch(rb"[0-9]{1,9}", value)]
    pause = f" (Retry-After: {max(map(int, values))} s)" if values else ""
    statuses = " or ".join(map(str, sorted({one.status for one in away})))
    what = "throttles" if THROTTLED in {one.status for one in away} else "throttles or is overloaded"
    return (
        f"the server {what}: {len(away)} of {len(seen.answers)} requests got {statuses}{pause}; "
        "ask it less often with --rate N, or later"
    )


def proxied(seen: Seen) -> str:
    """Who answers in place of the application."""
    who = seen.answers[0].proxy
    if UNREACHABLE.issuperset(seen.statuses):
        return f"{who} answers {seen.said} in place of the application, which is not up; --wait SECONDS waits for it"
    return f"{who} refuses every request with {seen.said} before the application sees it: is --base-url right?"


def misled(seen: Seen) -> str:
    """What is at the base URL."""
    what = "a page of a website, not JSON," if all(map(is_page, seen.answers)) else "nothing but"
    return f"every request gets {what} {seen.said}: --base-url is not the address of the API; is its path complete?"


def closed(_: Seen) -> str:
    """That the token is wrong."""
    return f"every request with the token gets 401: the token in {TOKEN_VARIABLE} does not open this server"


def forbidden(_: Seen) -> str:
    """That the token may not act, or a firewall does not let it; unknown ids may get another status."""
    return f"no request with the token gets more than 403: the token in {TOKEN_VARIABLE} may not do this"


# fmt: off
CAUSES = (
    Cause("redirect",   lambda seen: seen.are_all(lambda one: 300 <= one.status < 400), redirected),
    Cause("proxy",      lambda seen: seen.are_all(lambda one: bool(one.proxy)), proxied),
    Cause("website",    lambda seen: seen.are_all(is_page) and not {401, *AWAY} & set(seen.statuses), misled),
    Cause("nowhere",    lambda seen: seen.are_all(lambda one: one.status in NOWHERE), misled),
    Cause("throttling", throttles, throttled, AWAY, is_total=False),
    Cause("token",      lambda seen: seen.got(401), closed, {401}),
    Cause("forbidden",  lambda seen: seen.got(403, NOWHERE), forbidden, {403}),
)
"""The first that is the case is told."""
# fmt: on


def found(contexts: Sequence[LawContext], answers: Sequence[Answer]) -> Iterator[tuple[Cause, str]]:
    """The first cause that is the case, with its sentence."""
    for context in contexts[:1]:
        own = [one for one in answers if one.route.operation is not None and one.status]
        seen = Seen(context.guard.base_url, context.token, own)
        cause = next((cause for cause in CAUSES if cause.when(seen)), None)
        if cause is not None:
            yield cause, cause.says(seen)


def futile(contexts: Sequence[LawContext], answers: Sequence[Answer]) -> str:
    """Why asking more would exercise no law, after the first laws have asked; empty if it would.

    A server that keeps the contract has answered a request without a token by then otherwise than one with it. Where no
    operation needs a token, unknown ids may get nothing but 404.
    """
    if not any(context.operation.schemes for context in contexts):
        return ""
    return next((sentence for cause, sentence in found(contexts, answers) if cause.is_total), "")


def not_explained(findings: Sequence[Finding], known: Sequence[tuple[Cause, str]], unknown: int) -> list[Finding]:
    """The findings that do not follow from a cause, nor from so many named targets that the server does not know."""
    return [
        one
        for one in findings
        if not any(cause.explains(one) for cause, _ in known)
        and not (one.check == FIRST_CALL and one.status == HTTPStatus.NOT_FOUND and one.count <= unknown)
    ]


def _authorization(answer: Answer) -> list[bytes]:
    return [value for name, value in answer.exchange.request.headers if name.lower() == b"authorization"]


def _is_plain(answer: Answer) -> bool:
    """Whether a call has nothing odd, which a server may refuse before it looks at the token."""
    request = answer.exchange.request
    return answer.has_ids and not request.body and not re.search(rb"[%?]", request.target)
