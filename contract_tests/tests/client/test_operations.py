"""The templates know nothing of this contract: operations that it does not have come out typed and working."""

import asyncio
import importlib
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum
from pathlib import Path
from types import GenericAlias, ModuleType
from typing import Any, TypeAlias, get_type_hints
from uuid import UUID

import httpx
import pytest

from contract_tests.tests.client.client_harness import SEND, TOKEN, URL
from scripts import trees
from scripts.client import package
from scripts.contract.document import load

HERE = Path(__file__).parent
Comm: TypeAlias = Any  # what USE says about it is type-checked; here it is made while the tests run

# What a user writes; it is type-checked, and run by the tests below.
USE = """
from typing import assert_type

from extended import AsyncCommSms, CommSms, InvalidResponse as InvalidResponse, Request as Request, Response
from extended.api.sms_campaigns import list_sms_campaigns
from extended.models import HeldOutCampaign, HeldOutPage, HeldOutRange as HeldOutRange, HeldOutStatus

SEGMENT = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"


def pages(comm: CommSms) -> list[str]:
    names: list[str] = []
    page = 1
    while True:
        found = comm.list_sms_campaigns(
            segment=SEGMENT, page=page, filterstatus=[HeldOutStatus.DRAFT, "unknown"], archived=False,
            timeout_=1.5, headers_="h", body_="b", types="t", request_="q", response_="s",
            x_team=7, x_trace="t-1", consent="a b", timeout=5.0,
        )
        assert_type(found, HeldOutPage)
        names += [campaign.name for campaign in found.data]
        if found.next_ is None:
            return names
        page += 1


def create(comm: CommSms) -> HeldOutCampaign | int:
    made = comm.create_sms_campaign(body=HeldOutCampaign(name="Spring", status=HeldOutStatus.DRAFT))
    assert_type(made, HeldOutCampaign | int)
    return made


def change(comm: CommSms) -> tuple[list[HeldOutCampaign], list[HeldOutCampaign], str]:
    none = comm.change_note(contact="a/b", class_=7)
    some = comm.change_note(contact="..b", class_=7, body=[HeldOutCampaign(name="x", budget=1.5)])
    text = comm.replace_note(contact="b", class_=7, body=HeldOutCampaign(name="x y"))
    assert_type(text, str)
    comm.delete_note(contact="b", class_=7)
    return none, some, text


def export(comm: CommSms) -> bytes:
    return comm.export()


async def page_with_asyncio(comm: AsyncCommSms) -> HeldOutPage:
    response = await comm.send(list_sms_campaigns.request(segment=SEGMENT))
    assert_type(response, Response[HeldOutPage])
    return response.data
"""


class Number(IntEnum):
    """A number by name."""

    TWO = 2


