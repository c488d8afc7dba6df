"""What a caller passes: taken as documented, or refused by its name before a byte is sent."""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any
from uuid import UUID

import comm_sms
import httpx
import pytest
from comm_sms import AsyncCommSms, CommSms, ConnectionFailed, NotFound, Retry
from comm_sms.api.sms_campaigns import stop_sms_campaign_send
from comm_sms.messages import Request

from contract_tests.quality.sockets import talking
from contract_tests.tests.client.client_harness import CALLERS, CAMPAIGN, IDS, PATH, SEND, TOKEN, URL, Caller, Options
from scripts.contract.document import load
from scripts.contract.values import at

every_caller = pytest.mark.parametrize("call", CALLERS)
every_client = pytest.mark.parametrize("client", [CommSms, AsyncCommSms])
Client = type[CommSms] | type[AsyncCommSms]
STOPPED = {"data": {"id": SEND, "status": "stopped"}}


class Recorder(httpx.MockTransport):
    """Answers every request with a stopped send and keeps the requests."""

    def __init__(self) -> None:
        """Begin without requests."""
        self.requests: list[httpx.Request] = []
        super().__init__(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json=STOPPED)


@pytest.fixture
def server() -> Recorder:
    """A server that keeps what it gets."""
    return Recorder()


@pytest.fixture
def comm(server: Recorder) -> CommSms:
    """A client of this server. What it is given is untyped here, as a caller without a type checker gives it."""
    return CommSms(token=TOKEN, base_url=URL, transport=server)


def stop(comm: CommSms, **arguments: Any) -> object:  # noqa: ANN401 - wrong types are what is tested
    return comm.stop_sms_campaign_send(**IDS | arguments)


# The request


@every_caller
def test_the_request_is_the_one_of_the_contract(call: Caller, server: Recorder) -> None:
    assert call(Options(transport=server)).data.status == "stopped"
    (request,) = server.requests
    assert (request.method, str(request.url)) == ("POST", URL + PATH)
    assert request.content == b""
    assert request.headers["Accept"] == "application/json"
    assert request.headers["Accept-Encoding"] == "gzip"
    assert request.headers["User-Agent"].startswith(f"comm-sms/{comm_sms.__version__} httpx")
    assert request.headers["Content-Length"] == "0"


def test_an_id_is_a_uuid_or_its_text_in_either_case(comm: CommSms, server: Recorder) -> None:
    stop(comm, campaign=UUID(CAMPAIGN), campaign_send=SEND.upper())
    assert server.requests[0].url.path == f"/api{PATH}".replace(SEND, SEND.upper())


class Campaigns(str, Enum):  # noqa: UP042 - as many write it
    """Ids by name."""

    SPRING = CAMPAIGN


class Sends(Enum):
    """UUIDs by name."""

    FIRST = UUID(SEND)


