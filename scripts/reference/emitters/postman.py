"""A Postman collection (format 2.1): each operation as a request, its examples as saved responses.

Ids are derived from names in the contract, so that a second import updates the first. The variables for the token and
for the ids in paths are empty, so that no request can change anything until somebody fills them in.
"""

from http import HTTPStatus
from uuid import NAMESPACE_URL, uuid5

from scripts.contract.document import Contract
from scripts.contract.keywords import MEDIA_TYPE
from scripts.contract.operations import Operation, operations
from scripts.contract.values import Json, Object, items, members
from scripts.reference.bodies import Body, bodies, parameters
from scripts.reference.json_text import pretty

FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
AUTH: Object = {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]}


def render(contract: Contract) -> dict[str, bytes]:
    """The collection."""
    document = contract.document
    info = members(document["info"])
    server = str(members(items(document["servers"])[0])["url"])
    collection: Object = {
        "info": {
            "_postman_id": _id("collection"),
            "name": info["title"],
            "description": info["description"],
            "schema": FORMAT,
        },
        "item": [_item(contract, operation) for operation in operations(document)],
        "auth": AUTH,
        "variable": [
            {"key": "baseUrl", "value": server, "type": "string"},
            {"key": "token", "value": "", "type": "string"},
        ],
    }
    return {"postman/collection.json": pretty(collection)}


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("urn:comm-sms:postman", *names))))


def _item(contract: Contract, operation: Operation) -> Json:
    own = operation.place.value
    path = [f":{part[1:-1]}" if part.startswith("{") else part for part in operation.path.split("/")[1:]]
    request: Object = {
        "method": operation.method.upper(),
        "description": own.get("description"),
        "header": [{"key": "Accept", "value": MEDIA_TYPE}],
        "url": {
            "raw": "/".join(["{{baseUrl}}", *path]),
            "host": ["{{baseUrl}}"],
            "path": list[Json](path),
            "variable": [
                {"key": parameter["name"], "value": "", "description": parameter.get("description")}
                for parameter in parameters(contract, operation)
            ],
        },
    }
    saved = [
        response
        for body in bodies(contract)
        if body.operation == operation and body.status.isdecimal()
        for response in _responses(body, request)
    ]
    return {
        "id": _id(operation.operation_id),
        "name": own.get("summary"),
        "request": request,
        "response": saved,
    }


def _responses(body: Body, request: Object) -> list[Json]:
    return [
        {
            "id": _id(body.operation.operation_id, body.status, example.name),
            "name": f"{body.status} {example.summary}",
            "originalRequest": request,
            "status": HTTPStatus(int(body.status)).phrase,
            "code": int(body.status),
            "header": [{"key": "Content-Type", "value": MEDIA_TYPE}],
            "body": pretty(example.value).decode(),
        }
        for example in body.examples
    ]
