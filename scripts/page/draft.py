"""Draft the path item and the schemas of a page, for a person to finish.

A draft lacks descriptions and good names. Rendered again, it gives the example of the page. Null is allowed everywhere,
because no page says otherwise.
"""

import re
from io import StringIO

from ruamel.yaml import YAML

from scripts.contract.document import Json, Object
from scripts.page.explain import FORMATS, is_sample, kind
from scripts.page.parse import Page


def draft(page: Page) -> Object:
    """`paths` and `components` of an OpenAPI 3.1 document; the path comes from the URL if the page has no other."""
    path = page.path or re.sub(r"^\w+://[^/]+", "", page.request.url if page.request else "")
    name = page.method.capitalize() + "".join(_class_name(word) for word in re.findall(r"(?<=/)(?!v\d)[\w-]+", path))
    status, media_type, resource = "200", "application/json", f"{name}Resource"
    if page.response:
        status, media_type = page.response.status, page.response.media_type
        resource = page.response.name or resource
    components = _Components(resource)
    example = page.example.value if page.example else None
    body = components.schema(f"{resource.removesuffix('Resource')}Response", "", example)
    operation: Object = {"operationId": page.method + name.removeprefix(page.method.capitalize())}
    if page.request and page.request.headers.get("Authorization") == "Bearer <token>":
        operation["security"] = [{"bearerAuth": []}]
    operation["parameters"] = [
        {"name": found.name, "in": found.place, "required": found.required, "schema": _parameter(found.type)}
        for found in page.parameters or ()
    ]
    if page.request and page.request.body:
        operation["requestBody"] = {"content": {"application/json": {"schema": {}}}}
    operation["responses"] = {status: {"content": {media_type: {"schema": body}}}}
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

    def __init__(self, resource: str) -> None:
        self.resource = resource
        self.schemas: Object = {}

    def schema(self, name: str, parent: str, value: Json) -> Object:
        """The schema that renders to the value; for an object, a reference to a component (usually `name`)."""
        if isinstance(value, dict) and value:
            properties: Object = {}
            for key, below in value.items():
                named = self.resource if key == "data" and not parent else _class_name(key)
                properties[key] = self.schema(named, name, below)
            return self._component(name, parent, {"type": ["object", "null"], "properties": properties})
        if isinstance(value, list) and value:
            return {"type": ["array", "null"], "items": self.schema(f"{name}Item", parent, value[0])}
        return _leaf(value)

    def _component(self, name: str, parent: str, schema: Object) -> Object:
        """A reference to the schema; the name of its parent is put before a name that is taken."""
        while self.schemas.get(name, schema) != schema:
            name = (parent or "Other") + name
        self.schemas[name] = schema
        return {"$ref": f"#/components/schemas/{name}"}


def _leaf(value: Json) -> Object:
    """The schema of a scalar or an empty container; a keyword that is only inferred is marked."""
    schema: Object = {} if value == "<any>" else {"type": [kind(value), "null"]}
    inferred = ""
    if value is None:
        schema["type"], inferred = "null", "type"
    elif isinstance(value, str) and value in FORMATS:
        schema["format"] = FORMATS[value]
    elif value is False or value == []:
        schema |= {"default": value}
    elif not is_sample(value):
        inferred = "default"
        if isinstance(value, int):
            schema |= {"type": ["integer", "null"], "format": "int64"}
            inferred = "minimum" if value in {1, 2} else "default"
        schema[inferred] = value - 1 if inferred == "minimum" and isinstance(value, int) else value
    if value == []:
        schema["items"] = {}
    if inferred:
        schema["x-evidence"] = {inferred: "inferred"}
    return schema


def _parameter(type_: str) -> Object:
    """The schema of a parameter of a type such as `string<uuid>` or `integer[]`."""
    item, array, _ = type_.partition("[]")
    name, _, form = item.rstrip(">").partition("<")
    schema: Object = {"type": name}
    if form:
        schema["format"] = form
    return {"type": "array", "items": schema} if array else schema


def _class_name(words: str) -> str:
    """`multistep_data` as `MultistepData`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"\W|_", words))
