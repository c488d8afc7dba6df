"""Variants that are asked in one request are reported alone where one is to blame, and together where none is."""

from collections.abc import Callable

import pytest

from contract_tests.faults.fault import Wrapper
from contract_tests.mock import TOKEN, Handle, Request, Response
from contract_tests.quality.fault_runs import examined

REFUSED = Response(400, ((b"content-type", b"application/json"),), b'{"message":"Bad Request"}')


def names(request: Request) -> set[bytes]:
    return {name.lower() for name, _ in request.headers}


def carries(request: Request) -> set[bytes]:
    """The names of headers that hold the token."""
    return {name.lower() for name, value in request.headers if TOKEN.encode() in value}


def answered(when: Callable[[Request], bool], response: Response) -> Wrapper:
    """Answer the requests of a kind with a response."""

    def wrap(handle: Handle) -> Handle:
        return lambda request: response if when(request) else handle(request)

    return wrap


def opened(when: Callable[[Request], bool]) -> Wrapper:
    """Take the requests of a kind for ones with a good token."""

    def wrap(handle: Handle) -> Handle:
        def faulty(request: Request) -> Response:
            good = ((b"authorization", b"Bearer " + TOKEN.encode()),)
            return handle(Request(request.method, request.target, good, request.body) if when(request) else request)

        return faulty

    return wrap


def sentences(wrap: Wrapper, check: str) -> list[str]:
    found = [one for one in examined(wrap).findings.listed() if one.check == check]
    return [sentence for one in found for sentence in (one.sentence, *(each.sentence for each in one.variants))]


def test_two_parts_that_are_refused_only_together_are_told_together() -> None:
    wrap = answered(lambda request: {b"cookie", b"accept-language"} <= names(request), REFUSED)
    (sentence,) = sentences(wrap, "ignored-parts")
    assert "in another language" in sentence
    assert "with a cookie" in sentence


def test_a_part_that_is_refused_alone_is_told_alone() -> None:
    wrap = answered(lambda request: b"cookie" in names(request), REFUSED)
    assert set(sentences(wrap, "ignored-parts")) == {"a stop with a cookie gets 400 instead of 200"}


def test_tokens_that_open_only_together_are_told_together() -> None:
    wrap = opened(lambda request: {b"x-api-key", b"cookie"} <= carries(request))
    assert any("the token anywhere but in its header" in sentence for sentence in sentences(wrap, "token-forms"))


@pytest.mark.parametrize(("header", "name"), [(b"x-api-key", "X-Api-Key"), (b"x-auth-token", "X-Auth-Token")])
def test_a_token_that_opens_in_one_place_is_told_with_its_place(header: bytes, name: str) -> None:
    found = sentences(opened(lambda request: header in carries(request)), "token-forms")
    assert any(f"the token in {name}" in sentence for sentence in found)
    assert not any("anywhere but in its header" in sentence for sentence in found)
