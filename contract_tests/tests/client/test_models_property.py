"""The client's models, by drawn values: what was read is written back, and what an annotation says is there.

Bodies are drawn from openapi.yaml and from schema_forms.yaml, which shares nothing with it.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

import attrs
import httpx
import jsonschema_rs
import pytest
from comm_sms import AsyncCommSms, CommSms, InvalidResponse
from comm_sms.api.sms_campaigns import stop_sms_campaign_send
from comm_sms.invalid import InvalidBody
from comm_sms.models import SmsCampaignSendResponse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation.jsonschema.builder import build

from contract_tests.tests.client.client_harness import IDS
from scripts.contract.document import load
from scripts.contract.rules.client_discriminators import told_apart
from scripts.contract.values import join

MODELS = [
    ("comm_sms", "SmsCampaignSendResponse"),
    ("zoo", "Zoo"),
    ("zoo", "Names"),
    ("zoo", "Model"),
]
DOCUMENTS = {"comm_sms": load().document, "zoo": load(Path(__file__).parent / "schema_forms.yaml").document}
ABSENT = object()
TOKEN = "any"  # noqa: S105 - nobody checks it here
SECRET = "never to be printed"  # noqa: S105 - that is what it is for
SCALARS: dict[type, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
    str: st.text(),
}
JSON = st.recursive(
    st.one_of(list(SCALARS.values())),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(), below, max_size=2),
    max_leaves=4,
)
REPLACEMENTS = JSON | st.sampled_from([SECRET, [SECRET], {"id": SECRET}])

every_model = pytest.mark.parametrize(("package", "name"), MODELS)
with_drawn = settings(
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=40,
    phases=[Phase.generate],  # shrinking a body takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


pytestmark = pytest.mark.usefixtures("zoo")


def model_of(package: str, name: str) -> Any:  # noqa: ANN401 - a class
    return getattr(import_module(f"{package}.models"), name)


def bodies(package: str, name: str) -> st.SearchStrategy[Any]:
    """What the contract of the package allows for a component, discriminators included."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": told_apart(DOCUMENTS[package])["components"]}
    return build(schema, draft=jsonschema_rs.Draft202012, formats={"uuid": st.uuids().map(str)})


def places(value: Any, pointer: str = "") -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    """Every value below a value: its pointer, what it stands in, and its name or index there."""
    if isinstance(value, dict | list):
        within = cast("Any", value)
        keys: Iterable[Any] = within if isinstance(value, dict) else range(len(within))
        for key in keys:
            yield join(pointer, key), within, key
            yield from places(within[key], join(pointer, key))


def fits(value: object, hint: Any) -> bool:  # noqa: ANN401, PLR0911 - a type; one return a form
    """Whether a value, a model with all that is in it, is what its annotation says."""
    match get_origin(hint), get_args(hint):
        case None, _ if hint is Any:
            return True
        case None, _ if hint in {bool, int, float, str}:
            return type(value) in ({int, float} if hint is float else {hint})
        case None, _:
            return isinstance(value, hint) and all(
                fits(getattr(value, name), below) for name, below in members_of(hint).items()
            )
        case origin, [item] if origin is list:
            return isinstance(value, list) and all(fits(one, item) for one in cast("list[object]", value))
        case origin, [_, item] if origin is dict:
            return isinstance(value, dict) and all(fits(one, item) for one in cast("dict[str, object]", value).values())
        case origin, constants if origin is Literal:
            return (type(value), value) in {(type(one), one) for one in constants}
        case _, forms:
            return any(fits(value, form) for form in forms)


