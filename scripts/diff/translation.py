"""Translate schemas of the contract to JSON Schema for one direction; closed, for the values that a client sends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scripts.contract.values import Json, Object, items, members, types

ANNOTATIONS = (
    *("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs"),
)
PLAIN = {  # keywords without schemas
    *("type", "const", "enum", "format", "pattern", "minLength", "maxLength"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("required", "minProperties", "maxProperties", "minItems", "maxItems", "uniqueItems"),
}
_WORDS = {"title", "description", "deprecated", "externalDocs", "xml"}  # annotations that no comparison needs
DEFINITIONS = "#/$defs/"
CLOSED = "x-closed-by-translation"  # beside `additionalProperties` that the contract does not have
OPEN = "open:"  # before the name of a component: the same schema, to be closed by the composition that refers to it
COMPONENTS = "#/components/schemas/"
_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")  # hold schemas by name
_DATA = ("default", "example", "examples", "const", "enum")
_ALTERNATIVES = ("anyOf", "oneOf")
COMPOSITIONS = ("allOf", *_ALTERNATIVES)
_MEMBERS = (*COMPOSITIONS, "then", "else")
_INTEGERS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


@dataclass(frozen=True)
class Translation:
    """The components of the contract, the keyword that hides a property, and whether to close schemas.

    A closed schema accepts only the properties that it names. A composition is closed as a whole: `allOf` by the names
    of all its members, each branch of `anyOf` and `oneOf` by its own names and those beside it.
    """

    schemas: Object
    hiding: str
    closing: bool

    def whole(self, schema: Json, beside: frozenset[str] = frozenset()) -> Json:
        """The schema; if closing, it accepts the properties that it names, and those named `beside` it."""
        result = self.part(schema, beside=beside, closed=True)
        if not self.closing or not isinstance(schema, dict) or not isinstance(result, dict):
            return result
        if set(_ALTERNATIVES) & schema.keys():
            return result
        if "$ref" in result and not beside and not result.keys() - {"$ref", *ANNOTATIONS}:
            return {**result, "$ref": str(result["$ref"]).replace(OPEN, "")}
        names = self.names(schema) | beside
        if (names or "object" in types(schema)) and self._closes(schema):
            own = members(result.get("properties"))
            named: Object = own | dict.fromkeys(sorted(names - own.keys()), True)
            result |= {"additionalProperties": False, CLOSED: True} | ({"properties": named} if named else {})
        return result

    def part(self, schema: Json, *, beside: frozenset[str] = frozenset(), closed: bool = False) -> Json:
        """The schema as a member of a composition, which closes it; or with its alternatives closed."""
        if not isinstance(schema, dict):
            return schema
        hidden = self._hidden(list(self._composed(schema, "allOf")))
        alone: Object = {keyword: value for keyword, value in schema.items() if keyword not in _ALTERNATIVES}
        named = beside | self.names(alone)
        result: Object = {}
        for keyword, value in schema.items():
            if keyword in _WORDS or keyword.startswith("x-"):
                continue
            if keyword in _NAMED:
                shown = {name: below for name, below in members(value).items() if name not in hidden}
                result[keyword] = {name: {} if below is True else self.whole(below) for name, below in shown.items()}
            elif keyword == "required":
                result[keyword] = [name for name in items(value) if name not in hidden]
            elif keyword in _ALTERNATIVES and closed:
                result[keyword] = [self.whole(below, named) for below in items(value)]
            else:
                result[keyword] = self._below(keyword, value)
        if "integer" in types(schema) and (bounds := _INTEGERS.get(str(result.pop("format", "")))):
            result = {"minimum": bounds[0], "maximum": bounds[1]} | result
        return result

    def _below(self, keyword: str, value: Json) -> Json:
        """The value of a keyword."""
        if keyword == "$ref":
            return str(value).replace(COMPONENTS, DEFINITIONS + (OPEN if self.closing else ""))
        if keyword in _DATA:
            return value
        translate = self.part if keyword in _MEMBERS else self.whole
        if keyword in {"not", "if"}:
            translate = replace(self, closing=False).whole
        return [translate(below) for below in value] if isinstance(value, list) else translate(value)

    def names(self, schema: Json) -> set[str]:
        """The properties that a schema or its composition names, without those that the direction hides."""
        members_ = list(self._composed(schema, *COMPOSITIONS))
        return {name for member in members_ for name in members(member.get("properties"))} - self._hidden(members_)

    def _hidden(self, composition: list[Object]) -> set[str]:
        return {
            name
            for member in composition
            for name, below in members(member.get("properties")).items()
            if any(one.get(self.hiding) is True for one in self._composed(below, "allOf"))
        }

    def _closes(self, schema: Object) -> bool:
        """Whether a client sends only the named properties, since nothing says which others there are."""
        if "additionalProperties" in schema:
            return False
        return all(one.get("additionalProperties", False) is False for one in self._composed(schema, "allOf"))

    def _composed(self, schema: Json, *keywords: str) -> Iterator[Object]:
        """The schema, and the schemas that it refers to or has under the keywords, at any depth."""
        pending, seen = [schema], set[str]()
        while pending:
            one = members(pending.pop())
            yield one
            pending += [below for keyword in keywords for below in items(one.get(keyword))]
            name = str(one.get("$ref")).removeprefix(COMPONENTS)
            if name in self.schemas and name not in seen:
                seen.add(name)
                pending.append(self.schemas[name])
