"""Our own words for what validators find: the texts of libraries never reach a user."""

from difflib import get_close_matches

from scripts.contract.values import Json, items

SCHEMA_WORDS = frozenset(
    {"$anchor", "$comment", "$defs", "$dynamicAnchor", "$dynamicRef", "$id", "$ref", "$schema", "$vocabulary"}
    | {"additionalProperties", "allOf", "anyOf", "const", "contains", "contentEncoding", "contentMediaType"}
    | {"contentSchema", "default", "dependentRequired", "dependentSchemas", "deprecated", "description"}
    | {"discriminator", "else", "enum", "example", "examples", "exclusiveMaximum", "exclusiveMinimum"}
    | {"externalDocs", "format", "if", "items", "maxContains", "maxItems", "maxLength", "maxProperties", "maximum"}
    | {"minContains", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern"}
    | {"patternProperties", "prefixItems", "properties", "propertyNames", "readOnly", "required", "then", "title"}
    | {"type", "unevaluatedItems", "unevaluatedProperties", "uniqueItems", "writeOnly", "x-evidence", "x-null"}
    | {"x-spelling", "xml"}
)
OPENAPI_WORDS = frozenset(
    {"allowEmptyValue", "allowReserved", "bearerFormat", "callbacks", "components", "contact", "content", "delete"}
    | {"deprecated", "description", "email", "encoding", "example", "examples", "explode", "externalDocs", "flows"}
    | {"get", "head", "headers", "in", "info", "jsonSchemaDialect", "license", "links", "name", "openapi"}
    | {"operationId", "options", "parameters", "patch", "pathItems", "paths", "post", "put", "requestBodies"}
    | {"requestBody", "required", "responses", "schema", "schemas", "scheme", "security", "securitySchemes"}
    | {"servers", "style", "summary", "tags", "termsOfService", "title", "trace", "type", "url", "value"}
    | {"variables", "version", "webhooks"}
)
_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}


_CONTRADICTIONS = {
    "DuplicateOperationIDError": "Give every operation an operationId of its own.",
    "ExtraParametersError": "Describe every parameter of the path, and no other, as one of the path.",
    "ParameterDuplicateError": "Describe each parameter once.",
    "UnresolvableParameterError": "Describe every parameter of the path under its name in the path.",
}


def nearest(word: str, known: frozenset[str]) -> str:
    """The known word that is spelled most like this one; empty if none is near."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.8)), "")


def schema_remedy(keyword: str | int, value: object) -> str:
    """What to do about a value in a schema that JSON Schema refuses by a keyword of its meta-schema."""
    return f"Change {_shown(value)}: JSON Schema refuses it by `{keyword}`."


def openapi_remedy(keyword: str, wanted: Json, value: Json) -> str:
    """What to do about a value that OpenAPI 3.1 refuses by a keyword of its schema, with that keyword's value."""
    unknown = _unknown(value)
    missing = [str(name) for name in items(wanted) if isinstance(value, dict) and str(name) not in value]
    match keyword:
        case "required" if missing:
            return f"Add `{'` and `'.join(missing)}`."
        case "type":
            kinds = " or ".join(_KINDS.get(str(kind), str(kind)) for kind in items(wanted) or [wanted])
            return f"Write {kinds}, not {_shown(value)}."
        case "additionalProperties" | "unevaluatedProperties" if unknown:
            near = nearest(unknown, OPENAPI_WORDS)
            return f"Delete `{unknown}`, which OpenAPI does not know here." + (
                f" Did you mean `{near}`?" if near else ""
            )
        case "enum":
            return f"Write one of {', '.join(map(str, items(wanted)))}, not {_shown(value)}."
        case _:
            return f"Change {_shown(value)}: OpenAPI 3.1 refuses it by `{keyword}`."


def contradiction(kind: str) -> str:
    """What to do about a part of the document that contradicts another, by the name of the validator's error."""
    return _CONTRADICTIONS.get(kind, "Change it, or the part of the document that it contradicts, such as its schema.")


def _unknown(value: Json) -> str:
    names = value if isinstance(value, dict) else ()
    return next((name for name in names if name not in OPENAPI_WORDS and not name.startswith("x-")), "")


def _shown(value: object) -> str:
    match value:
        case dict():
            return "the mapping"
        case list():
            return "the list"
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case _:
            text = str(value)
            return f"`{text}`" if len(text) <= 40 and text.isprintable() else "the value"
