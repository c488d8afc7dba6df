"""Rules that the client needs: plain and distinct names, printable text, and requests that it can write.

The generator makes files, classes and variables out of names, and docstrings out of texts, and is careful with both.
These rules do not rely on that.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import cast
from unicodedata import category

from scripts.contract.document import Contract
from scripts.contract.operations import operations
from scripts.contract.places import Place, walk
from scripts.contract.rules.client_calls import CALLS
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.values import Json, Object, items, join, members, resolve, types

FIELD_PREFIX = "field_"
"""What the generator puts before a name that Python does not take."""
TAKEN = {"base_url", "close", "send"}  # what a client has besides its operations
SHADOWED = {"date", "datetime", "models"}  # what the annotations of its methods name
IMPORTED = {"Any", "Literal", "Mapping", "Self"}  # what the module of every model imports
SERVER = re.compile(r"https://[^{}]+")
LONGEST = 100  # characters of a name, which may become that of a file
_NAME = re.compile(r"[^\W\d]([\w. -]|\[\w*\])*")
_STATUS = re.compile(r"[1-5](\d\d|XX)")
_BODY = re.compile(r"application/([\w.-]+\+)?json|application/x-www-form-urlencoded")
_FORM: Object = {"style": "form", "explode": True}
_SIMPLE: Object = {"style": "simple", "explode": False}
_STYLES = {"query": _FORM, "cookie": _FORM, "path": _SIMPLE, "header": _SIMPLE}  # the defaults of OpenAPI
_LEFT_OUT = {  # what to do about a name that the server gave: to rename it would make the contract false
    "properties": "Leave it out: the client keeps what is not described in additional_properties.",
    "parameters": "Leave it out, if the server does not need it.",
    "headers": "Leave it out.",
}
_NAMED = ("properties", "schemas", "responses", "headers", "securitySchemes")


def _printable(contract: Contract) -> Breaches:
    for pointer, text in _texts(contract.document, ""):
        if wrong := [character for character in text if category(character)[0] == "C" and character not in "\n\t"]:
            yield pointer, f"Delete the character U+{ord(wrong[0]):04X}."
        elif "\u2028" in text or "\u2029" in text:
            yield pointer, "Break lines with a line feed."


def _texts(value: Json, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text with its pointer, keys included."""
    if isinstance(value, str):
        yield pointer, value
    for key, below in value.items() if isinstance(value, dict) else enumerate(items(value)):
        yield join(pointer, key), str(key)
        yield from _texts(below, join(pointer, key))


def _plain_names(contract: Contract) -> Breaches:
    form = f"with at most {LONGEST} letters, digits, spaces, `_`, `-` and `.`, a letter first."
    for pointer, name, left_out in _names(contract):
        if not _NAME.fullmatch(name) or ".." in name or len(name) > LONGEST:
            yield pointer, f"The client has names {form} {left_out}" if left_out else f"Name it {form}"


def _names(contract: Contract) -> Iterator[tuple[str, str, str]]:
    """Every name that becomes one in the client, with its pointer, and what to do if it cannot be another."""
    for place in walk(contract.document):
        if place.keyword in _NAMED and not (place.keyword == "responses" and _STATUS.fullmatch(place.name)):
            name = place.name.lstrip("@$") if place.keyword == "properties" else place.name
            yield place.pointer, name, _left_out(place)
        if place.is_schema and "title" in place.value:
            yield join(place.pointer, "title"), str(place.value["title"]), ""
        if place.keyword == "parameters" and "name" in place.value:
            yield join(place.pointer, "name"), str(place.value["name"]), _left_out(place)
    for operation in operations(contract.document):
        yield join(operation.place.pointer, "operationId"), operation.operation_id, ""
        for index, tag in enumerate(items(operation.place.value.get("tags"))):
            yield join(operation.place.pointer, "tags", index), str(tag), ""


def _left_out(place: Place) -> str:
    """What to do about a name that the server gave; empty if it is one of the contract's own."""
    is_own = place.value.get("in") == "path" or place.pointer.startswith("/components/headers/")
    return "" if is_own else _LEFT_OUT.get(place.keyword, "")


def _distinct_names(contract: Contract) -> Breaches:
    schemas = members(members(contract.document.get("components")).get("schemas"))
    modules = {name: _identifier(_class_name(name)) for name in schemas}
    yield from _collisions("/components/schemas", modules)
    for place in walk(contract.document):
        if place.is_schema:
            pointer = join(place.pointer, "title") if "title" in place.value else place.pointer
            name = place.value.get("title", place.name if place.keyword == "schemas" else "")
            if (class_name := _class_name(str(name))) in IMPORTED:
                yield pointer, f"Rename it: {class_name} is what every module of a model imports."
            names = members(place.value.get("properties"))
            identifiers = {name: _identifier(name) for name in names}
            yield from _collisions(join(place.pointer, "properties"), identifiers, _LEFT_OUT["properties"])
    for operation in operations(contract.document):
        seen: dict[str, str] = {}
        for index, reference in enumerate(items(operation.place.value.get("parameters"))):
            parameter = resolve(contract.document, members(reference))
            name = str(parameter.get("name"))
            identifier = _identifier(name)
            if seen.setdefault(identifier, name) != name:
                pointer = join(operation.place.pointer, "parameters", index)
                left_out = _left_out(Place(pointer, "parameters", parameter))
                yield pointer, _alike(name, seen[identifier], identifier, left_out)


