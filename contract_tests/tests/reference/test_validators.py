"""Four validators in three languages agree with every test vector: on validity, place and keyword."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import jsonschema
import jsonschema_rs
import pytest

from contract_tests.tests.reference.languages import javascript
from scripts.contract.document import load
from scripts.contract.values import Json, Object, at, items, join, members
from scripts.reference.emitters import json_schema
from scripts.reference.emitters.vectors import row
from scripts.reference.vectors.site import Tier
from scripts.reference.vectors.walk import Vector, vectors

pytestmark = pytest.mark.reference

CONTRACT = load()
VECTORS = vectors(CONTRACT)
NAMES = sorted({vector.schema for vector in VECTORS})
Errors = list[tuple[str, str]]  # (instance pointer, schema pointer)


def schemas(dialect: json_schema.Dialect = json_schema.DIALECTS[0]) -> dict[str, Object]:
    return {name: json_schema.schema(CONTRACT, name, dialect) for name in NAMES}


def jsonschema_rs_errors() -> dict[str, Errors]:
    judges = {name: jsonschema_rs.Draft202012Validator(own, validate_formats=True) for name, own in schemas().items()}
    return {
        vector.id: [
            (join("", *error.instance_path), join("", *error.schema_path))
            for error in judges[vector.schema].iter_errors(vector.data)
        ]
        for vector in VECTORS
    }


def jsonschema_errors() -> dict[str, Errors]:
    dialect = jsonschema.Draft202012Validator
    judges = {name: dialect(own, format_checker=dialect.FORMAT_CHECKER) for name, own in schemas().items()}
    return {
        vector.id: [
            (join("", *error.absolute_path), _located(vector.schema, error.absolute_schema_path))
            for error in judges[vector.schema].iter_errors(  # pyright: ignore[reportUnknownMemberType]  # untyped overload
                vector.data
            )
        ]
        for vector in VECTORS
    }


def _located(name: str, way: Iterable[str | int]) -> str:
    """The pointer at the end of a path that follows references implicitly."""
    schema, pointer = members(schemas()[name]), ""
    for token in way:
        reference = members(at(schema, pointer)).get("$ref")
        pointer = join(str(reference)[1:] if reference else pointer, token)
    return pointer


def ajv_errors(dialect: json_schema.Dialect = json_schema.DIALECTS[0]) -> dict[str, Errors]:
    return _javascript_errors("ajv.mjs", dialect)


def hyperjump_errors() -> dict[str, Errors]:
    return _javascript_errors("hyperjump.mjs", json_schema.DIALECTS[0])


def _javascript_errors(program: str, dialect: json_schema.Dialect) -> dict[str, Errors]:
    given: Json = {
        "dialect": dialect.name,
        "schemas": {**schemas(dialect)},
        "vectors": [row(vector) for vector in VECTORS],
    }
    found = javascript(program, given)
    errors = {str(one["id"]): [_plain(*items(error)) for error in items(one["errors"])] for one in found}
    assert {one["id"]: one["valid"] for one in found} == {vector: not own for vector, own in errors.items()}
    return errors


def _plain(instance: Json, keyword: Json) -> tuple[str, str]:
    """Two pointers, without the name of the schema and `#`."""
    return str(instance).rpartition("#")[2], str(keyword).rpartition("#")[2]


@dataclass(frozen=True)
class Validator:
    """A validator.

    Attributes:
        name: its name.
        errors: what it finds in each vector.
        names_place: false if it gives the place of a keyword only within its component.
        names_property: true if it blames the property that may not be there, not the object that has it.
    """

    name: str
    errors: Callable[[], dict[str, Errors]]
    names_place: bool = True
    names_property: bool = False

    def at(self, vector: Vector, instance: str) -> str:
        """The place of the value that a keyword judged."""
        is_closed = vector.keyword.endswith("/additionalProperties")
        return instance.rpartition("/")[0] if self.names_property and is_closed else instance


VALIDATORS = (
    Validator("jsonschema-rs", jsonschema_rs_errors),
    Validator("jsonschema", jsonschema_errors),
    Validator("ajv", ajv_errors, names_place=False),
    Validator("hyperjump", hyperjump_errors, names_property=True),
)
KNOWN_DISAGREEMENTS = {("ajv", "format/urn"): "ajv-formats accepts a URN with a UUID as a UUID"}


def wrong(errors: dict[str, Errors], *tiers: Tier) -> list[str]:
    """The vectors of some tiers on which a validator disagrees."""
    return [v.id for v in VECTORS if v.tier in tiers and bool(errors[v.id]) is not bool(v.fault)]


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda validator: validator.name)
def test_a_validator_gives_every_verdict_of_core_and_format(validator: Validator) -> None:
    assert wrong(validator.errors(), "core", "format") == []


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda validator: validator.name)
def test_a_validator_differs_on_the_edge_where_that_is_known_and_nowhere_else(validator: Validator) -> None:
    differing = {vector.partition("/")[2] for vector in wrong(validator.errors(), "edge")}
    assert differing == {case for name, case in KNOWN_DISAGREEMENTS if name == validator.name}


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda validator: validator.name)
def test_a_validator_finds_each_fault_at_its_place_and_by_its_keyword(validator: Validator) -> None:
    errors = validator.errors()
    faulty = [vector for vector in VECTORS if vector.fault and vector.tier != "edge"]
    assert faulty
    for vector in faulty:
        ((instance, keyword),) = errors[vector.id]
        assert validator.at(vector, instance) == vector.instance, vector.id
        if validator.names_place:
            assert keyword == vector.keyword, vector.id
        else:
            assert keyword.rpartition("/")[2] == vector.keyword.rpartition("/")[2], vector.id


def test_ajv_gives_the_draft_07_copies_every_verdict() -> None:
    assert wrong(ajv_errors(json_schema.DIALECTS[1]), "core", "format") == []
