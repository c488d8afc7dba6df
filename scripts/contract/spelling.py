"""Values as PHP writes them: where a schema says `x-spelling: php`, of its values and of all values below them.

PHP has one kind of array for lists and objects, and its databases hand over counts as text. So there an empty object
may come as `[]`, a list with gaps as an object whose names are whole numbers, and an integer as digits in a string.
The contract describes the value that is meant. `meant` finds it, `spelled` describes both ways to write it.
"""

import re
from collections.abc import Collection
from copy import deepcopy

from scripts.contract.places import Place, reachable, walk
from scripts.contract.values import Json, Object, types

WHOLE = "^(0|-?[1-9][0-9]{0,19})$"
INDEX = "^(0|[1-9][0-9]{0,19})$"
_AT_LEAST = ((1, "^[1-9][0-9]{0,19}$"), (0, INDEX))
"""The texts of integers from a minimum on; the first row whose number is not above the minimum counts."""


def spelled_places(document: Object) -> dict[str, Place]:
    """The schemas whose values PHP may have written, by pointer."""
    starts = [place for place in walk(document) if place.value.get("x-spelling") == "php"]
    return {place.pointer: place for start in starts for place in reachable(document, start) if place.is_schema}


def spelled_schemas(document: Object) -> list[Object]:
    """The schemas whose values PHP may have written, as they stand in the document."""
    return [place.value for place in spelled_places(document).values()]


def meant(value: Json, kinds: Collection[Json]) -> Json:
    """The value that PHP wrote so, for a schema of these types; items and members stay as they are."""
    if value == [] and "object" in kinds and "array" not in kinds:
        return {}
    if isinstance(value, dict) and "array" in kinds and "object" not in kinds:
        return [*value.values()] if value and all(re.fullmatch(INDEX, name) for name in value) else value
    if isinstance(value, str) and "integer" in kinds and "string" not in kinds:
        return int(value) if re.fullmatch(WHOLE, value) else value
    return value


def spelled(document: Object) -> Object:
    """The document with schemas of JSON Schema alone, which allow what is meant and how PHP writes it.

    A minimum above 1 says nothing about digits in a string.
    """
    document = deepcopy(document)
    for schema in spelled_schemas(document):
        schema.update(_also_as_php(schema))
    return document


def _also_as_php(schema: Object) -> Object:
    """The keywords with which a schema allows the spellings of PHP too."""
    kinds = [str(kind) for kind in types(schema)]
    if "object" in kinds and "array" not in kinds:
        return {"type": [*kinds, "array"], "maxItems": 0}
    if "array" in kinds and "object" not in kinds:
        members: Object = {"patternProperties": {INDEX: schema.get("items", {})}, "additionalProperties": False}
        return {"type": [*kinds, "object"], "minProperties": 1, **members}
    if "integer" in kinds and "string" not in kinds:
        least = schema.get("minimum")
        bounds = (text for bound, text in _AT_LEAST if isinstance(least, int | float) and bound <= least)
        return {"type": [*kinds, "string"], "pattern": next(bounds, WHOLE)}
    return {}
