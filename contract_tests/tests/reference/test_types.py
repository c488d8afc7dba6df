"""The types for other languages compile, take what is valid, and miss exactly what the guide says that they miss."""

import json
import shutil
from pathlib import Path

import pytest

from contract_tests.tests.reference.languages import ROOM, jar, lines, packages, program, run
from scripts.contract.document import load
from scripts.contract.values import Json
from scripts.generate import GENERATED, REFERENCE
from scripts.reference import node
from scripts.reference.languages import TYPES, Types
from scripts.reference.vectors.walk import Vector, vectors

pytestmark = pytest.mark.reference

FILES = GENERATED / REFERENCE
VECTORS = vectors(load())
TYPESCRIPT, GO, JAVA = TYPES


def taken(vector: Vector, types: Types) -> bool:
    """Whether the table says that the types take the vector."""
    if vector.fault:
        return vector.fault in types.misses
    return vector.id.partition("/")[2] not in types.refuses


def bare(value: Json) -> Json:
    """A value without what a typed reader may forget: null, what is empty, and what the contract does not name."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        kept = {name: bare(below) for name, below in value.items() if name != "added_later"}
        return {name: below for name, below in kept.items() if below not in (None, [], {})}
    return value


def hold(types: Types, printed: str) -> None:
    """Compare the vectors that a program took with the table, and what it read with what was written."""
    read = {one["id"]: one["data"] for one in map(json.loads, printed.splitlines())}
    assert sorted(read) == sorted(vector.id for vector in VECTORS if taken(vector, types))
    valid = [vector for vector in VECTORS if not vector.fault and vector.id in read]
    assert {vector.id: bare(read[vector.id]) for vector in valid} == {vector.id: bare(vector.data) for vector in valid}


@pytest.mark.parametrize("types", TYPES, ids=lambda types: types.language)
def test_the_table_names_classes_of_faults_and_cases_that_exist(types: Types) -> None:
    assert set(types.misses) <= {vector.fault for vector in VECTORS}
    assert set(types.refuses) <= {vector.id.partition("/")[2] for vector in VECTORS if not vector.fault}


def compiled(folder: Path, *statements: str) -> str:
    """What the TypeScript compiler says of statements about the types of bodies."""
    source = ['import type { components } from "./comm-sms";', 'type Body = components["schemas"];', *statements]
    shutil.copy(FILES / TYPESCRIPT.file, folder)
    (folder / "bodies.ts").write_text("\n".join(source), "utf-8")
    compiler = packages() / "node_modules" / "typescript" / "bin" / "tsc"
    return node.run([compiler, "--strict", "--noEmit", "bodies.ts"], folder)


def test_typescript_compiles_what_is_valid_and_misses_what_the_table_says(tmp_path: Path) -> None:
    bodies = [
        ("" if taken(vector, TYPESCRIPT) else "// @ts-expect-error\n")
        + f'export const body{index}: Body["{vector.schema}"] = {json.dumps(vector.data)};'
        for index, vector in enumerate(VECTORS)
    ]
    assert not compiled(tmp_path, *bodies)


def test_typescript_takes_a_property_added_later_where_no_literal_is_written(tmp_path: Path) -> None:
    added = [vector for vector in VECTORS if vector.id.endswith(TYPESCRIPT.refuses)]
    assert added
    assert not compiled(tmp_path, *(f'({json.dumps(vector.data)}) as Body["{vector.schema}"];' for vector in added))


def test_go_reads_what_is_valid_and_misses_what_the_table_says(tmp_path: Path) -> None:
    go = program("go")
    (tmp_path / "commsms").mkdir()
    shutil.copy(FILES / GO.file, tmp_path / "commsms")
    shutil.copy(ROOM / "main.go", tmp_path)
    (tmp_path / "go.mod").write_text("module check\n\ngo 1.18\n", "utf-8")
    run([go, "vet", "./..."], tmp_path)
    hold(GO, run([go, "run", "."], tmp_path, lines(VECTORS)))


def test_go_is_formatted_as_gofmt_does(tmp_path: Path) -> None:
    assert run([program("gofmt"), "-l", FILES / GO.file], tmp_path) == ""


def test_java_reads_what_is_valid_and_misses_what_the_table_says(tmp_path: Path) -> None:
    java, javac = program("java"), program("javac")
    run([javac, "-d", tmp_path, "-cp", jar(), FILES / JAVA.file, ROOM / "Decode.java"], tmp_path)
    hold(JAVA, run([java, "-cp", f"{jar()}:{tmp_path}", "Decode"], tmp_path, lines(VECTORS)))
