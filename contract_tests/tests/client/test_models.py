"""The client's models: what they forgive, what they refuse and how they say so."""

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import attrs
import comm_sms
import pytest
from comm_sms import as_datetime
from comm_sms.invalid import InvalidBody
from comm_sms.models import SmsCampaignSendResource, SmsCampaignSendResponse, TimeWindow

from scripts.contract.document import load
from scripts.contract.values import at

DOCUMENT = load().document
EXAMPLES = "/components/responses/Stopped/content/application~1json/examples"


def resource(**members: object) -> SmsCampaignSendResource:
    return SmsCampaignSendResource.from_dict({"id": "1", "status": "stopped", **members})


ZOO: dict[str, object] = {
    "name": "n",
    "kind": "zoo",
    "size": "small",
    "nickname": None,
    "address": None,
    "anything_at_all": None,
}


# Reading


@pytest.mark.parametrize("example", ["manual", "multistep", "planner"])
def test_the_examples_of_the_contract_come_back_unchanged(example: str) -> None:
    body: Any = at(DOCUMENT, f"{EXAMPLES}/{example}/value")
    assert json.dumps(SmsCampaignSendResponse.from_dict(body).to_dict(), sort_keys=True) == json.dumps(
        body, sort_keys=True
    )


def test_null_and_absent_read_alike_and_are_written_as_they_came() -> None:
    null, absent = resource(meta=None), resource()
    assert null == absent
    assert null.meta is None
    assert null.to_dict() == {"id": "1", "status": "stopped", "meta": None}
    assert absent.to_dict() == {"id": "1", "status": "stopped"}


def test_unknown_members_are_kept_and_written_back() -> None:
    send = resource(paused_by={"user": 7})
    assert send.additional_properties == {"paused_by": {"user": 7}}
    assert send.to_dict()["paused_by"] == {"user": 7}


def test_reading_leaves_the_body_alone() -> None:
    body = {"id": "1", "status": "stopped", "meta": {"send_type": None}, "new": [1]}
    before = json.dumps(body)
    SmsCampaignSendResource.from_dict(body)
    assert json.dumps(body) == before


def test_one_text_is_a_list_of_one(zoo: ModuleType) -> None:
    assert zoo_of(zoo, tags="old").tags == ["old"]


def test_the_empty_array_of_php_is_an_empty_object() -> None:
    send = resource(meta=[])
    assert send.meta
    assert send.to_dict()["meta"] == {}


def test_null_where_the_contract_has_none_is_no_item(zoo: ModuleType) -> None:
    read = zoo_of(zoo, notices={"campaign": ["gone", None], "send": None})
    assert read.to_dict()["notices"] == {"campaign": ["gone"]}


@pytest.mark.parametrize("text", ["9D3F6C1E-5B7A-4E0C-8F42-1AB6D27C90E5", "17", ""])
def test_text_of_any_format_stays_the_text_that_came(text: str) -> None:
    assert resource(meta={"domain_plan_id": text}).to_dict()["meta"] == {"domain_plan_id": text}


def test_a_whole_number_with_a_point_is_an_integer(zoo: ModuleType) -> None:
    assert repr(zoo_of(zoo, visitors=5.0).visitors) == "5"


# Refusing


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("{}", "/data is missing"),
        ("[]", "/data is missing"),
        ("3", "the body must be an object, not an integer"),
        ('{"data": null}', "/data must be an object, not null"),
        ('{"data": {"status": "stopped"}}', "/data/id is missing"),
        ('{"data": {"id": 7, "status": "stopped"}}', "/data/id must be a string, not an integer"),
        ('{"data": {"id": "1", "status": null}}', "/data/status must be a string, not null"),
        ('{"data": {"id": "1", "status": "", "meta": "x"}}', "/data/meta must be an object, not a string"),
    ],
)
def test_what_does_not_fit_is_named_by_its_pointer(body: str, problem: str) -> None:
    with pytest.raises(InvalidBody) as raised:
        SmsCampaignSendResponse.from_dict(json.loads(body))
    assert str(raised.value) == problem
    assert problem == f"{raised.value.pointer or 'the body'} {raised.value.problem}"


