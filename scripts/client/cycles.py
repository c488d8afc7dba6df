"""Moves imports of models to the end of a module where they run in a circle: a model may contain itself in others."""

import re
from collections.abc import Mapping

_IMPORT = re.compile(rb"^from \.(\w+) import \w+\n", re.MULTILINE)
_END = re.compile(rb"^types\.resolve_hints\(", re.MULTILINE)
_REASON = b"# Imported last, because these models contain each other.\n"


def untangle(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a package by path. A model imports others at the top, and at the end those that import it again."""
    imported = {path: {f"models/{name.decode()}.py" for name in _IMPORT.findall(tree[path])} for path in _models(tree)}
    reached = {path: _reached(path, imported) for path in imported}
    return {**tree, **{path: _last(tree[path], path, reached) for path in imported}}


def _models(tree: Mapping[str, bytes]) -> list[str]:
    return [path for path in tree if re.fullmatch(r"models/(?!__init__)\w+\.py", path)]


def _reached(start: str, imported: Mapping[str, set[str]]) -> set[str]:
    """The modules that a module imports, and those that they import."""
    pending, reached = [start], set[str]()
    while pending:
        new = imported[pending.pop()] - reached
        reached |= new
        pending += new
    return reached


def _last(content: bytes, path: str, reached: Mapping[str, set[str]]) -> bytes:
    circular = [found[0] for found in _IMPORT.finditer(content) if path in reached[f"models/{found[1].decode()}.py"]]
    for line in circular:
        content = content.replace(line, b"")
    return _END.sub(b"".join([_REASON, *circular, rb"\g<0>"]), content) if circular else content
