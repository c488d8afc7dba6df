"""Keywords that no rule judges as a whole: what only adds to them breaks nobody, any other change of them may break."""

from collections.abc import Iterator

from scripts.contract.values import Json, join, members
from scripts.diff.containment import Escape
from scripts.diff.documents import Documents
from scripts.diff.finders import Found

_NAMED = ("callbacks", "links", "webhooks")  # their values are objects by name
UNJUDGED = (*_NAMED, "discriminator", "xml", "jsonSchemaDialect", "$schema")


def named_new(documents: Documents) -> Iterator[Found]:
    """Finds callbacks, links and webhooks that only the new contract has."""
    for pointer, keyword, old, new in _changed(documents):
        if keyword in _NAMED:
            yield from (Found(join(pointer, keyword, name)) for name in members(new) if name not in members(old))


def unjudged(documents: Documents) -> Iterator[Found]:
    """Finds changes of these keywords that do more than add to them."""
    for pointer, keyword, old, new in _changed(documents):
        if not _is_kept(keyword, old, new):
            yield Found(join(pointer, keyword), Escape("wider", pointer, proven=False))


def _changed(documents: Documents) -> Iterator[tuple[str, str, Json, Json]]:
    """Pointer, keyword, and the value in both contracts; None where one of them lacks it."""
    old, new = documents.places
    for pointer in [pointer for pointer in old if pointer in new]:
        for keyword in UNJUDGED:
            was, now = old[pointer].value.get(keyword), new[pointer].value.get(keyword)
            if was != now:
                yield pointer, keyword, was, now


def _is_kept(keyword: str, old: Json, new: Json) -> bool:
    """Whether the old value is still there: all its names, or a discriminator and all values that it maps."""
    if keyword in _NAMED:
        return members(old).items() <= members(new).items()
    was, now = ({**members(value), "mapping": None} for value in (old, new))
    mapped, mapped_now = (members(members(value).get("mapping")) for value in (old, new))
    return keyword == "discriminator" and was == now and mapped.items() <= mapped_now.items()
