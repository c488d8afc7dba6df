"""A Postman collection (format 2.1): each operation as a request, its examples as saved responses.

Ids are derived from names in the contract, so that a second import updates the first. The variables for the token and
for the ids in paths are empty, so that no request can change anything until somebody fills them in. Parameters that may
be left out are there, and switched off.
"""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from scripts.contract.document import Contract
from scripts.contract.keywords import MEDIA_TYPE
from scripts.contract.operations import Parameter
from scripts.contract.values import Json, Object, items, members
from scripts.reference.calls import Answer, Call, Example, calls
from scripts.reference.json_text import line, pretty

FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
AUTH: Object = {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]}
PHRASES = {status.value: status.phrase for status in HTTPStatus}


def render(contract: Contract) -> dict[str, bytes]:
    """The collection."""
    info = members(contract.document["info"])
    server = str(members(items(contract.document["servers"])[0])["url"])
    collection: Object = {
        "info": {
            "_postman_id": _id("collection"),
            "name": info["title"],
            "description": info["description"],
            "schema": FORMAT,
        },
        "item": [_item(call) for call in calls(contract)],
        "auth": AUTH,
        "variable": [
            {"key": "baseUrl", "value": server, "type": "string"},
            {"key": "token", "value": "", "type": "string"},
        ],
    }
    return {"postman/collection.json": pretty(collection)}


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("urn:comm-sms:postman", *names))))


def _item(call: Call) -> Json:
    own = call.operation.place.value
    request: Object = {
        "method": call.operation.method.upper(),
        "description": own.get("description"),
        "header": [{"key": "Accept", "value": MEDIA_TYPE}, *_headers(call)],
        "url": _url(call),
    }
    if call.request:
        example = next((pretty(example.value).decode() for example in call.request.examples), "")
        request["body"] = {"mode": "raw", "raw": example, "options": {"raw": {"language": "json"}}}
    return {
        "id": _id(call.name),
        "name": own.get("summary"),
        "request": request,
        "response": [response for answer in call.answers for response in _responses(call, answer, request)],
    }


def _url(call: Call) -> Object:
    path = [f":{part[1:-1]}" if part.startswith("{") else part for part in call.operation.path.split("/")[1:]]
    query = [entry for parameter in call.parameters("query") for entry in _entries(parameter)]
    sent = "&".join(f"{entry['key']}={quote(str(entry['value']))}" for entry in query if "disabled" not in entry)
    url: Object = {
        "raw": "/".join(["{{baseUrl}}", *path]) + (f"?{sent}" if sent else ""),
        "host": ["{{baseUrl}}"],
        "path": list[Json](path),
        "variable": [
            {"key": parameter.name, "value": "", "description": parameter.value.get("description")}
            for parameter in call.parameters("path")
        ],
    }
    if query:
        url["query"] = list[Json](query)
    return url


def _headers(call: Call) -> Iterator[Object]:
    if call.request:
        yield {"key": "Content-Type", "value": MEDIA_TYPE}
    for parameter in call.parameters("header"):
        yield from _entries(parameter)
    for parameter in call.parameters("cookie"):
        for entry in _entries(parameter):
            yield entry | {"key": "Cookie", "value": f"{parameter.name}={entry['value']}"}


def _entries(parameter: Parameter) -> Iterator[Object]:
    """A parameter with its example; one entry for each value of a list that repeats the name."""
    example = parameter.example
    repeats = isinstance(example, list) and parameter.value.get("explode", parameter.location in {"query", "cookie"})
    for value in items(example) if repeats else [example]:
        entry: Object = {
            "key": parameter.name,
            "value": _text(value),
            "description": parameter.value.get("description"),
        }
        yield entry if parameter.value.get("required") else entry | {"disabled": True}


def _text(value: Json) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return value if isinstance(value, str) else "" if value is None else line(value).decode().strip()


def _responses(call: Call, answer: Answer, request: Object) -> Iterator[Json]:
    if not answer.status.isdecimal():
        return
    code = int(answer.status)
    summary = str(answer.response["description"]).partition("\n")[0]
    for example in answer.body.examples if answer.body else [Example("", summary, None)]:
        yield {
            "id": _id(call.name, answer.status, example.name),
            "name": f"{code} {example.summary}",
            "originalRequest": request,
            "status": PHRASES.get(code, ""),
            "code": code,
            "header": [{"key": "Content-Type", "value": MEDIA_TYPE}] if answer.body else [],
            "body": pretty(example.value).decode() if answer.body else "",
        }
