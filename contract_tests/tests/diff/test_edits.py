"""Every edit of the table gets the verdicts that a person gave it, and every rule is needed for one of them."""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor

import pytest

from contract_tests.quality.edits import Edit, edits, judge
from scripts.diff import verdict, wire_rules
from scripts.diff.report import Report
from scripts.diff.wire_rules import Rule

EDITS = list(edits())
every_edit = pytest.mark.parametrize("edit", EDITS, ids=[edit.id for edit in EDITS])


@pytest.fixture(scope="module")
def reports() -> Mapping[str, Report]:
    """What is said of each edit."""
    with ProcessPoolExecutor() as pool:
        return dict(zip((edit.id for edit in EDITS), pool.map(judge, EDITS, chunksize=8), strict=True))


@every_edit
def test_an_edit_gets_its_verdicts(edit: Edit, reports: Mapping[str, Report]) -> None:
    report = reports[edit.id]
    assert (report.wire, report.source, report.bump) == (edit.wire, edit.source, edit.bump), report.changes


@pytest.mark.parametrize("edit", [edit for edit in EDITS if edit.rule], ids=lambda edit: edit.id)
def test_an_edit_is_seen_by_its_rule(edit: Edit, reports: Mapping[str, Report]) -> None:
    assert edit.rule in {change.rule for change in reports[edit.id].changes}


@pytest.mark.parametrize("rule", wire_rules.RULES, ids=lambda rule: rule.id)
def test_without_the_rule_an_edit_gets_another_verdict(rule: Rule, reports: Mapping[str, Report]) -> None:
    without = {
        edit.id: verdict.verdict([change for change in reports[edit.id].changes if change.rule != rule.id], "wire")
        for edit in EDITS
        if edit.rule == rule.id
    }
    assert any(without[edit.id] != edit.wire for edit in EDITS if edit.id in without), without


def test_ids_are_unique() -> None:
    assert len({edit.id for edit in EDITS}) == len(EDITS)
    assert len({rule.id for rule in wire_rules.RULES}) == len(wire_rules.RULES)


def test_what_cannot_be_judged_breaks_and_says_so(reports: Mapping[str, Report]) -> None:
    unknown = [change for report in reports.values() for change in report.changes if not change.known]
    assert {change.rule for change in unknown} == {"unjudged", "not-generated"}
    assert {change.verdict for change in unknown} == {"breaking"}


def test_a_witness_shows_what_breaks(reports: Mapping[str, Report]) -> None:
    shown = {change.witness for change in reports["integer-to-number"].changes if change.rule == "response-wider"}
    assert shown == {"1.5"}
