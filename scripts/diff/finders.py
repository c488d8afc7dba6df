"""Where two contracts differ on the wire: finders, each for one kind of difference."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from scripts.contract.document import Json, Object, join, walk
from scripts.diff.containment import Escape, escapes
from scripts.diff.operations import Call, Located, calls, headers, media_types, schema
from scripts.diff.schema_side import side

UNJUDGED = ("callbacks", "links", "webhooks", "discriminator", "xml", "encoding", "jsonSchemaDialect", "$schema")

Kind: TypeAlias = Literal["parameter", "request", "response", "header"]
Need: TypeAlias = Literal["absent", "optional", "required"]


@dataclass(frozen=True)
class Found:
    """Where a rule applies: a pointer into the new contract, or the old one for what is gone."""

    pointer: str
    escape: Escape | None = None


@dataclass(frozen=True)
class Both:
    """An operation that both contracts have."""

    old: Call
    new: Call

    def holders(self, kind: Kind) -> Iterator[tuple[Mapping[str, Located], Mapping[str, Located]]]:
        """What holds schemas of one kind, by name, on both sides."""
        if kind == "parameter":
            yield self.old.parameters, self.new.parameters
        elif kind == "request" and self.old.request_body and self.new.request_body:
            yield media_types(self.old.request_body), media_types(self.new.request_body)
        elif kind == "response":
            for old, new in self._responses():
                yield media_types(old), media_types(new)
        elif kind == "header":
            for old, new in self._responses():
                yield headers(self.old.document, old), headers(self.new.document, new)

    def _responses(self) -> Iterator[tuple[Located, Located]]:
        """Responses of the statuses that both may answer, an error also as `default`."""
        for status in self.old.responses | self.new.responses:
            fallback = "" if status.startswith("2") else "default"
            old = self.old.responses.get(status) or self.old.responses.get(fallback)
            new = self.new.responses.get(status) or self.new.responses.get(fallback)
            if old and new:
                yield old, new


@dataclass(frozen=True)
class Documents:
    """Two contracts."""

    old: Object
    new: Object

    @cached_property
    def calls(self) -> tuple[dict[str, Call], dict[str, Call]]:
        """The operations of each."""
        return calls(self.old), calls(self.new)

    @cached_property
    def both(self) -> list[Both]:
        """The operations of both."""
        old, new = self.calls
        return [Both(call, new[key]) for key, call in old.items() if key in new]

    @cached_property
    def differences(self) -> dict[Kind, list[tuple[Escape, bool]]]:
        """What differs in the schemas of each kind, and whether in the direction that breaks."""
        return {kind: list(self._differences(kind)) for kind in ("parameter", "request", "response", "header")}

    def _differences(self, kind: Kind) -> Iterator[tuple[Escape, bool]]:
        unchanged = self.old.get("components") == self.new.get("components")
        judged: set[tuple[str, str]] = set()
        for olds, news in (holders for both in self.both for holders in both.holders(kind)):
            for name in [name for name in olds if name in news]:
                (here, old), (there, new) = schema(olds[name]), schema(news[name])
                if (here, there) in judged or (unchanged and old == new):
                    continue
                judged.add((here, there))
                yield from self._compared(kind, (here, old), (there, new))

    def _compared(self, kind: Kind, old: tuple[str, Json], new: tuple[str, Json]) -> Iterator[tuple[Escape, bool]]:
        if kind in {"parameter", "request"}:  # callers send what the old one names; the new one must take it
            outer = side(self.new, *new, "request"), side(self.old, *old, "request")
            inner = side(self.old, *old, "request", closed=True), side(self.new, *new, "request", closed=True)
        else:
            outer = side(self.old, *old, "response"), side(self.new, *new, "response")
            inner = outer[::-1]
        yield from ((escape, True) for escape in escapes(outer[0], inner[0]))
        yield from ((escape, False) for escape in escapes(outer[1], inner[1]) if escape.kind == "wider")


Finder: TypeAlias = Callable[[Documents], Iterator[Found]]


def operation_gone(documents: Documents) -> Iterator[Found]:
    """Operations that only the old contract has."""
    old, new = documents.calls
    yield from (Found(call.pointer) for key, call in old.items() if key not in new)


def operation_new(documents: Documents) -> Iterator[Found]:
    """Operations that only the new contract has."""
    old, new = documents.calls
    yield from (Found(call.pointer) for key, call in new.items() if key not in old)


def server_gone(documents: Documents) -> Iterator[Found]:
    """A server that an operation had."""
    yield from (Found("/servers") for both in documents.both if set(both.old.servers) - set(both.new.servers))


def server_new(documents: Documents) -> Iterator[Found]:
    """A server that an operation gets."""
    yield from (Found("/servers") for both in documents.both if set(both.new.servers) - set(both.old.servers))


def server_first(documents: Documents) -> Iterator[Found]:
    """The first server is another, though the old one stays."""
    for both in documents.both:
        if both.old.servers[0] in both.new.servers[1:]:
            yield Found("/servers/0")


def _let_in(call: Call, other: Call) -> bool:
    """Whether every way into the one is enough for the other."""
    return all(any(needed <= way for needed in other.credentials) for way in call.credentials)


def security_narrower(documents: Documents) -> Iterator[Found]:
    """A way to be let in is not enough any more."""
    yield from (Found(join(both.new.pointer, "security")) for both in documents.both if not _let_in(both.old, both.new))


def security_wider(documents: Documents) -> Iterator[Found]:
    """A way to be let in that was not enough."""
    yield from (Found(join(both.new.pointer, "security")) for both in documents.both if not _let_in(both.new, both.old))


def gone(kind: Kind) -> Finder:
    """Finds what only the old contract names."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for old, new in both.holders(kind):
                yield from (Found(pointer) for name, (pointer, _) in old.items() if name not in new)

    return find