@pytest.mark.parametrize(
    ("member", "value", "problem"),
    [
        ("tags", {}, "/tags must be an array, not an object"),
        ("animals", "cat", "/animals must be an array, not a string"),
        ("branches", [ZOO, ZOO | {"name": 1.5}], "/branches/1/name must be a string, not a number"),
        ("visitors", True, "/visitors must be an integer, not a boolean"),
        ("rating", False, "/rating must be a number, not a boolean"),
        ("open", 0, "/open must be a boolean, not an integer"),
    ],
)
def test_what_does_not_fit_is_named_in_any_contract(zoo: ModuleType, member: str, value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        zoo_of(zoo, **{member: value})


def test_a_pointer_escapes_what_a_name_may_contain(zoo: ModuleType) -> None:
    with pytest.raises(ValueError, match="must be a string") as raised:
        zoo_of(zoo, notices={"a/b~c": [7]})
    assert getattr(raised.value, "pointer", None) == "/notices/a~1b~0c/0"


# Writing


def test_none_given_to_the_constructor_is_left_out() -> None:
    assert TimeWindow(start=None, end="17:00").to_dict() == {"end": "17:00"}


def test_null_is_written_where_it_is_asked_for() -> None:
    window = TimeWindow(end="17:00", nulls=frozenset({"start"}))
    assert window.to_dict() == {"start": None, "end": "17:00"}


def test_a_changed_copy_keeps_its_nulls() -> None:
    read = TimeWindow.from_dict({"start": None, "end": None, "zone": "UTC"})
    assert attrs.evolve(read, end="17:00").to_dict() == {"start": None, "end": "17:00", "zone": "UTC"}


def test_what_is_written_is_a_copy() -> None:
    send = resource(meta={"segment_ids": [[1]]})
    send.to_dict()["meta"]["segment_ids"][0].append(2)
    assert send.to_dict()["meta"]["segment_ids"] == [[1]]


def test_the_constructor_takes_keywords_only() -> None:
    untyped: Any = TimeWindow
    with pytest.raises(TypeError):
        untyped("09:00", "17:00")


def test_a_model_shows_what_it_has(zoo: ModuleType) -> None:
    read = zoo_of(zoo, visit={"when": "now"}, mascot=None, new="x")
    assert repr(read) == (
        "Zoo(name='n', kind='zoo', size=<Size.SMALL: 'small'>, "
        "visit=ZooVisit(when='now'), additional_properties={'new': 'x'})"
    )


# Times


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-11-03T14:12:09.000000Z", datetime(2025, 11, 3, 14, 12, 9, tzinfo=UTC)),
        ("2025-11-03T14:12:09.5+02:00", datetime(2025, 11, 3, 14, 12, 9, 500000, timezone(timedelta(hours=2)))),
        ("2025-11-03 15:00:00", datetime(2025, 11, 3, 15)),  # noqa: DTZ001 - the text names no zone
        ("2025-11-03T15:00Z", datetime(2025, 11, 3, 15, tzinfo=UTC)),
        ("2025-11-03 15:00", datetime(2025, 11, 3, 15)),  # noqa: DTZ001 - as above
        ("2025-11-03T15:00:00,5Z", datetime(2025, 11, 3, 15, 0, 0, 500000, UTC)),
        ("2025-11-03T15:00:00+02", datetime(2025, 11, 3, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("2025-11-03T15", None),
        ("2025-11-03T15:00:", None),
        ("2025-11-03T15:00.5Z", None),
        (1762249200, datetime(2025, 11, 4, 9, 40, tzinfo=UTC)),
        (1762249200.5, datetime(2025, 11, 4, 9, 40, 0, 500000, tzinfo=UTC)),
        ("1762249200", datetime(2025, 11, 4, 9, 40, tzinfo=UTC)),
        (None, None),
        ("", None),
        ("soon", None),
        ("2025-11-03", None),
        ("2025-13-03 15:00:00", None),
        ("20251103T150000", None),
        ("٢٠٢٥-11-03 15:00:00", None),
        (1762249200000, None),
        (True, None),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_a_time_is_understood_or_it_is_none(value: str | float | None, moment: datetime | None) -> None:
    assert as_datetime(value) == moment


# Another contract: the templates know none


def zoo_of(zoo: ModuleType, **members: object) -> Any:  # noqa: ANN401 - a class of the rendered package
    return zoo.Zoo.from_dict(ZOO | members)


def test_the_models_of_any_contract_type_check(zoo: ModuleType) -> None:
    package = Path(str(zoo.__file__)).parent
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--package=zoo.models"],
        cwd=package.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.startswith("Success"), run.stdout + run.stderr


def test_a_class_is_described_once_and_not_again_by_each_attribute_of_its_type(zoo: ModuleType) -> None:
    texts = {
        name: Path(str(zoo.__file__)).with_name(f"{name}.py").read_text("utf-8") for name in ("size", "address", "zoo")
    }
    assert '"""How large it is."""' in texts["size"]
    assert '"""Where it is."""' in texts["address"]
    assert "How large" not in texts["zoo"]
    assert "Where it is" not in texts["zoo"]
    assert '"""The one on the sign."""' in texts["zoo"]


def test_an_enum_that_allows_null_is_one_class(zoo: ModuleType) -> None:
    assert [name for name in zoo.__all__ if name.startswith("ZooNoise")] == ["ZooNoiseType1"]
    found = [zoo_of(zoo, noise=value) for value in ("calm", "new", None)]
    assert [one.noise for one in found] == [zoo.ZooNoiseType1.CALM, "new", None]
    assert [one.to_dict()["noise"] for one in found] == ["calm", "new", None]


def test_an_unknown_value_of_an_enum_is_kept(zoo: ModuleType) -> None:
    read = zoo_of(zoo, size="huge", stars=4, sizes=["large", "tiny"])
    assert (read.size, read.stars, read.sizes) == ("huge", 4, [zoo.Size.LARGE, "tiny"])
    assert read.sizes[0] is zoo.Size.LARGE
    assert read.to_dict()["sizes"] == ["large", "tiny"]


def test_a_union_reads_the_form_that_keeps_the_value(zoo: ModuleType) -> None:
    read = zoo_of(zoo, text_or_texts="one", object_or_list=[], number_or_text=True)
    assert (read.text_or_texts, read.object_or_list, read.number_or_text) == ("one", [], True)
    dog = {"name": "Rex", "species": "dog", "good": True}
    assert [type(animal).__name__ for animal in zoo_of(zoo, animals=[dog]).animals] == ["Dog"]


@pytest.mark.parametrize(("kind", "form"), [("human", "Person"), ("Robot", "Robot")])
def test_a_discriminator_says_which_form_is_read(zoo: ModuleType, kind: str, form: str) -> None:
    keeper = zoo_of(zoo, keeper={"kind": kind, "name": "R2"}).keeper
    assert (type(keeper).__name__, keeper.kind, keeper.name) == (form, kind, "R2")
    assert keeper.to_dict() == {"kind": kind, "name": "R2"}


@pytest.mark.parametrize("kind", ["Person", "robot", "", None, 1])
def test_what_a_discriminator_does_not_name_is_refused(zoo: ModuleType, kind: object) -> None:
    with pytest.raises(ValueError, match=r"^/keeper/kind must be the documented constant$"):
        zoo_of(zoo, keeper={"kind": kind, "name": "R2"})


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"kind": "park"}, "/kind must be the documented constant"),
        ({"edition": True}, "/edition must be the documented constant"),
        ({"nothing": 0}, "/nothing must be null, not an integer"),
        ({"grid": [[1], [2, "x"]]}, "/grid/1/1 must be an integer, not a string"),
        ({"number_or_text": 1.5}, "/number_or_text matches none of the documented forms"),
        ({"animals": [{"name": "Rex"}]}, "/animals/0/species is missing"),
        ({"branches": [{"name": "x"}]}, "/branches/0/kind is missing"),
        ({"counts": {"lions": None, "bears": "two"}}, "/counts/bears must be an integer, not a string"),
        ({"homes": {"lions": {}}}, "/homes/lions/city is missing"),
    ],
)
def test_problems_inside_any_form_are_named_by_their_pointer(
    zoo: ModuleType, members: dict[str, object], problem: str
) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$") as raised:
        zoo_of(zoo, **members)
    assert type(raised.value).__name__ == "InvalidBody"


