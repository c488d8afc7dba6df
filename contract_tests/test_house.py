"""Who may import whom: the arrows of the house, read from the source."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"scripts", "contract_tests", "comm_sms", "noxfile"}
# Longest prefix wins. What a room may import of ours; a room is always open to itself.
ARROWS = {
    "noxfile": set[str](),
    "scripts": {"scripts"},
    "scripts.bench": {"scripts", "comm_sms"},
    "scripts.release": {"scripts", "contract_tests.mock"},
    "contract_tests": {"scripts", "contract_tests"},
    "contract_tests.callers": {"contract_tests.mock", "comm_sms"},
    "contract_tests.typing_of_client": {"comm_sms"},
    "contract_tests.mock": {"contract_tests.mock"},
    "contract_tests.guard": {"contract_tests.mock", "contract_tests.server", "contract_tests.ledger"},
    "contract_tests.guard_mutants": {"contract_tests"},
    "contract_tests.ledger": {"contract_tests.server"},
    "contract_tests.server": {"contract_tests.mock"},
    "contract_tests.test_": {"scripts", "contract_tests", "comm_sms", "noxfile"},
}
RUNTIME = sorted(ROOT.glob("scripts/templates/**/*.py"))
SOURCES = sorted(
    {ROOT / "noxfile.py", *ROOT.glob("scripts/**/*.py"), *ROOT.glob("contract_tests/**/*.py")} - {*RUNTIME}
)


def name_of(source: Path) -> str:
    return ".".join(source.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def named(node: ast.AST) -> set[str]:
    """The modules, and what may be a module, that an import names."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return set()


def ours(source: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{source}: write imports in full"
        names |= named(node)
    return {name for name in names if name.partition(".")[0] in ROOMS}


def allowed(name: str) -> set[str]:
    return ARROWS[max((room for room in ARROWS if name.startswith(room)), key=len)]


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_imports_follow_the_arrows(source: Path) -> None:
    name = name_of(source)
    rooms = allowed(name)
    astray = {
        imported
        for imported in ours(source)
        if not any(imported == room or imported.startswith((f"{room}.", f"{room}")) for room in rooms)
        and not any(room.startswith(f"{imported}.") for room in rooms)
    }
    assert astray == set()


@pytest.mark.parametrize("source", RUNTIME, ids=name_of)
def test_the_runtime_of_the_client_imports_the_standard_library_attrs_and_in_one_module_httpx(source: Path) -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if not (isinstance(node, ast.ImportFrom) and node.level)
        for name in named(node)
    }
    foreign = imported - sys.stdlib_module_names
    assert foreign <= ({"httpx"} if source.name == "session.py" else {"attrs"})


def test_the_client_ships_with_attrs_and_httpx_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [requirement.rstrip(",.0123456789<>=") for requirement in project["dependencies"]] == ["attrs", "httpx"]
