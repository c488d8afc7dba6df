"""Find what in the contract belongs to a page: its operation, and the contents of request and answers."""

import re
from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.places import reachable
from scripts.contract.values import Object, at, join, members, target
from scripts.page.page import Page, Response


def operation_of(contract: Contract, method: str, shown: str) -> Operation | None:
    """The operation of the contract with a path or URL; the version and the names of parameters may differ.

    So may the method, if the path has only one.
    """
    known = list(operations(contract.document))
    exact = [one for one in known if shown.endswith(one.path)]
    alike = [one for one in known if _skeleton(shown).endswith(_skeleton(one.path))]
    same = [one for one in (*exact, *alike) if one.method == method]
    return next(iter(same), alike[0] if len(alike) == 1 else None)


def _skeleton(path: str) -> str:
    """A path without version and names of parameters."""
    return re.sub(r"\{\w+\}", "{}", re.sub(r"/v\d+(?=/)", "", path))


def status_of(operation: Operation, status: str) -> str | None:
    """The status of the contract that one on the page belongs to: the same or its class, such as 4XX."""
    stated = members(operation.place.value.get("responses"))
    return next((one for one in (status, f"{status[0]}XX") if one in stated), None)


def contents_of(document: Object, operation: Operation, page: Page) -> list[tuple[Response, str | None]]:
    """The answers on the page, each with the pointer of its media type, if the contract has one.

    The first answer, which has the page's example, belongs to the first success if the contract lacks its status.
    """
    stated = members(operation.place.value.get("responses"))
    found: list[tuple[Response, str | None]] = []
    for index, response in enumerate(page.responses or (Response(None),)):
        status = status_of(operation, response.status) if response.status else None
        if status is None and not index:
            status = next((one for one in stated if one.startswith("2")), next(iter(stated), None))
        pointer = join(operation.place.pointer, "responses", status) if status else None
        found.append((response, _content(document, pointer, response.media_type) if pointer else None))
    return found


def request_content_of(document: Object, operation: Operation, page: Page) -> str | None:
    """Pointer of the media type that the request body on the page belongs to, if the contract has one."""
    if "requestBody" not in operation.place.value:
        return None
    body = page.request.body if page.request else None
    return _content(document, join(operation.place.pointer, "requestBody"), body.media_type if body else None)


def _content(document: Object, pointer: str, media_type: str | None) -> str | None:
    """The media type of that name below a response or a request body, else the first one."""
    pointer, value = target(document, pointer)
    content = members(value.get("content"))
    named = media_type if media_type in content else next(iter(content), None)
    return None if named is None else join(pointer, "content", named)


def media_type_of(content: str) -> str:
    """The name of the media type at a pointer."""
    return content.rpartition("/")[2].replace("~1", "/")


def schema_of(document: Object, content: str | None) -> str | None:
    """Pointer of the schema of a media type, if it has one."""
    return join(content, "schema") if content and "schema" in members(at(document, content)) else None


def component_schemas(contract: Contract) -> Iterator[str]:
    """Pointers of the component schemas that operations lead to."""
    for operation in operations(contract.document):
        for place in reachable(contract.document, operation.place):
            if place.pointer.rpartition("/")[0] == "/components/schemas":
                yield place.pointer