def test_an_id_may_be_a_member_of_an_enum(comm: CommSms, server: Recorder) -> None:
    stop(comm, campaign=Campaigns.SPRING, campaign_send=Sends.FIRST)
    assert server.requests[0].url.path == f"/api{PATH}"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "stop",
        f"{{{SEND}}}",
        f"urn:uuid:{SEND}",
        SEND.replace("-", ""),
        f"{SEND}\n",
        f" {SEND}",
        f"{SEND}/../x",
        SEND.replace("9", "\N{FULLWIDTH DIGIT NINE}"),
        SEND[:-1],
    ],
)
@pytest.mark.parametrize("name", IDS)
def test_what_is_no_uuid_is_refused_by_its_name(comm: CommSms, server: Recorder, name: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must be a UUID such as"):
        stop(comm, **{name: wrong})
    assert server.requests == []


@pytest.mark.parametrize("wrong", [None, 5, b"x", UUID(SEND).bytes])
def test_what_is_no_text_is_refused_by_its_name(comm: CommSms, server: Recorder, wrong: object) -> None:
    with pytest.raises(TypeError, match=r"^campaign must be a UUID or its text, not "):
        stop(comm, campaign=wrong)
    assert server.requests == []


def test_ids_have_no_order_in_which_to_swap_them(comm: CommSms, server: Recorder) -> None:
    positional: Any = comm.stop_sms_campaign_send
    with pytest.raises(TypeError, match="positional argument"):
        positional(*IDS.values())
    assert server.requests == []


# Options of a call


def test_headers_of_a_call_are_sent_and_left_alone(comm: CommSms, server: Recorder) -> None:
    headers = {"X-Trace": "t-1", "accept": "application/vnd.comm+json", "X-Empty": ""}
    stop(comm, headers=headers)
    sent = server.requests[0].headers
    assert [sent.get_list(name) for name in headers] == [[value] for value in headers.values()]
    assert headers == {"X-Trace": "t-1", "accept": "application/vnd.comm+json", "X-Empty": ""}


WRONG_HEADERS: list[tuple[Mapping[str, str], str]] = [
    ({"Authorization": "Bearer hidden"}, "headers: Authorization may only be set by the client itself"),
    ({"HOST": "hidden.test"}, "headers: HOST may only be set by the client itself"),
    ({"Content-Length": "3"}, "headers: Content-Length may only be set by the client itself"),
    ({"X-Trace": "hidden\r\nX-Admin: 1"}, "headers: the value of X-Trace contains an invalid character"),
    ({"X-Trace": "hidden é"}, "headers: the value of X-Trace contains an invalid character"),
    ({"X Trace": "hidden"}, "headers: 'X Trace' is not a valid header name"),
    ({"": "hidden"}, "headers: '' is not a valid header name"),
]


@pytest.mark.parametrize(("headers", "refusal"), WRONG_HEADERS)
def test_a_wrong_header_is_refused_by_its_name_and_not_shown(
    comm: CommSms, server: Recorder, headers: Mapping[str, str], refusal: str
) -> None:
    with pytest.raises(ValueError, match=f"^{refusal}$") as caught:
        stop(comm, headers=headers)
    assert "hidden" not in str(caught.value)
    assert server.requests == []


WRONG_OPTIONS: list[tuple[str, object, str]] = [
    ("timeout", 0, "timeout must be a number of seconds above 0, not 0"),
    ("timeout", -1.5, "timeout must be a number of seconds above 0, not -1.5"),
    ("timeout", float("nan"), "timeout must be a number of seconds above 0, not nan"),
    ("timeout", float("inf"), "timeout must be a number of seconds above 0, not inf"),
    ("retries", -1, "retries must be 0 or more, not -1"),
]


@pytest.mark.parametrize(("option", "value", "refusal"), WRONG_OPTIONS)
def test_a_wrong_option_is_refused_by_its_name(
    comm: CommSms, server: Recorder, option: str, value: object, refusal: str
) -> None:
    make: Any = CommSms
    for act in (lambda: stop(comm, **{option: value}), lambda: make(token=TOKEN, **{option: value})):
        with pytest.raises(ValueError, match=f"^{refusal}$"):
            act()
    assert server.requests == []


WRONG_TYPES: list[tuple[str, object, str]] = [
    ("retries", 1.5, "retries must be an int or a Retry, not float"),
    ("retries", "2", "retries must be an int or a Retry, not str"),
    ("retries", True, "retries must be an int or a Retry, not bool"),
    ("timeout", "5", "timeout must be a number of seconds, not str"),
    ("timeout", True, "timeout must be a number of seconds, not bool"),
]


@pytest.mark.parametrize(("option", "value", "refusal"), WRONG_TYPES)
def test_an_option_of_a_wrong_type_is_refused_by_its_name(
    comm: CommSms, server: Recorder, option: str, value: object, refusal: str
) -> None:
    make: Any = CommSms
    for act in (lambda: stop(comm, **{option: value}), lambda: make(token=TOKEN, **{option: value})):
        with pytest.raises(TypeError, match=f"^{refusal}$"):
            act()
    assert server.requests == []


@every_client
@pytest.mark.parametrize(
    ("option", "value", "refusal"),
    [
        ("timeout", None, "timeout must be a number of seconds, not NoneType"),
        ("connect_timeout", None, "connect_timeout must be a number of seconds, not NoneType"),
        ("connect_timeout", True, "connect_timeout must be a number of seconds, not bool"),
        ("retries", None, "retries must be an int or a Retry, not NoneType"),
        ("base_url", b"https://api.comm.test", "base_url must be a str, not bytes"),
        ("allow_http", "no", "allow_http must be a bool, not str"),
        ("allow_http", None, "allow_http must be a bool, not NoneType"),
    ],
)
def test_what_a_client_cannot_be_made_with_is_refused_by_its_name(
    client: Client, option: str, value: object, refusal: str
) -> None:
    make: Any = client
    with pytest.raises(TypeError, match=f"^{refusal}$"):
        make(token=TOKEN, **{option: value})


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ({"X-Trace": 1}, "headers: the value of X-Trace must be a str, not int"),
        ({1: "x"}, "headers: a name must be a str, not int"),
        ([("X-Trace", "1")], "headers must be a mapping, not list"),
    ],
)
def test_headers_of_a_wrong_type_are_refused_by_their_name(
    comm: CommSms, server: Recorder, headers: object, refusal: str
) -> None:
    with pytest.raises(TypeError, match=f"^{refusal}$"):
        stop(comm, headers=headers)
    assert server.requests == []


