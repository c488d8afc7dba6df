"""The table of edits, edits.yaml, and the report of scripts.diff on each of them."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import openapi_python_client
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from ruamel.yaml import YAML

from contract_tests.quality import frozen
from scripts.client import package
from scripts.contract.document import Contract
from scripts.contract.values import Json, Object, at, items, members
from scripts.diff.compare import compare
from scripts.diff.openapi_30 import upgraded
from scripts.diff.report import Report
from scripts.diff.revisions import Version

_YAML = YAML(typ="safe", pure=True)
_TABLE = cast("Object", _YAML.load(Path(__file__).with_suffix(".yaml")))  # pyright: ignore[reportUnknownMemberType]  # untyped stream
STEPS = ("put", "drop", "write", "turn")
_PLACES = members(_TABLE["places"])


class _CompiledTemplates(BytecodeCache):
    """The generator's templates, compiled once: compiling them takes more time than the rest of a rendering."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[str, str], Bucket] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - the library's signature
        """The name alone: each rendering has the templates in another folder."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the compiled template to the generator."""
        if known := self.compiled.get((bucket.key, bucket.checksum)):
            bucket.code = known.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the generator compiled."""
        self.compiled[bucket.key, bucket.checksum] = bucket


_ENVIRONMENT = partial(Environment, bytecode_cache=_CompiledTemplates())


@dataclass(frozen=True)
class Edit:
    """One row: the steps, the expected verdicts, and a rule that must find the edit."""

    id: str
    steps: Object
    wire: str
    source: str
    bump: str
    rule: str = ""
    rich: bool = False

    @property
    def old(self) -> Contract:
        """The contract before."""
        return contract(rich=self.rich)

    @property
    def new(self) -> Contract:
        """The contract after."""
        return upgraded(edited(self.old, self.steps))


def edits() -> Iterator[Edit]:
    """The rows."""
    for row in map(members, items(_TABLE["edits"])):
        steps = {key: row[key] for key in STEPS if key in row}
        yield Edit(steps=steps, **cast("dict[str, Any]", {key: row[key] for key in row if key not in STEPS}))


def judge(edit: Edit) -> Report:
    """The report of scripts.diff on an edit."""
    with patch.object(openapi_python_client, "Environment", _ENVIRONMENT), patch.object(package, "_format"):
        return compare(Version("old", edit.old, client(rich=edit.rich)), Version("new", edit.new, None))


def edited(before: Contract, steps: Object) -> Contract:
    """The contract after the steps."""
    text = json.dumps(before.document)
    for old, new in members(steps.get("write")).items():
        text = text.replace(old, str(new))
    document: Object = json.loads(text)
    for name, value in members(steps.get("put")).items():
        holder, key = _holder(document, name)
        if key == len(holder):
            holder.append(None)
        holder[key] = copy.deepcopy(value)
    for place in items(steps.get("drop")):
        holder, key = _holder(document, str(place))
        del holder[key]
    for place in items(steps.get("turn")):
        holder, key = _holder(document, str(place))
        turned: Json = holder[key]
        holder[key] = dict([*turned.items()][::-1]) if isinstance(turned, dict) else items(turned)[::-1]
    return replace(before, document=document)


def _holder(document: Object, place: str) -> tuple[Any, Any]:
    """The object or list that contains a place, and the key or index in it."""
    first, _, rest = place.partition("/")
    pointer = f"/{_PLACES.get(first, first)}" + (f"/{rest}" if rest else "")
    parent, _, key = pointer.rpartition("/")
    holder = at(document, parent)
    if isinstance(holder, list):
        return holder, len(holder) if key == "-" else int(key)
    return holder, key.replace("~1", "/")


@cache
def contract(*, rich: bool) -> Contract:
    """The frozen contract, or the enriched one."""
    return edited(frozen.CONTRACT, {"put": _TABLE["enriched"]} if rich else {})


@cache
def client(*, rich: bool) -> dict[str, bytes]:
    """The client of `contract`."""
    return package.render(contract(rich=rich))
