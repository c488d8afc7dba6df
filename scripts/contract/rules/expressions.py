"""Regular expressions of the contract: those of ECMA-262, as JSON Schema takes them, and not those of Python.

The meta-schema leaves them unread, and the validator of OpenAPI reads them as Python does, without saying where.
"""

import copy
import re
from collections.abc import Iterator

import jsonschema_rs

from scripts.contract.places import Place, walk
from scripts.contract.rules.rule import Breaches
from scripts.contract.values import Object, join, members

_ECMA = jsonschema_rs.Draft202012Validator({"format": "regex"}, validate_formats=True)


def wrong_patterns(schema: Place) -> Breaches:
    """The patterns of a schema that are none, or by which nothing here could judge a text."""
    for path, pattern in _patterns(schema.value):
        if not _ECMA.is_valid(pattern):
            error = _error(pattern)
            reason = f": {error}" if error else ", though Python reads it"
            yield join(schema.pointer, *path), f"Change it: it is not a regular expression of JavaScript{reason}."
        elif not _is_built(pattern):
            yield (
                join(schema.pointer, *path),
                "Write it otherwise: jsonschema_rs, which judges answers, cannot read it.",
            )


def readable(document: Object) -> Object:
    r"""The document without the patterns that Python lacks, such as `\p{L}`."""
    kept = copy.deepcopy(document)
    for place in [place for place in walk(kept) if place.is_schema]:
        for (keyword, *key), pattern in list(_patterns(place.value)):
            if _error(pattern):
                del (members(place.value[keyword]) if key else place.value)[key[0] if key else keyword]
    return kept


def _patterns(schema: Object) -> Iterator[tuple[tuple[str, ...], str]]:
    """The patterns of a schema, each after the path to it."""
    if isinstance(schema.get("pattern"), str):
        yield ("pattern",), str(schema["pattern"])
    yield from ((("patternProperties", key), key) for key in members(schema.get("patternProperties")))


def _error(pattern: str) -> str:
    """Why Python cannot read a pattern; empty if it can."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        return str(error)
    return ""


def _is_built(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except jsonschema_rs.ValidationError:
        return False
    return True
