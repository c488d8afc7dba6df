"""What the client makes of an answer: a result, or the documented exception, and never another one."""

import gzip
import json
import logging
import pickle
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext, suppress
from math import inf

import httpx
import pytest
from comm_sms import (
    ApiError,
    CommSms,
    Conflict,
    Forbidden,
    InvalidResponse,
    NotFound,
    RateLimited,
    Request,
    Response,
    ServerError,
    Unauthenticated,
    Unprocessable,
    errors,
    readers,
)
from comm_sms.decoding import json_value
from comm_sms.invalid import InvalidBody
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.tests.client.client_harness import (
    CALLERS,
    CAMPAIGN,
    PATH,
    SEND,
    STOPPED,
    TOKEN,
    Caller,
    Options,
    blocking,
)
from scripts.contract.document import load
from scripts.contract.values import Json, at

EXAMPLES = "/components/responses/Stopped/content/application~1json/examples"
EXAMPLE = at(load().document, f"{EXAMPLES}/manual/value")
BODY = json.dumps(EXAMPLE).encode()
MEGABYTES = 2**20

every_caller = pytest.mark.parametrize("call", CALLERS)


def of_send(content: bytes) -> bytes:
    """A body whose id is "1" for short, with the id of the send."""
    return content.replace(b'"id": "1"', f'"id": "{SEND}"'.encode())


def answer(status: int, content: bytes, headers: Mapping[str, str] | None = None) -> Options:
    """A server that always answers so, with the send's id for `"1"`; the body is not read yet, as from a socket."""
    return Options(
        transport=httpx.MockTransport(
            lambda _: httpx.Response(status, headers=headers, stream=httpx.ByteStream(of_send(content))),
        )
    )


# Successes


@every_caller
def test_the_resource_is_returned_and_not_its_envelope(call: Caller) -> None:
    response = call(answer(200, BODY, {"X-Request-Id": "r-1", "Content-Type": "text/plain"}))
    assert isinstance(EXAMPLE, dict)
    assert response.data.to_dict() == EXAMPLE["data"]
    assert (response.status_code, response.request_id, response.content) == (200, "r-1", BODY)
    assert response.headers["x-ReQuest-id"] == "r-1"


@every_caller
@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"id": "1", "status": "burst"}, "meta": 1}',
        b'\xef\xbb\xbf{"data": {"id": "1", "status": "burst"}}',
        b'{"data": {"id": "1", "status": "stopped", "status": "burst"}}',
        b'{"data": {"id": "1", "status": "burst", "later": {"x": [1, null]}, "meta": null, "logs": null}}',
        b'{"data": {"id": "1", "status": "burst", "created_at": "yesterday", "meta": []}}',
    ],
    ids=[
        "unknown value, unknown member around",
        "byte order mark",
        "last of two",
        "unknown member, nulls",
        "no date, PHP's empty object",
    ],
)
def test_what_a_server_may_add_or_leave_out_is_no_error(call: Caller, body: bytes) -> None:
    assert call(answer(200, body)).data.status == "burst"


@every_caller
@pytest.mark.parametrize("coding", ["gzip", "GZIP ", "x-gzip"])
def test_a_compressed_body_is_read(call: Caller, coding: str) -> None:
    assert call(answer(200, gzip.compress(BODY), {"Content-Encoding": coding})).content == BODY


@every_caller
@pytest.mark.parametrize("coding", ["", "identity"])
def test_a_body_of_no_coding_is_taken_as_it_is(call: Caller, coding: str) -> None:
    assert call(answer(200, BODY, {"Content-Encoding": coding})).content == BODY


@every_caller
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_gzip_of_several_members_is_read_whole(call: Caller, size: int) -> None:
    content = gzip.compress(BODY[:9]) + gzip.compress(b"") + gzip.compress(BODY[9:])

    async def pieces_with_asyncio() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    stream = iter(pieces) if call is blocking else pieces_with_asyncio()
    answered = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=stream)
    assert call(Options(transport=httpx.MockTransport(lambda _: answered))).content == BODY


