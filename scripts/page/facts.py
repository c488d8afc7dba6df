"""Compare the facts on a page beside its example, such as method, server and statuses, with the contract."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from scripts.contract.document import Contract
from scripts.contract.operations import Operation
from scripts.contract.values import items, join, members
from scripts.page import fields
from scripts.page.counterpart import (
    component_schemas,
    contents_of,
    media_type_of,
    request_content_of,
    status_of,
)
from scripts.page.difference import Difference
from scripts.page.explain import show
from scripts.page.page import Page

_Fact: TypeAlias = Callable[[Contract, Operation, Page], Iterator[Difference]]

_NOT_FOR_ACCESS = ("accept", "content-type")  # headers


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


def _authorization(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    if page.request is None:
        return
    own = {*_NOT_FOR_ACCESS, *(name.lower() for name in fields.headers(contract, operation, page))}
    shown = {name: value for name, value in page.request.headers.items() if name.lower() not in own}
    stated = {"Authorization": "Bearer <token>"} if operation.place.value.get("security") else {}
    listed = (field for field in page.fields if field.place == "authorization")
    shown |= {field.name: field.type for field in listed if field.name not in {*shown, *stated}}
    for name in stated | shown:
        if shown.get(name) != stated.get(name):
            follows = f"{'needs' if name in shown else 'no longer needs'} the header {name}"
            pointer = join(operation.place.pointer, "security")
            yield Difference(
                "authorization", shown.get(name, "nothing"), stated.get(name, "nothing"), follows, "documented", pointer
            )


def _body(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    stated = "requestBody" in operation.place.value
    body = page.request.body if page.request else None
    if stated != page.has_body and (page.request or page.has_body):
        shown = _shown_body(page)
        follows = "takes a request body now" if page.has_body else "takes no request body any more"
        was = "a body" if stated else "none"
        yield Difference("request body", shown, was, follows, "documented", operation.place.pointer)
    content = request_content_of(contract.document, operation, page)
    if body and content and (now := body.media_type.partition(";")[0]) != (was := media_type_of(content)):
        yield Difference("request media type", now, was, f"takes {now} now", "documented", content)


def _shown_body(page: Page) -> str:
    """The request body in a few words: its example, else the members that its section lists."""
    if page.request and page.request.body and page.request.body.example:
        return show(page.request.body.example.value)
    listed = ", ".join(field.name for field in page.body)
    return (listed or "a body") if page.has_body else "none"


def _answers(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    """Answers on the page that the contract lacks; a page need not show all that the contract has."""
    responses = members(operation.place.value.get("responses"))
    pointer = join(operation.place.pointer, "responses")
    names = {pointer.rpartition("/")[2] for pointer in component_schemas(contract)}
    for index, (response, content) in enumerate(contents_of(contract.document, operation, page)):
        status = response.status
        if response.example and content is None and (not index or (status and status_of(operation, status))):
            follows = "answers with a body now"
            yield Difference("response", show(response.example.value), "no body", follows, "documented", pointer)
        if status is None:
            if index and response.example:
                follows = "is another example, of which the page does not say the status"
                yield Difference("response", show(response.example.value), "nothing", follows, "documented", pointer)
            continue
        if status_of(operation, status) is None:
            yield Difference("status", status, ", ".join(responses), f"answers {status} now", "documented", pointer)
        if content and (now := response.media_type) and now != (was := media_type_of(content)):
            yield Difference("media type", now, was, f"answers {now} now", "documented", content)
        if status.startswith("2") and (name := response.name) and name not in names:
            follows = f"answers {name} now"
            yield Difference("response", name, "none of that name", follows, "documented", content or pointer)


FACTS: tuple[_Fact, ...] = (_method, _path, _server, _authorization, _body, fields.differences, _answers)
