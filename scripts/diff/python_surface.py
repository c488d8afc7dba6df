"""The public surface of a Python package, read from its source: the names that callers can use, with their types.

A name is private if it, its class or its module begins with an underscore. In a module with `__all__`, only the names
listed there are public. Modules that read and write messages for the client's own code are private too: each client has
only the parts of them that its operations need.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["positional-only", "positional", "list", "keyword", "mapping"]

_OWN_MODULES = {"decoding.py", "parameters.py", "readers.py", "writers.py"}
_INIT_MAKERS = ("define", "frozen", "mutable", "attrs", "attr", "dataclass")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function; `annotation` is the set of members of the union, `default` is source text."""

    name: str
    kind: Kind
    annotation: frozenset[str]
    default: str | None


@dataclass(frozen=True)
class Function:
    """A function or a method; `decorators` tell a property from a method."""

    asynchronous: bool
    decorators: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    returns: frozenset[str]


@dataclass(frozen=True)
class Attribute:
    """An attribute of a module or a class; `constructed` is true if the constructor of the class accepts it."""

    annotation: frozenset[str]
    default: str | None
    constructed: bool


@dataclass(frozen=True)
class Holder:
    """A module or a class; `bases` are those of the class."""

    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Export:
    """A name in `__all__`."""


Member: TypeAlias = Function | Attribute | Holder | Export


def surface(tree: Mapping[str, bytes]) -> dict[str, Member]:
    """The public members of a package by dotted name, from {path: content} of its files."""
    found: dict[str, Member] = {}
    for path in map(PurePosixPath, sorted(tree)):
        if (
            path.suffix == ".py"
            and str(path) not in _OWN_MODULES
            and all(_public(part) for part in path.with_suffix("").parts)
        ):
            name = ".".join(part for part in path.with_suffix("").parts if part != "__init__")
            module = ast.parse(tree[str(path)])
            found[name or "."] = Holder()
            exported = _exported(module)
            found |= {f"{name}:{export}": Export() for export in exported or ()}
            for member, value in _members(module.body, constructed=False):
                top = member.partition(".")[0]
                if top in exported if exported is not None else _public(top):
                    found[f"{name}.{member}".lstrip(".")] = value
    return found


def _public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def _exported(module: ast.Module) -> list[str] | None:
    """The names in `__all__`, if there is one."""
    for statement in module.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(statement.value)]
    return None


def _members(body: list[ast.stmt], *, constructed: bool) -> Iterator[tuple[str, Member]]:
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield statement.name, _function(statement)
            case ast.ClassDef():
                yield statement.name, Holder(tuple(map(ast.unparse, statement.bases)))
                made = any(part in ast.unparse(one) for one in statement.decorator_list for part in _INIT_MAKERS)
                for name, value in _members(statement.body, constructed=made):
                    if _public(name) and name != "__all__":
                        yield f"{statement.name}.{name}", value
            case ast.AnnAssign(target=ast.Name(id=name)):
                default, taken = _value(statement.value)
                yield name, Attribute(_union(statement.annotation), default, constructed and taken)
            case ast.Assign(targets=[ast.Name(id=name)]) if name != "__all__":
                yield name, Attribute(_constant(statement.value), None, constructed=False)
            case _:
                pass


def _constant(value: ast.expr) -> frozenset[str]:
    """The type of a literal (its value may change), or the source text of another expression, such as a type alias."""
    if isinstance(value, ast.Constant):
        return frozenset({type(value.value).__name__})
    return _union(value)


def _value(value: ast.expr | None) -> tuple[str | None, bool]:
    """The default of an attribute as text, and whether the constructor accepts the attribute."""
    if isinstance(value, ast.Call) and "field" in ast.unparse(value.func).rpartition(".")[2]:
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in value.keywords}
        default = given.get("default", given.get("factory", given.get("default_factory")))
        return default, given.get("init") != "False"
    return (None if value is None else ast.unparse(value)), True


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    return Function(
        asynchronous=isinstance(node, ast.AsyncFunctionDef),
        decorators=tuple(map(ast.unparse, node.decorator_list)),
        parameters=tuple(_parameters(node.args)),
        returns=_union(node.returns),
    )


def _parameters(given: ast.arguments) -> Iterator[Parameter]:
    positional = [*given.posonlyargs, *given.args]
    without = len(positional) - len(given.defaults)
    for index, argument in enumerate(positional):
        kind: Kind = "positional-only" if index < len(given.posonlyargs) else "positional"
        yield _parameter(argument, kind, given.defaults[index - without] if index >= without else None)
    if given.vararg:
        yield _parameter(given.vararg, "list", None)
    for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _parameter(argument, "keyword", default)
    if given.kwarg:
        yield _parameter(given.kwarg, "mapping", None)


def _parameter(argument: ast.arg, kind: Kind, default: ast.expr | None) -> Parameter:
    shown = None if default is None else ast.unparse(default)
    return Parameter(argument.arg, kind, _union(argument.annotation), shown)


def _union(annotation: ast.expr | None) -> frozenset[str]:
    """The members of a union, a single type, or nothing if there is no annotation."""
    match annotation:
        case None:
            return frozenset()
        case ast.Constant(value=str() as text):
            return _union(ast.parse(text, mode="eval").body) if text.strip() else frozenset({repr(text)})
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _union(left) | _union(right)
        case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=elements)):
            return frozenset(member for element in elements for member in _union(element))
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _union(inner) | {"None"}
        case _:
            return frozenset({ast.unparse(annotation)})