@every_caller
def test_a_compressed_body_that_was_read_already_is_taken_as_it_is(call: Caller) -> None:
    read = httpx.Response(200, content=gzip.compress(BODY), headers={"Content-Encoding": "gzip"})
    assert call(Options(transport=httpx.MockTransport(lambda _: read))).content == BODY


@every_caller
@pytest.mark.parametrize(("size", "fits"), [(16 * MEGABYTES, True), (16 * MEGABYTES + 1, False)])
def test_a_compressed_body_is_measured_decompressed(call: Caller, size: int, fits: bool) -> None:  # noqa: FBT001 - a parameter
    content = gzip.compress(STOPPED.ljust(size))
    with nullcontext() if fits else pytest.raises(InvalidResponse, match="larger than 16 MiB"):
        assert len(call(answer(200, content, {"Content-Encoding": "gzip"})).content) == size


@pytest.mark.parametrize(
    ("headers", "request_id"),
    [
        ({}, None),
        ({"X-Request-Id": ""}, None),
        ({"Request-Id": "r-1"}, "r-1"),
        ({"X-Correlation-ID": "r-1"}, "r-1"),
        ({"CF-Ray": "ray", "x-amzn-RequestId": "r-1"}, "r-1"),
        ({"X-Correlation-ID": "c", "X-Request-ID": "r-1"}, "r-1"),
    ],
)
def test_the_id_of_a_request_has_several_spellings(headers: Mapping[str, str], request_id: str | None) -> None:
    assert blocking(answer(200, BODY, headers)).request_id == request_id
    with pytest.raises(NotFound) as caught:
        blocking(answer(404, b"", headers))
    assert caught.value.request_id == request_id


# Successes that do not fit


@every_caller
@pytest.mark.parametrize("body", [b"", b"<html>Login</html>", b'{"data": {"id": "1"}}', b'{"data": {"id": "2"}}'])
def test_a_success_that_does_not_fit_keeps_the_body(call: Caller, body: bytes) -> None:
    with pytest.raises(InvalidResponse) as caught:
        call(answer(200, body))
    assert caught.value.response.content == of_send(body)
    assert isinstance(caught.value.__cause__, InvalidBody)


@every_caller
@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("id", CAMPAIGN, "/data/id"),
        ("id", "", "/data/id"),
        ("id", "\ud800", "/data/id"),
        ("sms_campaign_id", SEND, "/data/sms_campaign_id"),
        ("sms_campaign_id", "\udfff", "/data/sms_campaign_id"),
        ("id", SEND.upper(), None),
        ("sms_campaign_id", None, None),
    ],
)
def test_the_answer_to_another_request_is_no_success(
    call: Caller, member: str, value: object, pointer: str | None
) -> None:
    body = json.dumps({"data": {"id": SEND, "status": "stopped", member: value}}).encode()
    if pointer is None:
        assert call(answer(200, body)).content == body
        return
    with pytest.raises(InvalidResponse, match=f"HTTP 200 with an invalid body: {pointer} is not what was asked for"):
        call(answer(200, body))


# Successes that are not documented

UNDOCUMENTED = "; this success is not documented"


@every_caller
@pytest.mark.parametrize("status", [201, 202, 203, 206, 299])
def test_a_success_that_is_not_documented_is_read_and_warned_of(
    call: Caller, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="comm_sms"):
        response = call(answer(status, STOPPED))
    assert (response.status_code, response.data.status) == (status, "stopped")
    (record,) = caplog.records
    assert record.getMessage() == f"POST {PATH}: {status}{UNDOCUMENTED}"


