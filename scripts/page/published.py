"""Compare the vendor's own OpenAPI of one operation with the contract."""

from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.values import items, join, members, target
from scripts.page.compare import Comparison
from scripts.page.counterpart import operation_of, status_of
from scripts.page.facts import FACTS
from scripts.page.fields import parameters_of
from scripts.page.keywords import Keywords
from scripts.page.page import Page


def compare(ours: Contract, theirs: Contract) -> Comparison:
    """Compare method, path, server, parameters, bodies and answers; the vendor's document has one operation."""
    (their,) = operations(theirs.document)
    page = Page(their.method, their.path, None, (), (), frozenset(), (), None)
    our = operation_of(ours, page)
    outcome = Comparison(page, defaults=True, operation=our, counted=("keywords confirmed", "not mentioned"))
    if our:
        walk = Keywords(theirs, ours)
        walk.differences.extend(difference for fact in FACTS for difference in fact(ours, our, page))
        _servers(walk)
        _parameters(walk, their, our)
        _request(walk, their, our)
        _answers(walk, their, our)
        outcome.differences, outcome.compared, outcome.unseen = walk.differences, walk.confirmed, walk.silent
    return outcome


def _servers(walk: Keywords) -> None:
    ours = [str(members(server).get("url")) for server in items(walk.ours.document.get("servers"))]
    for server in items(walk.theirs.document.get("servers")):
        if (url := str(members(server).get("url"))) not in ours:
            walk.report("server", url, ", ".join(ours), "is served from elsewhere", "/servers")


def _parameters(walk: Keywords, their: Operation, our: Operation) -> None:
    theirs, ours = parameters_of(walk.theirs.document, their), parameters_of(walk.ours.document, our)
    for place, name in ours | theirs:
        where = f"{place} parameter {name}"
        if (place, name) not in theirs:
            walk.report(
                where, "nothing", ours[place, name].text, "is not in the vendor's schema", ours[place, name].pointer
            )
        elif (place, name) not in ours:
            pointer = join(our.place.pointer, "parameters")
            walk.report(where, theirs[place, name].text, "nothing", "is new", pointer)
        else:
            now, was = theirs[place, name], ours[place, name]
            if now.required != was.required:
                walk.report(where, f"required {now.required}", f"required {was.required}", "changed", was.pointer)
            (pointer, shown), (stated, known) = (target(one.document, one.pointer) for one in (now, was))
            if "schema" in shown and "schema" in known:
                walk.compare(where, join(pointer, "schema"), join(stated, "schema"))


def _request(walk: Keywords, their: Operation, our: Operation) -> None:
    shown, stated = ("requestBody" in operation.place.value for operation in (their, our))
    if shown and stated:
        pointers = (join(operation.place.pointer, "requestBody") for operation in (their, our))
        _contents(walk, "request body ", *pointers)
    elif shown:
        walk.report("request body", "a body", "none", "takes a request body", our.place.pointer)
    elif stated:
        walk.lacking("request body", "a body", our.place.pointer, "requestBody")


def _answers(walk: Keywords, their: Operation, our: Operation) -> None:
    theirs, ours = (join(operation.place.pointer, "responses") for operation in (their, our))
    matched: set[str] = set()
    for status in members(their.place.value.get("responses")):
        known = status_of(our, status)
        if known is None:
            walk.report(
                "status", status, ", ".join(members(our.place.value.get("responses"))), f"answers {status}", ours
            )
            continue
        where = f"status {status} " if matched else ""
        matched.add(known)
        _contents(walk, where, join(theirs, status), join(ours, known))
    for status in members(our.place.value.get("responses")):
        if status not in matched:
            walk.lacking(f"status {status}", "an answer", target(walk.ours.document, join(ours, status))[0], "")


def _contents(walk: Keywords, where: str, theirs: str, ours: str) -> None:
    """Compare the contents of two bodies; where both have one media type, whatever it is called, their schemas too."""
    (their_pointer, shown), (our_pointer, stated) = (
        target(walk.theirs.document, theirs),
        target(walk.ours.document, ours),
    )
    known = members(stated.get("content"))
    for media_type, content in members(shown.get("content")).items():
        if media_type not in known:
            was = ", ".join(known) or "no content"
            walk.report(f"{where}media type", media_type, was, "is new", our_pointer)
        elif "schema" in members(content) and "schema" in members(known[media_type]):
            pointers = (join(pointer, "content", media_type, "schema") for pointer in (their_pointer, our_pointer))
            walk.compare(where, *pointers)
