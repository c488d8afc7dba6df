"""Evidence levels: how sure the contract is of a keyword."""

from collections.abc import Sequence
from typing import Literal, TypeAlias, cast

from scripts.contract.values import Json, Object, at, join, members, types

Level: TypeAlias = Literal["documented", "inferred", "convention"]


def level(document: Object, path: Sequence[str | int], value: Json) -> Level:
    """How sure a keyword is that judges a value; `path` leads through the document to the keyword.

    The schema says it for the keyword, or what is around the schema for all of it.
    """
    keyword = path[-1]
    for depth in range(len(path) - 1, 0, -1):
        node = at(document, join("", *path[:depth]))
        evidence = node.get("x-evidence") if isinstance(node, dict) else None
        if isinstance(evidence, str):
            return cast("Level", evidence)
        if isinstance(evidence, dict) and path[depth] in evidence:
            return cast("Level", evidence[str(path[depth])])
    # No page shows whether a value may be null, or whether a number is an integer.
    if keyword == "type" and value is None:
        return "convention"
    if keyword == "type" and isinstance(value, float):
        schema = members(at(document, join("", *path[:-1])))
        return "inferred" if "integer" in types(schema) else "documented"
    return "documented"
