"""The types for other languages compile, take what is valid, and miss exactly what the guide says that they miss."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from contract_tests.tests import grown
from contract_tests.tests.reference import EVERY_KEYWORD
from contract_tests.tests.reference.languages import ROOM, jar, lines, missing, packages, program, run
from scripts.contract.document import Contract, load
from scripts.contract.keywords import kinds
from scripts.contract.values import Json, members
from scripts.generate import GENERATED, REFERENCE
from scripts.reference import node
from scripts.reference.emitters import go, java, typescript
from scripts.reference.languages import TYPES, Types
from scripts.reference.shapes import components
from scripts.reference.vectors.walk import Vector, vectors

pytestmark = pytest.mark.reference

TYPESCRIPT, GO, JAVA = TYPES


@dataclass(frozen=True)
class Subject:
    """A contract, its vectors, and the types that were written for it."""

    name: str
    contract: Contract
    vectors: list[Vector]

    def told(self) -> list[Vector]:
        """The vectors of which the table tells whether types take them: with general types, only the valid ones.

        Types describe what is meant, and say nothing about how PHP writes it.
        """
        told = [vector for vector in self.vectors if vector.tier != "spelling"]
        return [vector for vector in told if self.name != "every keyword" or not vector.fault]

    def is_any(self, types: Types, vector: Vector) -> bool:
        """Whether the types say nothing of the value: it may have several types, which only TypeScript can say."""
        component = members(components(self.contract).get(vector.id.partition("/")[0].partition(".")[0]))
        return types != TYPESCRIPT and len(kinds(component)) > 1

    def write(self, types: Types, folder: Path) -> Path:
        """The file of the types in a folder: the committed one if there is one."""
        file = folder / Path(types.file).name
        if self.name == "openapi.yaml":
            file.write_bytes((GENERATED / REFERENCE / types.file).read_bytes())
        else:
            packages()  # what writes the types of TypeScript
            file.write_bytes(RENDERERS[types.language](self.contract)[types.file])
        return file


RENDERERS = {"TypeScript": typescript.render, "Go": go.render, "Java": java.render}
SUBJECTS = tuple(
    Subject(name, contract, vectors(contract))
    for name, contract in (("openapi.yaml", load()), ("grown", grown.CONTRACT), ("every keyword", EVERY_KEYWORD))
)
EACH = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)


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


def hold(types: Types, subject: Subject, printed: str) -> None:
    """Compare the vectors that a program took with the table, and what it read with what was written."""
    read = {one["id"]: one["data"] for one in map(json.loads, printed.splitlines())}
    told = subject.told()
    expected = [one.id for one in told if taken(one, types) or subject.is_any(types, one)]
    assert sorted(read.keys() & {vector.id for vector in told}) == sorted(expected)
    valid = [vector for vector in told if not vector.fault and vector.id in read]
    if types == GO:  # a number of any type is one of 64 bits with a fraction
        valid = [one for one in valid if not (subject.is_any(types, one) and one.id.endswith("format/greatest"))]
    assert {vector.id: bare(read[vector.id]) for vector in valid} == {vector.id: bare(vector.data) for vector in valid}


@pytest.mark.parametrize("types", TYPES, ids=lambda types: types.language)
def test_the_table_names_classes_of_faults_and_cases_that_exist(types: Types) -> None:
    every = [vector for subject in SUBJECTS for vector in subject.vectors]
    assert set(types.misses) <= {vector.fault for vector in every}
    assert set(types.refuses) <= {vector.id.partition("/")[2] for vector in every if not vector.fault}


def compiled(folder: Path, subject: Subject, *statements: str) -> str:
    """What the TypeScript compiler says of statements about the types of bodies."""
    source = ['import type { components } from "./comm-sms";', 'type Body = components["schemas"];', *statements]
    subject.write(TYPESCRIPT, folder)
    (folder / "bodies.ts").write_text("\n".join(source), "utf-8")
    compiler = packages() / "node_modules" / "typescript" / "bin" / "tsc"
    return node.run([compiler, "--strict", "--noEmit", "bodies.ts"], folder)


@EACH
def test_typescript_compiles_what_is_valid_and_misses_what_the_table_says(tmp_path: Path, subject: Subject) -> None:
    bodies = [
        ("" if taken(vector, TYPESCRIPT) else "// @ts-expect-error\n")
        + f'export const body{index}: Body["{vector.schema}"] = {json.dumps(vector.data)};'
        for index, vector in enumerate(subject.told())
    ]
    assert not compiled(tmp_path, subject, *bodies)


@EACH
def test_typescript_takes_a_property_added_later_where_no_literal_is_written(tmp_path: Path, subject: Subject) -> None:
    added = [vector for vector in subject.vectors if vector.id.endswith(TYPESCRIPT.refuses)]
    assert added
    casts = (f'({json.dumps(vector.data)}) as Body["{vector.schema}"];' for vector in added)
    assert not compiled(tmp_path, subject, *casts)


SECOND = {  # how to read, but not write, by the second version of Go's package for JSON
    '"encoding/json"': '"encoding/json"\n\tsecond "encoding/json/v2"',
    "json.Unmarshal(given.Data, body)": "second.Unmarshal(given.Data, body)",
}


def go_module(folder: Path, subject: Subject, version: str) -> None:
    """Write a module that decodes vectors by the types."""
    (folder / "commsms").mkdir()
    subject.write(GO, folder / "commsms")
    shutil.copy(ROOM / "main.go", folder)
    names = sorted({vector.schema for vector in subject.vectors})
    makers = "".join(f'\t"{name}": func() any {{ return new(commsms.{name}) }},\n' for name in names)
    source = f'package main\n\nimport "check/commsms"\n\nvar bodies = map[string]func() any{{\n{makers}}}\n'
    (folder / "bodies.go").write_text(source, "utf-8")
    (folder / "go.mod").write_text(f"module check\n\ngo {version}\n", "utf-8")


@EACH
def test_go_reads_what_is_valid_and_misses_what_the_table_says(tmp_path: Path, subject: Subject) -> None:
    gopher = program("go")
    go_module(tmp_path, subject, "1.18")
    run([gopher, "vet", "./..."], tmp_path)
    hold(GO, subject, run([gopher, "run", "."], tmp_path, lines(subject.vectors)))


def test_go_refuses_the_spellings_of_php_as_the_guide_says(tmp_path: Path) -> None:
    (subject, *_) = SUBJECTS
    spelled = [vector for vector in subject.vectors if vector.tier == "spelling" and not vector.fault]
    refused = [vector for vector in spelled if not subject.is_any(GO, vector)]
    go_module(tmp_path, subject, "1.18")
    read = run([program("go"), "run", "."], tmp_path, lines(spelled)).splitlines()
    assert {vector.id for vector in refused}.isdisjoint(json.loads(line)["id"] for line in read)
    guide = (GENERATED / REFERENCE / "README.md").read_text("utf-8")
    for case, words in {"digits": "digits in a string for an integer", "empty": "`[]` for an object"}.items():
        assert [vector for vector in refused if vector.id.endswith(case)]
        assert words in guide.partition("| Java |")[2].partition("\n## ")[0]


def test_the_second_version_of_the_json_package_of_go_reads_the_same(tmp_path: Path) -> None:
    gopher = program("go")
    if not re.search(r"go1\.(2[7-9]|[3-9]\d)", run([gopher, "version"], tmp_path)):
        missing("Go 1.27")
    go_module(tmp_path, SUBJECTS[0], "1.27")
    source = (tmp_path / "main.go").read_text("utf-8")
    for first, second in SECOND.items():
        assert first in source
        source = source.replace(first, second)
    (tmp_path / "main.go").write_text(source, "utf-8")
    hold(GO, SUBJECTS[0], run([gopher, "run", "."], tmp_path, lines(SUBJECTS[0].vectors)))


@EACH
def test_go_is_formatted_as_gofmt_does(tmp_path: Path, subject: Subject) -> None:
    assert run([program("gofmt"), "-l", subject.write(GO, tmp_path)], tmp_path) == ""


@EACH
def test_java_reads_what_is_valid_and_misses_what_the_table_says(tmp_path: Path, subject: Subject) -> None:
    jvm, javac = program("java"), program("javac")
    run([javac, "-d", tmp_path, "-cp", jar(), subject.write(JAVA, tmp_path), ROOM / "Decode.java"], tmp_path)
    hold(JAVA, subject, run([jvm, "-cp", f"{jar()}:{tmp_path}", "Decode"], tmp_path, lines(subject.vectors)))
