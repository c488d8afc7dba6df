"""The operations of a contract as seen on the wire: references resolved, names that are never sent left out."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TypeAlias

from scripts.contract.operations import Operation, operations
from scripts.contract.values import Json, Object, items, join, members, target

Located: TypeAlias = tuple[str, Object]  # pointer and value
Credentials: TypeAlias = frozenset[tuple[str, str]]  # (scheme, scope) pairs that open an operation together


@dataclass(frozen=True)
class Call:
    """One operation of one contract."""

    document: Object
    operation: Operation

    @property
    def pointer(self) -> str:
        """Pointer of the operation in the contract."""
        return self.operation.place.pointer

    @property
    def key(self) -> str:
        """Method and path, without the names of path parameters, which are never sent."""
        return f"{self.operation.method} {re.sub(r'{[^}]*}', '{}', self.operation.path)}"

    @cached_property
    def parameters(self) -> dict[str, Located]:
        """The parameters by place and name; path parameters by place and position."""
        path = self.pointer.rpartition("/")[0]
        positions = re.findall(r"{([^}]*)}", self.operation.path)
        found: dict[str, Located] = {}
        for holder in (path, self.pointer):
            for index, _ in enumerate(items(target(self.document, holder)[1].get("parameters"))):
                pointer, value = target(self.document, join(holder, "parameters", index))
                place, name = str(value.get("in")), str(value.get("name"))
                if place == "path" and name in positions:
                    name = str(positions.index(name))
                found[f"{place} {name.lower() if place == 'header' else name}"] = pointer, value
        return found

    @cached_property
    def responses(self) -> dict[str, Located]:
        """The responses by status, such as `200`, `2XX` or `default`."""
        responses = members(self.operation.place.value.get("responses"))
        return {
            status if status == "default" else status.upper(): target(
                self.document, join(self.pointer, "responses", status)
            )
            for status in responses
        }

    def response(self, status: str) -> Located | None:
        """The response to a status: its own, that of its range, or for an error `default`."""
        ranged = self.responses.get(status) or self.responses.get(f"{status[0]}XX")
        return ranged or (None if status.startswith("2") else self.responses.get("default"))

    @cached_property
    def request_body(self) -> Located | None:
        """Pointer and value of the request body, if there is one."""
        if "requestBody" not in self.operation.place.value:
            return None
        return target(self.document, join(self.pointer, "requestBody"))

    @cached_property
    def servers(self) -> list[str]:
        """The URLs of the servers, with every value of their variables."""
        path_item = target(self.document, self.pointer.rpartition("/")[0])[1]
        for holder in (self.operation.place.value, path_item, self.document):
            if servers := items(holder.get("servers")):
                return [url for server in servers for url in _urls(members(server))]
        return ["/"]

    @cached_property
    def credentials(self) -> list[Credentials]:
        """The alternative sets of credentials, each of which is enough."""
        stated = self.operation.place.value.get("security", self.document.get("security"))
        return [frozenset(self._scheme(members(way))) for way in items(stated)] or [frozenset()]

    def _scheme(self, way: Object) -> Iterator[tuple[str, str]]:
        for name, scopes in way.items():
            _, scheme = target(self.document, join("/components/securitySchemes", name))
            shown = json.dumps(_told(scheme), sort_keys=True)
            yield from ((shown.lower(), str(scope)) for scope in ("", *items(scopes)))


def _told(scheme: Object) -> Object:
    """What a scheme or a flow of it asks of callers: no texts, and no scopes, since each operation names its own."""
    return {
        key: _told(value) if isinstance(value, dict) else value
        for key, value in scheme.items()
        if key not in {"description", "bearerFormat", "scopes"} and not key.startswith("x-")
    }


def media_types(holder: Located) -> dict[str, Located]:
    """The media types of a body: pointer and value by lower-case name, without `charset`."""
    pointer, value = holder
    content = members(value.get("content"))
    found: dict[str, Located] = {}
    for name, below in content.items():
        found.setdefault(_media_type(name), (join(pointer, "content", name), members(below)))
    return found


def _media_type(name: str) -> str:
    kind, *parameters = (part.strip().lower() for part in name.split(";"))
    return "; ".join([kind, *sorted(one for one in parameters if one and not one.startswith("charset="))])


def counterpart(name: str, names: Collection[str]) -> str | None:
    """The name among others, or for a media type the narrowest range there that it is a part of, or None."""
    ranges = (f"{name.partition('/')[0]}/*", "*/*")
    return next((one for one in (name, *ranges) if one in names), None)


def counterparts(olds: Collection[str], news: Collection[str]) -> Iterator[tuple[str, str]]:
    """The old and new names of the same, or of which one is a range that the other one is a part of."""
    forth = ((name, counterpart(name, news)) for name in olds)
    back = ((counterpart(name, olds), name) for name in news)
    yield from dict.fromkeys((old, new) for old, new in (*forth, *back) if old and new)


def serialisation(parameter: Object) -> list[object]:
    """How a parameter is written: its style, whether exploded or with reserved characters, its media type."""
    style = parameter.get("style", "form" if parameter.get("in") in {"query", "cookie"} else "simple")
    return [
        style,
        parameter.get("explode", style == "form"),
        parameter.get("allowReserved", False),
        *media_types(("", parameter)),
    ]


def headers(document: Object, holder: Located) -> dict[str, Located]:
    """The headers of a response: pointer and value by lower-case name, without Content-Type, which OpenAPI ignores."""
    pointer, value = holder
    names = [name for name in members(value.get("headers")) if name.lower() != "content-type"]
    return {name.lower(): target(document, join(pointer, "headers", name)) for name in names}


def schema(holder: Located) -> tuple[str, Json]:
    """Pointer and value of the schema of a parameter, header or media type; without one, any value is valid."""
    pointer, value = holder
    if "schema" not in value and (content := media_types(holder)):
        pointer, value = next(iter(content.values()))
    return join(pointer, "schema"), value.get("schema", {})


def calls(document: Object) -> dict[str, Call]:
    """The operations of a contract by their keys."""
    return {call.key: call for operation in operations(document) if (call := Call(document, operation))}


def _urls(server: Object) -> Iterator[str]:
    variables = {name: members(value) for name, value in members(server.get("variables")).items()}
    choices: Mapping[str, list[Json]] = {
        name: [value.get("default"), *(one for one in items(value.get("enum")) if one != value.get("default"))]
        for name, value in variables.items()
    }
    for chosen in product(*choices.values()):
        url = str(server.get("url"))
        for name, value in zip(choices, chosen, strict=True):
            url = url.replace(f"{{{name}}}", str(value))
        yield url
