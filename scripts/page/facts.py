"""Compare the facts on a page beside its example, such as method, server and parameters, with the contract."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scripts.contract.document import Contract, Object, items, join, members, reachable, resolve, target, types
from scripts.contract.operations import Operation, operations
from scripts.page.explain import Level
from scripts.page.parse import Page


@dataclass(frozen=True)
class Difference:
    """A difference between page and contract.

    `place` is a pointer into the example or the name of a fact such as `server`; `pointer` is the place to edit in the
    contract.
    """

    place: str
    shown: str
    rendered: str
    follows: str
    level: Level
    pointer: str


def operation_of(contract: Contract, page: Page) -> Operation | None:
    """The operation of the contract that the page describes; the version and the names of parameters may differ."""
    shown = page.path or (page.request.url if page.request else "")
    for exact in (True, False):
        for operation in operations(contract.document):
            if exact and shown.endswith(operation.path) and operation.method == page.method:
                return operation
            if not exact and _skeleton(shown).endswith(_skeleton(operation.path)):
                return operation
    return None


def _skeleton(path: str) -> str:
    """A path without version and names of parameters."""
    return re.sub(r"\{\w+\}", "{}", re.sub(r"/v\d+(?=/)", "", path))


def content_of(document: Object, operation: Operation, page: Page) -> str:
    """Pointer of the media type of the response on the page, or of the first success if the contract lacks that one."""
    responses = members(operation.place.value.get("responses"))
    shown = page.response.status if page.response else ""
    status = shown if shown in responses else next(status for status in responses if status.startswith("2"))
    pointer, response = target(document, join(operation.place.pointer, "responses", status))
    content = members(response.get("content"))
    media_type = page.response.media_type if page.response else ""
    return join(pointer, "content", media_type if media_type in content else next(iter(content)))


# Facts beside the example

_Fact: TypeAlias = Callable[[Contract, Operation, Page], Iterator[Difference]]


def _method(_: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    if page.method != operation.method:
        shown, stated = page.method.upper(), operation.method.upper()
        yield Difference("method", shown, stated, f"is called with {shown} now", "documented", operation.place.pointer)


def _path(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    shown = page.path or _path_of_url(contract, page, operation)
    if shown != operation.path:
        pointer = operation.place.pointer.rpartition("/")[0]
        yield Difference("path", shown, operation.path, "has another path now", "documented", pointer)


def _path_of_url(contract: Contract, page: Page, operation: Operation) -> str:
    """The path in the URL: the part after the URL of a server, or as many parts as the path of the contract has."""
    url = page.request.url if page.request else ""
    for server in _servers(contract):
        if url.startswith(server):
            return url.removeprefix(server)
    return "/" + "/".join(url.split("/")[-operation.path.count("/") :])


def _servers(contract: Contract) -> list[str]:
    return [str(members(server).get("url")) for server in items(contract.document.get("servers"))]


def _server(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    if page.request is None:
        return
    shown = page.request.url.removesuffix(page.path or _path_of_url(contract, page, operation))
    if shown not in _servers(contract):
        stated = ", ".join(_servers(contract))
        yield Difference("server", shown, stated, "is served from elsewhere now", "documented", "/servers")


def _authorization(_: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    if page.request is None:
        return
    shown = {name: value for name, value in page.request.headers.items() if name != "Content-Type"}
    stated = {"Authorization": "Bearer <token>"} if operation.place.value.get("security") else {}
    for name in stated | shown:
        if shown.get(name) != stated.get(name):
            follows = f"{'needs' if name in shown else 'no longer needs'} the header {name}"
            pointer = join(operation.place.pointer, "security")
            yield Difference(
                "authorization", shown.get(name, "nothing"), stated.get(name, "nothing"), follows, "documented", pointer
            )


def _body(_: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    stated = "requestBody" in operation.place.value
    if page.request and page.request.body != stated:
        shown, contract = ("a body", "none") if page.request.body else ("none", "a body")
        follows = "takes a request body now" if page.request.body else "takes no request body any more"
        yield Difference("request body", shown, contract, follows, "documented", operation.place.pointer)


def _parameters(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    if page.parameters is None:
        return
    stated: dict[tuple[str, str], tuple[str, str]] = {}
    for index, reference in enumerate(items(operation.place.value.get("parameters"))):
        parameter = resolve(contract.document, members(reference))
        schema = resolve(contract.document, members(parameter.get("schema")))
        text = f"{types(schema)[0]}" + (f"<{schema['format']}>" if "format" in schema else "")
        required = " required" if parameter.get("required") else ""
        key = (str(parameter.get("in")), str(parameter.get("name")))
        stated[key] = text + required, join(operation.place.pointer, "parameters", index)
    shown = {(found.place, found.name): found.type + " required" * found.required for found in page.parameters}
    for place, name in stated | shown:
        now = shown.get((place, name), "nothing")
        was, pointer = stated.get((place, name), ("nothing", join(operation.place.pointer, "parameters")))
        if now != was:
            follows = "is new" if was == "nothing" else "is gone" if now == "nothing" else "changed"
            yield Difference(f"{place} parameter {name}", now, was, follows, "documented", pointer)


def _response(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    if page.response is None:
        return
    responses = members(operation.place.value.get("responses"))
    content = content_of(contract.document, operation, page)
    if page.response.status not in responses:
        stated = ", ".join(responses)
        pointer = join(operation.place.pointer, "responses")
        follows = f"answers {page.response.status} now"
        yield Difference("status", page.response.status, stated, follows, "documented", pointer)
    *_, media_type = content.split("/")
    if page.response.media_type != media_type.replace("~1", "/"):
        stated = media_type.replace("~1", "/")
        follows = f"answers {page.response.media_type} now"
        yield Difference("media type", page.response.media_type, stated, follows, "documented", content)
    names = {pointer.rpartition("/")[2] for pointer in component_schemas(contract)}
    if page.response.name and page.response.name not in names:
        follows = f"answers {page.response.name} now"
        yield Difference("response", page.response.name, "none of that name", follows, "documented", content)


FACTS: tuple[_Fact, ...] = (_method, _path, _server, _authorization, _body, _parameters, _response)


# Reading the contract


def component_schemas(contract: Contract) -> Iterator[str]:
    """Pointers of the component schemas that operations lead to."""
    for operation in operations(contract.document):
        for place in reachable(contract.document, operation.place):
            if place.pointer.rpartition("/")[0] == "/components/schemas":
                yield place.pointer
