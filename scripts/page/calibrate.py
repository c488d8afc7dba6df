"""Measure how often a draft is right: render the schemas of contracts as pages, draft them again, and compare.

`nox -s calibrate -- FOLDER` runs this with the OpenAPI documents of a folder. Each component is a page of its own; what
it refers to is shown only where it is a scalar. Exit status 2: there is nothing to measure with.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.contract.document import load
from scripts.contract.values import ContractError, Json, Object, items, members, resolve, types
from scripts.crash import guarded
from scripts.page.draft import draft
from scripts.page.mintlify import render, text
from scripts.page.parse import read

VERSIONS = ("3.0.", "3.1.")
_CURL = "curl --request GET \\\n  --url https://api.example.com/v1/things\n"
_BELOW = {"properties", "items"}
_COMPOSED = {"allOf", "anyOf", "oneOf"}
Claim = tuple[str, str, bool]
"""A keyword, how sure the draft is of it, and whether the contract has it so."""


def claims(document: Object) -> Iterator[Claim]:
    """The claims of the drafts of all components of a document."""
    for component in members(members(document.get("components")).get("schemas")).values():
        schema = _alone(document, members(component))
        if schema and not _COMPOSED & schema.keys():
            page = read(_CURL + text({"shown": render(document, schema)}))
            drafted = draft(page)
            (body,) = (below for name, below in _schemas(drafted).items() if name.endswith("Response"))
            yield from _judged(drafted, members(members(members(body)["properties"])["shown"]), schema)


def _schemas(document: Object) -> Object:
    return members(members(document["components"])["schemas"])


def _alone(document: Object, schema: Object) -> Object:
    """The schema without references: what they lead to if that is a scalar, else a schema of no type."""
    try:
        schema = resolve(document, schema) if "$ref" not in schema else _scalar(resolve(document, schema))
    except ContractError:
        return {}
    described = members(schema.get("properties"))
    properties: Object = {name: _alone(document, members(below)) for name, below in described.items()}
    own = {keyword: value for keyword, value in schema.items() if keyword not in _BELOW}
    if properties:
        own["properties"] = properties
    if "items" in schema:
        own["items"] = _alone(document, members(schema["items"]))
    return {} if _COMPOSED & own.keys() else own


def _scalar(schema: Object) -> Object:
    return {} if _BELOW & schema.keys() or "object" in types(schema) else schema


def _judged(drafted: Object, claimed: Object, schema: Object) -> Iterator[Claim]:
    claimed = resolve(drafted, claimed)
    sure = members(claimed.get("x-evidence"))
    if not types(schema):
        return  # nothing to compare with: it was cut off, or has no type
    for keyword in claimed.keys() - {"x-evidence", "examples", *_BELOW}:  # what is shown is an example in any case
        if not (keyword == "format" and claimed["format"] == "int64"):
            yield keyword, str(sure.get(keyword, "documented")), _is_right(keyword, claimed[keyword], schema)
    own = members(schema.get("properties"))
    for name, below in members(claimed.get("properties")).items():
        yield "properties", str(sure.get("properties", "documented")), name in own
        if name in own:
            yield from _judged(drafted, members(below), members(own[name]))
    if claimed.get("items") and "items" in schema:
        yield from _judged(drafted, members(claimed["items"]), members(schema["items"]))


def _is_right(keyword: str, claimed: Json, schema: Object) -> bool:
    if keyword != "type":
        return json.dumps(claimed) == json.dumps(schema.get(keyword))
    kinds = {str(kind) for kind in items(claimed) or [claimed]} - {"null"}
    return bool(kinds & set(map(str, types(schema)))) or ("number" in kinds and "integer" in types(schema))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the numbers of claims and errors by keyword and level; return the exit status."""
    parser = argparse.ArgumentParser(prog="calibrate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="holds OpenAPI documents, at any depth")
    folder: Path = parser.parse_args(arguments).folder
    made, wrong = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    contracts = skipped = 0
    for path in sorted(one for one in folder.rglob("*") if one.suffix in {".json", ".yaml", ".yml"}):
        try:
            found = list(claims(load(path, VERSIONS).document))
        except (ContractError, RecursionError):
            skipped += 1
            continue
        contracts += 1
        for keyword, level, is_right in found:
            made.update({(level, keyword), (level, "all")})
            wrong.update({(level, keyword), (level, "all")} if not is_right else ())
    if not made:
        reason = "no OpenAPI 3.0 or 3.1 document with schemas; name another folder"
        print(f"calibrate: {folder}: {reason}.", file=sys.stderr)
        return 2
    for level, keyword in sorted(made):
        count, errors = made[level, keyword], wrong[level, keyword]
        print(f"{level:12} {keyword:12} {count:7} claims, {errors:6} wrong, {100 - 100 * errors / count:5.1f} % right")
    print(f"{contracts} contracts, {skipped} other files")
    return 0


if __name__ == "__main__":
    sys.exit(guarded("calibrate", main))
