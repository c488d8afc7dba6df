"""Members of a stopped send by what they hold: a test of a reader takes any member of a kind, whatever its name."""

from collections.abc import Iterator
from typing import TypeAlias

from scripts.contract.document import load
from scripts.contract.operations import operations
from scripts.contract.values import Json, Object, at, members, resolve, types

Path: TypeAlias = tuple[str | int, ...]
"""Names and positions, below `data`."""

_DOCUMENT = load().document


def member(kind: str, depth: int = 1, below: Path = ()) -> Path:
    """The first member of a type and of no other but null, so many names deep or deeper."""
    return next(
        path
        for path, own in _members(_DATA, ())
        if own == [kind] and len(path) >= depth and path[: len(below)] == below and path not in _OWN
    )


def holding(path: Path, value: Json) -> Json:
    """A value that has nothing but another one at a path."""
    for key in reversed(path):
        value = {key: value} if isinstance(key, str) else [value]
    return value


def _members(schema: Object, path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Every member below a schema with its types other than null; those of one object before those below them."""
    whole = resolve(_DOCUMENT, schema)
    named: list[tuple[str | int, Json]] = [*members(whole.get("properties")).items()]
    named += [(0, whole["items"])] if "items" in whole else []
    for key, below in named:
        yield (*path, key), [str(kind) for kind in types(resolve(_DOCUMENT, members(below))) if kind != "null"]
    for key, below in named:
        yield from _members(members(below), (*path, key))


(_STOP,) = operations(_DOCUMENT)
_ENVELOPE = members(at(_STOP.responses["200"], "/content/application~1json/schema"))
_DATA = members(members(resolve(_DOCUMENT, _ENVELOPE)["properties"])["data"])
_OWN = {tuple(str(one.value.get("x-repeated-at")).split("/")[2:]) for one in _STOP.ids} | {("id",), ("status",)}
"""The members that every answer has, and those that repeat an id of the path."""
