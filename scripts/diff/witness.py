"""A witness: a value that one schema accepts and another one refuses, as two validators that share no code agree.

The comparison reads `oneOf` as `anyOf`, and closes what clients send. A witness shows a difference in that reading, and
it holds for the schemas of the contracts as they are.
"""

import json
import re
from collections.abc import Collection, Iterator
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


def witness(outer: Side, inner: Side, *besides: Side) -> str | None:
    """The JSON text of a value that the outer schema refuses, and the inner one and those besides it accept.

    None if no such value is confirmed, or a schema cannot be read.
    """
    accepting = [root for side in (inner, *besides) for root in (side.root, side.exact)]
    return _confirmed(candidates(inner, outer, *besides), accepting, [outer.root, outer.exact])


def overlap(outer: Side, inner: Side, both: Side) -> str | None:
    """The same for a value that keeps two schemas of the inner one, `both`, and that only `oneOf` refuses."""
    return _confirmed(candidates(both, outer), [both.exact, inner.exact, outer.root], [outer.exact])


def _confirmed(values: Iterator[Json], accepting: Collection[Object], refusing: Collection[Object]) -> str | None:
    def is_shown(value: Json) -> bool:
        return all(one.is_valid(value) for one in accept) and not any(one.is_valid(value) for one in refuse)

    try:
        accept, refuse = ([_validator(root) for root in roots] for roots in (accepting, refusing))
        for value in filter(is_shown, islice(values, _MOST)):
            if all(accepts(root, value) for root in accepting) and not any(accepts(root, value) for root in refusing):
                return json.dumps(value, ensure_ascii=False)
    except (jsonschema_rs.ValidationError, ValueError, re.error, RecursionError, Unresolvable):
        pass
    return None


def _validator(root: Object) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(root, validate_formats=True)


def accepts(root: Object, value: Json) -> bool:
    """Whether the second validator accepts a value."""
    validator = jsonschema.Draft202012Validator(root, format_checker=_FORMATS)
    return validator.is_valid(value)  # pyright: ignore[reportUnknownMemberType]  # an overload is untyped
