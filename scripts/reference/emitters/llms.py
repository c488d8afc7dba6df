"""The whole contract as one plain text, for language models and full-text search."""

import json
from collections.abc import Iterator

from scripts.contract.document import Contract
from scripts.contract.operations import Parameter
from scripts.contract.values import Json, Object, items, members
from scripts.reference.calls import LOCATIONS, Answer, Call, bodies, calls
from scripts.reference.shapes import components, fields
from scripts.reference.words import DEFAULTS, evidence, kind


def render(contract: Contract) -> dict[str, bytes]:
    """The text."""
    return {"llms.txt": "\n".join(_lines(contract)).encode() + b"\n"}


def _lines(contract: Contract) -> Iterator[str]:
    info = members(contract.document["info"])
    summary = [f"> {info['summary']}", ""] if "summary" in info else []
    yield from (f"# {info['title']}", "", *summary, _flat(info["description"]), "")
    server = str(members(items(contract.document["servers"])[0])["url"])
    for call in calls(contract):
        yield from _call(server, call)
    yield from ("## Schemas", "", DEFAULTS, "")
    for name, schema in components(contract).items():
        yield from _schema(contract.document, name, members(schema))
    yield from ("## Examples", "")
    for body in bodies(contract):
        for example in body.examples:
            heading = f"### {body.role} {body.owner}: {example.summary or example.name}"
            yield from (heading, "", "```json", json.dumps(example.value), "```", "")
    yield from ("## Files", "")
    yield from (f"- [{name}]({path}): {text}" for name, path, text in FILES)


FILES = (
    ("OpenAPI 3.1", "openapi/openapi.json", "the contract as JSON"),
    ("JSON Schema", "json-schema/2020-12/", "one file for each schema"),
    ("Test vectors", "vectors/README.md", "valid and invalid bodies, each with its place and reason"),
    ("Languages", "README.md", "which files to use in each language"),
)


def _call(server: str, call: Call) -> Iterator[str]:
    operation, own = call.operation, call.operation.place.value
    yield from (f"## {own['summary']}", "", f"`{operation.method.upper()} {server}{operation.path}`", "")
    yield from (_flat(own["description"]), "", f"Security, {call.token}: {_flat(call.scheme['description'])}", "")
    for location in LOCATIONS:
        if found := call.parameters(location):
            yield from (f"{location.capitalize()} parameters:", "", *map(_parameter, found), "")
    if call.request:
        body = operation.body or {}
        needed = "required" if body.get("required") else "optional"
        yield from (f"Request body, {call.request.schema}, {needed}: {_flat(body['description'])}", "")
    yield from ("Responses:", "", *map(_answer, call.answers), "")


def _parameter(parameter: Parameter) -> str:
    own = parameter.value
    needed = ", required" if own.get("required") and parameter.location != "path" else ""
    return f"- `{parameter.name}` ({kind(members(own.get('schema')))}{needed}): {_flat(own['description'])}"


def _answer(answer: Answer) -> str:
    body = f", {answer.body.schema}" if answer.body else ", no body"
    headers = ", ".join(members(answer.response.get("headers")))
    line = f"- {answer.status}{body}{evidence(answer.response)}: {_flat(answer.response['description'])}"
    return f"{line} Headers: {headers}." if headers else line


def _schema(document: Object, name: str, schema: Object) -> Iterator[str]:
    yield from (f"### {name} ({kind(schema)}{evidence(schema)})", "", _flat(schema["description"]), "")
    if listed := list(_fields(document, schema, "")):
        yield from (*listed, "")


def _fields(document: Object, schema: Object, indent: str) -> Iterator[str]:
    """A line for each field, and below it those of an object that has no name of its own."""
    for key, own, is_required in fields(document, schema):
        needed = ", required" if is_required else ""
        yield f"{indent}- `{key}` ({kind(own)}{needed}{evidence(own)}): {_flat(own['description'])}"
        for nameless in (own, members(own.get("items"))):
            if "$ref" not in nameless:
                yield from _fields(document, nameless, f"{indent}  ")


def _flat(text: Json) -> str:
    """A description with one line for each paragraph; lists are kept."""
    parts = str(text).strip().split("\n\n")
    return "\n\n".join(part if part.startswith("- ") else " ".join(part.split()) for part in parts)
