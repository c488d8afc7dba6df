"""A Postman collection (format 2.1): each operation as a request, its examples as saved responses.

Ids are derived from names in the contract, so that a second import updates the first. The token and the parameters of
paths are variables of the collection. They are empty, and a script skips every request that needs an empty one, so
nothing can change until somebody fills them in. Parameters that may be left out are there, and switched off.
Another script judges each answer: its status, its media type, and its body by the schema of the contract. Redirects are
not followed: an answer from elsewhere says nothing of the server that was asked.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from scripts.contract.document import Contract
from scripts.contract.keywords import MEDIA_TYPE
from scripts.contract.operations import Parameter
from scripts.contract.values import Json, Object, items, members
from scripts.reference.calls import Answer, Call, Example, calls
from scripts.reference.emitters import json_schema
from scripts.reference.json_text import line, pretty
from scripts.reference.vectors import formats

BEFORE, AFTER = (Path(__file__).with_name(f"postman.{when}.js").read_text("utf-8") for when in ("before", "after"))
DIALECT = next(one for one in json_schema.DIALECTS if one.name == "draft-07")  # what Postman validates with
FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
AUTH: Object = {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]}
OWN = ("baseUrl", "token")
HINT = "Set the variables of the collection first: a request that needs an empty one is not sent."
PHRASES = {status.value: status.phrase for status in HTTPStatus}


def render(contract: Contract) -> dict[str, bytes]:
    """The collection."""
    info = members(contract.document["info"])
    every = list(calls(contract))
    collection: Object = {
        "info": {
            "_postman_id": _id("collection"),
            "name": info["title"],
            "description": f"{HINT}\n\n{info['description']}",
            "schema": FORMAT,
        },
        "item": [_item(contract, call, _names(every, call)) for call in every],
        "auth": AUTH,
        "variable": list(_variables(contract, every)),
    }
    return {"postman/collection.json": pretty(collection)}


def _names(every: list[Call], call: Call) -> dict[str, str]:
    """The variable of each parameter of the path.

    Operations that read share the variable of a parameter that they describe alike. One that acts on something shares
    none, so that an id that was entered for one action never serves another.
    """
    names: dict[str, str] = {}
    for own in call.parameters("path"):
        rivals = (other for other in every if other != call and other.operation.is_safe >= call.operation.is_safe)
        same = [one for rival in rivals for one in rival.parameters("path") if one.name == own.name]
        shared = call.operation.is_safe and all(one == own for one in same)
        names[own.name] = own.name if own.name not in OWN and (shared or not same) else f"{call.name}_{own.name}"
    return names


def _variables(contract: Contract, every: list[Call]) -> Iterator[Object]:
    server = str(members(items(contract.document["servers"])[0])["url"])
    values = {
        "baseUrl": (
            server,
            "The server, with the beginning of every path. Try a mock first.",
        ),
        "token": ("", str(next((call.scheme["description"] for call in every if "description" in call.scheme), ""))),
    }
    for call in every:
        names = _names(every, call)
        values |= {names[one.name]: ("", str(one.value.get("description", ""))) for one in call.parameters("path")}
    for name, (value, description) in values.items():
        yield {"key": name, "value": value, "type": "string", "description": description}


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("urn:comm-sms:postman", *names))))


def _item(contract: Contract, call: Call, names: dict[str, str]) -> Json:
    own = call.operation.place.value
    request: Object = {
        "method": call.operation.method.upper(),
        "description": own.get("description"),
        "header": [{"key": "Accept", "value": MEDIA_TYPE}, *_headers(call)],
        "url": _url(call, names),
    }
    if call.request:
        example = next((pretty(example.value).decode() for example in call.request.examples), "")
        request["body"] = {"mode": "raw", "raw": example, "options": {"raw": {"language": "json"}}}
    return {
        "id": _id(call.name),
        "name": own.get("summary"),
        "event": [
            _event("prerequest", BEFORE, {"VARIABLES": [*OWN, *names.values()]}),
            _event("test", AFTER, _expected(contract, call)),
        ],
        "request": request,
        "protocolProfileBehavior": {"followRedirects": False},
        "response": [response for answer in call.answers for response in _responses(call, answer, request)],
    }


def _event(listen: str, script: str, values: dict[str, Json]) -> Object:
    """A script of the request, with values in the place of its names in upper case."""
    script = re.sub("|".join(values), lambda name: line(values[name[0]]).decode().strip(), script)
    return {"listen": listen, "script": {"type": "text/javascript", "exec": list[Json](script.splitlines())}}


def _expected(contract: Contract, call: Call) -> dict[str, Json]:
    """What a request with good values gets: the statuses of success, the schema of each body, and the schemas."""
    bodies = {answer.status: answer.body.schema if answer.body else None for answer in call.answers}
    return {
        "SUCCESSES": [status for status in bodies if status.startswith("2")] or list[Json](bodies),
        "BODIES": dict[str, Json](bodies),
        "SCHEMAS": {name: json_schema.schema(contract, name, DIALECT) for name in bodies.values() if name},
        "NUMBERS": list[Json](formats.NUMBERS),
    }


def _url(call: Call, names: dict[str, str]) -> Object:
    path = [f":{part[1:-1]}" if part.startswith("{") else part for part in call.operation.path.split("/")[1:]]
    query = [entry for parameter in call.parameters("query") for entry in _entries(parameter)]
    sent = "&".join(f"{entry['key']}={quote(str(entry['value']))}" for entry in query if "disabled" not in entry)
    url: Object = {
        "raw": "/".join(["{{baseUrl}}", *path]) + (f"?{sent}" if sent else ""),
        "host": ["{{baseUrl}}"],
        "path": list[Json](path),
        "variable": [
            {
                "key": parameter.name,
                "value": f"{{{{{names[parameter.name]}}}}}",
                "description": parameter.value.get("description"),
            }
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
