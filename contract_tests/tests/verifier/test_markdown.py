"""The summary says in Markdown what the other reports say, and nothing in it is markup but its own words."""

import re
from dataclasses import replace
from datetime import date

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.verifiable import verifiable
from contract_tests.verifier.accepted.rows import Accepted
from contract_tests.verifier.findings import Finding, Variant
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.report.markdown import MANY, code, rendered
from contract_tests.verifier.run import ServerRun, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import Contract

SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
HOSTILE = "</code><script>alert(1)</script> ``` | [a](http://x) ![b](c) `\n\n# heading\n<img src=x> \u2028 \ud800"
FINDING = Finding(
    "schema", "documented", 200, f"/data/{HOSTILE}", HOSTILE, HOSTILE, "stop", variants=(Variant("", ""),)
)


@pytest.fixture(scope="module")
def run(contract: Contract) -> ServerRun:
    guard = Guard(InProcess(verifiable(Mock().handle)), schemas().operations, TARGETS, own=True)
    return verify(contract, guard, token=TOKEN)


def outcome_of(run: ServerRun, obstacle: str = "", crash: str = "") -> Outcome:
    return Outcome(
        f"again {HOSTILE}",
        differences=(f"generated/{HOSTILE}",),
        stale=(f"accepted.toml:2: {HOSTILE}",),
        undecided=(f"accepted.toml:9: {HOSTILE}",),
        targets={"server": run},
        obstacle=obstacle,
        crash=crash,
    )


def hostile(run: ServerRun) -> ServerRun:
    accepted = Accepted(replace(FINDING, check="nulls"), HOSTILE, date(2030, 1, 31).isoformat(), 2)
    rows = tuple(replace(row, note=HOSTILE) if row.id == "pace" else row for row in run.rows)
    return replace(run, rows=rows, findings=(FINDING,), accepted=(accepted,), unproven=(HOSTILE,))


def test_everything_is_told(run: ServerRun) -> None:
    text = rendered(outcome_of(hostile(run), obstacle=f"no server: {HOSTILE}")).decode()
    for words in (
        "## Contract: broken",
        "- **could not verify** `",
        "- **not current** `",
        "- **stale** `",
        "- **not judged** `",
        "### Server: server",
        "laws exercised.",
        "- **unproven** `",
        "- **violation** `schema` at `",
        ", and 1 more like it:",
        "- **accepted** `nulls` at `",
        "  until 2030-01-31: `",
        "- **not exercised** `pace`: `",
        "Again: `",
    ):
        assert words in text.replace("```` ", "`")


def test_a_kept_contract_is_told_in_few_lines(run: ServerRun) -> None:
    lines = rendered(Outcome("again", targets={"server": run})).decode().splitlines()
    assert lines[:3] == ["## Contract: kept", "", "Everything that was asked was answered as the contract says."]
    assert len(lines) < 12


def test_nothing_that_a_server_says_is_markup(run: ServerRun) -> None:
    text = rendered(outcome_of(hostile(run), crash=HOSTILE)).decode()
    assert text.count("alert(1)") > 8
    own = SPAN.sub("", text)
    assert re.findall(r"[<>\[\]|!\\`]|alert|heading|http", own) == []
    assert [line for line in own.splitlines() if line.startswith("#")] == [
        "## Contract: unproven",
        "### Server: server",
    ]


def test_many_findings_are_counted_not_listed(run: ServerRun) -> None:
    text = rendered(Outcome("again", targets={"server": replace(run, findings=(FINDING,) * (MANY + 7))})).decode()
    assert text.count("**violation**") == MANY
    assert "- and 7 more, which `contract.html` of the reports lists" in text


@pytest.mark.parametrize("text", ["", "a", "`", "``a`", "a```", "\\`"])
def test_a_code_span_ends_where_its_text_does(text: str) -> None:
    match = SPAN.fullmatch(code(text))
    assert match
    assert match[2].strip() == text
