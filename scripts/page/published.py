"""Compare the vendor's own OpenAPI of one operation with the contract."""

import re
from dataclasses import dataclass

from scripts.contract.document import PATH, Contract
from scripts.contract.operations import Operation
from scripts.contract.values import Json, at, items, join, members, target
from scripts.page.keywords import VERDICTS, WORDING, Keywords, Verdict, shown
from scripts.page.statements import Part


@dataclass
class Outcome:
    """What the vendor says of an operation: the verdicts with their places, and in the walk what is confirmed."""

    walk: Keywords
    verdicts: list[tuple[Verdict, list[str]]]

    @property
    def differences(self) -> list[Verdict]:
        """The verdicts about which the two documents disagree."""
        return [verdict for verdict, _ in self.verdicts if verdict.differs]

    def lines(self) -> list[str]:
        """One line for each verdict; it ends with the line of the contract to edit."""
        return [self._line(verdict, places) for verdict, places in self.verdicts]

    def _line(self, verdict: Verdict, places: list[str]) -> str:
        said = [f"vendor {verdict.theirs}"] * bool(verdict.theirs) + [f"contract {verdict.ours}"] * bool(verdict.ours)
        others = f" and {len(places) - 1} more" if len(places) > 1 else ""
        agreeing = self.walk.confirmed[verdict.pointer]
        return (
            f"{verdict.word} {verdict.pointer} at {places[0]}{others}: {', '.join(said)}"
            + (f" ({verdict.level})" if verdict.ours or verdict.level == WORDING else "")
            + (f"; other places of this line agree: {agreeing}" if agreeing else "")
            + f" {PATH.name}:{self.walk.ours.line(verdict.pointer)}"
        )

    def summary(self) -> str:
        """What was compared, in one line."""
        count = len(self.differences)
        silent = len(self.verdicts) - count
        marks = sorted({self.walk.ours.line(pointer) for pointer in self.walk.marks})
        return (
            (f"differs in {count} place{'s' * (count > 1)}" if count else "agrees")
            + f": {len(self.walk.confirmed)} keywords confirmed, {silent} not mentioned and not documented"
            + (f"; confirmed, so their evidence mark can go: {PATH.name}:{', '.join(map(str, marks))}" if marks else "")
        )


def compare(ours: Contract, our: Operation, theirs: Contract, their: Operation) -> Outcome:
    """Compare method, path, servers, security, parameters, bodies and answers of one operation in two documents.

    Raises:
        ContractError: A reference leads nowhere.
    """
    walk = Keywords(theirs, ours)
    item = our.place.pointer.rpartition("/")[0]
    if their.path != our.path:
        walk.note("path", Verdict("contradicted", item, their.path, our.path))
    if their.method != our.method:
        called = Verdict("contradicted", our.place.pointer, their.method.upper(), our.method.upper())
        walk.note("method", called)
    walk.compare("", Part("operation", their.place.pointer), Part("operation", our.place.pointer))
    _lists(walk, join(our.place.pointer, "parameters"), _parameters(their), _parameters(our))
    _lists(walk, "/servers", *_servers(their, our))
    _security(walk, their, our)
    found = sorted(
        walk.verdicts.items(), key=lambda one: (VERDICTS.index(one[0].word), ours.line(one[0].pointer), one[0].pointer)
    )
    return Outcome(walk, found)


def _lists(walk: Keywords, around: str, theirs: dict[str, Part], ours: dict[str, Part]) -> None:
    """Compare the objects of two lists by their names; a new one goes to the end of the list at a pointer."""
    for name in [name for name in ours if name not in theirs]:
        walk.lacking(ours[name].place(""), ours[name].pointer, shown(walk.ours.document, ours[name]))
    end = sum(part.pointer.rpartition("/")[0] == around for part in ours.values())
    for name, part in theirs.items():
        if name in ours:
            walk.compare(part.place(""), part, ours[name])
        else:
            walk.note(part.place(""), Verdict("new", join(around, end), shown(walk.theirs.document, part)))
            end += 1


def _parameters(operation: Operation) -> dict[str, Part]:
    """The parameters of an operation and of its path; those in the path are named by their position there."""
    found: dict[str, Part] = {}
    order = re.findall(r"\{([^{}]*)\}", operation.path)
    for holder in (operation.place.pointer.rpartition("/")[0], operation.place.pointer):
        around = join(holder, "parameters")
        for index, _ in enumerate(_list(operation, around)):
            own = target(operation.document, join(around, index))[1]
            place, name = str(own.get("in")), str(own.get("name"))
            key = order.index(name) if place == "path" and name in order else name
            found[f"{place} {key}"] = Part("parameter", join(around, index), f"{place} parameter {name}")
    return found


def _servers(their: Operation, our: Operation) -> tuple[dict[str, Part], dict[str, Part]]:
    """The servers of two operations by URL; if each has one, they are compared whatever their URL is."""
    theirs, ours = (_served(one) for one in (their, our))
    if len(theirs) == len(ours) == 1:
        return {"": next(iter(theirs.values()))}, {"": next(iter(ours.values()))}
    return theirs, ours


def _served(operation: Operation) -> dict[str, Part]:
    """The servers by URL: those of the operation, of its path, or of the document."""
    places = (operation.place.pointer, operation.place.pointer.rpartition("/")[0], "")
    around = next((join(one, "servers") for one in places if _list(operation, join(one, "servers"))), "/servers")
    return {
        str(members(server).get("url")): Part("server", join(around, index), "server")
        for index, server in enumerate(_list(operation, around))
    }


def _list(operation: Operation, pointer: str) -> list[Json]:
    holder, _, keyword = pointer.rpartition("/")
    return items(members(at(operation.document, holder)).get(keyword))


def _security(walk: Keywords, their: Operation, our: Operation) -> None:
    """Compare the security schemes in their order, whatever they are called."""
    theirs, ours = (_required(one) for one in (their, our))
    place = our.place.pointer if "security" in our.place.value else ""
    pointer = join(place, "security")
    now, was = (" or ".join(" and ".join(scheme) or "nothing" for scheme in one) for one in (theirs, ours))
    if theirs and ours and [*map(len, theirs)] != [*map(len, ours)]:
        walk.note("security", Verdict("contradicted", pointer, now, was))
    elif not theirs and ours:
        walk.lacking("security", pointer, was)
    elif theirs and not ours:
        walk.note("security", Verdict("new", pointer, now))
    else:
        _lists(walk, "/components/securitySchemes", _schemes(their, theirs), _schemes(our, ours))


def _required(operation: Operation) -> list[list[str]]:
    """The names of the security schemes: one list for each alternative."""
    stated = operation.place.value.get("security", operation.document.get("security"))
    return [[*members(alternative)] for alternative in items(stated)]


def _schemes(operation: Operation, required: list[list[str]]) -> dict[str, Part]:
    """The security schemes that are described, by their position."""
    around = "/components/securitySchemes"
    described = members(members(operation.document.get("components")).get("securitySchemes"))
    return {
        f"{position} {index}": Part("security scheme", join(around, name), "security")
        for position, names in enumerate(required)
        for index, name in enumerate(names)
        if name in described
    }