def new(kind: Kind, *, required: bool | None = None) -> Finder:
    """Finds what only the new contract names."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for old, new in both.holders(kind):
                for name, (pointer, value) in new.items():
                    if name not in old and required in {None, _required(value)}:
                        yield Found(pointer)

    return find


def _required(value: Object) -> bool:
    return value.get("required") is True


def requires(kind: Kind, *, now: bool) -> Finder:
    """Finds what is required now and was not, or the other way round."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            for old, new in both.holders(kind):
                for name in old.keys() & new.keys():
                    if (_required(old[name][1]), _required(new[name][1])) == (not now, now):
                        yield Found(new[name][0])

    return find


def parameter_serialised(documents: Documents) -> Iterator[Found]:
    """Parameters that are written in another way."""
    for both in documents.both:
        for name in both.old.parameters.keys() & both.new.parameters.keys():
            pointer, value = both.new.parameters[name]
            if _serialisation(value) != _serialisation(both.old.parameters[name][1]):
                yield Found(pointer)


def _serialisation(parameter: Object) -> list[object]:
    style = parameter.get("style", "form" if parameter.get("in") in {"query", "cookie"} else "simple")
    return [
        style,
        parameter.get("explode", style == "form"),
        parameter.get("allowReserved", False),
        *media_types(("", parameter)),
    ]


def request_body(was: Need, now: Need) -> Finder:
    """Finds request bodies by how much they were needed and are now."""

    def need(body: Located | None) -> Need:
        return "absent" if body is None else "required" if _required(body[1]) else "optional"

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            if (need(both.old.request_body), need(both.new.request_body)) == (was, now):
                holder = both.new.request_body or both.old.request_body
                yield Found(holder[0] if holder else both.new.pointer)

    return find


def either(*finders: Finder) -> Finder:
    """Finds what any of the finders finds."""

    def find(documents: Documents) -> Iterator[Found]:
        for finder in finders:
            yield from finder(documents)

    return find


def status(*, success: bool, gone: bool) -> Finder:
    """Finds statuses that only one side names."""

    def find(documents: Documents) -> Iterator[Found]:
        for both in documents.both:
            olds, news = (both.old, both.new) if gone else (both.new, both.old)
            for status, (pointer, _) in olds.responses.items():
                if status not in news.responses and status.startswith("2") is success:
                    yield Found(pointer)

    return find


def values(kind: Kind, difference: str, *, breaks: bool = True) -> Finder:
    """Finds differences of schemas in the direction that breaks, or the other."""

    def find(documents: Documents) -> Iterator[Found]:
        for escape, breaking in documents.differences[kind]:
            if (escape.kind, breaking) == (difference, breaks):
                yield Found(escape.pointer, escape)

    return find


def deprecated(documents: Documents) -> Iterator[Found]:
    """What is deprecated now."""
    old = {place.pointer for place in walk(documents.old) if place.value.get("deprecated") is True}
    for place in walk(documents.new):
        if place.value.get("deprecated") is True and place.pointer not in old:
            yield Found(place.pointer)


def unjudged(documents: Documents) -> Iterator[Found]:
    """Keywords of which nothing is known here."""
    old, new = ({place.pointer: place.value for place in walk(document)} for document in (documents.old, documents.new))
    for pointer in old.keys() & new.keys():
        for keyword in UNJUDGED:
            if old[pointer].get(keyword) != new[pointer].get(keyword):
                yield Found(join(pointer, keyword), Escape("wider", pointer, proven=False))
