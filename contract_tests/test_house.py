"""Who may import whom: the arrows of the house, read from the source."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"scripts", "contract_tests", "comm_sms", "noxfile"}
# Longest prefix wins. What a room may import of ours; a room is always open to itself.
ARROWS = {
    "noxfile": set[str](),
    "scripts": {"scripts"},
    "contract_tests": {"scripts", "contract_tests"},
    "contract_tests.mock": {"contract_tests.mock"},
    "contract_tests.guard": {"contract_tests.mock", "contract_tests.server", "contract_tests.ledger"},
    "contract_tests.guard_mutants": {"contract_tests"},
    "contract_tests.ledger": {"contract_tests.server"},
    "contract_tests.server": {"contract_tests.mock"},
    "contract_tests.test_": {"scripts", "contract_tests", "comm_sms", "noxfile"},
}
SOURCES = sorted([ROOT / "noxfile.py", *ROOT.glob("scripts/**/*.py"), *ROOT.glob("contract_tests/**/*.py")])


def name_of(source: Path) -> str:
    return ".".join(source.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def ours(source: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: write imports in full"
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
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


def test_the_client_ships_with_attrs_and_httpx_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [requirement.rstrip(",.0123456789<>=") for requirement in project["dependencies"]] == ["attrs", "httpx"]
