"""Draft the path item and the schemas of a page, for a person to finish.

A draft lacks descriptions and good names. Rendered again, it gives the examples of the page. In an example null is
allowed everywhere, because no example says otherwise.
"""

import re
from collections.abc import Iterable, Sequence
from io import StringIO

from ruamel.yaml import YAML

from scripts.contract.values import Json, Object, items, members
from scripts.page.curl import JSON
from scripts.page.explain import FORMATS, is_sample, kind
from scripts.page.page import Field, Page, Response
from scripts.page.truncated_json import Shown


def draft(page: Page) -> Object:
    """`paths` and `components` of an OpenAPI 3.1 document; the path comes from the URL if the page has no other."""
    path = page.path or re.sub(r"^\w+://[^/]+", "", page.request.url if page.request else "")
    words = "".join(_class_name(word) for word in re.findall(r"(?<=/)(?!v\d)[\w-]+", path))
    name = page.method.capitalize() + words
    components = _Components()
    operation: Object = {"operationId": page.method + words}
    if page.request and page.request.headers.get("Authorization") == "Bearer <token>":
        operation["security"] = [{"bearerAuth": []}]
    operation["parameters"] = [
        {"name": found.name, "in": found.place, "required": found.required, "schema": _schema(found)}
        for found in page.parameters
    ]
    if page.has_body:
        operation["requestBody"] = {"content": _sent(page, f"{name}Request", components)}
    answers: Object = {}
    for index, response in enumerate(page.responses or (Response(None),)):
        if response.status or not index:
            status = response.status or "200"
            answers[status] = _answer(response, f"{name}{status if index else ''}", components)
    operation["responses"] = answers
    return {"paths": {path: {page.method: operation}}, "components": {"schemas": components.schemas}}


def text(document: Object) -> str:
    """The document as YAML."""
    yaml = YAML(typ="safe", pure=True)
    yaml.representer.sort_base_mapping_type_on_output = False  # in the order of the page
    yaml.default_flow_style = None
    yaml.width = 120
    out = StringIO()
    yaml.dump(document, out)  # pyright: ignore[reportUnknownMemberType]  # untyped stream
    return out.getvalue()


class _Components:
    """The schemas of objects, named after the properties that hold them."""

    def __init__(self) -> None:
        self.schemas: Object = {}

    def schema(self, name: str, parent: str, value: Json, resource: str = "Data") -> Object:
        """The schema that renders to the value; for an object, a reference to a component (usually `name`).

        `resource` names what a member `data` of the outermost object holds.
        """
        if isinstance(value, dict) and value:
            properties: Object = {}
            for key, below in value.items():
                named = resource if key == "data" and not parent else _class_name(key)
                properties[key] = self.schema(named, name, below)
            schema: Object = {"type": ["object", "null"], "properties": properties}
            return self.reference(name, parent, schema | _mark("properties", value.values()))
        if isinstance(value, list) and value:
            schema = {"type": ["array", "null"], "items": self.schema(f"{name}Item", parent, value[0])}
            return schema | _mark("items", value)
        return _leaf(value)

    def reference(self, name: str, parent: str, schema: Object) -> Object:
        """A reference to the schema; the name of its parent is put before a name that is taken."""
        while self.schemas.get(name, schema) != schema:
            name = (parent or "Other") + name
        self.schemas[name] = schema
        return {"$ref": f"#/components/schemas/{name}"}


def _sent(page: Page, name: str, components: _Components) -> Object:
    """The content of the request."""
    body = page.request.body if page.request else None
    example = body.example if body else None
    return {body.media_type if body else JSON: {"schema": _body(name, "Data", example, page.body, components)}}


def _answer(response: Response, name: str, components: _Components) -> Object:
    """An answer, with its content if the page names or shows one."""
    if response.example is None and not response.fields:
        return {"content": {response.media_type: {"schema": {}}}} if response.media_type else {}
    resource = response.name or f"{name}Resource"
    envelope = f"{resource.removesuffix('Resource')}Response"
    schema = _body(envelope, resource, response.example, response.fields, components)
    return {"content": {response.media_type or JSON: {"schema": schema}}}


def _body(name: str, resource: str, example: Shown | None, fields: Sequence[Field], components: _Components) -> Object:
    """The schema of a body: of its example, and of the members that a section lists."""
    schema = components.schema(name, "", example.value, resource) if example else {}
    if listed := [field for field in fields if "." not in field.name]:
        shown = str(schema.get("$ref")).rpartition("/")[2]
        known = members(components.schemas.pop(shown, None))
        properties = dict(members(known.get("properties")))
        for field in listed:
            if field.name not in properties or not field.type.startswith(("object", "array")):
                properties[field.name] = _schema(field)
        required: list[Json] = [field.name for field in listed if field.required]
        whole: Object = {"type": "object", "required": required, "properties": properties}
        schema = components.reference(shown if known else name, "", whole)
    return schema


def _leaf(value: Json) -> Object:
    """The schema of a scalar or an empty container.

    A value that no type gives by itself may come from an example, which may be of any type (R1): so what is read from
    it is marked as inferred. A text or a fraction is drafted as an example, which it is in any case.
    """
    schema: Object = {} if value == "<any>" else {"type": [kind(value), "null"]}
    if value is None:
        return {"type": "null", **_inferred("type")}
    if isinstance(value, str) and value in FORMATS:
        return schema | {"format": FORMATS[value]}
    if is_sample(value):
        return schema
    if isinstance(value, str | float):
        schema["examples"] = [value]
        return schema | _inferred("type")
    own = "default"
    if isinstance(value, int) and not isinstance(value, bool):
        schema |= {"type": ["integer", "null"], "format": "int64"}
        if value in {1, 2}:
            own, value = "minimum", value - 1
    schema |= {"items": {}} if value == [] else {}
    schema[own] = value
    return schema | _inferred("type", own)


def _mark(keyword: str, below: Iterable[Json]) -> Object:
    """The mark of an object or a list: inferred unless a type made a text in it, for an example may be all of it."""
    return {} if any(map(_has_sample, below)) else _inferred("type", keyword)


def _inferred(*keywords: str) -> Object:
    return {"x-evidence": dict.fromkeys(keywords, "inferred")}


def _has_sample(value: Json) -> bool:
    below = value.values() if isinstance(value, dict) else items(value)
    return any(map(_has_sample, below)) or (isinstance(value, str) and is_sample(value))


def _schema(field: Field) -> Object:
    """The schema of a parameter or a member that a section lists, of a type such as `integer[] | null`."""
    first, *others = field.type.split(" | ")
    item, *lists = first.split("[]")
    name, _, form = item.rstrip(">").partition("<")
    schema: Object = {"type": form if name == "enum" else name}
    if name in {"any", "file"}:
        schema = {"type": "string", "format": "binary"} if name == "file" else {}
    elif form and name != "enum":
        schema["format"] = form
    if "enum" in field.keywords:
        schema["enum"] = field.keywords["enum"]
    for _ in lists:
        schema = {"type": "array", "items": schema}
    if others and "type" in schema:
        schema["type"] = [schema["type"], *others]
    return schema | {keyword: value for keyword, value in field.keywords.items() if keyword != "enum"}


def _class_name(words: str) -> str:
    """`multistep_data` as `MultistepData`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"\W|_", words))
