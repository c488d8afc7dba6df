"""Compare a page with the contract: every value of its examples and every fact, each difference with an explanation."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scripts.contract.document import Contract
from scripts.contract.operations import Operation
from scripts.contract.values import ContractError, Json, Object, at, join, members, target
from scripts.page.counterpart import component_schemas, contents_of, operation_of, request_content_of, schema_of
from scripts.page.difference import Difference
from scripts.page.explain import describe, read, show
from scripts.page.facts import FACTS
from scripts.page.mintlify import render, text, visible
from scripts.page.page import Page
from scripts.page.truncated_json import Shown

SAME_OBJECT = 0.5  # share of common property names above which two objects are compared


@dataclass
class Comparison:
    """The outcome: differences, and the numbers of leaves that were compared and that the page does not show.

    `operation` is that of the contract; if it has none, `shared` names the compared schemas. `defaults` is false if the
    older renderer made the page. `agreeing` counts the places that agree with each schema, by its pointer.
    """

    page: Page
    defaults: bool
    operation: Operation | None = None
    shared: dict[str, str] = field(default_factory=dict[str, str])
    differences: list[Difference] = field(default_factory=list[Difference])
    agreeing: Counter[str] = field(default_factory=Counter[str])
    compared: int = 0
    unseen: int = 0


@dataclass(frozen=True)
class _Body:
    """A body: how its places begin, its schema, its example if the page has one, whether a whole page would have one.

    `hidden` is the keyword of the properties that it leaves out.
    """

    place: str
    schema: str
    example: Shown | None
    expected: bool
    hidden: str


def compare(contract: Contract, page: Page) -> Comparison:
    """Compare with the renderer of today and the older one; return the outcome with fewer differences.

    Raises:
        ContractError: No rule of the page says how it shows a schema.
    """
    try:
        return min(
            (_compare(contract, page, defaults=defaults) for defaults in (True, False)),
            key=lambda outcome: len(outcome.differences),
        )
    except ContractError as error:
        raise ContractError(f"{contract.path.name}: {error}") from None
    except RecursionError:
        reason = "a schema contains itself, and the rules of the page for that are not known"
        raise ContractError(f"{contract.path.name}: {reason}; name another page.") from None


def _compare(contract: Contract, page: Page, *, defaults: bool) -> Comparison:
    operation = operation_of(contract, page.method, page.target)
    outcome = Comparison(page, defaults, operation)
    if operation is None:
        if example := page.response.example:
            _Examples(contract.document, outcome, example).share(contract, "", example.value)
        return outcome
    outcome.differences.extend(difference for fact in FACTS for difference in fact(contract, operation, page))
    for body in _bodies(contract.document, operation, page):
        if body.example:
            _Examples(contract.document, outcome, body.example, body).node("", body.schema, body.example.value)
        elif body.expected:
            schema = members(at(contract.document, body.schema))
            outcome.unseen += leaves(render(contract.document, schema, hidden=body.hidden))
    return outcome


def _bodies(document: Object, operation: Operation, page: Page) -> Iterator[_Body]:
    """The bodies of which the contract has a schema: that of the request, then those of the answers."""
    if schema := schema_of(document, request_content_of(document, operation, page)):
        sent = page.request.body if page.request else None
        expected = page.request is None or sent is not None
        yield _Body("request body ", schema, sent.example if sent else None, expected, "readOnly")
    for index, (response, content) in enumerate(contents_of(document, operation, page)):
        if schema := schema_of(document, content):
            yield _Body(f"status {response.status} " if index else "", schema, response.example, not index, "writeOnly")


def leaves(value: Json) -> int:
    """The number of scalars and empty containers in a value."""
    return sum(leaves(below) for _, below in _children(value)) or 1


def _children(value: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


class _Examples:
    """Walks through an example and its schemas side by side."""

    def __init__(self, document: Object, outcome: Comparison, example: Shown, body: _Body | None = None) -> None:
        self.document = document
        self.outcome = outcome
        self.example = example
        self.where = body.place if body else ""
        self.hidden = body.hidden if body else "writeOnly"

    def node(self, place: str, pointer: str, shown: Json) -> None:
        """Compare a value with the schema at a pointer."""
        pointer_of_schema, schema = target(self.document, pointer)
        rendered = render(self.document, schema, defaults=self.outcome.defaults, hidden=self.hidden)
        properties = visible(self.document, schema, self.hidden)
        if isinstance(shown, dict) and isinstance(rendered, dict) and list(rendered) == list(properties):
            if shown or place in self.example.open:
                self._members(place, pointer_of_schema, shown, rendered)
                return
        elif isinstance(shown, list) and isinstance(rendered, list) and rendered and "items" in schema:
            if len(shown) == 1:
                self.node(join(place, 0), join(pointer_of_schema, "items"), shown[0])
                return
            if place in self.example.open and not shown:
                self.outcome.unseen += leaves(rendered)
                return
        elif rendered in ("<any>", {}) and not self.outcome.defaults:  # without default, unknown items show as text
            self.outcome.unseen += 1
            return
        self.outcome.compared += leaves(shown)
        if text(shown) != text(rendered):  # as text, because 1 == True
            follows, level = read(self.document, schema, shown, defaults=self.outcome.defaults)
            self._report(Difference(place, show(shown), show(rendered), follows, level, pointer))
        else:
            self.outcome.agreeing[pointer] += 1

    def _members(self, place: str, pointer: str, shown: Object, rendered: Object) -> None:
        properties = join(pointer, "properties")
        for name, value in rendered.items():
            below, schema = join(place, name), join(properties, name)
            if name in shown:
                self.node(below, schema, shown[name])
            elif place in self.example.open:
                self.outcome.unseen += leaves(value)
            else:
                self._report(Difference(below, "nothing", show(value), "is gone", "documented", schema))
        for name, value in shown.items():
            if name not in rendered:
                self.outcome.compared += leaves(value)
                follows = f"is new: {describe(value)}; the page says nothing about nullability"
                self._report(Difference(join(place, name), show(value), "nothing", follows, "documented", properties))
        here = ", ".join(name for name in shown if name in rendered)
        there = ", ".join(name for name in rendered if name in shown)
        if here != there:
            self._report(Difference(place, here, there, "order changed", "documented", properties))

    def _report(self, difference: Difference) -> None:
        place = (self.where + difference.place).strip()
        self.outcome.differences.append(replace(difference, place=place))

    def share(self, contract: Contract, place: str, shown: Json) -> None:
        """Compare the outermost objects of a page of another operation that resemble schemas of the contract."""
        if isinstance(shown, dict) and (schemas := self._alike(contract, place, shown)):
            trials: list[tuple[Comparison, str]] = []
            for pointer in schemas:
                trial = Comparison(self.outcome.page, self.outcome.defaults)
                _Examples(self.document, trial, self.example).node(place, pointer, shown)
                trials.append((trial, pointer))
            best, pointer = min(trials, key=lambda trial: len(trial[0].differences))
            self.outcome.shared[place] = pointer.rpartition("/")[2]
            self.outcome.differences += best.differences
            self.outcome.agreeing += best.agreeing
            self.outcome.compared += best.compared
            self.outcome.unseen += best.unseen
        else:
            for key, value in _children(shown):
                self.share(contract, join(place, key), value)

    def _alike(self, contract: Contract, place: str, shown: Object) -> list[str]:
        """Pointers of the component schemas whose property names an object shares most."""
        likeness: dict[str, float] = {}
        for pointer in component_schemas(contract):
            names = members(members(at(self.document, pointer)).get("properties")).keys()
            common = len(names & shown.keys())
            whole = len(shown) if place in self.example.open else len(names | shown.keys())
            if common >= 2:
                likeness[pointer] = common / whole
        best = max(likeness.values(), default=0)
        return [pointer for pointer, value in likeness.items() if value == best >= SAME_OBJECT]
