"""Leaves out of the package what it does not need: the runtime serves any contract, and one contract needs part of it.

A definition is a statement at the top of a module that gives a name: to a function, a class, a constant. One of the
runtime is needed if a needed definition refers to it, or anything else in the package does. An import alone does not.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

Name: TypeAlias = tuple[str, str]  # the path of a module, and a name at its top, which is empty for the module itself


class _Statement(NamedTuple):
    """The name that it gives or nothing, its first line and the one behind it (from 0), and what it refers to."""

    name: str
    start: int
    end: int
    references: frozenset[Name]


def prune(tree: Mapping[str, bytes], runtime: Collection[str]) -> dict[str, bytes]:
    """The package without the definitions of its runtime that nothing uses, and without modules that are then empty.

    Imports that are then unused are left to ruff.
    """
    statements = {path: _statements(path, tree) for path in tree if path.endswith(".py")}
    definitions = {(path, one.name): one for path in runtime for one in statements[path] if one.name}
    needed = set[Name]()
    pending = [one for path, found in statements.items() for one in found if (path, one.name) not in definitions]
    while pending:
        new = pending.pop().references & definitions.keys() - needed
        needed |= new
        pending += (definitions[name] for name in new)
    unneeded = {
        path: [one for one in statements[path] if one.name and (path, one.name) not in needed] for path in runtime
    }
    kept = tree.keys() - set(runtime) | {path for path, _ in needed}
    return {path: _without(content, unneeded.get(path, [])) for path, content in tree.items() if path in kept}


def _without(content: bytes, unneeded: Collection[_Statement]) -> bytes:
    lines = content.splitlines(keepends=True)
    for statement in sorted(unneeded, key=lambda one: one.start, reverse=True):
        del lines[statement.start : statement.end]
    return b"".join(lines)


def _statements(path: str, tree: Mapping[str, bytes]) -> list[_Statement]:
    """The statements of a module, each with the comments above it and the text that describes a constant below it."""
    body = ast.parse(tree[path]).body
    lines = tree[path].splitlines()
    names = dict(_imported(path, body, tree)) | {name: (path, name) for name in map(_name, body) if name}
    statements: list[_Statement] = []
    for node in body:
        if statements and statements[-1].name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            statements[-1] = statements[-1]._replace(end=node.end_lineno or 0)
            continue
        start = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]) - 1
        while lines[start - 1].startswith(b"#") and start:
            start -= 1
        statements.append(_Statement(_name(node), start, node.end_lineno or 0, frozenset(_references(node, names))))
    return statements


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def _references(node: ast.stmt, names: Mapping[str, Name]) -> Iterator[Name]:
    exports = _name(node) == "__all__"
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) if name in names:
                yield names[name]
            case ast.Constant(value=str(name)) if exports and name in names:
                yield names[name]
            case ast.Attribute(value=ast.Name(id=name), attr=member) if name in names:
                yield names[name][0], member
            case _:
                pass


def _imported(path: str, body: Collection[ast.stmt], tree: Collection[str]) -> Iterator[tuple[str, Name]]:
    """Each name that a module imports from its package, and what it is."""
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.level:
            origin = PurePosixPath(*PurePosixPath(path).parts[: -node.level], *(node.module or "").split("."))
            for alias in node.names:
                modules = [(file, "") for file in _files(origin / alias.name) if file in tree]
                members = [(file, alias.name) for file in _files(origin) if file in tree]
                yield alias.asname or alias.name, (modules + members)[0]


def _files(module: PurePosixPath) -> tuple[str, str]:
    return f"{module}.py", f"{module / '__init__.py'}"
