"""Hostile contracts: payloads in places, and what becomes of each when a client is generated from it."""

import ast
import builtins
import copy
import importlib
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from contract_tests.quality.frozen import SOUND
from scripts import trees
from scripts.client.package import render
from scripts.contract.document import Contract
from scripts.contract.values import ContractError, Json, Object, at, join, members
from scripts.pins import GenerationError

PAYLOADS = {
    "double quotes": '"; INJECTED(); "',
    "single quotes": "'; INJECTED(); '",
    "docstring": '"""\nINJECTED()\n"""',
    "single docstring": "'''\nINJECTED()\n'''",
    "backslash": "INJECTED()\\",
    "backslash before quotes": '\\"; INJECTED(); \\"',
    "line feed": "x\nINJECTED()\n",
    "comment": "x #\nINJECTED()",
    "carriage return": "x\rINJECTED()\r",
    "line separator": "x\u2028INJECTED()\u2028",
    "right to left": "\u202eINJECTED()",
    "null": "x\x00INJECTED()",
    "template expression": "{{ INJECTED() }}",
    "template statement": "{% set x = INJECTED() %}",
    "f-string": "{INJECTED()}",
    "named character": "\\N{LATIN SMALL LETTER A}INJECTED()",
    "call": "INJECTED()",
    "path upwards": "../../escaped",
    "absolute path": "/escaped",
    "keyword": "class",
    "dunder": "__import__",
    "long": "x" * 300,
    "empty": "",
}

Place: TypeAlias = Callable[[Object, str], None]

_POST = "/paths/~1v1~1sms~1campaigns~1{campaign}~1stop~1{campaignSend}/post"
_META = "/components/schemas/SendMeta"
_STOPPED = "/components/responses/Stopped"
_TEXT: Object = {"type": ["string", "null"], "description": "A text."}


def _value(pointer: str) -> Place:
    """A place for a payload as the value at a pointer."""

    def put(document: Object, payload: str) -> None:
        parent, _, key = pointer.rpartition("/")
        holder = at(document, parent)
        if isinstance(holder, list):
            holder[int(key)] = payload
        else:
            members(holder)[key] = payload

    return put


def _key(pointer: str, value: Json) -> Place:
    """A place for a payload as a further key of the object at a pointer."""

    def put(document: Object, payload: str) -> None:
        members(at(document, pointer))[payload] = copy.deepcopy(value)

    return put


def _parameter(**keywords: str) -> Place:
    """A place for a payload in a further parameter; `PAYLOAD` stands for it in the JSON of the keywords."""

    def put(document: Object, payload: str) -> None:
        parameters = at(document, f"{_POST}/parameters")
        assert isinstance(parameters, list)  # noqa: S101 - it is one in openapi.yaml
        written = {key: json.loads(text.replace('"PAYLOAD"', json.dumps(payload))) for key, text in keywords.items()}
        parameter: Object = {"name": "extra", "in": "query", "schema": {"type": "string"}}
        parameters.append(parameter | written)

    return put


def _component(document: Object, payload: str) -> None:
    members(at(document, "/components/schemas"))[payload] = {"type": "object", "properties": {"a": dict(_TEXT)}}
    properties = members(at(document, f"{_META}/properties"))
    properties["extra"] = {"$ref": "#" + join("/components/schemas", payload)}


def _path(document: Object, payload: str) -> None:
    paths = members(document["paths"])
    path, item = next(iter(paths.items()))
    paths[f"/{payload}{path}"] = paths.pop(path)
    assert item  # noqa: S101 - nothing is lost


