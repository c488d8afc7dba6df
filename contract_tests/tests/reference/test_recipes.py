"""What the guides tell people to run does run, and says what they promise."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.tests.reference.languages import jar, missing, packages, program, run
from contract_tests.tests.reference.test_types import SUBJECTS, taken
from scripts.generate import GENERATED as TREE
from scripts.generate import REFERENCE
from scripts.reference import node
from scripts.reference.languages import GENERATED, TYPES, Generated, Types

pytestmark = pytest.mark.reference

FILES = TREE / REFERENCE
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = dict(BLOCK.findall((FILES / "vectors" / "README.md").read_text("utf-8")))
CORE = len((FILES / "vectors" / "core.jsonl").read_bytes().splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The vectors in a folder of their own, with the schemas beside it."""
    shutil.copytree(FILES / "json-schema", tmp_path / "json-schema")
    return Path(shutil.copytree(FILES / "vectors", tmp_path / "vectors"))


def by_python(file: Path) -> str:
    return run([sys.executable, "-W", "ignore::ResourceWarning", file], file.parent)


def by_node(file: Path) -> str:
    modules = file.parent / "node_modules"
    if not modules.exists():
        modules.symlink_to(packages() / modules.name)
    return node.run([file], file.parent)


def by_go(file: Path) -> str:
    library = Path("/usr/share/gocode")
    if not (library / "src/github.com/xeipuuv/gojsonschema").exists():
        missing("gojsonschema in /usr/share/gocode")
    return run([program("env"), "GO111MODULE=off", f"GOPATH={library}", program("go"), "run", file], file.parent)


def by_php(file: Path) -> str:
    php = program("php")
    if subprocess.run([php, "-r", "require 'JsonSchema/autoload.php';"], capture_output=True, check=False).returncode:
        missing("json-schema for PHP")
    return run([php, file], file.parent)


def by_ruby(file: Path) -> str:
    ruby = program("ruby")
    if subprocess.run([ruby, "-e", "require 'json-schema'"], capture_output=True, check=False).returncode:
        missing("json-schema for Ruby")
    return run([ruby, file], file.parent)


@pytest.mark.parametrize(
    ("language", "name", "runner"),
    [
        ("python", "run.py", by_python),
        ("javascript", "run.mjs", by_node),
        ("go", "run.go", by_go),
        ("php", "run.php", by_php),
        ("ruby", "run.rb", by_ruby),
    ],
)
def test_a_recipe_agrees_with_every_core_vector_and_notices_a_wrong_one(
    folder: Path, language: str, name: str, runner: Callable[[Path], str]
) -> None:
    (folder / name).write_text(RECIPES[language], "utf-8")
    assert runner(folder / name) == f"0 of {CORE} differ\n"
    vectors = folder / "core.jsonl"
    vectors.write_text(vectors.read_text("utf-8").replace('"valid":true', '"valid":false', 1), "utf-8")
    assert runner(folder / name).endswith(f"\n1 of {CORE} differ\n")


def test_the_recipe_for_java_prints_what_the_types_miss(folder: Path) -> None:
    java = next(types for types in TYPES if types.language == "Java")
    (folder / "Run.java").write_text(RECIPES["java"], "utf-8")
    shutil.copytree(FILES / "java", folder.parent / "java")
    (folder / "jackson.jar").symlink_to(jar())
    run([program("javac"), "-d", ".", "-cp", "*", f"../{java.file}"], folder)
    printed = run([program("java"), "-cp", "*:.", "Run.java"], folder)
    subject = SUBJECTS[0]
    core = [vector for vector in subject.vectors if vector.tier == "core" and vector.fault]
    missed = {one.fault for one in core if taken(one, java) or subject.is_any(java, one)}
    assert printed.splitlines() == sorted(missed)


@pytest.mark.parametrize("row", [*TYPES, *GENERATED], ids=lambda row: row.language)
def test_a_validator_that_the_guide_calls_tried_is_that_of_a_recipe(row: Types | Generated) -> None:
    sections = re.split(r"^### ", (FILES / "vectors" / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    recipes = {section.partition("\n")[0].lower(): section for section in sections}
    assert not row.recipe or row.validator in recipes[row.recipe]
