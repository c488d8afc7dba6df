"""The parts of a schema, each as a schema of its own: properties, items, alternatives; and what is left of it."""

from dataclasses import replace
from functools import reduce

from scripts.contract.values import Json, Object, items, join, members, types
from scripts.diff.schema_side import Side
from scripts.diff.translation import ANNOTATIONS, COMPOSITIONS

_APPLICATORS = ("properties", "items", "additionalProperties", "allOf")  # compared one by one
_OPAQUE = {
    *("$ref", "$dynamicRef", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"),
    *("propertyNames", "patternProperties", "prefixItems", "contains", "unevaluatedItems", "unevaluatedProperties"),
}


def is_opaque(whole: Side) -> bool:
    """Whether the schema is compared as a whole, because its keywords cannot be compared one by one."""
    return not members(whole.schema) or any(
        one.schema is False or members(one.schema).keys() & _OPAQUE for one in whole.members()
    )


def alternatives(whole: Side) -> list[Side]:
    """The branches of `anyOf` or `oneOf`, each with the keywords beside them; without branches, the schema itself.

    The list is empty if the schema has two such choices, or other keywords that cannot be compared one by one.
    """
    beside = [members(one.schema) for one in whole.members()]
    found = [
        below
        for one in whole.members()
        for keyword in ("anyOf", "oneOf")
        if keyword in members(one.schema)
        for below in [_branches(one, keyword)]
    ]
    rest: list[Json] = [{key: value for key, value in one.items() if key not in COMPOSITIONS} for one in beside]
    rest = [one for one in rest if not members(one).keys() <= {*ANNOTATIONS, "discriminator"}]
    if len(found) > 1 or any(members(one).keys() & _OPAQUE for one in rest):
        return []
    if not found:
        return [whole]
    return [replace(one, schema={"allOf": [*rest, one.schema]}) for one in found[0]] if rest else found[0]


def _branches(whole: Side, keyword: str) -> list[Side]:
    """The schemas under `anyOf` or `oneOf`, and instead of one that is such a composition itself, those under it."""
    below = enumerate(items(members(whole.schema)[keyword]))
    found = [Side(one, whole.components, join(whole.pointer, keyword, index)) for index, one in below]
    return [inside for one in found for inside in ([one] if one.component else alternatives(one) or [one])]


def kinds(whole: Side) -> list[str]:
    """The types that the schema, or the first of its `allOf` with types, allows, without null."""
    of_each = ([str(kind) for kind in types(members(one.schema)) if kind != "null"] for one in whole.members())
    return next((kinds for kinds in of_each if kinds), list[str]())


def properties(whole: Side) -> dict[str, Side]:
    """The properties that a schema and its `allOf` name."""
    found: dict[str, Side] = {}
    for member in whole.members():
        for name, schema in members(members(member.schema).get("properties")).items():
            below = Side(schema, whole.components, join(member.pointer, "properties", name))
            if schema is not True:  # else it is only listed beside `additionalProperties`; one of the contract is {}
                found[name] = _both(found[name], below) if name in found else below
    return found


def named(whole: Side, seen: frozenset[str] = frozenset()) -> dict[str, Side]:
    """The properties that a schema and its composition name."""
    found = properties(whole)
    for branch in whole.branches("allOf", "anyOf", "oneOf"):
        if branch.pointer not in seen:
            found |= named(branch, seen | {branch.pointer})
    return found


def under(whole: Side, keyword: str) -> Side:
    """The schema of items or additional properties."""
    found = [
        Side(members(member.schema)[keyword], whole.components, join(member.pointer, keyword))
        for member in whole.members()
        if keyword in members(member.schema)
    ]
    return reduce(_both, found) if found else replace(whole, schema=True, pointer=join(whole.pointer, keyword))


def _both(one: Side, other: Side) -> Side:
    """Two schemas of one value."""
    return replace(one, schema={"allOf": [one.schema, other.schema]})


def shallow(whole: Side) -> Side:
    """The schema without its subschemas, except those that forbid items or additional properties."""
    return Side(
        {"allOf": [_kept(members(member.schema)) for member in whole.members()]}, whole.components, whole.pointer
    )


def _kept(schema: Object) -> Object:
    kept = {keyword: value for keyword, value in schema.items() if keyword not in _APPLICATORS}
    if schema.get("items") is False:
        kept["items"] = False
    if schema.get("additionalProperties") is False:
        kept["additionalProperties"] = False
        kept["properties"] = dict.fromkeys(members(schema.get("properties")), True)
    return kept