@pytest.mark.parametrize("wrong", ["no", 1, None])
def test_whether_unsafe_methods_are_repeated_is_a_bool(wrong: Any) -> None:  # noqa: ANN401 - of a wrong type
    with pytest.raises(TypeError, match=f"^repeat_unsafe must be a bool, not {type(wrong).__name__}$"):
        Retry(repeat_unsafe=wrong)


@pytest.mark.parametrize("wrong", ["x", None, stop_sms_campaign_send])
def test_what_is_no_request_is_refused_by_its_name(comm: CommSms, server: Recorder, wrong: Any) -> None:  # noqa: ANN401 - as above
    kind = type(wrong).__name__
    with pytest.raises(
        TypeError, match=rf"^request must be made by request\(\) of a module of comm_sms.api, not {kind}$"
    ):
        comm.send(wrong)
    assert server.requests == []


@pytest.mark.parametrize("value", ["a\r\nX-Admin: 1", "é"])
def test_a_header_of_a_request_is_checked_too(comm: CommSms, server: Recorder, value: str) -> None:
    with pytest.raises(ValueError, match=r"^headers: the value of x-team contains an invalid character$"):
        comm.send(Request[None](method="GET", path="/x", headers={"x-team": value}, readings=()))
    assert server.requests == []


@pytest.mark.parametrize("path", ["@evil.test/", ".evil.test/", ":1/", ""])
def test_a_path_stays_below_the_base_url(path: str) -> None:
    with pytest.raises(ValueError, match=r"^path must begin with a slash"):
        Request[None](method="GET", path=path, readings=())


@every_client
def test_an_unknown_option_is_refused_by_its_name(client: Client) -> None:
    make: Any = client
    with pytest.raises(TypeError, match="verify"):
        make(token=TOKEN, verify=False)


@every_client
def test_the_wrong_kind_of_transport_is_refused_at_once(client: Client) -> None:
    other = httpx.AsyncHTTPTransport if client is CommSms else httpx.HTTPTransport
    make: Any = client
    with pytest.raises(
        TypeError, match=r"^transport must be an httpx2?\.(Async)?BaseTransport, not (Async)?HTTPTransport$"
    ):
        make(token=TOKEN, transport=other())


@every_client
def test_the_wrong_kind_of_http_client_is_refused_at_once(client: Client) -> None:
    other = httpx.AsyncClient() if client is CommSms else httpx.Client()
    make: Any = client
    for wrong in (other, httpx.HTTPTransport(), "x"):
        with pytest.raises(TypeError, match=r"^http_client must be an httpx2?\.(Async)?Client, not "):
            make(token=TOKEN, http_client=wrong)


def test_a_transport_and_a_client_exclude_each_other(server: Recorder) -> None:
    with (
        httpx.Client() as http_client,
        pytest.raises(TypeError, match=r"^pass either transport or http_client, not both"),
    ):
        CommSms(token=TOKEN, transport=server, http_client=http_client)


@every_client
def test_the_base_url_of_a_client_can_be_read_and_not_changed(client: Client) -> None:
    comm: Any = client(token=TOKEN, base_url=f"{URL}/")
    with pytest.raises(AttributeError, match="base_url"):
        comm.base_url = "https://other.comm.test"
    assert comm.base_url == URL
    assert repr(comm) == f"<{client.__name__} {URL}>"


@every_client
def test_a_client_that_is_not_yet_made_can_be_shown(client: Client) -> None:
    assert repr(client.__new__(client)) == f"<{client.__name__} >"


# What may be plugged in


def test_a_client_of_the_caller_keeps_its_settings_and_stays_open(server: Recorder) -> None:
    headers = {"X-Proxy": "p", "User-Agent": "theirs", "Accept": "text/html", "Authorization": "Basic hidden"}
    with httpx.Client(transport=server, headers=headers, auth=("user", "hidden"), follow_redirects=True) as http_client:
        with CommSms(token=TOKEN, base_url=URL, http_client=http_client) as comm:
            stop(comm)
            assert "hidden" not in str(vars(comm))
        assert not http_client.is_closed
    sent = server.requests[0].headers
    assert (sent["X-Proxy"], sent["Authorization"]) == ("p", f"Bearer {TOKEN}")
    assert (sent["User-Agent"], sent["Accept"], sent["Accept-Encoding"]) == ("theirs", "application/json", "gzip")