NAMES: dict[str, Place] = {  # what becomes a name in the client, or a part of the server's address
    "server URL": _value("/servers/0/url"),
    "tag": _value(f"{_POST}/tags/0"),
    "operationId": _value(f"{_POST}/operationId"),
    "parameter name": _parameter(name='"PAYLOAD"'),
    "header name": _parameter(name='"PAYLOAD"', **{"in": '"header"'}),
    "schema name": _component,
    "schema title": _value(f"{_META}/title"),
    "property name": _key(f"{_META}/properties", _TEXT),
    "response header": _key("/components/responses/TooManyRequests/headers", {"schema": {"type": "string"}}),
    "status": _key(f"{_POST}/responses", {"$ref": "#/components/responses/NotFound"}),
}
TEXTS: dict[str, Place] = {
    "title": _value("/info/title"),
    "contract description": _value("/info/description"),
    "contract summary": _value("/info/summary"),
    "version": _value("/info/version"),
    "server description": _value("/servers/0/description"),
    "operation summary": _value(f"{_POST}/summary"),
    "operation description": _value(f"{_POST}/description"),
    "parameter description": _parameter(description='"PAYLOAD"'),
    "parameter default": _parameter(name='"other"', schema='{"type": "string", "default": "PAYLOAD"}'),
    "parameter enum": _parameter(name='"third"', schema='{"type": "string", "enum": ["PAYLOAD", "other"]}'),
    "schema description": _value(f"{_META}/description"),
    "property description": _value(f"{_META}/properties/send_type/description"),
    "property default": _value(f"{_META}/properties/send_type/default"),
    "property pattern": _value(f"{_META}/properties/send_type/pattern"),
    "property format": _value(f"{_META}/properties/send_type/format"),
    "property const": _value("/components/schemas/SendLog/properties/text/const"),
    "response description": _value(f"{_STOPPED}/description"),
    "media type": _key(f"{_STOPPED}/content", {"schema": {"type": "string"}}),
    "extension": _key("/info", 1),
    "path": _path,
}


def hostile(payload: str, *places: Place) -> Contract:
    """The contract with a payload in some places."""
    document = copy.deepcopy(SOUND.document)
    for put in places:
        put(document, payload)
    return replace(SOUND, document=document)


def outcome(contract: Contract) -> str:
    """`harmless`, `refused: …`, or what is wrong with the client."""
    try:
        tree = render(contract, formatted=False)
    except (ContractError, GenerationError) as error:
        return f"refused: {error}"
    called: list[str] = []
    builtins.INJECTED = lambda: called.append("ran")  # type: ignore[attr-defined]  # what payloads call
    for path, content in tree.items():
        if Path(path).is_absolute() or ".." in Path(path).parts:
            return f"writes {path}"
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "INJECTED":
                return f"{path}:{node.lineno} calls INJECTED"
    with TemporaryDirectory() as directory:
        trees.write(Path(directory) / "comm_probe", tree)
        flaw = _imported(Path(directory), sorted(tree))
        left = {path.name for path in Path(directory).iterdir()}
    return flaw or ("INJECTED ran" if called else "" if left == {"comm_probe"} else f"left {left}") or "harmless"


def _imported(directory: Path, paths: list[str]) -> str:
    """What goes wrong when every module is imported."""
    sys.path.insert(0, str(directory))
    sys.dont_write_bytecode = True
    try:
        for path in paths:
            if path.endswith(".py"):
                name = f"comm_probe/{path}".removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 - whatever a hostile module raises
        return f"{type(error).__name__} on import: {error}"
    finally:
        sys.path.pop(0)
        for name in [name for name in sys.modules if name.partition(".")[0] == "comm_probe"]:
            del sys.modules[name]
        importlib.invalidate_caches()
    return ""


def main() -> int:
    """Try each payload in each place, one at a time; print what is neither refused nor harmless, and the counts."""
    trials = [(place, name) for place in NAMES | TEXTS for name in PAYLOADS]
    contracts = [hostile(PAYLOADS[name], (NAMES | TEXTS)[place]) for place, name in trials]
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(outcome, contracts, chunksize=8))
    flaws = [(trial, said) for trial, said in zip(trials, outcomes, strict=True) if not innocent(said)]
    for (place, name), said in flaws:
        print(f"{name} in {place}: {said}")
    harmless = outcomes.count("harmless")
    print(f"{len(trials)} hostile contracts: {len(trials) - harmless - len(flaws)} refused, {harmless} harmless")
    return 1 if flaws else 0


def innocent(said: str) -> bool:
    """Whether an outcome is harmless, or a refusal of one line for each breach."""
    lines = said.removeprefix("refused: ").splitlines()
    return said == "harmless" or (
        said.startswith("refused: ") and (len(lines) == 1 or all(line.startswith("openapi.yaml:") for line in lines))
    )


if __name__ == "__main__":
    sys.exit(main())