@every_caller
@pytest.mark.parametrize(
    ("status", "content", "problem"),
    [
        (202, b"", "the body is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (204, b"", "the body is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (202, b'{"message": "Queued."}', "/data is missing"),
    ],
)
def test_one_that_cannot_be_read_is_an_invalid_response_and_no_api_error(
    call: Caller, status: int, content: bytes, problem: str
) -> None:
    with pytest.raises(InvalidResponse) as caught:
        call(answer(status, content))
    assert str(caught.value) == f"HTTP {status} with an invalid body: {problem}{UNDOCUMENTED}"
    assert caught.value.response.content == content


@every_caller
def test_a_documented_success_is_not_warned_of(call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="comm_sms"):
        call(answer(200, STOPPED))
    assert caplog.records == []


# Errors


@every_caller
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, Unauthenticated),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (422, Unprocessable),
        (429, RateLimited),
        *((status, ServerError) for status in (500, 502, 503, 520, 599)),
        *((status, ApiError) for status in (300, 302, 304, 400, 405, 419, 499, 600, 999)),
    ],
)
@pytest.mark.parametrize(
    ("content", "message", "messages"),
    [
        (
            b'{"message": "No.", "errors": {"campaign": ["bad", 5], "send": "worse", "x": 1}}',
            "No.",
            {"campaign": ["bad"], "send": ["worse"]},
        ),
        (b'{"message": 5, "errors": []}', "", {}),
        (b'{"message": "", "error": "No."}', "No.", {}),
        (b'{"error": {"code": 7, "message": "No."}}', "No.", {}),
        (b'{"errors": {"x": 1, "send": ["bad"]}}', "send: bad", {"send": ["bad"]}),
        (b'{"errors": [{"detail": "No."}, "Never."]}', "No.", {}),
        (b"[]", "", {}),
        (b"", "", {}),
        (b"<html>No.</html>", "", {}),
        (b"\xff", "", {}),
    ],
    ids=[
        "both",
        "wrong types",
        "error",
        "object as error",
        "errors of fields",
        "list of errors",
        "array",
        "empty",
        "HTML",
        "no UTF-8",
    ],
)
def test_the_class_of_an_error_follows_from_the_status_whatever_the_body_is(
    call: Caller, status: int, error: type[ApiError], content: bytes, message: str, messages: dict[str, list[str]]
) -> None:
    with pytest.raises(ApiError) as caught:
        call(answer(status, content, {"X-Request-Id": "r-2"}))
    found = caught.value
    assert type(found) is error
    assert (found.status_code, found.message, found.errors, found.request_id) == (status, message, messages, "r-2")
    assert (found.response.status_code, found.response.content) == (status, content)
    assert str(found) == f"HTTP {status}{': ' + message if message else ''} (request r-2)"


@every_caller
@pytest.mark.parametrize("location", ["https://elsewhere.test/", "/login", "http://[", "javascript:"])
def test_a_redirect_is_an_error_and_never_followed(call: Caller, location: str) -> None:
    seen: list[httpx.URL] = []

    def redirect(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return httpx.Response(302, headers={"Location": location})

    told = f"HTTP 302: a redirect to {location}, which is not followed"
    with pytest.raises(ApiError, match=f"^{re.escape(told)}$"):
        call(Options(transport=httpx.MockTransport(redirect)))
    assert len(seen) == 1


@every_caller
@pytest.mark.parametrize(
    ("headers", "content"),
    [({"Content-Encoding": "gzip"}, b"no gzip"), ({"Content-Length": str(10**9)}, b""), ({}, b" " * 17 * MEGABYTES)],
    ids=["no gzip", "1 GB announced", "17 MiB"],
)
def test_an_error_whose_body_cannot_be_read_stays_that_error(
    call: Caller, headers: dict[str, str], content: bytes
) -> None:
    with pytest.raises(NotFound):
        call(answer(404, content, headers))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 0.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("-1", None), ("9" * 5000, inf)],
)
def test_retry_after_is_seconds_whatever_its_form(header: str, seconds: float | None) -> None:
    with pytest.raises(RateLimited) as caught:
        blocking(answer(429, b"", {"Retry-After": header}))
    assert caught.value.retry_after == seconds


def test_a_message_of_the_server_is_shown_in_one_short_line() -> None:
    message = "No.\r\n\x1b[31m\ud800é" + "x" * 10_000
    with pytest.raises(NotFound) as caught:
        blocking(answer(404, json.dumps({"message": message}).encode()))
    assert caught.value.message == message
    assert str(caught.value).startswith(r"HTTP 404: No.\r\n\x1b[31m\ud800éxxx")
    assert len(str(caught.value)) < 400