NESTS: dict[str, Callable[[object], object]] = {
    "Model": lambda body: {"members": {"owner": body}},
    "Zoo": lambda body: ZOO | {"parent": body},
}


@pytest.mark.parametrize(("model", "nest"), NESTS.items())
def test_a_body_nested_too_deeply_is_named(zoo: ModuleType, model: str, nest: Callable[[object], object]) -> None:
    body: object = {}
    for _ in range(1000):
        body = nest(body)
    with pytest.raises(ValueError, match=r"nested too deeply$"):
        getattr(zoo, model).from_dict(body)


def test_members_may_have_names_that_mean_something_in_python(zoo: ModuleType) -> None:
    body = {"d": "x", "class": "x", "self": "x", "to_dict": "x", "nulls": "x", "two words": "x"}
    read = zoo.Names.from_dict(body)
    assert (read.additional_properties, read.class_, read.to_dict_, read.two_words) == ({}, "x", "x", "x")
    assert read.to_dict() == body


def functions(package: ModuleType) -> Iterator[Callable[..., object]]:
    """Every function and method that the package defines itself."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            for member in (value, *vars(value).values()) if isinstance(value, type) else (value,):
                function = getattr(member, "__func__", getattr(member, "fget", member))
                if inspect.isfunction(function) and function.__module__ == module.__name__:
                    yield function


def test_hints_and_signatures_of_every_function_resolve(zoo: ModuleType) -> None:
    found = [function for package in (comm_sms, zoo) for function in functions(package)]
    assert {"SendMeta.__init__", "Zoo.__init__", "request", "Session.send"} <= {one.__qualname__ for one in found}
    for function in found:
        get_type_hints(function)
        inspect.signature(function, eval_str=True)


def test_signatures_of_models_resolve(zoo: ModuleType) -> None:
    for model in (SmsCampaignSendResponse, SmsCampaignSendResource, TimeWindow):
        assert inspect.signature(model, eval_str=True).parameters.keys() == attrs.fields_dict(model).keys()
    assert inspect.signature(SmsCampaignSendResponse).parameters["data"].annotation is SmsCampaignSendResource
    parameters = inspect.signature(zoo.Zoo, eval_str=True).parameters
    assert parameters["parent"].annotation == zoo.Zoo | None
    assert parameters["name"].default is inspect.Parameter.empty
    assert parameters["counts"].default is None
    assert inspect.signature(zoo.Names, eval_str=True).parameters.keys() == attrs.fields_dict(zoo.Names).keys()
