"""Every edit of the table gets the verdicts that a person gave it, and every rule is needed for one of them."""

from functools import cache

import pytest

from contract_tests.quality import edits
from contract_tests.quality.edits import Edit
from scripts.diff import verdict, wire_rules
from scripts.diff.report import Report
from scripts.diff.wire_rules import Rule

EDITS = {edit.id: edit for edit in edits.edits()}
every_edit = pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)


@cache
def report(edit_id: str) -> Report:
    return edits.judge(EDITS[edit_id])


@every_edit
def test_an_edit_gets_its_verdicts(edit: Edit) -> None:
    found = report(edit.id)
    assert (found.wire, found.source, found.bump) == (edit.wire, edit.source, edit.bump), found.changes


@pytest.mark.parametrize("edit", [edit for edit in EDITS.values() if edit.rule], ids=lambda edit: edit.id)
def test_an_edit_is_found_by_its_rule(edit: Edit) -> None:
    assert edit.rule in {change.rule for change in report(edit.id).changes}


@pytest.mark.parametrize("rule", wire_rules.RULES, ids=lambda rule: rule.id)
def test_without_the_rule_an_edit_gets_another_verdict(rule: Rule) -> None:
    without = {
        edit.id: verdict.verdict([change for change in report(edit.id).changes if change.rule != rule.id], "wire")
        for edit in EDITS.values()
        if edit.rule == rule.id
    }
    assert any(found != EDITS[edit_id].wire for edit_id, found in without.items()), without


def test_a_response_of_a_range_may_narrow_to_one_media_type() -> None:
    edit = EDITS["media-type-to-range"]
    found = wire_rules.changes(edit.new.document, edit.old.document)
    assert {(change.rule, change.verdict) for change in found} == {("response-range-narrower", "compatible")}


def test_ids_are_unique() -> None:
    assert len(EDITS) == len(list(edits.edits()))
    assert len({rule.id for rule in wire_rules.RULES}) == len(wire_rules.RULES)


def test_a_change_that_cannot_be_judged_counts_as_breaking() -> None:
    unknown = [change for edit_id in EDITS for change in report(edit_id).changes if not change.known]
    assert {change.rule for change in unknown} == {"unjudged", "not-generated"}
    assert {change.verdict for change in unknown} == {"breaking"}


def test_a_witness_is_a_value_that_breaks_callers() -> None:
    shown = {change.witness for change in report("integer-to-number").changes if change.rule == "response-wider"}
    assert shown == {"1.5"}
