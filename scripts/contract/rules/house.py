"""Rules that everyone needs: the document is sound, described, open, and says how sure it is."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import cast

import jsonschema_rs

from scripts.contract.document import PATH, Contract
from scripts.contract.operations import operations
from scripts.contract.places import Place, reachable, walk
from scripts.contract.rules.expressions import readable, wrong_patterns
from scripts.contract.rules.references import REFERENCES
from scripts.contract.rules.repeated import REPEATED
from scripts.contract.rules.rule import Breaches, Rule
from scripts.contract.rules.words import SCHEMA_WORDS, contradiction, nearest, openapi_remedy, schema_remedy
from scripts.contract.values import ContractError, Json, Object, at, items, join, members, resolve, types

EVIDENCE_LEVELS = ("inferred", "convention")
_EXTENSIONS = ("x-evidence", "x-null", "x-spelling", "x-repeated-at")
_CLOSING_KEYWORDS = (
    "enum",
    "const",
    "pattern",
    "maxLength",
    "maximum",
    "exclusiveMaximum",
    "maxItems",
    "maxProperties",
)
_TIME_FORMATS = ("date", "date-time", "time", "duration")


def _valid_schema(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.is_schema:
            try:
                jsonschema_rs.meta.validate(place.value)
            except jsonschema_rs.ReferencingError:
                yield join(place.pointer, "$schema"), "Delete it: schemas are read as JSON Schema 2020-12."
            except jsonschema_rs.ValidationError as flaw:
                yield (
                    join(place.pointer, *flaw.instance_path),
                    schema_remedy(flaw.schema_path[-1] if flaw.schema_path else "", flaw.instance),
                )
            else:
                yield from wrong_patterns(place)


def _valid_openapi(contract: Contract) -> Breaches:
    from openapi_spec_validator import OpenAPIV31SpecValidator  # noqa: PLC0415 - takes longer than all the rest

    document = readable(contract.document)
    judge = OpenAPIV31SpecValidator(document)
    structural = list(judge.schema_validator.iter_errors(document))
    for flaw in structural:
        keyword = str(flaw.schema_path[-1])
        value = _below(document, flaw.absolute_path)
        yield (
            join("", *flaw.absolute_path),
            openapi_remedy(keyword, _below(cast("Object", flaw.schema), flaw.schema_path), value),
        )
    schemas = {id(place.value): place.pointer for place in walk(document) if place.is_schema}
    for flaw in () if structural else judge.iter_errors():
        # An invalid default has no path, only its schema.
        pointer = schemas.get(id(flaw.schema), join("", *flaw.absolute_path))
        yield pointer, contradiction(type(flaw).__name__)


def _below(document: Object, path: Iterable[str | int]) -> Json:
    """The value at a path of keys and positions; None where there is no such place."""
    try:
        return at(document, join("", *path))
    except ContractError:
        return None


def _keyword_spelled(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        for keyword in place.value if place.is_schema else ():
            if keyword not in SCHEMA_WORDS and (near := nearest(keyword, SCHEMA_WORDS)):
                yield join(place.pointer, keyword), f"Did you mean `{near}`?"


def _component_used(contract: Contract) -> Breaches:
    paths = (place for place in walk(contract.document) if place.keyword == "paths")
    used = {place.pointer for path in paths for place in reachable(contract.document, path)}
    required = [contract.document, *(operation.place.value for operation in operations(contract.document))]
    for requirement in (item for holder in required for item in items(holder.get("security"))):
        used |= {join("/components/securitySchemes", name) for name in members(requirement)}
    for kind, components in members(contract.document.get("components")).items():
        for name in members(components):
            if join("/components", kind, name) not in used:
                yield join("/components", kind, name), "Refer to it or delete it."


def _operation_id(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", operation.operation_id):
            yield join(operation.place.pointer, "operationId"), "Write it like `stopSmsCampaignSend`."


def _operation_secured(contract: Contract) -> Breaches:
    for operation in operations(contract.document):
        if not operation.place.value.get("security"):
            yield operation.place.pointer, "Add `security: [{bearerAuth: []}]`: each operation states its own."


def _described(contract: Contract) -> Breaches:
    named = {"parameters", "responses", "headers", "securitySchemes", "schemas", "properties"}
    operation_places = {operation.place.pointer for operation in operations(contract.document)}
    for place in walk(contract.document):
        if place.keyword not in named and place.pointer not in operation_places:
            continue
        if "$ref" in place.value and place.keyword != "properties":
            continue
        if not str(place.value.get("description", "")).strip():
            yield place.pointer, "Add a description: what it means, its unit, what is not known."


def _integer_format(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if place.is_schema and "integer" in types(place.value) and place.value.get("format") not in {"int32", "int64"}:
            yield place.pointer, "Add `format: int64`; Go, Java and Rust read a bare integer as 32 bits."


def _response_open(contract: Contract) -> Breaches:
    for place in _response_schemas(contract.document):
        for keyword in _CLOSING_KEYWORDS:
            if keyword in place.value:
                yield join(place.pointer, keyword), "Delete it; name known values in `examples` and the description."
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if place.value.get(keyword) is False:
                yield join(place.pointer, keyword), "Delete it; a server may add properties."


def _response_time_text(contract: Contract) -> Breaches:
    for place in _response_schemas(contract.document):
        if place.value.get("format") in _TIME_FORMATS:
            yield join(place.pointer, "format"), "Delete it and describe the likely form."


def _nullable_unless_required(contract: Contract) -> Breaches:
    for place in _response_schemas(contract.document, success=True):
        for name, schema in members(place.value.get("properties")).items():
            allowed = types(resolve(contract.document, members(schema)))
            if name not in items(place.value.get("required")) and allowed and "null" not in allowed:
                yield join(place.pointer, "properties", name), 'Add "null" as the last of its types.'


def _evidence_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        evidence = place.value.get("x-evidence", EVIDENCE_LEVELS[0])
        pointer = join(place.pointer, "x-evidence")
        for keyword, level in evidence.items() if isinstance(evidence, dict) else [(None, evidence)]:
            at_fault = pointer if keyword is None else join(pointer, keyword)
            if level not in EVIDENCE_LEVELS:
                yield (
                    at_fault,
                    f"{level!r} is no level; write {' or '.join(EVIDENCE_LEVELS)}, or nothing if documented.",
                )
            if keyword is not None and keyword not in place.value:
                yield at_fault, f"There is no {keyword!r} beside it; delete the mark."


def _null_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        if "x-null" not in place.value:
            continue
        if place.value["x-null"] != "expected":
            yield join(place.pointer, "x-null"), "Write `expected`, or delete it."
        if "null" not in types(resolve(contract.document, place.value)):
            yield join(place.pointer, "x-null"), "Allow null in the type, or delete it."


def _spelling_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        is_own = place.is_schema and "$ref" not in place.value
        if "x-spelling" in place.value and (place.value["x-spelling"] != "php" or not is_own):
            yield join(place.pointer, "x-spelling"), "Write `php`, in a schema and not beside a reference."


def _extension_known(contract: Contract) -> Breaches:
    for place in walk(contract.document):
        for keyword in place.value:
            if keyword.startswith("x-") and keyword not in _EXTENSIONS:
                yield (
                    join(place.pointer, keyword),
                    f"Write {', '.join(_EXTENSIONS[:-1])} or {_EXTENSIONS[-1]}, or delete it.",
                )


def _version_equal(contract: Contract) -> Breaches:
    project = tomllib.loads(PATH.with_name("pyproject.toml").read_text("utf-8"))["project"]["version"]
    if members(contract.document["info"]).get("version") != project:
        yield "/info/version", f"Write {project}, or change the version in pyproject.toml."


# Each of these relies on those before it, and every other rule on all three.
FOUNDATION = (
    REFERENCES,
    Rule("valid-schema", "Every schema is valid JSON Schema 2020-12.", _valid_schema),
    Rule("valid-openapi", "The document is valid OpenAPI 3.1.", _valid_openapi),
)
HOUSE = (
    Rule("keyword-spelled", "Keywords of schemas are spelled as JSON Schema spells them.", _keyword_spelled),
    Rule("component-used", "An operation leads to every component.", _component_used),
    Rule("operation-id", "An operationId is lowerCamelCase and begins with its verb.", _operation_id),
    Rule("operation-secured", "Every operation states its own security.", _operation_secured),
    Rule(
        "described",
        "Operations, parameters, responses, schemas and properties are described.",
        _described,
        also_needed_by="reference",
    ),
    Rule("integer-format", "Integers carry a format.", _integer_format),
    Rule("response-open", "Responses are open: the page proves no closed set and no upper bound.", _response_open),
    Rule("response-time-text", "Times in responses are plain text, as on the page.", _response_time_text),
    Rule("nullable-unless-required", "What a success need not hold may be null.", _nullable_unless_required),
    Rule("evidence-known", "x-evidence gives levels, for keywords that stand beside it.", _evidence_known),
    Rule("null-known", "x-null is `expected`, and only where null is allowed.", _null_known),
    Rule("spelling-known", "x-spelling is `php`, and stands in a schema itself.", _spelling_known),
    REPEATED,
    Rule("extension-known", f"No extension but {', '.join(_EXTENSIONS)}.", _extension_known),
    Rule("version-equal", "info.version is the project's version.", _version_equal),
)


def _response_schemas(document: Object, *, success: bool = False) -> Iterator[Place]:
    """Schemas that a response leads to; with `success`, only those of the 2xx."""
    for operation in operations(document):
        for status in members(operation.place.value.get("responses")):
            pointer = join(operation.place.pointer, "responses", status)
            start = Place(pointer, "responses", members(at(document, pointer)))
            if status.startswith("2") or not success:
                yield from (place for place in reachable(document, start) if place.is_schema)
