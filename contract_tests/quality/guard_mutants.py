"""The guard with one thing left out, again and again: each time, a test of the guard must fail.

The mutants are made from the source, so that nobody chooses what is left out: an operand of `and`, `or` and `|`, a
condition, a statement that calls or counts, the equality in a comparison. Exit status 1: a mutant got away.
"""

import ast
import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import pytest

from contract_tests.verifier import guard
from contract_tests.verifier.report.terminal import show
from scripts.contract.document import ROOT

SOURCE = Path(guard.__file__)
TESTS = ROOT / "contract_tests" / "tests" / "verifier" / "test_guard.py"
OPTIONS = (
    "-qx",
    "--noconftest",
    "--disable-plugin-autoload",
    "--assert=plain",
    "-pno:cacheprovider",
    "-pno:unraisableexception",
)
WITHOUT_EQUALITY: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.GtE: ast.Gt, ast.LtE: ast.Lt}


def replacements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in the place of a node, with the words for it."""
    if isinstance(node, ast.BoolOp):
        for index, operand in enumerate(node.values):
            rest = [value for other, value in enumerate(node.values) if other != index]
            yield f"without `{ast.unparse(operand)}`", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Sub) and not is_type(node):
        yield f"without `{ast.unparse(node.right)}`", node.left
    elif isinstance(node, ast.If | ast.IfExp):
        for value in (True, False):
            taken = deepcopy(node)
            taken.test = ast.Constant(value)
            yield f"`if {ast.unparse(node.test)}` taken for {value}", taken
    elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)) or isinstance(node, ast.AugAssign):
        yield f"without `{ast.unparse(node)}`", ast.Pass()
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in WITHOUT_EQUALITY:
        changed = deepcopy(node)
        changed.ops = [WITHOUT_EQUALITY[type(node.ops[0])]()]
        yield f"`{ast.unparse(changed)}`", changed


def is_type(node: ast.BinOp) -> bool:
    """Whether the operation is an annotation such as `Pair | None`."""
    return isinstance(node.right, ast.Constant) and node.right.value is None


class Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        """Take both."""
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Replace or go on."""
        return self.new if node is self.old else self.generic_visit(node)


@cache
def mutants() -> list[tuple[str, str]]:
    """The words and the source of every mutant of the functions and methods of the guard."""
    tree = ast.parse(SOURCE.read_text("utf-8"))
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found: list[tuple[str, str]] = []
    for body in bodies:
        for node in ast.walk(body):
            for words, new in replacements(node):
                changed = Replace(node, new).visit(tree)
                found.append((f"{body.name}: {words}", ast.unparse(changed)))
                Replace(new, node).visit(tree)
    return found


def survives(number: int) -> bool:
    """Whether all tests of the guard pass with a mutant in its place."""
    mutant = ModuleType(guard.__name__)
    mutant.__file__ = str(SOURCE)
    sys.modules[guard.__name__] = mutant
    exec(compile(mutants()[number][1], SOURCE, "exec"), vars(mutant))  # noqa: S102 (the guard itself, less one thing)
    sys.modules.pop("contract_tests.tests.verifier.test_guard", None)
    with contextlib.redirect_stdout(io.StringIO()), tempfile.TemporaryDirectory() as folder:
        status = pytest.main([*OPTIONS, f"--basetemp={folder}/tests", str(TESTS)])
    return status == pytest.ExitCode.OK


def main() -> int:
    """Print every mutant that got away; return the exit status."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        alive = [
            words
            for (words, _), survived in zip(
                mutants(), pool.map(survives, range(len(mutants())), chunksize=4), strict=True
            )
            if survived
        ]
    for words in alive:
        show("broken", f"no test of the guard misses {words}")
    show("guard", f"{len(mutants()) - len(alive)} of {len(mutants())} mutants noticed")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
