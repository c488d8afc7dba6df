"""What a request may do to a server that this process did not start.

A request is permitted if

- its bytes are one request, to a path of the contract, and
- it only reads, or it acts on a target that the caller named, and
- every id in it was named by the caller or drawn here, so that it exists nowhere.

A server may look ids up leniently. So what stands for "unknown" and "malformed" is never something that a table could
hold by accident: no nil, no number, no prefix of an id. On this machine an odd id may stand beside a named one, as long
as it does not spell another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from contract_tests.verifier.exchange import Request
from contract_tests.verifier.ids import MALFORMED, NIL, is_id, spelled
from contract_tests.verifier.mentions import mentioned
from contract_tests.verifier.targets import Target
from scripts.contract.operations import SAFE_METHODS, Operation, Parameter, at_path
from scripts.contract.values import items

METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
TARGET = re.compile(rb"([^?#\0- \x7f]*)(?:\?[!-\"$-~]*)?")
HEADER_VALUE = re.compile(rb"[^\r\n\0]*")
REROUTING = {b"x-original-url", b"x-rewrite-url"}  # a proxy may take the target from these
OVERRIDES = {b"x-http-method-override", b"x-http-method", b"x-method-override"}  # and a server the method from these


@dataclass(frozen=True)
class Permission:
    """Judges requests by what they could do.

    Attributes:
        base_url: the base URL of the server.
        is_loopback: whether the server is on this machine.
        operations: the operations of the contract.
        named: what the caller lets this process act on.
        drawn: ids that exist nowhere.
    """

    base_url: str
    is_loopback: bool
    operations: Sequence[Operation]
    named: tuple[Target, ...]
    drawn: set[str] = field(default_factory=set[str])

    def refusal(self, request: Request) -> str:
        """Why the request, as its bytes will be read, is not permitted; empty when it is."""
        if not self._is_one_request(request):
            return "could be read as another request"
        operations, values = self._at(request.target)
        if not operations:
            return "is for no path of openapi.yaml"
        known = None if overrides_method(request) else request.method
        own = next((one for one in operations if one.method.upper() == known), None)
        if is_read(request, operations):
            named = [self._readable(parameter) for parameter in operations[0].ids]
        else:
            targets = self._targets(operations, own)
            named = [{target[index] for target in targets} for index in range(len(values))]
            if own and not targets and (not values or request.method == "PUT"):
                return f"could create something: allow it with --allow {own.operation_id}"
            if not own and not values:
                return "has a method that openapi.yaml does not know there"
        if not self._are_harmless(operations[0].ids, values, named):
            return f"could {'read' if is_read(request, operations) else 'act on'} something that was not named"
        foreign = next(self._foreign(request, own), "")
        return f"holds {foreign}, which could be an id and was not named" if foreign else ""

    def at_risk(self, request: Request) -> list[Target]:
        """The named targets that the request could act on, if the server looks ids up leniently."""
        operations, values = self._at(request.target)
        if is_read(request, operations) or (values and values[-1] in MALFORMED):
            return []
        acting = {one.operation_id for one in operations if not one.is_safe}
        named = [target for target in self.named if target.operation in acting]
        if not values:
            return named
        last = {values[-1]} | spelled(values[-1])
        others = {id_ for value in values[:-1] for id_ in spelled(value)}
        is_odd = not spelled(values[-1]) - {NIL}
        return [
            target
            for target in named
            if target.values[-1].lower() in last | others or (is_odd and not others.isdisjoint(target.values[:-1]))
        ]

    def _at(self, target: bytes) -> tuple[list[Operation], tuple[str, ...]]:
        """The operations at the path of a target, and its values as they stand there, in lower case."""
        found, prefix = TARGET.fullmatch(target), urlsplit(self.base_url).path.encode()
        if not found or not found[1].startswith(prefix):
            return [], ()
        matches = at_path(self.operations, found[1].removeprefix(prefix).decode("latin-1"))
        values = matches[0][1] if matches else ()
        lower = tuple(value.encode("latin-1").decode("utf-8", "replace").lower() for value in values)
        return [operation for operation, _ in matches], lower

    def _readable(self, parameter: Parameter) -> set[str]:
        """The values of a parameter that were named for any operation, and those that its schema lists."""
        known = {one.operation_id: one for one in self.operations}
        named = {
            value.lower()
            for target in self.named
            for other, value in zip(known[target.operation].ids, target.values, strict=True)
            if other.name == parameter.name
        }
        return named | {str(value).lower() for value in items(parameter.schema.get("enum"))}

    def _targets(self, operations: Iterable[Operation], own: Operation | None) -> set[tuple[str, ...]]:
        """The values with which the caller named everything that the request could do.

        Nobody knows what a server does by a method that is not in the contract, or by two: all that acts at its path.
        """
        acting = [own] if own else [one for one in operations if not one.is_safe]
        named = [
            {tuple(map(str.lower, each.values)) for each in self.named if each.operation == one.operation_id}
            for one in acting
        ]
        return set[tuple[str, ...]].intersection(*named) if named else set()

    def _are_harmless(self, parameters: Sequence[Parameter], values: Sequence[str], named: Sequence[set[str]]) -> bool:
        if self.is_loopback:  # named ids may stand in each other's place
            named = [set[str]().union(*named)] * len(named)
        beside = [bool(spelled(value) & allowed) for value, allowed in zip(values, named, strict=True)]
        return all(
            self._is_harmless(parameter, value, named[index], is_beside=any(beside[:index] + beside[index + 1 :]))
            for index, (parameter, value) in enumerate(zip(parameters, values, strict=True))
        )

    def _is_harmless(self, parameter: Parameter, value: str, named: set[str], *, is_beside: bool) -> bool:
        if value in MALFORMED:
            return True
        if not is_id(parameter):
            return unquote(value) in named
        ids = spelled(value)
        if ids and NIL not in ids:
            return ids <= named | self.drawn
        return self.is_loopback and is_beside and ids <= {NIL}

    def _foreign(self, request: Request, own: Operation | None) -> Iterator[str]:
        """What the server could take for an id, outside the path, although nobody named it.

        A number is none where the contract has a parameter of that name, or a body.
        """
        known = {value.lower() for target in self.named for value in target.values} | self.drawn
        documented = {parameter.name.lower() for parameter in own.parameters} if own else set[str]()
        for part, name, value in () if self.is_loopback else mentioned(request):
            is_plain = (own is not None and own.body is not None) if part == "body" else name.lower() in documented
            if value not in known and not (value.isdecimal() and is_plain):
                yield f"{value} in the {part}"

    def _is_one_request(self, request: Request) -> bool:
        """Whether the bytes are one request to its target: no line break hides another, no header leads elsewhere."""
        names = [name.lower() for name, _ in request.headers]
        lengths = [value for name, value in request.headers if name.lower() == b"content-length"]
        hosts = {value for name, value in request.headers if name.lower() == b"host"}
        return (
            METHOD.fullmatch(request.method) is not None
            and all(METHOD.fullmatch(name.decode("latin-1")) for name in names)
            and all(HEADER_VALUE.fullmatch(value) for _, value in request.headers)
            and REROUTING.isdisjoint(names)
            and hosts <= {urlsplit(self.base_url).netloc.encode()}
            # A body that is not framed is read as the next request; without a slash it has no target.
            and (
                b"/" not in request.body
                or (lengths == [b"%d" % len(request.body)] and b"transfer-encoding" not in names)
            )
        )


def is_read(request: Request, operations: Iterable[Operation]) -> bool:
    """Whether the request only reads: by its method, by the contract, and by nothing that could change the method."""
    has_read = any(one.is_safe for one in operations)
    return request.method in SAFE_METHODS and has_read and not overrides_method(request)


def overrides_method(request: Request) -> bool:
    """Whether a header, the query or the body could make the server take another method."""
    names = {name.lower() for name, _ in request.headers}
    return not OVERRIDES.isdisjoint(names) or b"_method" in request.target + request.body
