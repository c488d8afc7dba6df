"""The operations of a contract: what each asks, what it may answer, and which of them a request is for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote_to_bytes

from scripts.contract.places import METHODS, Place, walk
from scripts.contract.values import Json, Object, at, items, join, members, resolve

SAFE_METHODS = frozenset({"GET", "HEAD"})
"""The methods that only read (RFC 9110, 9.2.1). OPTIONS and TRACE read too, but no contract describes them."""
_AS = {"HEAD": "GET"}  # a HEAD is a GET without the body, on every server
_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a request, references followed.

    Attributes:
        name: its name.
        location: `path`, `query`, `header` or `cookie`.
        value: the parameter object.
        document: the document that holds it.
    """

    name: str
    location: str
    value: Object
    document: Object = field(repr=False, compare=False)

    @property
    def schema(self) -> Object:
        """Its schema, references followed."""
        return resolve(self.document, members(self.value.get("schema")))

    @property
    def repeated_at(self) -> str:
        """The pointer to the member of every success that has the parameter's value; empty if none is stated."""
        return str(self.value.get("x-repeated-at", ""))

    @property
    def example(self) -> Json:
        """The first example of the parameter or of its schema, else its default; None if there is none."""
        return next(_examples(self.value), next(_examples(self.schema), self.schema.get("default")))


@dataclass(frozen=True)
class Operation:
    """One method of one path.

    Attributes:
        path: as the document templates it, such as `/sends/{send}`.
        method: in lower case, as the document writes it.
        operation_id: its operationId; empty when it has none.
        place: the operation object and where it stands.
        document: the document that holds it.
    """

    path: str
    method: str
    operation_id: str
    place: Place
    document: Object = field(repr=False, compare=False)

    def __hash__(self) -> int:
        """By path and method, of which a contract has each once."""
        return hash((self.path, self.method))

    @property
    def is_safe(self) -> bool:
        """Whether the operation only reads, by its method."""
        return self.method.upper() in SAFE_METHODS

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the path and of the operation; the operation's own replaces the path's."""
        shared = members(at(self.document, self.place.pointer.rpartition("/")[0])).get("parameters")
        found: dict[tuple[str, str], Parameter] = {}
        for reference in (*items(shared), *items(self.place.value.get("parameters"))):
            value = resolve(self.document, members(reference))
            name, location = str(value.get("name")), str(value.get("in"))
            found[name, location] = Parameter(name, location, value, self.document)
        return tuple(found.values())

    @cached_property
    def ids(self) -> tuple[Parameter, ...]:
        """The parameters of the path, in the order of the path."""
        by_name = {parameter.name: parameter for parameter in self.parameters if parameter.location == "path"}
        return tuple(by_name[name] for name in _PARAMETER.findall(self.path) if name in by_name)

    @cached_property
    def body(self) -> Object | None:
        """The body of the request, references followed; None when it has none."""
        body = self.place.value.get("requestBody")
        return resolve(self.document, body) if isinstance(body, dict) else None

    @cached_property
    def responses(self) -> dict[str, Object]:
        """The responses by status, such as `200`, `2XX` or `default`, references followed."""
        responses = members(self.place.value.get("responses"))
        return {status: resolve(self.document, members(response)) for status, response in responses.items()}

    def response_key(self, status: int) -> str | None:
        """The key in `responses` that describes a status: itself, its range, the default; None without any."""
        keys = (str(status), f"{status // 100}XX", "default")
        return next((key for key in keys if key in self.responses), None)

    @cached_property
    def successes(self) -> frozenset[str]:
        """The keys of the documented successes, such as `200` or `2XX`; `default` if that is all there is."""
        found = frozenset(key for key in self.responses if key.startswith("2"))
        return found or frozenset(self.responses.keys() & {"default"})

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """The security schemes that open the operation, by name; none when it can be called without credentials."""
        security = items(self.place.value.get("security", self.document.get("security")))
        return tuple(name for entry in security for name in members(entry)) if {} not in security else ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\\{.*?\\\}", "([^/?#]*)", re.escape(self.path)))

    def values(self, path: str) -> tuple[str, ...] | None:
        """The values of the path's parameters in a path as it is sent; None if it is another path."""
        found = self._pattern.fullmatch(path)
        return found.groups() if found else None


def operations(document: Object) -> Iterator[Operation]:
    """The operations, in document order."""
    for item in walk(document):
        if item.keyword != "paths":
            continue
        for method, value in item.value.items():
            if method in METHODS and isinstance(value, dict):
                place = Place(join(item.pointer, method), method, value)
                yield Operation(item.name, method, str(value.get("operationId", "")), place, document)


def at_path(found: Iterable[Operation], path: str) -> list[tuple[Operation, tuple[str, ...]]]:
    """The operations of every method at a path, with the values of its parameters; fixed text goes before values."""
    matches = [(one, values) for one in found if (values := one.values(path)) is not None]
    fewest = min((len(values) for _, values in matches), default=0)
    return [(one, values) for one, values in matches if len(values) == fewest]


@dataclass(frozen=True)
class Route:
    """What a request is for.

    Attributes:
        operation: the operation of its method and path; None when the contract has none.
        siblings: the operations of every method at that path.
        values: the values of the path's parameters, percent escapes undone.
    """

    operation: Operation | None = None
    siblings: tuple[Operation, ...] = ()
    values: tuple[str, ...] = ()


def match(found: Sequence[Operation], method: str, target: bytes) -> Route:
    """What a request with this method and target is for. Any base path may stand before the contract's own."""
    path = re.split(r"[?#]", target.decode("latin-1"), maxsplit=1)[0]
    for start in (index for index, letter in enumerate(path) if letter == "/"):
        if here := at_path(found, path[start:]):
            siblings = tuple(one for one, _ in here)
            own = next((one for one in siblings if one.method.upper() == _AS.get(method, method)), None)
            return Route(own, siblings, tuple(unquote(value.encode("latin-1")) for value in here[0][1]))
    return Route()


def unquote(value: bytes) -> str:
    """A part of a path as text, percent escapes undone."""
    return unquote_to_bytes(value).decode("utf-8", "replace")


def _examples(value: Object) -> Iterator[Json]:
    for example in members(value.get("examples")).values():
        yield members(example).get("value")
    yield from items(value.get("examples"))
    if "example" in value:
        yield value["example"]
