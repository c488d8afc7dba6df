"""The package holds of its runtime what the contract needs, and nothing else."""

import gc
import importlib
import inspect
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from pkgutil import walk_packages
from types import CodeType, FunctionType, ModuleType
from typing import Any

import comm_sms
import httpx
import pytest

from scripts import trees
from scripts.client import package
from scripts.client.pruning import prune
from scripts.contract.document import load

MODULES = [importlib.import_module(found.name) for found in walk_packages(comm_sms.__path__, "comm_sms.")]
NAMES = {module.__name__ for module in MODULES}
BY_MODULES = {  # called when a model is loaded, or to load it
    "comm_sms.models.__dir__",
    "comm_sms.models.__getattr__",
    "comm_sms.types.resolve_hints",
}


def codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def neighbours(value: object) -> Iterator[object]:
    """What a value of the package refers to."""
    if isinstance(value, FunctionType):
        names = {name for code in codes(value.__code__) for name in code.co_names}
        used = [value.__globals__[name] for name in names & value.__globals__.keys()]
        modules = [one for one in used if isinstance(one, ModuleType) and one.__name__ in NAMES]
        yield from (vars(module)[name] for module in modules for name in names & vars(module).keys())
        yield from used
    elif not isinstance(value, ModuleType):
        yield from gc.get_referents(value)


def reached() -> set[int]:
    """The ids of what the public names of the package lead to."""
    operations = [module for module in MODULES if module.__name__.startswith("comm_sms.api")]
    models = [getattr(comm_sms.models, name) for name in comm_sms.models.__all__]
    pending: list[object] = [getattr(comm_sms, name) for name in comm_sms.__all__]
    pending += [*models, *(vars(module).get("request") for module in operations)]
    seen = dict[int, object]()
    while pending:
        value = pending.pop()
        foreign = isinstance(value, type | FunctionType) and value.__module__ not in NAMES
        if id(value) not in seen and not foreign:
            seen[id(value)] = value
            pending += neighbours(value)
    return {*seen}


def test_every_function_of_the_package_is_reached_from_its_public_names() -> None:
    found = reached()
    functions = [value for module in MODULES for value in vars(module).values() if inspect.isfunction(value)]
    ours = [f"{one.__module__}.{one.__name__}" for one in functions if one.__module__ in NAMES and id(one) not in found]
    assert set(ours) == BY_MODULES


RUNTIME = b'''"""Helpers."""

import re

# How long it may be.
LONGEST = 5
"""In characters."""

DIGITS = re.compile(r"\\d+")  # used by number


def text(value: str) -> str:
    """A text."""
    return value[:LONGEST]


@staticmethod
def number(value: str) -> int:
    """A number."""
    return int(DIGITS.findall(text(value))[0])
'''
CASES = {
    "an attribute of a module": "from . import helpers\nprint(helpers.text(''))\n",
    "an attribute of a module under another name": "from . import helpers as _helpers\nprint(_helpers.text(''))\n",
    "a name": "from .helpers import text\nprint(text(''))\n",
    "a name under another name": "from .helpers import text as cut\nprint(cut(''))\n",
    "an export": "from .helpers import text\n__all__ = ['text']\n",
    "an annotation": "from . import helpers\ndef cut(value: helpers.text) -> None: ...\n",
    "a use in a class": "from .helpers import text\nclass Cut:\n    def cut(self) -> str:\n        return text('')\n",
}


@pytest.mark.parametrize("use", CASES.values(), ids=CASES)
@pytest.mark.parametrize("place", ["__init__.py", "cut.py"])
def test_what_is_used_stays_with_what_it_needs_and_the_rest_goes_with_its_comments(use: str, place: str) -> None:
    pruned = prune({"helpers.py": RUNTIME, place: use.encode()}, ["helpers.py"])
    assert pruned[place] == use.encode()
    assert b"def text" in pruned["helpers.py"]
    assert b'LONGEST = 5\n"""In characters' in pruned["helpers.py"]
    for gone in (b"number", b"DIGITS", b"staticmethod"):
        assert gone not in pruned["helpers.py"]


def test_a_module_goes_if_nothing_uses_it() -> None:
    pruned = prune({"helpers.py": RUNTIME, "__init__.py": b"from . import helpers\n"}, ["helpers.py"])
    assert pruned == {"__init__.py": b"from . import helpers\n"}


def test_a_use_is_found_from_any_depth() -> None:
    use = b"from ... import helpers\nfrom ...helpers import LONGEST\nprint(helpers.number(LONGEST))\n"
    pruned = prune({"helpers.py": RUNTIME, "api/tag/stop.py": use}, ["helpers.py"])
    assert pruned["helpers.py"] == RUNTIME


def test_a_contract_without_objects_gets_no_code_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer: Any = {"description": "A note.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    operation: Any = {"operationId": "getNote", "tags": ["Notes"], "responses": {"200": answer}}
    contract = load()
    document = contract.document | {"paths": {"/note": {"get": operation}}, "components": {}, "security": []}
    tree = package.render(replace(contract, document=document))
    assert not {"json_values.py", "readers.py", "types.py", "writers.py"} & tree.keys()
    trees.write(tmp_path / "plain", tree)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text="read me"))
    with importlib.import_module("plain").CommSms(token="t", transport=transport) as comm:  # noqa: S106 - opens nothing
        assert comm.get_note() == "read me"
