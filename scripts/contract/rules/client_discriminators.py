"""Discriminators, which the client obeys by a const in each form: a form that has another value is not read."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from scripts.contract.document import Contract
from scripts.contract.places import Place, walk
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import Json, Object, items, join, members, resolve, types

_SCHEMAS = "#/components/schemas/"
_NULL: Json = {"type": "null"}


@dataclass(frozen=True)
class _Discriminator:
    """Where it stands, its property, and the names of components: the forms, and which of them each value means."""

    pointer: str
    property: str
    forms: list[str]
    meant: dict[str, str]

    def values(self, form: str) -> list[str]:
        """The values that mean a form."""
        return [value for value, meant in self.meant.items() if meant == form]


def told_apart(document: Object) -> Object:
    """A copy in which the discriminator of each form is a const, so that a union has the forms that it says."""
    told = deepcopy(document)
    for discriminator in _discriminators(document):
        if not _problem(document, discriminator):
            for value, form in discriminator.meant.items():
                described = _property(document, discriminator, form).get("description", "")
                properties = members(_component(told, form)["properties"])
                properties[discriminator.property] = {"description": described, "const": value}
    return told


def _discriminators(document: Object) -> Iterator[_Discriminator]:
    for place in walk(document):
        if place.is_schema and "discriminator" in place.value:
            yield _discriminator(place)


def _discriminator(union: Place) -> _Discriminator:
    stated = members(union.value["discriminator"])
    listed = [one for word in ("oneOf", "anyOf") for one in items(union.value.get(word)) if one != _NULL]
    forms = [str(members(one).get("$ref", "")).removeprefix(_SCHEMAS) for one in listed]
    mapping = members(stated.get("mapping")).items()
    meant = {value: str(schema).removeprefix(_SCHEMAS) for value, schema in mapping}
    meant |= {form: form for form in forms if form not in meant.values()}
    return _Discriminator(join(union.pointer, "discriminator"), str(stated.get("propertyName")), forms, meant)


def _told(contract: Contract) -> Breaches:
    known: dict[tuple[str, str], str] = {}
    for discriminator in _discriminators(contract.document):
        if problem := _problem(contract.document, discriminator):
            yield discriminator.pointer, problem
            continue
        for value, form in discriminator.meant.items():
            if known.setdefault((form, discriminator.property), value) != value:
                yield discriminator.pointer, f"Let one {discriminator.property} mean {form} in every union."


def _problem(document: Object, discriminator: _Discriminator) -> str:
    """What to do before the client can obey a discriminator; empty if it can."""
    name, forms = discriminator.property, discriminator.forms
    if not forms or not all(_component(document, form) for form in forms):
        return "Write it beside a oneOf or an anyOf that refers to components."
    for value, form in discriminator.meant.items():
        if form not in forms:
            return f"Let mapping lead to forms of this schema: {value} does not."
        if len(discriminator.values(form)) > 1:
            return f"Let one {name} mean {form}, not {' and '.join(discriminator.values(form))}."
        described = _property(document, discriminator, form)
        required = name in items(_component(document, form).get("required"))
        if not required or types(described) != ["string"] or not _allows(described, value):
            return f"Describe {name} in {form} as a required text that may be {value}."
    return ""


def _component(document: Object, name: str) -> Object:
    schemas = members(members(document.get("components")).get("schemas"))
    return resolve(document, members(schemas.get(name)))


def _property(document: Object, discriminator: _Discriminator, form: str) -> Object:
    properties = members(_component(document, form).get("properties"))
    return resolve(document, members(properties.get(discriminator.property)))


def _allows(schema: Object, value: str) -> bool:
    return schema.get("const", value) == value and value in items(schema.get("enum", [value]))


DISCRIMINATORS = Rule("discriminator-obeyed", "The client can obey every discriminator.", _told, "client")
