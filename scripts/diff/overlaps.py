"""Overlaps: values that keep two schemas of an `anyOf`, and that `oneOf` in its place refuses.

Containment reads `oneOf` as `anyOf`, because open schemas overlap where nobody means them to. Where one contract says
`anyOf` and the other one `oneOf`, the change is meant, and overlaps count. Below keywords that are compared as a whole,
such as `patternProperties`, the change is not seen.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import jsonschema_rs
from jsonschema_rs.canonical import CanonicalizationError, Containment, Satisfiability

from scripts.contract.values import Json, Object, join, members
from scripts.diff.schema_side import Side, references
from scripts.diff.translation import CLOSED, DEFINITIONS, OPEN, PLAIN
from scripts.diff.witness import overlap

_MOST = 20  # pairs of schemas that are not apart at first sight


def refused(outer: Side, inner: Side) -> tuple[bool, str | None] | None:
    """An overlap of the inner schema that only `oneOf` of the outer one refuses: whether it is proven, and a witness.

    None if there is no such overlap, or if the outer schema does not say `oneOf` where the inner one says `anyOf`.
    """
    pairs = [pair for pair in _pairs(outer, inner) if not _are_apart(*pair)]
    answers = {Containment.UNKNOWN} if len(pairs) > _MOST else set[Containment]()
    for pair in pairs[:_MOST]:
        both = replace(inner, schema={"allOf": [one.schema for one in pair]})
        answer = _accepted(outer, both)
        if answer == Containment.YES:
            continue
        if found := overlap(outer, inner, both):
            return True, found
        answers.add(answer)
    return (Containment.NO in answers, None) if answers else None


def _pairs(outer: Side, inner: Side) -> list[tuple[Side, Side]]:
    """The pairs of schemas of each `anyOf` of the inner schema, if the outer one says `oneOf` more often."""
    shared = frozenset(_components(outer) & _components(inner))  # they are compared on their own
    outers, inners = ([*_choices(side, shared)] for side in (outer, inner))
    if _one_of(outers) <= _one_of(inners):
        return []
    return [pair for keyword, branches in inners if keyword == "anyOf" for pair in combinations(branches, 2)]


def _components(side: Side) -> set[str]:
    names = references(side.schema, DEFINITIONS)
    return {join("/components/schemas", name.removeprefix(OPEN)) for name in names}


def _choices(whole: Side, seen: frozenset[str]) -> Iterator[tuple[str, list[Side]]]:
    """Each `anyOf` and `oneOf` of a composition, with its branches; not those of branches that were seen."""
    for keyword in ("anyOf", "oneOf"):
        if branches := [*whole.branches(keyword)]:
            yield keyword, branches
            for below in branches:
                if below.pointer not in seen:
                    yield from _choices(below, seen | {below.pointer})
    for below in whole.branches("allOf"):
        if (place := f"allOf {below.pointer}") not in seen:
            yield from _choices(below, seen | {place})


def _one_of(choices: list[tuple[str, list[Side]]]) -> int:
    return sum(keyword == "oneOf" for keyword, _ in choices)


def _are_apart(one: Side, other: Side) -> bool:
    """Whether the outlines of two schemas prove that no value keeps both."""
    try:
        return _canonical({"allOf": [_outline(one), _outline(other)]}).satisfiability() == Satisfiability.NO
    except CanonicalizationError:  # a pattern that the library cannot read
        return False


def _outline(whole: Side, levels: int = 2) -> Json:
    """A wider schema without references: what the plain keywords say of a value, and of what is some levels below."""
    if not levels:
        return True
    kept: list[Json] = []
    for one in whole.members():
        schema = members(one.schema)
        plain: Object = {keyword: value for keyword, value in schema.items() if keyword in PLAIN}
        below = {
            name: Side(value, one.components, join(one.pointer, "properties", name)).resolved()
            for name, value in members(schema.get("properties")).items()
        }
        plain["properties"] = {name: _outline(value, levels - 1) for name, value in below.items()}
        if schema.get("additionalProperties") is False and not schema.keys() & {"patternProperties", CLOSED}:
            plain["additionalProperties"] = False
        choices = ([*one.branches(keyword)] for keyword in ("anyOf", "oneOf"))
        any_of: list[Json] = [{"anyOf": [_outline(branch, levels - 1) for branch in each]} for each in choices if each]
        kept += [plain, *any_of]
    return {"allOf": kept}


def _accepted(outer: Side, inner: Side) -> Containment:
    """Whether the outer schema accepts all values of the inner one that it accepts with `anyOf` for `oneOf`."""
    try:
        strict, loose, shown = map(_canonical, (outer.exact, outer.root, inner.exact))
        return strict.covers(shown.intersect(loose))
    except CanonicalizationError:  # a pattern or a reference that the library cannot read
        return Containment.UNKNOWN


def _canonical(root: Object) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(root, validate_formats=True)