def test_a_client_of_the_caller_without_a_user_agent_gets_ours(server: Recorder) -> None:
    with httpx.Client(transport=server) as http_client:
        stop(CommSms(token=TOKEN, base_url=URL, http_client=http_client))
    assert server.requests[0].headers["User-Agent"].startswith("comm-sms/")


@pytest.mark.parametrize(
    "error",
    [
        httpx.InvalidURL("no host"),
        httpx.CookieConflict("two of one name"),
        httpx.StreamConsumed(),
        OSError(""),
        UnicodeError("no host"),
    ],
    ids=type,
)
def test_what_a_hook_or_a_transport_raises_is_a_failed_connection(server: Recorder, error: Exception) -> None:
    def fail(_: httpx.Response) -> None:
        raise error

    with (
        httpx.Client(transport=server, event_hooks={"response": [fail]}) as http_client,
        CommSms(token=TOKEN, base_url=URL, http_client=http_client, retries=0) as comm,
        pytest.raises(ConnectionFailed) as caught,
    ):
        stop(comm)
    assert caught.value.sent
    assert caught.value.__context__ is None


def test_a_closed_client_closes_its_connections() -> None:
    comm = CommSms(token=TOKEN)
    comm.close()
    with pytest.raises(RuntimeError, match="closed"):
        stop(comm)


def test_a_closed_client_sends_nothing_over_a_transport_either(comm: CommSms, server: Recorder) -> None:
    comm.close()
    with pytest.raises(RuntimeError, match="closed"):
        stop(comm)
    assert server.requests == []


def test_a_closed_client_cannot_be_entered(comm: CommSms) -> None:
    comm.close()
    with pytest.raises(RuntimeError, match="closed"):
        comm.__enter__()


def test_a_closed_client_cannot_be_entered_with_asyncio() -> None:
    async def enter() -> None:
        comm = AsyncCommSms(token=TOKEN)
        await comm.close()
        await comm.__aenter__()

    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(enter())


def test_threads_share_a_client(comm: CommSms, server: Recorder) -> None:
    with ThreadPoolExecutor(8) as pool:
        stops = [pool.submit(stop, comm) for _ in range(64)]
    assert len([done.result() for done in stops]) == len(server.requests) == 64


def test_connections_are_kept_alive() -> None:
    connections: list[int] = []
    answer = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"

    def talk(connection: Any) -> None:  # noqa: ANN401 - a socket
        connections.append(1)
        connection.sendall(answer)
        connection.recv(65536)
        connection.sendall(answer)

    with talking(talk) as url, CommSms(token=TOKEN, base_url=url) as comm:
        for _ in range(2):
            with pytest.raises(NotFound):
                stop(comm)
    assert connections == [1]


# What is told


@every_caller
def test_the_log_says_method_path_status_and_time_and_no_more(
    call: Caller, server: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="comm_sms")
    call(Options(transport=server, headers={"X-Trace": "hidden"}))
    (line,) = [record.getMessage() for record in caplog.records if record.name == "comm_sms"]
    told, seconds = line.split(" after ")
    assert told == f"POST {PATH}: 200"
    assert seconds.endswith(" s")


def test_the_package_exports_what_it_says() -> None:
    assert [name for name in comm_sms.__all__ if not hasattr(comm_sms, name)] == []
    assert comm_sms.__all__ == sorted(comm_sms.__all__)
    assert comm_sms.__version__ == at(load().document, "/info/version")
    assert {
        name
        for name, value in vars(comm_sms.errors).items()
        if isinstance(value, type) and issubclass(value, comm_sms.CommSmsError)
    } <= {*comm_sms.__all__}


@pytest.mark.parametrize(("timeout", "longest"), [(30.0, 9.0), (2.0, 2.0)])
def test_the_timeout_of_a_connection_is_an_option_and_part_of_the_whole(
    server: Recorder, timeout: float, longest: float
) -> None:
    stop(CommSms(token=TOKEN, base_url=URL, transport=server, connect_timeout=9, timeout=timeout))
    assert 1.0 < server.requests[0].extensions["timeout"]["connect"] <= longest


def test_a_policy_is_an_option_of_the_client_too(server: Recorder) -> None:
    assert stop(CommSms(token=TOKEN, base_url=URL, transport=server, retries=Retry(times=1, repeat_unsafe=True)))
