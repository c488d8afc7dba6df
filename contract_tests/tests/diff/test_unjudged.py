"""A discriminator may gain values; any other change of it is one that no rule judges."""

import pytest

from scripts.contract.values import Object
from scripts.diff import wire_rules, wording

CAT: Object = {"cat": "#/components/schemas/Cat"}
DOG: Object = {"dog": "#/components/schemas/Dog"}


def document(discriminator: Object | None) -> Object:
    pet: Object = {"type": "object", "properties": {"kind": {"type": "string"}}}
    return {
        "components": {"schemas": {"Pet": pet if discriminator is None else {**pet, "discriminator": discriminator}}}
    }


def discriminator(mapping: Object, name: str = "kind") -> Object:
    return {"propertyName": name, "mapping": mapping}


def test_a_new_value_of_a_discriminator_is_judged_by_the_schemas_and_said() -> None:
    old, new = document(discriminator(CAT)), document(discriminator(CAT | DOG))
    assert wire_rules.changes(old, new) == []
    assert [change.rule for change in wording.changes(old, new)] == ["discriminator"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, discriminator(CAT)),
        (discriminator(CAT), None),
        (discriminator(CAT | DOG), discriminator(CAT)),
        (discriminator(CAT), discriminator({"cat": "#/components/schemas/Dog"})),
        (discriminator(CAT), discriminator(CAT, "type")),
    ],
)
def test_another_change_of_a_discriminator_is_not_judged(old: Object | None, new: Object | None) -> None:
    (change,) = wire_rules.changes(document(old), document(new))
    assert (change.rule, change.verdict, change.known) == ("unjudged", "breaking", False)
    assert change.place == "/components/schemas/Pet/discriminator"
