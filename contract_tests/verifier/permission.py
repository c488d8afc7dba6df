"""What a request may do to a server that this process did not start.

A request is permitted if

- its bytes are one request, to a path of the contract, and
- it only reads, or it acts on a target that the caller named, and
- every id in it was named by the caller or drawn here, so that it exists nowhere.

A server may look ids up leniently. So what stands for "unknown" and "malformed" is never something that a table could
hold by accident: no nil, no number, no prefix of an id. On the caller's own server an odd id may stand beside a named
one, as long as it does not spell another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from contract_tests.verifier.disguise import is_one_request, is_read, overrides_method
from contract_tests.verifier.exchange import Request
from contract_tests.verifier.ids import MALFORMED, NIL, is_id, is_whole, spelled
from contract_tests.verifier.mentions import documented_names, mentioned
from contract_tests.verifier.targets import Target
from scripts.contract.operations import Operation, Parameter, at_path
from scripts.contract.values import items

TARGET = re.compile(rb"([^?#\0- \x7f]*)(?:\?[!-\"$-~]*)?")
SEPARATORS = re.compile(r"[/\\;,?#%]|\.\.")
"""What may end a path or an id, or begin another, in an unescaped segment."""
UPSERTS = {"PUT", "PATCH"}
"""Methods that may create what they do not find, so that even an id that exists nowhere is not harmless."""


@dataclass(frozen=True)
class Permission:
    """Judges requests by what they could do.

    Attributes:
        base_url: the base URL of the server.
        is_local: whether it is the caller's own server, on this machine.
        operations: the operations of the contract.
        named: what the caller lets this process act on.
        drawn: ids that exist nowhere.
    """

    base_url: str
    is_local: bool
    operations: Sequence[Operation]
    named: tuple[Target, ...]
    drawn: set[str] = field(default_factory=set[str])

    def refusal(self, request: Request) -> str:
        """Why the request, as its bytes will be read, is not permitted; empty when it is."""
        if not is_one_request(request, self.base_url):
            return "could be read as another request"
        operations, values = self._at(request.target)
        if not operations:
            return "is for no path of openapi.yaml"
        overrides = overrides_method(request)
        own = next((one for one in operations if one.method.upper() == request.method and not overrides), None)
        reads = is_read(request, operations)
        if reads:
            named = [self._readable(parameter) for parameter in operations[0].ids]
        else:
            targets = self._targets(operations, own)
            named = [{target[index] for target in targets} for index in range(len(values))]
            if not values and not own:
                return "could be taken for a method that openapi.yaml does not have there"
            if own and not targets and (not values or request.method in UPSERTS):
                return f"could create something: allow it with --allow {own.operation_id}"
        creates = overrides or request.method.upper() in UPSERTS
        if not self._are_harmless(operations[0].ids, values, named, creates=creates):
            return f"could {'read' if reads else 'act on'} something that was not named"
        known = self._every_value() if reads else set[str]().union(*named)
        foreign = next(self._foreign(request, own, known | self.drawn), "")
        return f"holds {foreign}, which could be an id and was not named" if foreign else ""

    def at_risk(self, request: Request) -> list[Target]:
        """The named targets that the request could act on, if the server looks ids up leniently."""
        operations, values = self._at(request.target)
        if is_read(request, operations):
            return []
        acting = {one.operation_id for one in operations if not one.is_safe}
        named = [target for target in self.named if target.operation in acting]
        if not values:
            return named
        beside = {value for _, _, value in mentioned(request)}
        if values[-1] in MALFORMED and not beside:
            return []
        last = {unquote(values[-1])} | spelled(values[-1])
        others = beside | {id_ for value in values[:-1] for id_ in spelled(value)}
        is_odd = not spelled(values[-1]) - {NIL}
        return [
            target
            for target in named
            if target.values[-1] in last | others or (is_odd and not others.isdisjoint(target.values[-2:-1]))
        ]

    def _at(self, target: bytes) -> tuple[list[Operation], tuple[str, ...]]:
        """The operations at the path of a target, and its values as they are written there."""
        found, prefix = TARGET.fullmatch(target), urlsplit(self.base_url).path.encode()
        if not found or not found[1].startswith(prefix):
            return [], ()
        matches = at_path(self.operations, found[1].removeprefix(prefix).decode("latin-1"))
        values = matches[0][1] if matches else ()
        readable = tuple(value.encode("latin-1").decode("utf-8", "replace") for value in values)
        return [operation for operation, _ in matches], readable

    def _readable(self, parameter: Parameter) -> set[str]:
        """The values of a parameter that were named for any operation, and those that its schema lists."""
        known = {one.operation_id: one for one in self.operations}
        named = {
            value
            for target in self.named
            for other, value in zip(known[target.operation].ids, target.values, strict=True)
            if other.name == parameter.name
        }
        return named | {str(value) for value in items(parameter.schema.get("enum"))}

    def _every_value(self) -> set[str]:
        return {value for target in self.named for value in target.values}

    def _targets(self, operations: Iterable[Operation], own: Operation | None) -> set[tuple[str, ...]]:
        """The values that the caller named for the operation of the request.

        Nobody knows what a server does by a method that is not in the contract. Its values must be named for every
        operation that acts at this path.
        """
        acting = [own] if own else [one for one in operations if not one.is_safe]
        named = [{each.values for each in self.named if each.operation == one.operation_id} for one in acting]
        return set[tuple[str, ...]].intersection(*named) if named else set()

    def _are_harmless(
        self, parameters: Sequence[Parameter], values: Sequence[str], named: Sequence[set[str]], *, creates: bool
    ) -> bool:
        """Whether each value was named or exists nowhere; with `creates`, even what exists nowhere must be named."""
        if self.is_local:  # named ids may stand in each other's place
            named = [set[str]().union(*named)] * len(named)
        harmless = [
            self._is_harmless(parameter, value, allowed, creates=creates)
            for parameter, value, allowed in zip(parameters, values, named, strict=True)
        ]
        return all(harmless) or self._is_odd_beside_a_named_one(values, named, harmless)

    def _is_harmless(self, parameter: Parameter, value: str, named: set[str], *, creates: bool) -> bool:
        if value in MALFORMED:
            return not creates
        if not is_id(parameter):
            return unquote(value) in named
        ids = spelled(value)
        if not ids or SEPARATORS.search(unquote(value)):
            return False
        return ids <= (named if creates else named | self.drawn) and (self.is_local or is_whole(value))

    def _is_odd_beside_a_named_one(
        self, values: Sequence[str], named: Sequence[set[str]], harmless: Sequence[bool]
    ) -> bool:
        """On the caller's own server: whether one value spells no id, or the nil UUID, and all others are named."""
        odd = [value for value, is_harmless in zip(values, harmless, strict=True) if not is_harmless]
        rows = zip(values, named, harmless, strict=True)
        beside = [(value, allowed) for value, allowed, is_harmless in rows if is_harmless]
        are_named = bool(beside) and all(({value} | spelled(value)) & allowed for value, allowed in beside)
        return self.is_local and len(odd) == 1 and are_named and spelled(odd[0]) <= {NIL}

    def _foreign(self, request: Request, own: Operation | None, known: set[str]) -> Iterator[str]:
        """What the server could take for an id, outside the path, although nobody named it.

        A number is not taken for an id under a name that the contract gives to a parameter, or to a property of the
        body.
        """
        for part, name, value in () if self.is_local else mentioned(request):
            is_number = value.isdecimal() and own is not None and name in documented_names(own, part)
            if value not in known and not is_number:
                yield f"{value} in the {part}"
