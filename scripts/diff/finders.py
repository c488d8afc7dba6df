"""Finders: each finds the places of one kind of difference between two contracts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scripts.contract.values import Object, join, members, resolve
from scripts.diff.containment import Escape
from scripts.diff.documents import SENT, Documents, Kind
from scripts.diff.operations import Call, Located, counterpart, counterparts, serialisation
from scripts.diff.verdict import renaming


@dataclass(frozen=True)
class Found:
    """A place where a rule applies: a pointer into the new contract, or into the old one if something is gone.

    `renaming` says which word is now which other one, if that is the difference.
    """

    pointer: str
    escape: Escape | None = None
    renaming: str = ""


Finder: TypeAlias = Callable[[Documents], Iterator[Found]]


def operation_gone(documents: Documents) -> Iterator[Found]:
    """Finds operations that only the old contract has."""
    old, new = documents.calls
    yield from (Found(call.pointer) for key, call in old.items() if key not in new)


def operation_new(documents: Documents) -> Iterator[Found]:
    """Finds operations that only the new contract has."""
    old, new = documents.calls
    yield from (Found(call.pointer) for key, call in new.items() if key not in old)


def server_gone(documents: Documents) -> Iterator[Found]:
    """Finds servers that an operation no longer has."""
    yield from (Found("/servers") for both in documents.both if set(both.old.servers) - set(both.new.servers))


def server_new(documents: Documents) -> Iterator[Found]:
    """Finds servers that an operation did not have before."""
    yield from (Found("/servers") for both in documents.both if set(both.new.servers) - set(both.old.servers))


def server_first(documents: Documents) -> Iterator[Found]:
    """Finds a first server that was replaced, though it is still listed."""
    for both in documents.both:
        first = both.old.servers[0]
        if first != both.new.servers[0] and first in both.new.servers:
            yield Found("/servers/0")


def _let_in(call: Call, other: Call) -> bool:
    """Whether all credentials that are enough for one operation are enough for the other."""
    return all(any(needed <= way for needed in other.credentials) for way in call.credentials)


def security_narrower(documents: Documents) -> Iterator[Found]:
    """Finds credentials that are no longer enough."""
    yield from (Found(join(both.new.pointer, "security")) for both in documents.both if not _let_in(both.old, both.new))


def security_wider(documents: Documents) -> Iterator[Found]:
    """Finds credentials that were not enough before."""
    yield from (Found(join(both.new.pointer, "security")) for both in documents.both if not _let_in(both.new, both.old))


def gone(kind: Kind) -> Finder:
    """Finds parameters, media types or headers that only the old contract has; not a range of which a part may come."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for old, new in both.holders(kind):
                for name, (pointer, _) in old.items():
                    if not counterpart(name, new) and not (kind == "response" and _is_left(name, new)):
                        yield Found(pointer)

    return find


def new(kind: Kind, *, required: bool | None = None) -> Finder:
    """Finds parameters, media types or headers that only the new contract has."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for old, new in both.holders(kind):
                for name, (pointer, value) in new.items():
                    if not counterpart(name, old) and required in {None, _required(value)}:
                        yield Found(pointer)

    return find


def range_wider(documents: Documents) -> Iterator[Found]:
    """Finds ranges of media types that responses have instead of a part of them."""
    for both in documents.both:
        for old, new in both.holders("response"):
            ranges = dict.fromkeys(counterpart(name, new) for name in old if name not in new)
            yield from (Found(new[name][0]) for name in ranges if name)


def range_narrower(documents: Documents) -> Iterator[Found]:
    """Finds ranges of media types of responses of which only a part is left."""
    for both in documents.both:
        for old, new in both.holders("response"):
            yield from (Found(pointer) for name, (pointer, _) in old.items() if name not in new and _is_left(name, new))


def _is_left(name: str, names: Iterable[str]) -> bool:
    """Whether a part of a range of media types is among others."""
    return any(counterpart(other, [name]) for other in names)


def _required(value: Object) -> bool:
    return value.get("required") is True


def _requirement_changed(kind: Kind, *, now: bool) -> Finder:
    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for old, new in both.holders(kind):
                for name in [name for name in old if name in new]:
                    if (_required(old[name][1]), _required(new[name][1])) == (not now, now):
                        yield Found(new[name][0])

    return find


def now_required(kind: Kind) -> Finder:
    """Finds what was optional and is required now."""
    return _requirement_changed(kind, now=True)


def now_optional(kind: Kind) -> Finder:
    """Finds what was required and is optional now."""
    return _requirement_changed(kind, now=False)


def parameter_serialised(documents: Documents) -> Iterator[Found]:
    """Finds parameters that are written in another style."""
    for both in documents.both:
        for name in both.old.parameters.keys() & both.new.parameters.keys():
            pointer, value = both.new.parameters[name]
            if serialisation(value) != serialisation(both.old.parameters[name][1]):
                yield Found(pointer)


def body_serialised(documents: Documents) -> Iterator[Found]:
    """Finds properties of bodies that are written in another style, such as those of a form."""
    kinds: tuple[Kind, ...] = ("request", "response")
    for old, new in (holders for both in documents.both for kind in kinds for holders in both.holders(kind)):
        for name, other in counterparts(old, new):
            (_, was), (pointer, now) = old[name], new[other]
            styles = members(was.get("encoding")), members(now.get("encoding"))
            for key in styles[0] | styles[1]:
                named = all(_names(*one, key) for one in ((documents.old, was), (documents.new, now)))
                if named and styles[0].get(key, {}) != styles[1].get(key, {}):
                    yield Found(join(pointer, "encoding", key))


def _names(document: Object, media_type: Object, name: str) -> bool:
    """Whether the schema of a media type has a property."""
    schema = resolve(document, members(media_type.get("schema")))
    return name in members(schema.get("properties"))


def body_need(was: str, now: str) -> Finder:
    """Finds request bodies by how much they were needed and are now, such as "absent optional" and "required"."""

    def need(body: Located | None) -> str:
        return "absent" if body is None else "required" if _required(body[1]) else "optional"

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            if need(both.old.request_body) in was.split() and need(both.new.request_body) in now.split():
                holder = both.new.request_body or both.old.request_body
                yield Found(holder[0] if holder else both.new.pointer)

    return find


def status_gone(*, success: bool) -> Finder:
    """Finds statuses that only the old contract has, not even as a part of a range."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for status, pointer in _statuses_of_one(both.old, both.new, success=success):
                if not any(_within(other, status) for other in both.new.responses):
                    yield Found(pointer)

    return find


