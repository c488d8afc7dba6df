"""A witness: a value that one schema accepts and another one refuses, as two validators that share no code agree.

Both read `oneOf` as `anyOf`, as the whole comparison does: a witness may keep more than one schema of a `oneOf`.
"""

import json
import re
from itertools import islice
from urllib.parse import urlsplit

import jsonschema
import jsonschema_rs
from referencing.exceptions import Unresolvable

from scripts.contract.values import Json, Object
from scripts.diff.candidates import candidates
from scripts.diff.schema_side import Side

_MOST = 2000  # candidates of one difference


def _is_uri(value: object) -> bool:
    """Whether a text is a URI: the library checks it only with packages that are not here."""
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


_FORMATS = jsonschema.FormatChecker()
_FORMATS.checks("uri", raises=ValueError)(_is_uri)


def witness(outer: Side, inner: Side) -> str | None:
    """The JSON text of a value that only the inner schema accepts; None if none is confirmed, or one cannot be read."""
    try:
        ours, theirs = (jsonschema_rs.Draft202012Validator(side.root, validate_formats=True) for side in (outer, inner))
        found = islice(candidates(inner, outer), _MOST)
        shows = (value for value in found if theirs.is_valid(value) and not ours.is_valid(value))
        confirmed = (value for value in shows if accepts(inner.root, value) and not accepts(outer.root, value))
        return next((json.dumps(value, ensure_ascii=False) for value in confirmed), None)
    except (jsonschema_rs.ValidationError, ValueError, re.error, RecursionError, Unresolvable):
        return None


def accepts(root: Object, value: Json) -> bool:
    """Whether the second validator accepts a value."""
    validator = jsonschema.Draft202012Validator(root, format_checker=_FORMATS)
    return validator.is_valid(value)  # pyright: ignore[reportUnknownMemberType]  # an overload is untyped
