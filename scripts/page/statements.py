"""What an object of an OpenAPI document says, in one form however it is written.

The same can be said in many ways: in OpenAPI 3.0 or 3.1, through references or in place, as a composition of one
schema, in another order. Two documents are compared by what their objects say in the form that is read here.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scripts.contract.places import walk
from scripts.contract.values import Json, Object, at, items, join, members, resolve, types

_COMPOSITIONS = ("allOf", "anyOf", "oneOf")
WORDS = ("description", "title", "summary", "operationId", "tags", "example", "examples", "externalDocs")

# The kinds of objects below a keyword of each kind: one object, or many by name.
_ONE, _MANY = False, True
_BELOW: dict[str, dict[str, tuple[str, bool]]] = {
    "operation": {"requestBody": ("request body", _ONE), "responses": ("response", _MANY)},
    "parameter": {"schema": ("schema", _ONE), "content": ("media type", _MANY)},
    "header": {"schema": ("schema", _ONE), "content": ("media type", _MANY)},
    "request body": {"content": ("media type", _MANY)},
    "response": {"content": ("media type", _MANY), "headers": ("header", _MANY)},
    "media type": {"schema": ("schema", _ONE)},
    "security scheme": {},
    "server": {},
    "schema": {
        **dict.fromkeys(("properties", "patternProperties", "dependentSchemas"), ("schema", _MANY)),
        **dict.fromkeys(("prefixItems", "anyOf", "oneOf"), ("schema", _MANY)),
        **dict.fromkeys(("items", "additionalProperties", "propertyNames", "contains", "not"), ("schema", _ONE)),
        **dict.fromkeys(("if", "then", "else", "unevaluatedItems", "unevaluatedProperties"), ("schema", _ONE)),
    },
}
# Read elsewhere: the parameters of the path too, the security and the servers of the document too.
_ELSEWHERE = {"$ref", "allOf", "nullable", "parameters", "security", "servers"}
# What the absence of a keyword means.
ABSENT: dict[str, Json] = {
    **dict.fromkeys(("deprecated", "readOnly", "writeOnly", "uniqueItems", "required"), False),
    **dict.fromkeys(("allowReserved", "allowEmptyValue"), False),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "unevaluatedItems"), True),
    "exclusiveMinimum": False,
    "exclusiveMaximum": False,
}
_STYLES = {"path": "simple", "header": "simple"}  # else form


@dataclass(frozen=True)
class Said:
    """A value, where it stands, and in which layer of its object."""

    value: Json
    pointer: str
    layer: int


@dataclass(frozen=True)
class Part:
    """An object below another one: its kind, where it stands, and its part in the place of a value.

    `title` names what a place begins with, such as `status 404`; `token` is the next part of a pointer into a body.
    """

    kind: str
    pointer: str
    title: str = ""
    token: str = ""

    def place(self, around: str) -> str:
        """The place of this object, such as `status 404 /errors`, inside that of another one."""
        if self.title:
            return f"{around.rstrip()} {self.title} ".lstrip()
        return join(around, self.token) if self.token else around


@dataclass
class Statements:
    """What an object says.

    `layers` are the pointers of the objects that together are the object: itself, what it refers to, its `allOf`.
    `words` are for people, one mapping for each layer; where the layer can have none, it is None. `values` are all
    other keywords; the outermost layer counts. `parts` are the objects below, by keyword and name.
    """

    layers: list[str] = field(default_factory=list[str])
    words: list[dict[str, Said] | None] = field(default_factory=list["dict[str, Said] | None"])
    values: dict[str, Said] = field(default_factory=dict[str, Said])
    parts: dict[tuple[str, str], Part] = field(default_factory=dict[tuple[str, str], Part])


def canonical(value: Json) -> str:
    """The value as a text that is the same for the same value of JSON: key order and `2.0` for `2` do not matter."""
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{json.dumps(key)}:{canonical(below)}" for key, below in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return json.dumps(" ".join(value.split()))
    return json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)


def is_terse(document: Object) -> bool:
    """Whether a document writes no words beside references: in OpenAPI 3.0 they have no meaning there."""
    return str(document.get("openapi")).startswith("3.0.") and not any(
        len(place.value) > 1 and ("$ref" in place.value or len(items(place.value.get("allOf"))) == 1)
        for place in walk(document)
    )


def read(document: Object, part: Part, *, terse: bool = False) -> Statements:
    """What the object at a part says; if its document is `terse`, a reference can have no words.

    Raises:
        ContractError: A reference leads nowhere.
    """
    said = Statements()
    schema = part.kind == "schema"
    null = False
    for layer, (pointer, own) in enumerate(_layers(document, part.pointer, composed=schema)):
        said.layers.append(pointer)
        said.words.append(None if terse and own.keys() == {"$ref"} else {})
        null = null or own.get("nullable") is True or "null" in types(own) or bool(_null_branches(own))
        for keyword, value in own.items():
            _keyword(said, part.kind, keyword, Said(value, join(pointer, keyword), layer))
    if schema:
        _schema(said, null=null)
    if part.kind == "parameter":
        _parameter(said)
    for keyword, absent in ABSENT.items():
        if keyword in said.values and said.values[keyword].value is absent:
            del said.values[keyword]
    return said


def _layers(document: Object, pointer: str, *, composed: bool) -> list[tuple[str, Object]]:
    """The objects that together are one, outermost first; a reference of a composition is what it refers to."""
    found: list[tuple[str, Object]] = []
    pending, seen = [pointer], set[str]()
    while pending:
        here = pending.pop(0)
        own = members(at(document, here))
        if here in seen:
            continue
        seen.add(here)
        resolve(document, own)
        if own.keys() != {"$ref"} or not found:
            found.append((here, own))
        below = [str(own["$ref"])[1:]] if "$ref" in own else []
        for keyword in _COMPOSITIONS if composed else ():
            below += (join(here, keyword, index) for index in _solid(own, keyword))
        pending = below + pending
    return found


def _solid(schema: Object, keyword: str) -> list[int]:
    """The members of a composition that are part of the schema itself: all of `allOf`, the only one beside null."""
    options = items(schema.get(keyword))
    solid = [index for index, option in enumerate(options) if types(members(option)) != ["null"]]
    return solid if keyword == "allOf" or len(solid) == 1 else []


def _null_branches(schema: Object) -> list[Json]:
    return [
        option
        for keyword in ("anyOf", "oneOf")
        for option in items(schema.get(keyword))
        if types(members(option)) == ["null"]
    ]


def _keyword(said: Statements, kind: str, keyword: str, own: Said) -> None:
    if keyword.startswith("x-") or keyword in _ELSEWHERE:
        return
    words = said.words[own.layer]
    if keyword in WORDS:
        if words is not None:
            words.update(_words(keyword, own))
    elif keyword in _BELOW[kind] and not isinstance(own.value, bool):
        kind_below, many = _BELOW[kind][keyword]
        names = _names(own.value) if many else [""]
        if keyword in {"anyOf", "oneOf"}:
            names = [name for name in names if types(members(items(own.value)[int(name)])) != ["null"]]
            names = names if len(names) > 1 else []
        for name in names:
            below = Part(kind_below, join(own.pointer, name) if many else own.pointer, *_place(keyword, name))
            said.parts.setdefault((keyword, _NAMES.get(keyword, str)(name)), below)
    elif keyword == "required" and isinstance(own.value, list):
        before = said.values.get(keyword, Said([], own.pointer, own.layer))
        both: list[Json] = [*sorted({str(name) for name in [*items(before.value), *own.value]})]
        if both:
            said.values[keyword] = Said(both, before.pointer, before.layer)
    else:
        said.values.setdefault(keyword, own)


def _words(keyword: str, own: Said) -> Iterator[tuple[str, Said]]:
    """Words under their keyword; examples one by one, under the name of OpenAPI 3.1."""
    if keyword == "example":
        yield "examples/0", own
    elif keyword == "examples":
        for name in _names(own.value):
            below = at({"examples": own.value}, join("/examples", name))
            yield f"examples/{name}", Said(below, join(own.pointer, name), own.layer)
    else:
        yield keyword, own


def _names(value: Json) -> list[str]:
    return [*value] if isinstance(value, dict) else [str(index) for index, _ in enumerate(items(value))]


def _media_type(name: str) -> str:
    return name.partition(";")[0].strip().lower()


_NAMES: dict[str, Callable[[str], str]] = {"content": _media_type, "headers": str.lower}


def _place(keyword: str, name: str) -> tuple[str, str]:
    """The title and the token of an object below a keyword."""
    titles = {"requestBody": "request body", "responses": f"status {name}", "headers": f"header {name}"}
    tokens = {"properties": name, "items": "0", "prefixItems": name, "additionalProperties": "*"}
    return titles.get(keyword, ""), tokens.get(keyword, "")


def _schema(said: Statements, *, null: bool) -> None:
    """Bring the types, the bounds and the enum of OpenAPI 3.0 into the form of 3.1."""
    values = said.values
    if "type" in values or null:
        own = values.get("type", Said([], join(said.layers[-1], "type"), len(said.layers) - 1))
        named = {str(one) for one in types({"type": own.value})} - {"null"}
        values["type"] = Said(" or ".join([*sorted(named), *["null"] * null]), own.pointer, own.layer)
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if bound in values and exclusive in values and values[exclusive].value is True:
            number = values.pop(bound)
            values[exclusive] = Said(number.value, join(said.layers[number.layer], exclusive), number.layer)
    if "const" in values and "enum" not in values:
        only = values.pop("const")
        values["enum"] = Said([only.value], only.pointer, only.layer)
    if "enum" in values:
        options = values["enum"]
        solid = [option for option in items(options.value) if option is not None or not null]
        values["enum"] = Said(sorted(solid, key=canonical), options.pointer, options.layer)


def _parameter(said: Statements) -> None:
    """Leave out what the place of a parameter says already."""
    place = said.values.pop("in", None)
    style = said.values.get("style")
    form = style.value if style else _STYLES.get(str(place.value) if place else "", "form")
    if style and style.value == _STYLES.get(str(place.value) if place else "", "form"):
        del said.values["style"]
    if "explode" in said.values and said.values["explode"].value is (form == "form"):
        del said.values["explode"]