def made(hint: Any, depth: int = 0) -> st.SearchStrategy[Any]:  # noqa: ANN401, PLR0911 - as above
    """What a user who keeps to the annotation can give; two models deep, what may be None is None."""
    match get_origin(hint), get_args(hint):
        case None, _ if hint is Any:
            return JSON
        case None, _ if hint in SCALARS:
            return SCALARS[hint]
        case None, _ if issubclass(hint, Enum):
            return st.sampled_from(hint)
        case None, _:
            return st.builds(hint, **{name: made(below, depth + 1) for name, below in members_of(hint).items()})
        case origin, [item] if origin is list:
            return st.lists(made(item, depth), max_size=2)
        case origin, [_, item] if origin is dict:
            return st.dictionaries(st.text().map("x-{}".format), made(item, depth), max_size=2)
        case origin, constants if origin is Literal:
            return st.sampled_from(constants)
        case _, forms if NoneType in forms and depth > 1:
            return st.none()
        case _, forms:
            return st.one_of([made(form, depth) for form in forms])


def members_of(model: type) -> dict[str, Any]:
    """The annotations of a model's members; of no other class."""
    return {name: hint for name, hint in get_type_hints(model).items() if name != "nulls"} if attrs.has(model) else {}


@st.composite
def faulty(draw: st.DrawFn, allowed: st.SearchStrategy[Any]) -> tuple[str, Any]:
    """A body with one value, at the pointer, gone or replaced by any other."""
    envelope = [draw(allowed)]
    pointer, holder, key = draw(st.sampled_from(list(places(envelope))))
    holder[key] = draw(REPLACEMENTS if holder is envelope else REPLACEMENTS | st.just(ABSENT))
    if holder[key] is ABSENT:
        del holder[key]
    return pointer.removeprefix("/0"), envelope[0]


@every_model
@with_drawn
@given(data=st.data())
def test_what_the_contract_allows_is_read_and_written_back(package: str, name: str, data: st.DataObject) -> None:
    model = model_of(package, name)
    body = data.draw(bodies(package, name))
    read = model.from_dict(body)
    assert read.to_dict() == body
    assert fits(read, model)


@every_model
@with_drawn
@given(data=st.data())
def test_what_a_user_makes_is_read_back(package: str, name: str, data: st.DataObject) -> None:
    model = model_of(package, name)
    mine = data.draw(made(model))
    assert model.from_dict(mine.to_dict()) == mine


@every_model
@with_drawn
@given(data=st.data())
def test_one_fault_is_forgiven_or_named(package: str, name: str, data: st.DataObject) -> None:
    model = model_of(package, name)
    pointer, body = data.draw(faulty(bodies(package, name)))
    try:
        read = model.from_dict(body)
    except import_module(f"{package}.invalid").InvalidBody as problem:
        explained = SECRET not in str(problem) and (
            problem.pointer.startswith(pointer) or pointer.startswith(problem.pointer)
        )
    else:
        explained = fits(read, model)
    assert explained


def outcome(call: Callable[[], object]) -> object:
    """What the call returns, or how it says what does not fit."""
    try:
        return call()
    except InvalidBody as problem:
        return problem.pointer, str(problem)
    except InvalidResponse as refusal:
        return refusal.pointer, refusal.reason


@with_drawn
@given(data=st.data())
def test_a_call_returns_what_the_model_reads_or_says_what_it_refuses(data: st.DataObject) -> None:
    allowed = bodies("comm_sms", "SmsCampaignSendResponse")
    body = data.draw(allowed | faulty(allowed).map(lambda fault: fault[1]))
    answer = httpx.MockTransport(lambda _: httpx.Response(200, content=json.dumps(body)))
    request = stop_sms_campaign_send.request(**IDS)
    request = replace(request, repeated={})  # the ids are drawn too

    async def stop() -> object:
        async with AsyncCommSms(token=TOKEN, transport=answer) as comm:
            return (await comm.send(request)).data

    expected = outcome(lambda: SmsCampaignSendResponse.from_dict(body).data)
    with CommSms(token=TOKEN, transport=answer) as comm:
        assert outcome(lambda: comm.send(request).data) == expected
    assert outcome(lambda: asyncio.run(stop())) == expected
