"""The guard with one thing left out, again and again: each time, a test of the guard must fail.

The mutants are made from the source, so that nobody chooses what is left out: an operand of `and`, `or` and `|`, a
condition, a statement that calls or counts, the equality in a comparison. Exit status 1: a mutant survived.
"""

import ast
import contextlib
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import pytest

from contract_tests.verifier import disguise, guard, ids, mentions, permission, targets
from contract_tests.verifier.report.terminal import show
from scripts.contract.document import ROOT

MODULES = {
    module.__name__: Path(str(module.__file__)) for module in (ids, targets, mentions, disguise, permission, guard)
}
ROOM = ROOT / "contract_tests" / "tests" / "verifier"
# fmt: off
HARMLESS = {  # mutants that no test can detect, by id: the same requests leave at the same times, and why
    "exchange_all: without `NotSent`": "an annotation",
    "_charge: without `0`": "a budget that is spent is a number",
    "spent_by_others: without `0`": "the same",
    "_hold_all: `if connections > 1` taken for True": "a pool of one thread asks one request after the other too",
    "_hold_all: `if len(lanes) == 1` taken for False": "one lane is held by one thread",
}
# fmt: on
TESTS = ("test_permission", "test_guard", "test_many_at_once")
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


@dataclass(frozen=True)
class Mutant:
    """The source of a module with one thing left out; the id says what."""

    id: str
    module: str
    source: str


def mutants() -> Iterator[Mutant]:
    """Every mutant of the functions and methods of the guard and of the ids that it goes by."""
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text("utf-8"))
        for body in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            for node in ast.walk(body):
                for words, new in replacements(node):
                    changed = Replace(node, new).visit(tree)
                    yield Mutant(f"{body.name}: {words}", module, ast.unparse(changed))
                    Replace(new, node).visit(tree)


class BreadthFirst:
    """Runs every test with its first parameters before any with the next: most mutants are detected early."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort the tests."""
        seen = Counter[str]()
        rank: dict[pytest.Item, int] = {}
        for item in items:
            name = item.nodeid.partition("[")[0]
            rank[item] = seen[name]
            seen[name] += 1
        items.sort(key=rank.__getitem__)


def survives(mutant: Mutant) -> bool:
    """Whether all tests of the guard pass with a mutant in the place of its module."""
    for module in MODULES:  # each imports its own copy of the others
        sys.modules.pop(module, None)
    for name in TESTS:
        sys.modules.pop(f"contract_tests.tests.verifier.{name}", None)
    replaced = sys.modules[mutant.module] = ModuleType(mutant.module)
    code = compile(mutant.source, MODULES[mutant.module], "exec")
    exec(code, vars(replaced))  # noqa: S102 (our own module, less one thing)
    with contextlib.redirect_stdout(io.StringIO()), tempfile.TemporaryDirectory() as folder:
        files = [str(ROOM / f"{name}.py") for name in TESTS]
        status = pytest.main([*OPTIONS, f"--basetemp={folder}/tests", *files], plugins=[BreadthFirst()])
    return status == pytest.ExitCode.OK


def main() -> int:
    """Print every mutant that survived; return the exit status."""
    unchanged = [Mutant("nothing left out", module, path.read_text("utf-8")) for module, path in MODULES.items()]
    found = list(mutants())
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        if not all(pool.map(survives, unchanged)):
            show("broken", "the tests of the guard fail without a mutant")
            return 1
        survivors = [
            mutant for mutant, alive in zip(found, pool.map(survives, found, chunksize=4), strict=True) if alive
        ]
    stale = HARMLESS.keys() - {mutant.id for mutant in survivors}
    survivors = [mutant for mutant in survivors if mutant.id not in HARMLESS]
    for id_ in sorted(stale):
        show("broken", f"detected, so it is not harmless: {id_}")
    for mutant in survivors:
        show("broken", f"survived: {mutant.id}")
    show("guard", f"{len(found) - len(survivors)} of {len(found)} mutants detected or harmless")
    return 1 if survivors or stale else 0


if __name__ == "__main__":
    sys.exit(main())
