"""Compare the parameters, and the members of bodies, that the sections of a page list with the contract.

What a section does not tell is not compared: copies of pages differ in what they keep of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.contract.document import Contract
from scripts.contract.operations import Operation
from scripts.contract.values import Json, Object, at, items, join, members, resolve, target, types
from scripts.page.counterpart import contents_of, request_content_of, schema_of
from scripts.page.difference import Difference
from scripts.page.explain import show
from scripts.page.mintlify import text
from scripts.page.page import Field, Page


@dataclass(frozen=True)
class Stated:
    """A parameter or a member in the contract: its schema, whether it is required, and its pointer."""

    document: Object
    schema: Object
    required: bool
    pointer: str

    @property
    def type(self) -> str:
        """Its type as a section writes it; empty for a composed schema, whose type no rule tells."""
        return _type(self.document, self.schema)

    @property
    def text(self) -> str:
        """Its type, and whether it is required."""
        return (self.type or "composed") + " required" * self.required

    def keyword(self, name: str) -> Json:
        """The value of a keyword; the options of a list are those of its items."""
        schema = self.schema
        while name == "enum" and name not in schema and "items" in schema:
            schema = resolve(self.document, members(schema["items"]))
        value = schema.get(name)
        return [option for option in value if option is not None] if isinstance(value, list) else value


def _type(document: Object, schema: Object) -> str:
    """A schema's type as a section writes it, such as `string<uuid>` or `integer[] | null`."""
    if {"allOf", "anyOf", "oneOf"} & schema.keys():
        return ""
    names: list[str] = []
    for name in map(str, types(schema)) if types(schema) else ["any"]:
        if name == "array":
            item = _type(document, resolve(document, members(schema.get("items"))))
            names.append(f"{item}[]")
        elif "enum" in schema and name != "null":
            names.append(f"enum<{name}>")
        else:
            names.append(f"{name}<{schema['format']}>" if "format" in schema and name != "null" else name)
    return " | ".join(names)


def differences(contract: Contract, operation: Operation, page: Page) -> Iterator[Difference]:
    """The differences of all sections of the page, in the order of the contract, then of the page."""
    document = contract.document
    stated = parameters_of(document, operation)
    parameters = join(operation.place.pointer, "parameters")
    listed = {(field.place, field.name): field for field in page.parameters}
    for (place, name), field in listed.items():
        yield from _field(f"{place} parameter {name}", field, stated.get((place, name)), parameters)
    for (place, name), was in stated.items():
        if listed and (place, name) not in listed:
            yield _gone(f"{place} parameter {name}", was)
    for name, value in page.request.query.items() if page.request else ():
        if ("query", name) not in {*stated, *listed}:
            yield Difference(f"query parameter {name}", value, "nothing", "is new", "documented", parameters)
    body = schema_of(document, request_content_of(document, operation, page))
    yield from _members(document, "request body", body, page.body, whole=True)
    for response, content in contents_of(document, operation, page):
        yield from _members(document, "response", schema_of(document, content), response.fields, whole=False)


def headers(contract: Contract, operation: Operation, page: Page) -> Iterator[str]:
    """The names of the headers that are parameters, on the page or in the contract."""
    yield from (field.name for field in page.parameters if field.place == "header")
    yield from (name for place, name in parameters_of(contract.document, operation) if place == "header")


def _members(
    document: Object, where: str, pointer: str | None, listed: Sequence[Field], *, whole: bool
) -> Iterator[Difference]:
    """The differences of the members that a section lists; a section that is `whole` lists all of the first level."""
    if pointer is None or not listed:
        return
    pointer, schema = target(document, pointer)
    for field in listed:
        stated = _member(document, pointer, field.name)
        yield from _field(f"{where} member {field.name}", field, stated, pointer, both_ways=whole)
    names = {field.name for field in listed}
    for name, below in members(schema.get("properties")).items():
        stated = _member(document, pointer, name)
        if whole and stated and name not in names and not resolve(document, members(below)).get("readOnly"):
            yield _gone(f"{where} member {name}", stated)


def _gone(place: str, was: Stated) -> Difference:
    return Difference(place, "nothing", was.text, "is gone", "documented", was.pointer)


def _field(
    place: str, field: Field, stated: Stated | None, around: str, *, both_ways: bool = True
) -> Iterator[Difference]:
    """The differences of one field; that it is required counts against the contract only, unless it goes both ways."""
    shown = field.type + " required" * field.required
    if stated is None:
        yield Difference(place, shown, "nothing", "is new", "documented", around)
        return
    unlike = field.required != stated.required if both_ways else field.required > stated.required
    if unlike or not _same_type(field.type, stated.type):
        yield Difference(place, shown, stated.text, "changed", "documented", stated.pointer)
    for keyword, value in field.keywords.items():
        known = stated.keyword(keyword)
        if text(value) != text(known):
            follows = f"has another {keyword} now" if known is not None else f"has {keyword} now"
            was = f"{keyword} {show(known)}" if known is not None else f"no {keyword}"
            yield Difference(place, f"{keyword} {show(value)}", was, follows, "documented", stated.pointer)


def _same_type(shown: str, stated: str) -> bool:
    """Whether types agree: a page need not show null, and integers are 64 bits wide."""
    now, was = ({*type_.replace("<int64>", "").split(" | ")} for type_ in (shown, stated))
    return not stated or (now - {"null"} == was - {"null"} and ("null" not in now or "null" in was))


# Reading the contract


def parameters_of(document: Object, operation: Operation) -> dict[tuple[str, str], Stated]:
    """The parameters of the path and the operation, by place and name."""
    stated: dict[tuple[str, str], Stated] = {}
    for holder in (operation.place.pointer.rpartition("/")[0], operation.place.pointer):
        for index, reference in enumerate(items(members(at(document, holder)).get("parameters"))):
            parameter = resolve(document, members(reference))
            schema = resolve(document, members(parameter.get("schema")))
            key = (str(parameter.get("in")), str(parameter.get("name")))
            required = parameter.get("required") is True
            schema = schema | {keyword: parameter[keyword] for keyword in ("deprecated",) if keyword in parameter}
            stated[key] = Stated(document, schema, required, join(holder, "parameters", index))
    return stated


def _member(document: Object, pointer: str, name: str) -> Stated | None:
    """The member of a name such as `meta` or `meta.send_type` below a schema; items of lists are passed through."""
    required = False
    for part in name.split("."):
        pointer, schema = target(document, pointer)
        while "properties" not in schema and "items" in schema:
            pointer, schema = target(document, join(pointer, "items"))
        if part not in members(schema.get("properties")):
            return None
        required = part in items(schema.get("required"))
        pointer = join(pointer, "properties", part)
    return Stated(document, target(document, pointer)[1], required, pointer)
