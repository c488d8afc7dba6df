"""After an edit of openapi.yaml, the lines that still state the API as it was are named."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests import command
from contract_tests.arguments import parsed
from contract_tests.command import show_second_statement
from contract_tests.mock.rules import TRANSITIONS
from contract_tests.mock.sends import RUNNING
from contract_tests.second_statement import stale
from contract_tests.servers import targets, unrouted
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import PATH, ROOT, Contract, load, parse
from scripts.contract.operations import operations
from scripts.contract.places import walk

TEXT = PATH.read_text("utf-8")
ACCOUNT = "        - {name: account, in: path, required: true, schema: {}}\n"
(OPERATION,) = operations(load().document)
STOP = OPERATION.path
FIRST = f"        - name: {OPERATION.ids[0].name}\n"

# What the mock says of two members, whatever they are called: one that a stop empties, and a list.
EMPTIED = next(name for name, value in TRANSITIONS["in_progress", "stop"].items() if value is None)
LIST = next(name for name, value in RUNNING[0]["meta"].items() if isinstance(value, list))


def renamed() -> Contract:
    return parse(PATH, TEXT.replace(f"{EMPTIED}:", "another_name:").encode())


def retyped() -> Contract:
    contract = load()
    for place in walk(contract.document):
        if place.name == LIST:
            place.value["items"] = {"type": "integer", "format": "int64"}
    return contract


def moved() -> Contract:
    return parse(PATH, TEXT.replace(STOP, STOP.replace("v1", "v2")).encode())


ALL = {"contract_tests/mock", "contract_tests/stop/laws", "contract_tests/faults"}
# fmt: off
CHANGES: dict[str, tuple[Callable[[], Contract], str, set[str]]] = {
    "a property is renamed": (renamed, EMPTIED, ALL),
    "a list has other items": (retyped, LIST, ALL),
    "the path is another": (moved, STOP, {"contract_tests/mock"}),
}
# fmt: on


def ran(contract: Contract) -> ServerRun:
    target = next(iter(targets(parsed([]), contract)))
    return verify(contract, target.guard, token=target.token, missing=target.missing)


@pytest.mark.parametrize("change", CHANGES)
def test_every_line_that_still_says_what_was_right_before_is_named(change: str) -> None:
    edited, said, rooms = CHANGES[change]
    contract = edited()
    routes = unrouted(tuple(operations(contract.document)))
    named = [place.rpartition(":") for place in stale(ran(contract).findings, unrouted=bool(routes))]
    assert {str(Path(file).parent) for file, _, _ in named} == rooms
    told = {(file, int(line)) for file, _, lines in named for line in lines.split(",")}
    files = [path for room in rooms for path in (ROOT / room).glob("*.py")]
    assert told == {
        (str(path.relative_to(ROOT)), number)
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if said in line
    }


def test_what_to_edit_for_a_new_parameter_of_the_path_is_said_in_one_sentence() -> None:
    text = TEXT.replace(STOP, f"/v1/{{account}}{STOP}").replace(FIRST, ACCOUNT + FIRST)
    words = r"has account and (\w+ and )+\w+, .* edit KnownSend and SENDS in .*/sends\.py, and ROUTES in "
    with pytest.raises(CouldNotVerifyError, match=words):
        ran(parse(PATH, text.encode()))


def test_the_lines_are_printed_below_the_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = renamed()
    monkeypatch.setattr(command, "load", lambda: contract)
    show_second_statement(Outcome(repeat="", targets={"in process": ran(contract)}))
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("edit too    if openapi.yaml is right")
    assert [line for line in lines if not re.fullmatch(r" {12}contract_tests/[a-z/]+\.py:[0-9,]+", line)] == []
    assert any("contract_tests/mock/rules.py:" in line for line in lines)