def success_narrower(documents: Documents) -> Iterator[Found]:
    """Finds ranges of successes of which only a part is left."""
    for both in documents.both:
        for status, pointer in _statuses_of_one(both.old, both.new, success=True):
            if any(_within(other, status) for other in both.new.responses):
                yield Found(pointer)


def status_new(*, success: bool) -> Finder:
    """Finds statuses that only the new contract has."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            yield from (Found(pointer) for _, pointer in _statuses_of_one(both.new, both.old, success=success))

    return find


def _statuses_of_one(one: Call, other: Call, *, success: bool) -> Iterator[tuple[str, str]]:
    """Status and pointer of the responses of one operation that are not among those of the other."""
    for status, (pointer, _) in one.responses.items():
        covered = any(_within(status, known) for known in other.responses)
        if not covered and status.startswith("2") is success:
            yield status, pointer


def _within(status: str, other: str) -> bool:
    """Whether a status or a range of statuses is a part of another one, such as `200` of `2XX`."""
    return status == other or (other.endswith("XX") and status[0] == other[0])


def _escaped(kind: Kind, difference: str, *, breaks: bool = True) -> Finder:
    def find(documents: Documents) -> Iterator[Found]:
        for escape, breaking in documents.differences[kind]:
            if (escape.kind, breaking) == (difference, breaks):
                said = escape.said[::-1] if escape.said and kind in SENT else escape.said
                yield Found(escape.pointer, escape, renaming(*said) if said else "")

    return find


def wider(kind: Kind) -> Finder:
    """Finds schemas that accept values now that they did not accept before."""
    return _escaped(kind, "wider", breaks=kind not in SENT)


def narrower(kind: Kind) -> Finder:
    """Finds schemas that no longer accept some values."""
    return _escaped(kind, "wider", breaks=kind in SENT)


def property_gone(kind: Kind) -> Finder:
    """Finds properties that only the old schema names."""
    return _escaped(kind, "inner-only" if kind in SENT else "outer-only")


def property_new(kind: Kind) -> Finder:
    """Finds properties that only the new schema names."""
    return _escaped(kind, "outer-only" if kind in SENT else "inner-only")


def property_renamed(kind: Kind) -> Finder:
    """Finds properties of which only the name changed."""
    return _escaped(kind, "renamed")


def deprecated(documents: Documents) -> Iterator[Found]:
    """Finds deprecations that are new."""
    old, new = (
        dict.fromkeys(pointer for pointer, place in places.items() if place.value.get("deprecated") is True)
        for places in documents.places
    )
    yield from (Found(pointer) for pointer in new if pointer not in old)


def spelled(*, now: bool) -> Finder:
    """Finds schemas whose values may come as PHP writes them now, or no longer; not those below such a one."""

    def find(documents: Documents) -> Iterator[Found]:
        (before, after), (old, new) = documents.spelled, documents.places
        one, other, known = (after, before, old) if now else (before, after, new)
        changed = [pointer for pointer in one if pointer in known and pointer not in other]
        yield from (Found(pointer) for pointer in changed if not any(pointer.startswith(f"{up}/") for up in changed))

    return find