def counts(response: Response[None], _: object) -> dict[str, int]:
    """The body of a success that is an object with names of the server's choice."""
    return readers.Members(json_value(response.content)).rest(readers.integer)


def misread(name: str, token: str = TOKEN) -> InvalidResponse:
    """The exception of a call whose answer has an invalid value under a name."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=json.dumps({name: "x"})))
    request = Request(method="GET", path="/x", readings=((200, 200, counts),))
    with CommSms(token=token, transport=transport) as comm, pytest.raises(InvalidResponse) as caught:
        comm.send(request)
    return caught.value


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\r\n\x1b[31m", r"/a\r\n\x1b[31m must be"),
        ("\ud800é", r"/\ud800é must be"),
        ("x" * 10_000, "xxx... must be"),
        (f"my {TOKEN}!", "/my ...! must be"),
    ],
    ids=["unprintable", "surrogate", "long", "token"],
)
def test_a_name_that_the_server_chose_is_shown_in_one_short_line_without_the_token(name: str, shown: str) -> None:
    error = misread(name)
    assert shown in str(error)
    assert str(error) == f"HTTP 200 with an invalid body: {error.reason}"
    assert str(error.__cause__) == error.reason
    assert error.reason.isprintable()
    assert len(error.reason) < 300
    assert TOKEN not in f"{error!r} {error.__cause__!r} {vars(error)} {error.__cause__ and vars(error.__cause__)}"


@pytest.mark.parametrize("name", ["a\n", "\ud800", "x" * 10_000])
def test_the_pointer_itself_has_the_name_unchanged(name: str) -> None:
    assert misread(name).pointer == f"/{name}"


def test_a_token_that_a_pointer_escapes_is_not_shown_either() -> None:
    assert misread("my ~/b!", token="~/b").pointer == "/my ...!"  # noqa: S106 - opens nothing


def test_a_token_that_a_server_repeats_is_not_repeated_by_us() -> None:
    with pytest.raises(Unauthenticated, match=r"^HTTP 401: No \.\.\.! \(request \.\.\.\)$") as caught:
        blocking(
            answer(
                401,
                json.dumps({"message": f"No {TOKEN}!", "errors": {TOKEN: [TOKEN]}}).encode(),
                {"X-Request-Id": TOKEN},
            )
        )
    assert TOKEN not in repr(caught.value)


@pytest.mark.parametrize("options", [answer(404, b'{"message": "No."}'), answer(200, b"")], ids=["error", "misfit"])
def test_an_exception_can_be_pickled(options: Options) -> None:
    with pytest.raises((ApiError, InvalidResponse)) as caught:
        blocking(options)
    again: object = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert type(again) is caught.type
    assert str(again) == str(caught.value)


def test_the_tree_of_exceptions_is_the_one_that_is_drawn() -> None:
    drawn = {
        line.strip("│├└─ ").partition(" ")[0]: len(line) - len(line.lstrip("│├└─ "))
        for line in (errors.__doc__ or "").splitlines()
        if line.startswith(("CommSmsError", "├", "└", " ", "│"))
    }
    actual = {name: value.__mro__ for name, value in vars(errors).items() if isinstance(value, type)}
    depths = {name: 4 * (len(mro) - 4) for name, mro in actual.items() if issubclass(mro[0], errors.CommSmsError)}
    assert drawn == depths


# Whatever comes

JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: (
        st.lists(below) | st.dictionaries(st.text() | st.sampled_from(["data", "id", "status", "meta"]), below)
    ),
)


@every_caller
@given(
    status=st.integers(100, 999).filter(lambda status: status != 101),
    body=st.binary() | JSON.map(json.dumps).map(str.encode),
)
@settings(database=None, deadline=None, derandomize=True, max_examples=100)
def test_whatever_comes_is_a_result_or_a_documented_exception(call: Caller, status: int, body: bytes) -> None:
    with suppress(ApiError, InvalidResponse):
        assert call(answer(status, body)).content == body
