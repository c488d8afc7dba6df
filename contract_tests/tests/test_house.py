"""The arrows of the house: who may import whom."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.contract.document import ROOT

RUNTIME = sorted(ROOT.glob("scripts/client/templates/runtime/*.py"))


def test_imports_follow_the_arrows() -> None:
    program = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def imported(source: Path) -> set[str]:
    """The packages that a file imports, anywhere in it, its own package excepted."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("source", RUNTIME, ids=lambda source: source.stem)
def test_the_runtime_of_the_client_imports_the_standard_library_attrs_and_in_one_module_httpx(source: Path) -> None:
    assert imported(source) - sys.stdlib_module_names <= ({"httpx"} if source.name == "session.py" else {"attrs"})


def test_the_client_ships_with_attrs_and_httpx_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [requirement.rstrip(",.0123456789<>=") for requirement in project["dependencies"]] == ["attrs", "httpx"]
