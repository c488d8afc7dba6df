"""Nothing that a server or a file contains costs more than linear time, or is more than a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.tests.verifier.test_audit import entry, har
from contract_tests.verifier import guard
from contract_tests.verifier.exchange import Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.response_schema import LONGEST, ResponseSchemas
from contract_tests.verifier.laws.strict_json import DEEPEST, NotJsonError, parsed
from contract_tests.verifier.pace import OutOfTimeError
from contract_tests.verifier.requests import filled
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import ROOT, Contract
from scripts.contract.operations import match


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), f"nested more than {DEEPEST} levels deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, f"nested more than {DEEPEST} levels deep"),
        (b"9" * 5000, "a number of 5000 digits is beyond"),
        (b"9" * 309, "a number of 309 digits is beyond"),
        (b"1e999", "the number 1e999 is beyond"),
        (b"1" * 5000 + b".5", "is beyond what readers can hold"),
        (b'{"' + b"a" * 9000 + b'":1,"' + b"a" * 9000 + b'":2}', "stands twice in one object"),
        (b'{"a":"\\ud800"}', "half a surrogate pair"),
    ],
)
def test_what_readers_cannot_hold_is_a_short_sentence(body: bytes, words: str) -> None:
    error = parsed(body)
    assert isinstance(error, NotJsonError)
    assert words in str(error)
    assert len(str(error)) < 300


@pytest.mark.parametrize("body", [b"[" * DEEPEST + b"]" * DEEPEST, b"9" * 308, b"-" + b"9" * 307, b'["[[[[", "]"]'])
def test_what_readers_can_hold_is_a_value(body: bytes) -> None:
    assert not isinstance(parsed(body), NotJsonError)


def test_a_wrong_value_is_not_repeated_in_full(contract: Contract) -> None:
    schemas = ResponseSchemas(contract.document)
    response = schemas.operations[0].responses["200"]
    schema = schemas.of(response)
    assert schema is not None
    sentences = [error.sentence for error in schema.errors({"data": "x" * 100_000})]
    assert sentences
    assert max(map(len, sentences)) < LONGEST + 10


@pytest.mark.parametrize("length", [*range(180, 215), *range(99_820, 99_850)])
def test_no_sentence_holds_half_of_a_word(contract: Contract, length: int) -> None:
    schemas = ResponseSchemas(contract.document)
    schema = schemas.of(schemas.operations[0].responses["200"])
    assert schema is not None
    errors = schema.errors({"data": ["x" * length, "the-token", "x" * (100_000 - length)]})
    sentences = [error.sentence.replace("the-token", "") for error in errors]
    assert sentences
    assert [one for one in sentences if "the" in one or "oken" in one] == []


@pytest.mark.parametrize("length", range(30, 90))
def test_a_key_that_stands_twice_is_shown_whole_or_not_at_all(length: int) -> None:
    key = "x" * length + "the-token"
    sentence = str(parsed(f'{{"{key}":1,"{key}":2}}'.encode()))
    assert "stands twice" in sentence
    assert ("x" not in sentence) or key in sentence


def test_a_path_of_slashes_is_looked_up_once_for_each_length(contract: Contract) -> None:
    operations = ResponseSchemas(contract.document).operations
    path = filled(operations[0], "a" * len(operations[0].ids))
    tried: list[str] = []

    class Watched:
        path = operations[0].path
        method = operations[0].method

        def values(self, path: str) -> tuple[str, ...] | None:
            tried.append(path)
            return operations[0].values(path)

    # Of an operation, `match` needs these two members alone.
    route = match([Watched()], "POST", b"/" * 100_000 + path.encode())  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    assert route.values == ("a",) * len(operations[0].ids)
    assert len(tried) == 1


def test_all_answers_together_are_bounded(monkeypatch: pytest.MonkeyPatch, contract: Contract) -> None:
    monkeypatch.setattr(guard, "VOLUME", 10)
    server = InProcess(lambda _: Response(200, (), b"12345"))
    guarded = Guard(server, ResponseSchemas(contract.document).operations, own=True)
    for _ in range(2):
        guarded.exchange(Request("GET", b"/api"))
    with pytest.raises(OutOfTimeError, match="that all answers may have are spent"):
        guarded.exchange(Request("GET", b"/api"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8:strict"])
def test_a_terminal_may_lack_characters(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "traffic.har"
    path.write_text(har([entry(edit=lambda body: body["data"].update({"\U0001f4a5\u0144": 1}))]), "utf-8")
    command = [sys.executable, "-m", "contract_tests", "audit", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"undeclared-fields" in done.stdout
    assert done.stdout.rstrip().endswith(b"kept")
