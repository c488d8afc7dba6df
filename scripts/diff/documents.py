"""Two contracts side by side: the operations of both, and the differences of their schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from scripts.contract.places import Place, walk
from scripts.contract.spelling import spelled_places
from scripts.contract.values import Json, Object, members
from scripts.diff.containment import Comparison, Escape
from scripts.diff.operations import Call, Located, calls, counterparts, headers, media_types, schema
from scripts.diff.schema_side import Components, Side, components, references, side
from scripts.diff.translation import COMPONENTS

Kind: TypeAlias = Literal["parameter", "request", "response", "header"]
SENT = {"parameter", "request"}  # the kinds that callers send; they receive the others


@dataclass(frozen=True)
class Both:
    """An operation that both contracts have."""

    old: Call
    new: Call

    def holders(self, kind: Kind) -> Iterator[tuple[Mapping[str, Located], Mapping[str, Located]]]:
        """The objects that hold schemas of one kind, by name, of both sides."""
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
        """The responses of each status that both may send."""
        for status in self.old.responses | self.new.responses:
            if (old := self.old.response(status)) and (new := self.new.response(status)):
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
    def places(self) -> tuple[dict[str, Place], dict[str, Place]]:
        """The places of each, by pointer."""
        old, new = ({place.pointer: place for place in walk(document)} for document in (self.old, self.new))
        return old, new

    @cached_property
    def spelled(self) -> tuple[dict[str, Place], dict[str, Place]]:
        """The schemas of each whose values PHP may have written, by pointer."""
        return spelled_places(self.old), spelled_places(self.new)

    @cached_property
    def both(self) -> list[Both]:
        """The operations of both."""
        old, new = self.calls
        return [Both(call, new[key]) for key, call in old.items() if key in new]

    @cached_property
    def differences(self) -> dict[Kind, list[tuple[Escape, bool]]]:
        """The differences of the schemas of each kind, each with whether it is in the direction that breaks callers."""
        return {kind: list(self._differences(kind)) for kind in ("parameter", "request", "response", "header")}

    def _differences(self, kind: Kind) -> Iterator[tuple[Escape, bool]]:
        judged: set[tuple[str, str]] = set()
        for olds, news in (holders for both in self.both for holders in both.holders(kind)):
            for name, other in counterparts(olds, news):
                (here, old), (there, new) = schema(olds[name]), schema(news[other])
                if (here, there) in judged or (old == new and self._changed.isdisjoint(references(old, COMPONENTS))):
                    continue
                judged.add((here, there))
                yield from self._compared(kind, (here, old), (there, new))

    @cached_property
    def _changed(self) -> set[str]:
        """The names of the schemas that differ, or that refer to such a one."""
        old, new = (members(members(document.get("components")).get("schemas")) for document in (self.old, self.new))
        users: dict[str, list[str]] = {}
        for name, value in new.items():
            for used in references(value, COMPONENTS):
                users.setdefault(used, []).append(name)
        pending = [name for name in old | new if old.get(name) != new.get(name)]
        changed = set(pending)
        while pending:
            found = set(users.get(pending.pop(), [])) - changed
            changed |= found
            pending += found
        return changed

    @cached_property
    def _components(self) -> dict[str, tuple[Components, Components]]:
        """The components of both, as responses have them, as requests have them, and as clients send them."""
        return {
            "received": (components(self.old, "response"), components(self.new, "response")),
            "accepted": (components(self.old, "request"), components(self.new, "request")),
            "sent": (components(self.old, "request", closed=True), components(self.new, "request", closed=True)),
        }

    @cached_property
    def _comparisons(self) -> dict[Kind, tuple[Comparison, Comparison]]:
        """Those of each kind: in the direction that breaks callers, and in the other one."""
        kinds: tuple[Kind, ...] = ("parameter", "request", "response", "header")
        return {kind: (Comparison(self._changed), Comparison(self._changed)) for kind in kinds}

    def _compared(self, kind: Kind, old: tuple[str, Json], new: tuple[str, Json]) -> Iterator[tuple[Escape, bool]]:
        if kind in SENT:  # callers send the old properties; the new schema must accept them
            outer, inner = self._sides("accepted", old, new)[::-1], self._sides("sent", old, new)
        else:
            outer = self._sides("received", old, new)
            inner = outer[::-1]
        here, there = self._comparisons[kind]
        yield from ((escape, True) for escape in here.differences(outer[0], inner[0]))
        yield from (
            (escape, False)
            for escape in there.differences(outer[1], inner[1])
            if escape.kind == "wider" and not escape.said
        )

    def _sides(self, role: str, old: tuple[str, Json], new: tuple[str, Json]) -> tuple[Side, Side]:
        olds, news = self._components[role]
        return side(olds, *old), side(news, *new)
