"""Whom the mock refuses, in which order it asks, and what it says."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from contract_tests.mock import SENDS, TOKEN, TOKENS, KnownSend, Mock, Request, Response, stop_request
from contract_tests.mock.rules import WINDOW, State

MANUAL = SENDS[0]
REQUEST = stop_request(MANUAL)
STRANGER = MANUAL._replace(send="5e0d9b7a-41cf-4a82-9f36-c07b2e8d5a14")
LIMITED = stop_request(MANUAL, "mock-two-a-minute")


def refused(request: Request, mock: Mock | None = None) -> tuple[int, str, dict[bytes, bytes]]:
    """Status, message and further headers of a refusal, which has the one shape of errors and changes no send."""
    mock = mock or Mock()
    before = dict(mock.state.sends)
    response = mock.handle(request)
    assert mock.state.sends == before
    headers = dict(response.headers)
    assert len(headers) == len(response.headers)
    assert headers.pop(b"content-type") == b"application/json"
    assert headers.pop(b"content-length") == b"%d" % len(response.body)
    body = json.loads(response.body)
    assert list(body) == ["message"]
    return response.status, body["message"], headers


# Tokens

AUTHORIZED = {
    "as documented": [f"Bearer {TOKEN}"],
    "scheme in lower case": [f"bearer {TOKEN}"],
    "scheme in upper case": [f"BEARER {TOKEN}"],
    "more white space": [f" Bearer   {TOKEN}\t"],
}
UNAUTHORIZED = {
    "no header": [],
    "empty": [""],
    "scheme alone": ["Bearer"],
    "scheme and space": ["Bearer "],
    "token alone": [TOKEN],
    "no space": [f"Bearer{TOKEN}"],
    "another scheme": [f"Basic {TOKEN}"],
    "two words": [f"Bearer {TOKEN} {TOKEN}"],
    "prefixed": [f"Bearer x{TOKEN}"],
    "suffixed": [f"Bearer {TOKEN}x"],
    "truncated": [f"Bearer {TOKEN[:-1]}"],
    "token in upper case": [f"Bearer {TOKEN.upper()}"],
    "quoted": [f'Bearer "{TOKEN}"'],
    "garbage": ["Bearer \xff\xfe"],
    "NUL": [f"Bearer {TOKEN}\0"],
    "very long": [f"Bearer {TOKEN * 10000}"],
    "twice": [f"Bearer {TOKEN}", f"Bearer {TOKEN}"],
    "good and bad": [f"Bearer {TOKEN}", "Bearer x"],
    "in a list": [f"Bearer {TOKEN}, Bearer {TOKEN}"],
}


def with_authorization(values: list[str]) -> Request:
    return replace(REQUEST, headers=tuple((b"Authorization", value.encode("latin-1")) for value in values))


@pytest.mark.parametrize("values", AUTHORIZED.values(), ids=AUTHORIZED)
def test_the_bearer_scheme_is_read_as_the_standard_says(values: list[str]) -> None:
    assert Mock().handle(with_authorization(values)) == Mock().handle(REQUEST)


@pytest.mark.parametrize("values", UNAUTHORIZED.values(), ids=UNAUTHORIZED)
def test_anything_but_one_good_token_is_a_401_that_names_the_scheme(values: list[str]) -> None:
    assert refused(with_authorization(values)) == (401, "Unauthenticated.", {b"www-authenticate": b"Bearer"})


def test_a_token_counts_only_in_its_header() -> None:
    query = f"?token={TOKEN}&access_token={TOKEN}".encode()
    cookie = ((b"cookie", f"token={TOKEN}; authorization=Bearer {TOKEN}".encode()),)
    status, _, _ = refused(replace(REQUEST, target=REQUEST.target + query, headers=cookie))
    assert status == 401


@pytest.mark.parametrize("send", [STRANGER, MANUAL._replace(send="1"), MANUAL._replace(campaign="%zz")])
def test_the_token_is_asked_for_before_the_ids(send: KnownSend) -> None:
    assert refused(stop_request(send, "unknown"))[0] == 401
    assert refused(stop_request(send))[0] == 404


def test_a_token_without_permission_is_a_403_for_a_send_that_exists() -> None:
    assert refused(stop_request(MANUAL, "mock-read-only")) == (403, "This action is unauthorized.", {})
    assert refused(stop_request(STRANGER, "mock-read-only"))[0] == 404


def test_maintenance_is_a_503_that_says_when_to_come_back() -> None:
    assert refused(stop_request(MANUAL, "mock-maintenance")) == (503, "Service Unavailable", {b"retry-after": b"120"})


def test_no_token_is_the_beginning_of_another() -> None:
    assert TOKEN in TOKENS
    assert not any(token != other and other.startswith(token) for token, other in product(TOKENS, repeat=2))


# Limits


def test_a_limit_is_announced_while_it_lasts() -> None:
    mock = Mock()
    announced = [mock.handle(LIMITED).headers[2:] for _ in range(2)]
    assert announced == [
        ((b"x-ratelimit-limit", b"2"), (b"x-ratelimit-remaining", remaining)) for remaining in (b"1", b"0")
    ]


def test_a_used_up_limit_is_a_429_that_says_when_it_ends() -> None:
    now = datetime(2030, 1, 1, 0, 0, 15, tzinfo=UTC)
    assert refused(stop_request(MANUAL, "mock-throttled"), Mock(State(clock=lambda: now))) == (
        429,
        "Too Many Attempts.",
        {
            b"x-ratelimit-limit": b"0",
            b"x-ratelimit-remaining": b"0",
            b"x-ratelimit-reset": b"%d" % (now.timestamp() + 45),
            b"retry-after": b"45",
        },
    )


def test_a_limit_starts_afresh_when_its_window_is_over() -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    mock = Mock(State(clock=lambda: now))
    statuses = [mock.handle(LIMITED).status for _ in range(4)]
    now += timedelta(seconds=WINDOW)
    assert [*statuses, mock.handle(LIMITED).status] == [200, 200, 429, 429, 200]


def test_a_limit_holds_for_one_token_and_for_every_send() -> None:
    mock = Mock()
    limited_stranger = stop_request(STRANGER, "mock-two-a-minute")
    assert [mock.handle(limited_stranger).status for _ in range(3)] == [404, 404, 429]
    assert mock.handle(LIMITED).status == 429
    assert mock.handle(REQUEST).status == 200


# Ids

# What a lenient reader takes for the known id, and what breaks a careless one.
ODD_IDS = {
    "short": "{id:.35}",
    "long": "{id}0",
    "no hyphens": "{bare}",
    "braces": "{{{id}}}",
    "urn": "urn:uuid:{id}",
    "escaped hyphen": "{id:.8}%2D{id}",
    "newline": "{id}\n",
    "NUL": "{id}\0",
    "escaped NUL": "{id}%00",
    "escaped space": "{id}%20",
    "escaped slash": "{id}%2F",
    "bad escape": "{id}%zz",
    "lone percent": "{id}%",
    "escapes that are no UTF-8": "%ff%fe",
    "quote": "{id}'",
    "dots": "..",
    "number": "1",
    "nil": "00000000-0000-0000-0000-000000000000",
}


def odd(shape: str, known: str) -> str:
    return shape.format(id=known, bare=known.replace("-", ""))


@pytest.mark.parametrize("send", SENDS, ids=lambda send: send.send_type)
def test_an_id_in_upper_case_is_answered_in_lower_case(send: KnownSend) -> None:
    shouted = send._replace(campaign=send.campaign.upper(), send=send.send.upper())
    assert shouted != send
    assert Mock().handle(stop_request(shouted)) == Mock().handle(stop_request(send))


@pytest.mark.parametrize("shape", [*ODD_IDS.values(), "{id}" * 300], ids=[*ODD_IDS, "very long"])
def test_whatever_is_not_a_known_id_is_the_same_404(shape: str) -> None:
    unknown = refused(stop_request(STRANGER))
    assert unknown[0] == 404
    assert refused(stop_request(MANUAL._replace(campaign=odd(shape, MANUAL.campaign)))) == unknown
    assert refused(stop_request(MANUAL._replace(send=odd(shape, MANUAL.send)))) == unknown


def test_every_escape_and_every_look_alike_of_a_digit_is_another_id() -> None:
    for position, character in enumerate(MANUAL.send):
        for look_alike in (f"%{ord(character):02x}", chr(ord(character) + 0xFEE0)):
            send = MANUAL.send[:position] + look_alike + MANUAL.send[position + 1 :]
            assert refused(stop_request(MANUAL._replace(send=send)))[0] == 404


def test_a_send_is_known_only_in_its_own_campaign() -> None:
    for campaign, send in product({send.campaign for send in SENDS}, SENDS):
        expected = 200 if campaign == send.campaign else 404
        assert Mock().handle(stop_request(send._replace(campaign=campaign))).status == expected


def test_the_ids_of_the_mock_have_letters_in_them() -> None:
    assert all(re.search("[a-f][0-9]", value) for send in SENDS for value in send.ids)


# Requests


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "post", "\udcff"])
def test_another_method_is_a_405_that_allows_post(method: str) -> None:
    expected = (405, "The method is not supported for this route.", {b"allow": b"POST"})
    assert refused(replace(REQUEST, method=method)) == expected
    assert refused(replace(REQUEST, method=method, headers=())) == expected


def test_head_is_answered_like_get_without_the_body() -> None:
    head, get = (Mock().handle(replace(REQUEST, method=method)) for method in ("HEAD", "GET"))
    assert head == Response(get.status, get.headers, b"")


@pytest.mark.parametrize(
    "target",
    [
        b"",
        b"/",
        b"*",
        b"/api/v1",
        REQUEST.target.removeprefix(b"/api"),
        REQUEST.target + b"/",
        REQUEST.target + b"/x",
        b"/" + REQUEST.target,
        b"/x/.." + REQUEST.target,
        REQUEST.target.replace(b"stop", b"Stop"),
        REQUEST.target.replace(b"stop", b"%73top"),
        REQUEST.target.replace(b"/stop/", b"%2Fstop%2F"),
        REQUEST.target.removesuffix(MANUAL.send.encode()),
        REQUEST.target.replace(MANUAL.campaign.encode(), b""),
    ],
)
@pytest.mark.parametrize("method", ["POST", "GET", "OPTIONS"])
def test_another_path_is_a_404_before_anything_else_is_asked(method: str, target: bytes) -> None:
    assert refused(Request(method, target)) == (404, "The route could not be found.", {})


@pytest.mark.parametrize("name", [b"x-http-method-override", b"x-http-method", b"x-method-override"])
def test_no_header_overrides_the_method(name: bytes) -> None:
    assert refused(replace(REQUEST, method="GET", headers=(*REQUEST.headers, (name, b"POST"))))[0] == 405
    overridden = replace(REQUEST, headers=(*REQUEST.headers, (name, b"GET")), body=b"_method=GET")
    assert Mock().handle(overridden) == Mock().handle(REQUEST)


@pytest.mark.parametrize("body", [b"{}", b"{", b"\xff", b"a=b", b"null"])
def test_body_query_and_accept_make_no_difference(body: bytes) -> None:
    headers = (*REQUEST.headers, (b"content-type", b"application/json"), (b"accept", b"text/html"))
    assert Mock().handle(Request("POST", REQUEST.target + b"?x=%zz", headers, body)) == Mock().handle(REQUEST)


def test_a_fault_in_the_rules_is_a_500_that_does_not_tell_about_it() -> None:
    def broken() -> datetime:
        raise ZeroDivisionError("inside")

    assert refused(REQUEST, Mock(State(clock=broken))) == (500, "Server Error", {})
