"""The shape of the house: who may import whom, which jobs there are, which files lie at the top."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import noxfile
from scripts import pins
from scripts.contract.document import ROOT

RUNTIME = sorted(ROOT.glob("scripts/client/templates/runtime/*.py"))
ON_HTTPX = {
    "connections",
    "failures",
    "session",
    "settled",
}  # a caller's transport or httpx client is an argument of the session


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
def test_the_runtime_of_the_client_imports_the_standard_library_and_attrs_or_httpx(source: Path) -> None:
    assert imported(source) - sys.stdlib_module_names <= ({"httpx"} if source.stem in ON_HTTPX else {"attrs"})


def test_the_client_ships_with_attrs_and_httpx_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [requirement.rstrip(",.0123456789<>=") for requirement in project["dependencies"]] == ["attrs", "httpx"]


def test_every_job_of_noxfile_is_a_session() -> None:
    plain = {name for name, _ in inspect.getmembers(noxfile, inspect.isfunction)}  # a session is an object of nox
    assert plain == {"_install", "_test_with_httpx2"}


def test_pre_commit_runs_the_ruff_of_the_project() -> None:
    pinned = f"ruff=={pins.pinned()['ruff']}"
    used = re.findall(r"additional_dependencies: \[(.*)\]", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert set(used) == {pinned}


def test_every_top_level_entry_is_one_that_was_ordered() -> None:
    ordered = {"openapi.yaml", "pyproject.toml", "README.md", "generated", "scripts", "contract_tests", "noxfile.py"}
    companions = {"LICENSE", "CHANGELOG.md", "constraints.txt"}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {path.partition("/")[0] for path in tracked.splitlines()}
    assert {name for name in top if not name.startswith(".")} == ordered | companions
