"""The clients that openapi-generator writes: they read every valid body, and accept as many invalid ones as told."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.tests.reference.languages import ROOM, jar, lines, missing, packages, program, run
from contract_tests.tests.reference.test_types import bare
from scripts.contract.document import load
from scripts.contract.values import Json, items
from scripts.generate import GENERATED as TREE
from scripts.generate import REFERENCE
from scripts.reference import node
from scripts.reference.languages import GENERATED, GENERATOR, Generated
from scripts.reference.shapes import components
from scripts.reference.vectors.walk import vectors

pytestmark = pytest.mark.reference

VECTORS = [vector for vector in vectors(load()) if vector.tier != "spelling"]
GIVEN = lines(VECTORS)
JAVA = Path("/usr/share/java/geronimo-annotation-1.3-spec.jar")  # an annotation that Java had until version 10


def by_typescript(client: Path) -> str:
    compiler = packages() / "node_modules" / "typescript" / "bin" / "tsc"
    options = ("--strict", "--target", "es2022", "--lib", "es2022,dom", "--module", "commonjs", "--outDir", "compiled")
    node.run([compiler, *options, "index.ts"], client)
    return node.run([ROOM / "client.mjs"], client, GIVEN)


def by_go(client: Path) -> str:
    names = sorted({vector.schema for vector in VECTORS})
    makers = "".join(f'\t"{name}": func() any {{ return new(openapi.{name}) }},\n' for name in names)
    check = client / "check"
    check.mkdir()
    shutil.copy(ROOM / "main.go", check)
    (module,) = re.findall(r"^module (.+)", (client / "go.mod").read_text("utf-8"), re.MULTILINE)
    source = f'package main\n\nimport openapi "{module}"\n\nvar bodies = map[string]func() any{{\n{makers}}}\n'
    (check / "bodies.go").write_text(source, "utf-8")
    return run([program("go"), "run", "./check"], client, GIVEN)


def by_java(client: Path) -> str:
    if not JAVA.exists():
        missing(str(JAVA))
    sources = sorted((client / "src" / "main").rglob("*.java"))
    classes = client / "classes"
    run([program("javac"), "-nowarn", "-d", classes, "-cp", f"{jar()}:{JAVA}", *sources, ROOM / "Client.java"], client)
    return run([program("java"), "-cp", f"{jar()}:{JAVA}:{classes}", "Client"], client, GIVEN)


def by_php(client: Path) -> str:
    php = program("php")
    if subprocess.run([php, "-r", "require 'GuzzleHttp/autoload.php';"], capture_output=True, check=False).returncode:
        missing("guzzle for PHP")
    return run([php, "-d", "display_errors=stderr", ROOM / "client.php"], client, GIVEN)


def by_ruby(client: Path) -> str:
    ruby = program("ruby")
    if subprocess.run([ruby, "-e", "require 'typhoeus'"], capture_output=True, check=False).returncode:
        missing("typhoeus for Ruby")
    return run([ruby, ROOM / "client.rb"], client, GIVEN)


READERS: dict[str, Callable[[Path], str]] = {
    "TypeScript": by_typescript,
    "Go": by_go,
    "Java": by_java,
    "PHP": by_php,
    "Ruby": by_ruby,
}


def generate(row: Generated, folder: Path) -> Path:
    """Write the client of a language as the guide says; return its folder."""
    options = (*GENERATOR, *row.options, f"--generator-name={row.generator}", f"--output={folder}")
    run([program("java"), "-jar", jar(), *options], TREE / REFERENCE)
    return folder


def keeps(read: Json, written: Json) -> bool:
    """Whether all of a value is in another, which may have more; null is nothing."""
    if isinstance(written, dict):
        return isinstance(read, dict) and all(keeps(read.get(name), value) for name, value in written.items())
    if isinstance(written, list):
        mine, theirs = _filled(read), _filled(written)
        return len(mine) == len(theirs) and all(map(keeps, mine, theirs))
    return read == written


def _filled(value: Json) -> list[Json]:
    return [one for one in items(value) if one is not None]


@pytest.mark.parametrize("row", [row for row in GENERATED if row.accepts is not None], ids=lambda row: row.language)
def test_a_generated_client_reads_every_valid_body_but_those_told(tmp_path: Path, row: Generated) -> None:
    printed = READERS[row.language](generate(row, tmp_path))
    read = {one["id"]: one.get("data") for one in map(json.loads, printed.splitlines())}
    valid = [vector for vector in VECTORS if not vector.fault]
    refused = {vector.id.partition("/")[2] for vector in valid if vector.id not in read}
    changed = {
        vector.id.partition("/")[2]
        for vector in valid
        if vector.id in read and not keeps(bare(read[vector.id]), bare(vector.data))
    }
    accepted = sum(1 for vector in VECTORS if vector.fault and vector.tier == "core" and vector.id in read)
    assert (accepted, refused, changed) == (row.accepts, set(row.refuses), {case for case, _ in row.changes})


def test_every_language_with_a_reader_has_a_figure() -> None:
    assert READERS.keys() == {row.language for row in GENERATED if row.accepts is not None}


@pytest.mark.parametrize("row", [row for row in GENERATED if row.accepts is None], ids=lambda row: row.language)
def test_openapi_generator_writes_what_the_language_parses(tmp_path: Path, row: Generated) -> None:
    written = sorted(generate(row, tmp_path).rglob(f"*{row.suffix}"))
    assert len(written) > len(components(load()))
    if row.parser:
        name, *arguments = row.parser
        for file in written:
            run([program(name), *arguments, file], tmp_path)