def _collisions(pointer: str, names: dict[str, str], left_out: str = "") -> Breaches:
    seen: dict[str, str] = {}
    for name, identifier in names.items():
        if identifier in seen:
            yield join(pointer, name), _alike(name, seen[identifier], identifier, left_out)
        seen.setdefault(identifier, name)


def _alike(name: str, other: str, identifier: str, left_out: str = "") -> str:
    return f"{name!a} and {other!a} would both become {identifier!a} in Python. {left_out or 'Rename it.'}"


def _named_objects(contract: Contract) -> Breaches:
    """The generator writes a nullable component twice, and an object inside it would be two classes of one name."""
    for component in walk(contract.document):
        if component.keyword == "schemas" and {"object", "null"} <= set(types(component.value)):
            for place in walk(contract.document, component.pointer, "schemas"):
                inline = place.is_schema and place.pointer != component.pointer
                if inline and ("object" in types(place.value) or "allOf" in place.value):
                    yield place.pointer, "Give it a name under components/schemas, and refer to it."


def _enums(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.is_schema and (values := [value for value in items(place.value.get("enum")) if value is not None]):
            pointer = join(place.pointer, "enum")
            if {type(value) for value in values} not in ({str}, {int}):
                yield pointer, "Write only texts or only whole numbers, or name the values in `examples` instead."
            elif len(_constants(values)) < len(values):
                yield pointer, "Name the values in `examples` instead: two of them have one name in Python."


def _server(contract: Contract) -> Breaches:
    servers = items(contract.document.get("servers"))
    url = members(servers[0]).get("url") if servers else None
    if not SERVER.fullmatch(str(url)):
        yield "/servers", "Begin `servers` with an https:// URL without variables."


def _bodies(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.keyword in {"requestBody", "requestBodies"}:
            for media_type in members(place.value.get("content")):
                if not _BODY.fullmatch(media_type.partition(";")[0].strip()):
                    yield join(place.pointer, "content", media_type), "The client writes JSON and forms."


def _styles(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.keyword == "parameters" and "in" in place.value:
            written = _STYLES.get(str(place.value["in"]), {}) | {"allowReserved": False, "content": None}
            for name, default in written.items():
                if (value := place.value.get(name, default)) != default:
                    yield join(place.pointer, name), f"The client does not write parameters with {name}: {value}."


def _operations(contract: Contract) -> Breaches:
    seen: dict[str, str] = {}
    for operation in operations(contract.document):
        module = _identifier(operation.operation_id)
        if module in TAKEN:
            yield (
                join(operation.place.pointer, "operationId"),
                f"Choose another operationId: every client has a method {module}.",
            )
        elif module in SHADOWED:
            yield (
                join(operation.place.pointer, "operationId"),
                f"Choose another operationId: {module} is a name in the annotations of every method.",
            )
        elif module in seen:
            yield (
                join(operation.place.pointer, "operationId"),
                _alike(operation.operation_id, seen[module], module),
            )
        seen.setdefault(module, operation.operation_id)


def _identifier(name: str) -> str:
    """The name in Python, as the generator makes it; loaded late, since its version is checked first."""
    from openapi_python_client.strings import PythonIdentifier  # noqa: PLC0415

    return PythonIdentifier(name, FIELD_PREFIX)


def _class_name(name: str) -> str:
    """The name of a class in Python, as the generator makes it; loaded late like `_identifier`."""
    from openapi_python_client.strings import ClassName  # noqa: PLC0415

    return ClassName(name, FIELD_PREFIX)


def _constants(values: Sequence[Json]) -> dict[str, object]:
    """The names of an enum's values in Python, as the generator makes them; loaded late like `_identifier`."""
    from openapi_python_client.parser.properties import Class, EnumProperty  # noqa: PLC0415
    from openapi_python_client.strings import ClassName, PythonIdentifier  # noqa: PLC0415

    owner = Class(ClassName("Enum", ""), PythonIdentifier("enum", ""))
    with suppress(ValueError):  # it refuses most values of one name, and drops the others
        return dict(EnumProperty.values_from_list(cast("list[str]", values), owner, []))
    return {}


CLIENT = (
    Rule("printable", "Every text is printable.", _printable, "client"),
    Rule("plain-name", "Names in the client are plain names.", _plain_names, "client"),
    Rule("distinct-name", "No two names become one in the client.", _distinct_names, "client"),
    Rule("object-named", "An object inside a nullable component has a name.", _named_objects, "client"),
    Rule("enum-written", "The client can write every enum.", _enums, "client"),
    Rule("default-server", "The client has a default server.", _server, "client"),
    Rule("body-written", "The client can write every request body.", _bodies, "client"),
    Rule("parameter-written", "The client can write every parameter.", _styles, "client"),
    Rule("operation-distinct", "Every operation is a method of its own.", _operations, "client"),
    *CALLS,
)
