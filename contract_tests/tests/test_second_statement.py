"""After an edit of openapi.yaml, the lines that still state the API as it was are named."""

import pytest

from contract_tests import command
from contract_tests.arguments import parsed
from contract_tests.command import show_second_statement, targets, unrouted
from contract_tests.second_statement import stale
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.document import PATH, ROOT, Contract, parse
from scripts.contract.operations import operations

TEXT = PATH.read_text("utf-8")
DAYS = """          type: [array, "null"]
          description: >-
            Days on which to send. The names are not documented; `Mon` to `Sun`, as in the weekly schedule, are likely.
          items:
            type: string
"""
CAMPAIGN = "        - name: campaign\n"
ACCOUNT = "        - {name: account, in: path, required: true, schema: {}}\n"
STOP = "/v1/sms/campaigns/{campaign}/stop"


# fmt: off
CHANGES = {
    "a property is renamed": [("next_step_timestamp", "next_step_at")],
    "a list becomes a text": [(DAYS, '          type: [string, "null"]\n'), ("[Mon, Wed, Fri]", "Mon")],
    "the path is another": [(STOP, STOP.replace("v1", "v2"))],
}
SAID = {
    "a property is renamed": ("next_step_timestamp", {"mock/rules.py", "mock/sends.py", "stop/laws/meaning.py"}),
    "a list becomes a text": ("days_of_week", {"mock/sends.py", "stop/laws/consistency.py"}),
    "the path is another": (STOP, {"mock/app.py"}),
}
# fmt: on


def edited(change: str) -> Contract:
    text = TEXT
    for old, new in CHANGES[change]:
        assert old in text
        text = text.replace(old, new)
    return parse(PATH, text.encode())


def ran(contract: Contract) -> ServerRun:
    target = next(iter(targets(parsed([]), contract)))
    return verify(contract, target.guard, token=target.token, missing=target.missing)


@pytest.mark.parametrize("change", CHANGES)
def test_every_line_that_still_says_what_was_right_before_is_named(change: str) -> None:
    contract = edited(change)
    routes = unrouted(tuple(operations(contract.document)))
    said, files = SAID[change]
    named = [place.rpartition(":") for place in stale(ran(contract).findings, unrouted=bool(routes))]
    assert {file.removeprefix("contract_tests/") for file, _, _ in named} == files
    lines = [(ROOT / file).read_text("utf-8").splitlines()[int(line) - 1] for file, _, line in named]
    assert [line for line in lines if said not in line] == []


def test_what_to_edit_for_a_new_parameter_of_the_path_is_said_in_one_sentence() -> None:
    text = TEXT.replace(STOP, f"/v1/{{account}}{STOP}").replace(CAMPAIGN, ACCOUNT + CAMPAIGN)
    words = r"has account and campaign and campaignSend, .* edit KnownSend and SENDS in .*/sends\.py, and ROUTES in "
    with pytest.raises(CouldNotVerifyError, match=words):
        ran(parse(PATH, text.encode()))


def test_the_lines_are_printed_below_the_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = edited("a property is renamed")
    monkeypatch.setattr(command, "load", lambda: contract)
    show_second_statement(Outcome(repeat="", targets={"in process": ran(contract)}))
    assert capsys.readouterr().out.startswith("edit too    if openapi.yaml is right: contract_tests/mock/rules.py:")