class Server(httpx.MockTransport):
    """Answers with what a test puts in `answers`, in order, and keeps the requests."""

    def __init__(self) -> None:
        """Begin without either."""
        self.answers: list[httpx.Response] = []
        self.requests: list[httpx.Request] = []
        super().__init__(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the package that openapi.yaml gives after these operations were added, and its use."""
    directory = tmp_path_factory.mktemp("extended")
    added: Any = load(HERE / "operation_forms.yaml").document
    document: Any = deepcopy(load().document)
    document["paths"] |= added["paths"]
    document["components"]["schemas"] |= added["components"]["schemas"]
    (directory / "openapi.yaml").write_text(json.dumps(document), "utf-8")
    rendered = package.render(load(directory / "openapi.yaml"))
    trees.write(directory / "extended", rendered)
    (directory / "use.py").write_text(USE, "utf-8")
    return directory


@pytest.fixture(scope="module")
def use(directory: Path) -> Iterator[ModuleType]:
    """The module of the user, imported."""
    sys.path.insert(0, str(directory))
    yield importlib.import_module("use")
    sys.path.remove(str(directory))


@pytest.fixture
def server() -> Server:
    """A server for one test."""
    return Server()


@pytest.fixture
def comm(use: ModuleType, server: Server) -> Comm:
    """The extended render, connected to the server."""
    return use.CommSms(token=TOKEN, base_url=URL, transport=server)


def page(*names: str, following: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"data": [{"name": name} for name in names], "next": following})


def test_package_and_use_are_type_checked(directory: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir=.mypy",
        "-p",
        "extended",
        "-m",
        "use",
    ]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Success: no issues found"), done.stdout + done.stderr


def test_a_query_is_written_and_a_page_returned_whole(use: ModuleType, comm: Comm, server: Server) -> None:
    server.answers = [page("a", "b", following="2"), page("c")]
    assert use.pages(comm) == ["a", "b", "c"]
    first, second = server.requests
    assert first.method == "GET"
    assert first.url.params.multi_items() == [
        ("page", "1"),
        ("filter[status]", "draft"),
        ("filter[status]", "unknown"),
        ("segment", SEND),
        ("archived", "false"),
        ("timeout", "1.5"),
        ("headers", "h"),
        ("body", "b"),
        ("types", "t"),
        ("request", "q"),
        ("response", "s"),
    ]
    assert (first.headers["X-Team"], first.headers["X-Trace"]) == ("7", "t-1")
    assert first.headers["Cookie"] == "consent=a%20b"
    assert second.url.params["page"] == "2"
    assert first.extensions["timeout"]["read"] <= 5.0


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"since": datetime(2025, 11, 3, 15, tzinfo=UTC)}, ("since", "2025-11-03T15:00:00+00:00")),
        ({"since": datetime(2025, 11, 3, tzinfo=timezone(timedelta(hours=2)))}, ("since", "2025-11-03T00:00:00+02:00")),
        ({"day": date(2025, 11, 3)}, ("day", "2025-11-03")),
        ({"writers_": Number.TWO}, ("writers", "2")),
        ({"free": [True, 1.5]}, ("free", "1.5")),
        ({"since": "2025-11-03T15:00:00Z"}, ("since", "2025-11-03T15:00:00Z")),
        ({"types": UUID(SEND)}, ("types", SEND)),
        ({"filterstatus": ("draft",)}, ("filter[status]", "draft")),
    ],
)
def test_values_of_python_are_written_as_in_json(
    comm: Comm, server: Server, given: dict[str, object], written: tuple[str, str]
) -> None:
    server.answers = [page()]
    comm.list_sms_campaigns(segment=SEND, **given)
    assert written in server.requests[0].url.params.multi_items()


def test_an_object_in_a_query_becomes_its_members(use: ModuleType, comm: Comm, server: Server) -> None:
    server.answers = [page()]
    comm.list_sms_campaigns(segment=SEND, within=use.HeldOutRange(least=1, steps=[2, 3]))
    (request,) = server.requests
    assert request.url.params.multi_items() == [("segment", SEND), ("least", "1"), ("steps", "2"), ("steps", "3")]


def test_a_list_is_returned_with_its_page_so_that_more_members_change_no_type(comm: Comm, server: Server) -> None:
    server.answers = [httpx.Response(200, json={"data": ["a"], "meta": {"total": 1}})]
    notes = comm.list_notes(contact="a", class_=7)
    assert (notes.data, notes.additional_properties) == (["a"], {"meta": {"total": 1}})


NAN = float("nan")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"page": "two"}, "page must be an int, not str"),
        ({"page": 1.5}, "page must be an int, not float"),
        ({"page": True}, "page must be an int, not bool"),
        ({"page": {"a": 1}}, "page must be an int, not dict"),
        ({"timeout_": "1.5"}, "timeout_ must be a number, not str"),
        ({"timeout_": True}, "timeout_ must be a number, not bool"),
        ({"timeout_": NAN}, "timeout_ must be a finite number, not nan"),
        ({"timeout_": -float("inf")}, "timeout_ must be a finite number, not -inf"),
        ({"archived": 1}, "archived must be a bool, not int"),
        ({"headers_": 5}, "headers_ must be a str, not int"),
        ({"headers_": b"x"}, "headers_ must be a str, not bytes"),
        ({"headers_": "\ud800"}, "headers_ contains half of a surrogate pair"),
        ({"filterstatus": "draft"}, "filterstatus must be a list, not str"),
        ({"filterstatus": 5}, "filterstatus must be a list, not int"),
        ({"filterstatus": ["draft", 5]}, "filterstatus/1 must be a str, not int"),
        ({"filterstatus": []}, "filterstatus must not be empty: a query or header cannot express an empty list"),
        ({"since": date(2025, 11, 3)}, "since must be a datetime or its text, not date"),
        ({"since": datetime(2025, 11, 3)}, "since must be a datetime with a time zone"),  # noqa: DTZ001 - refused
        ({"day": datetime(2025, 11, 3, tzinfo=UTC)}, "day must be a date or its text, not datetime"),
        ({"segment": None}, "segment must be a UUID or its text, not None"),
        ({"free": [[1]]}, "free must be a text, a number, a boolean or a list of these"),
        ({"free": [NAN]}, "free/0 must be a finite number, not nan"),
        ({"free": {1, 2}}, "free must be a value of JSON, not set"),
        ({"free": {1: 2}}, "free must have no names but texts"),
        ({"within": {"least": 1}}, "within must be an instance of HeldOutRange, not dict"),
        ({"x_team": "7"}, "x_team must be an int, not str"),
        ({"consent": 1}, "consent must be a str, not int"),
        ({"x_trace": "a\r\nX-Admin: 1"}, "x_trace contains an invalid character"),
        ({"x_trace": "é"}, "x_trace contains an invalid character"),
        ({"x_trace": " "}, "x_trace contains an invalid character"),
        ({"x_trace": "\ud800"}, "x_trace contains half of a surrogate pair"),
        ({"headers": {"X-Trace": "é"}}, "headers: the value of X-Trace contains an invalid character"),
    ],
)
def test_a_wrong_argument_is_refused_by_its_name(
    comm: Comm, server: Server, given: dict[str, object], refusal: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(refusal)}$") as caught:
        comm.list_sms_campaigns(**{"segment": SEND, **given})
    assert type(caught.value) in {TypeError, ValueError}
    assert server.requests == []


def test_a_wrong_member_of_an_object_is_refused_by_both_names(use: ModuleType, comm: Comm, server: Server) -> None:
    for within, refusal in (
        (use.HeldOutRange(least="1"), "within/least must be an int, not str"),
        (use.HeldOutRange(steps=[]), "within/steps must not be empty"),
    ):
        with pytest.raises((TypeError, ValueError), match=f"^{refusal}"):
            comm.list_sms_campaigns(segment=SEND, within=within)
    assert server.requests == []


def test_a_wrong_body_is_refused_by_its_name(use: ModuleType, comm: Comm, server: Server) -> None:
    campaign = use.HeldOutCampaign
    for method, body, refusal in (
        ("create_sms_campaign", None, "body must be an instance of HeldOutCampaign, not None"),
        ("create_sms_campaign", [1], "body must be an instance of HeldOutCampaign, not list"),
        ("create_sms_campaign", {"name": "x"}, "body must be an instance of HeldOutCampaign, not dict"),
        ("create_sms_campaign", campaign(name=None), "body/name must be a str, not None"),
        ("create_sms_campaign", campaign(name=5), "body/name must be a str, not int"),
        ("create_sms_campaign", campaign(name="x", budget="much"), "body/budget must be a number, not str"),
        ("create_sms_campaign", campaign(name="x", budget=NAN), "body/budget must be a finite number, not nan"),
        ("create_sms_campaign", campaign(name="x", segments=SEND), "body/segments must be a list, not str"),
        ("create_sms_campaign", campaign(name="\ud800"), "body contains half of a surrogate pair"),
        (
            "create_sms_campaign",
            campaign(name="x", additional_properties={"a": {"b": [0, b""]}}),
            "body/a/b/1 must be a value of JSON, not bytes",
        ),
        ("change_note", "x", "body must be a list, not str"),
        ("change_note", [campaign(name="x"), campaign(name=5)], "body/1/name must be a str, not int"),
        ("replace_note", None, "body must be an instance of HeldOutCampaign, not None"),
        ("replace_note", campaign(name=5), "body/name must be a str, not int"),
    ):
        ids = {} if method == "create_sms_campaign" else {"contact": "a", "class_": 7}
        with pytest.raises((TypeError, ValueError), match=f"^{refusal}$") as caught:
            getattr(comm, method)(**ids, body=body)
        assert type(caught.value) in {TypeError, ValueError}
    with pytest.raises(TypeError, match=r"^class_ must be an int, not str$"):
        comm.delete_note(contact="a", class_="7")
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ValueError, match=r"^body is nested too deeply$"):
        comm.create_sms_campaign(body=campaign(name="x", additional_properties={"a": endless}))
    assert server.requests == []


def test_values_of_python_in_a_body_are_written_as_json(use: ModuleType, comm: Comm, server: Server) -> None:
    server.answers = [httpx.Response(202, json=7)]
    started = datetime(2025, 11, 3, 15, tzinfo=UTC)
    comm.create_sms_campaign(body=use.HeldOutCampaign(name="x", starts_at=started, segments=(UUID(SEND),)))
    assert json.loads(server.requests[0].content) == {
        "name": "x",
        "starts_at": "2025-11-03T15:00:00+00:00",
        "segments": [SEND],
    }


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ({"team": {"id": 7}, "a.b": "x y/z"}, None),
        ({"team": {"id": 7}, "a.b": "X Y/Z"}, None),
        ({"team": {}}, None),
        ([], None),
        ({"team": {"id": 70}, "a.b": "x y/z"}, "/data/team/id"),
        ({"team": {"id": 7}, "a.b": "x y"}, "/data/a.b"),
        ({"team": {"id": "seven"}, "a.b": 5}, "/data/team/id"),
        ({"team": 7}, "/data/team"),
    ],
)
def test_an_answer_to_another_request_is_none(
    use: ModuleType, comm: Comm, server: Server, data: object, pointer: str | None
) -> None:
    server.answers = [httpx.Response(200, json={"data": data})]
    with pytest.raises(use.InvalidResponse) if pointer else nullcontext() as caught:
        comm.find_campaign(team=7, name="x y/z")
    assert getattr(caught and caught.value, "pointer", None) == pointer


@pytest.mark.parametrize(("method", "ids"), [("find_campaign", {"team": 7, "name": "x"}), ("find_export", {})])
def test_a_call_that_needs_no_token_sends_none(comm: Comm, server: Server, method: str, ids: dict[str, object]) -> None:
    server.answers = [httpx.Response(200, json={"data": {}})]
    getattr(comm, method)(**ids)
    assert "authorization" not in server.requests[0].headers


def test_a_page_with_asyncio(use: ModuleType, server: Server) -> None:
    server.answers = [page("a")]

    async def first_page() -> Comm:
        async with use.AsyncCommSms(token=TOKEN, base_url=URL, transport=server) as comm:
            return await use.page_with_asyncio(comm)

    assert asyncio.run(first_page()).data[0].name == "a"
    assert str(server.requests[0].url) == f"{URL}/v1/sms/campaigns?segment={SEND}"


@pytest.mark.parametrize("name", ["segment", "domain"])
def test_ids_of_a_query_are_checked_too(comm: Comm, server: Server, name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must be a UUID"):
        comm.list_sms_campaigns(**{"segment": SEND, name: "7"})
    assert server.requests == []


def test_a_body_is_written_and_each_success_is_read(use: ModuleType, comm: Comm, server: Server) -> None:
    server.answers = [
        httpx.Response(201, json={"data": {"name": "Spring", "status": "later"}}),
        httpx.Response(202, json=7),
    ]
    assert use.create(comm).status == "later"
    assert use.create(comm) == 7
    for request in server.requests:
        assert request.headers["Content-Type"] == "application/json"
        assert request.content == b'{"name":"Spring","status":"draft"}'


def test_texts_in_a_path_are_escaped_and_bodies_of_other_kinds_written(
    use: ModuleType, comm: Comm, server: Server
) -> None:
    server.answers = [
        httpx.Response(206, json=[]),
        httpx.Response(200, json=[{"name": "x"}]),
        httpx.Response(200, content=b"done"),
        httpx.Response(204),
    ]
    none, some, text = use.change(comm)
    assert (none, [campaign.name for campaign in some], text) == ([], ["x"], "done")
    empty, full, form, _ = server.requests
    assert empty.url.raw_path == b"/api/v1/contacts/a%2Fb/notes/7"
    assert (empty.content, full.content) == (b"", b'[{"name":"x","budget":1.5}]')
    assert [request.headers.get("Content-Type") for request in (empty, full)] == [None, "application/json"]
    assert [request.headers["Accept"] for request in (full, form)] == [
        "application/json",
        "text/plain, application/json;q=0.5",
    ]
    assert (form.headers["Content-Type"], form.content) == ("application/x-www-form-urlencoded", b"name=x+y")


@pytest.mark.parametrize("contact", ["", ".", ".."])
def test_a_text_that_would_change_the_path_is_refused(comm: Comm, server: Server, contact: str) -> None:
    with pytest.raises(ValueError, match=r"^contact is part of the path and must not be"):
        comm.delete_note(contact=contact, class_=7)
    assert server.requests == []


def test_bytes_are_returned_as_they_came(use: ModuleType, comm: Comm, server: Server) -> None:
    server.answers = [httpx.Response(200, content=b"\xff\x00")]
    assert use.export(comm) == b"\xff\x00"
    assert server.requests[0].headers["Accept"] == "application/octet-stream, application/json;q=0.5"


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("", "grün".encode()),
        ("; charset=UTF-8", b"\xef\xbb\xbf" + "grün".encode()),
        ("; Charset=iso-8859-1", "grün".encode("iso-8859-1")),
        (';format=flowed; charset="windows-1252"', "grün".encode("cp1252")),
        (";charset=utf-16", "grün".encode("utf-16")),
    ],
)
def test_a_text_is_read_in_its_charset(
    use: ModuleType, comm: Comm, server: Server, charset: str, content: bytes
) -> None:
    server.answers = [httpx.Response(200, headers={"Content-Type": f"text/plain{charset}"}, content=content)]
    assert comm.replace_note(contact="b", class_=7, body=use.HeldOutCampaign(name="x")) == "grün"


@pytest.mark.parametrize(
    ("charset", "content", "problem"),
    [
        ("", b"gr\xfcn", "the body is not UTF-8 at byte 2"),
        ("; charset=us-ascii", b"gr\xfcn", "the body is not us-ascii at byte 2"),
        ("; charset=klingon", b"x", "the body is in a charset that is not supported"),
        ("; charset=base64", b"x", "the body is in a charset that is not supported"),
        ("; charset=idna", b"xn--zzzz", "the body is in a charset that is not supported"),
    ],
)
def test_a_text_that_is_not_in_its_charset_is_an_invalid_response(
    use: ModuleType, comm: Comm, server: Server, charset: str, content: bytes, problem: str
) -> None:
    server.answers = [httpx.Response(200, headers={"Content-Type": f"text/plain{charset}"}, content=content)]
    with pytest.raises(use.InvalidResponse, match=f"{problem}$"):
        comm.replace_note(contact="b", class_=7, body=use.HeldOutCampaign(name="x"))


@pytest.mark.parametrize(
    "headers",
    [{"Content-Length": str(10**9)}, {"Content-Encoding": "br"}, {"Content-Encoding": "gzip", "Content-Length": "20"}],
)
def test_an_answer_without_a_body_may_have_the_headers_of_one(
    comm: Comm, server: Server, headers: dict[str, str]
) -> None:
    server.answers = [httpx.Response(200, headers=headers), httpx.Response(204, headers=headers)]
    assert comm.find_export() is None
    assert comm.delete_note(contact="b", class_=7) is None


def test_a_method_that_may_be_repeated_is_repeated(comm: Comm, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extended.call.random", lambda: 0.0)
    server.answers = [httpx.Response(502), page()]
    assert comm.list_sms_campaigns(segment=SEND).data == []


@pytest.mark.parametrize("client", ["CommSms", "AsyncCommSms"])
def test_hints_and_signatures_resolve(use: ModuleType, client: str) -> None:
    for method, returned in (
        ("list_sms_campaigns", use.HeldOutPage),
        ("create_sms_campaign", use.HeldOutCampaign | int),
        ("change_note", GenericAlias(list, use.HeldOutCampaign)),
        ("delete_note", type(None)),
    ):
        function = getattr(getattr(use, client), method)
        assert get_type_hints(function)["return"] == returned
        assert inspect.signature(function, eval_str=True).parameters["timeout"].annotation == float | None
    made = use.list_sms_campaigns.request
    assert get_type_hints(made)["return"] == use.Request[use.HeldOutPage]
    assert inspect.signature(made, eval_str=True).parameters["segment"].annotation == UUID | str


def test_models_are_loaded_when_they_are_used(directory: Path) -> None:
    program = """
import sys
import extended
def loaded():
    return sorted(name.rpartition(".")[2] for name in sys.modules if name.startswith("extended.models."))
assert loaded() == []
assert extended.models.HeldOutStatus.DRAFT == "draft"
assert loaded() == ["held_out_status"]
assert set(extended.models.__all__) <= set(dir(extended.models))
from extended.models import *
assert HeldOutPage is extended.models.HeldOutPage
try:
    extended.models.Nothing
except AttributeError as error:
    assert str(error) == "module 'extended.models' has no attribute 'Nothing'"
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", program], cwd=directory, check=True)


@pytest.mark.usefixtures("use")
def test_only_what_is_sent_or_returned_is_a_model() -> None:
    """ApiError is the shape of errors in openapi.yaml, and an exception in the package."""
    models = importlib.import_module("extended.models")
    assert "HeldOutEnvelope" in models.__all__
    assert not {*models.__all__} & {*importlib.import_module("extended").__all__}


def test_a_docstring_says_what_the_contract_says(comm: Comm) -> None:
    documented = comm.list_sms_campaigns.__doc__
    for line in [
        "List campaigns.",
        "page: Number of the page.",
        "timeout_: Named as an option of every call.",
        "200: A page of campaigns.",
    ]:
        assert line in documented


def test_a_docstring_breaks_no_word_and_leaves_nothing_blank(comm: Comm) -> None:
    documented = comm.list_sms_campaigns.__doc__
    assert documented.startswith("List campaigns.\n")
    assert "X-RateLimit-Remaining" in documented
    assert "per_page: No description.\n" in documented
    assert "subclasses. Documented statuses:\n" in documented
    assert "subclasses.\n" in comm.delete_note.__doc__


@pytest.mark.usefixtures("use")
def test_the_method_with_asyncio_refers_to_the_blocking_one_for_its_documentation() -> None:
    client = importlib.import_module("extended.client")
    blocking: dict[str, Any] = client.CommSms.__dict__
    awaited: dict[str, Any] = client.AsyncCommSms.__dict__
    methods = [name for name, member in awaited.items() if inspect.isfunction(member)]
    assert "list_sms_campaigns" in methods
    for name in methods:
        title, _, rest = (inspect.getdoc(blocking[name]) or "").partition(".\n")
        assert "Raises:" in rest
        assert inspect.getdoc(awaited[name]) == f"{title}, like `CommSms.{name}`, which has the documentation."
