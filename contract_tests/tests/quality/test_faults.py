"""The laws notice every faulty server, and no correct one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from contract_tests.faults import CLASSES, FAULTS, NEVER_ALONE
from contract_tests.faults.conforming import VARIANTS, Variant
from contract_tests.faults.fault import Fault
from contract_tests.faults.what import turns
from contract_tests.mock import Mock
from contract_tests.quality import acceptance
from contract_tests.quality.fault_matrix import show_acceptance, show_runs
from contract_tests.quality.fault_runs import PAIRS, TARGETS, FaultRun, contexts, examined, fault_run, schemas
from contract_tests.quality.stock_schemathesis import BARE, INFORMED
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Exchange, Request
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.laws.runner import ask_and_judge
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import ROOT

run_of = cache(fault_run)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.id for fault in FAULTS])
def test_a_faulty_server_is_noticed_by_the_law_that_it_breaks(fault: Fault) -> None:
    detected_by = run_of(fault.id).detected_by
    assert fault.law in detected_by
    assert len(detected_by) > 1 or fault.law not in NEVER_ALONE


def test_a_fraction_is_a_deviation_only_where_a_whole_number_is_meant() -> None:
    assert run_of("segments-fraction").violates == ("schema",)
    assert run_of("fraction").violates == ()


def test_a_fault_in_a_member_that_no_send_has_is_a_mistake() -> None:
    with pytest.raises(LookupError, match=r"no send of .*sends\.py has meta\.colour: edit the rows of faults"):
        examined(turns("meta.colour", str))


def test_one_mistake_is_told_in_few_lines() -> None:
    lines = {fault.id: run_of(fault.id).lines for fault in FAULTS}
    assert min(lines.values()) >= 3
    assert {id_: count for id_, count in lines.items() if count > 38} == {}


@pytest.mark.parametrize("law", [law.id for law in all_laws() if law.id not in NEVER_ALONE])
def test_every_law_is_alone_in_noticing_some_fault_or_says_why_not(law: str) -> None:
    assert any(run_of(fault.id).detected_by == (law,) for fault in reversed(FAULTS) if fault.law == law)


def test_the_matrix_names_faults_and_laws_that_fail(capsys: pytest.CaptureFixture[str]) -> None:
    show_runs(
        [
            FaultRun("html-type", "bytes", "media-type", "calls the send HTML", ("media-type",), ("media-type",)),
            FaultRun("bom", "bytes", "strict-json", "begins with a byte order mark", ("schema", "nulls"), ()),
        ]
    )
    shown = capsys.readouterr().out
    assert "bytes: 1 of 2 detected\n" in shown
    assert "bom was not detected by strict-json but by schema, nulls: begins with a byte order mark\n" in shown
    assert "strict-json is never the only law to notice a fault" in shown
    assert "media-type: notices 1, 1 alone\n" in shown
    assert "media-type is never" not in shown


def test_what_passes_with_another_fault_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    found = acceptance.measured([run_of("html-type"), run_of("time-number"), run_of("fails-nil"), run_of("empty")])
    assert (found.is_right, found.same) == (True, 0)
    show_acceptance(replace(found, not_accepted=("bom",), others=(("bom", "html-type"),)))
    shown = capsys.readouterr().out
    assert "accept      3 of 4 faulty servers by their draft; rows: " in shown
    assert "0 of 12 others pass" in shown
    assert "bom is not accepted by its own draft\n" in shown
    assert "html-type passes with the rows for bom\n" in shown
    assert not replace(found, others=(("bom", "html-type"),)).is_right


def test_the_catalogue_is_large_and_its_rows_are_told_apart() -> None:
    names = [*(fault.id for fault in FAULTS), *(variant.id for variant in VARIANTS)]
    assert len(FAULTS) >= 150
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert len({variant.id for variant in VARIANTS}) == len(VARIANTS)
    assert all(CLASSES.values())
    assert {fault.law for fault in FAULTS} | NEVER_ALONE.keys() == {law.id for law in all_laws()}
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9-]+", name)] == []


@pytest.mark.parametrize("seed", range(50))
def test_the_correct_mock_is_noticed_by_nothing_in_any_order(seed: int) -> None:
    turn = seed % len(PAIRS)
    pairs = [*PAIRS[turn:], *PAIRS[:turn]]
    outcome = examined(lambda handle: handle, seed=seed, pairs=pairs[:: 1 if seed % 2 else -1])
    assert outcome.findings.listed() == []
    assert outcome.not_exercised.keys() == {"pace"}


@pytest.mark.parametrize("variant", VARIANTS, ids=[variant.id for variant in VARIANTS])
def test_a_server_that_keeps_the_contract_in_its_own_way_is_no_violation(variant: Variant) -> None:
    findings = examined(variant.wrap).findings.listed()
    assert [finding for finding in findings if finding.is_violation] == []
    assert {finding.check for finding in findings} == set(variant.deviations)


class Mixed(InProcess):
    """A server that, on a connection in use, gives each request the answer to the one before."""

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Answer all but the first request late."""
        exchanges = super().converse(requests)
        late = [*exchanges[:1], *exchanges[:-1]]
        return [Exchange(one.request, other.response, one.seconds) for one, other in zip(exchanges, late, strict=True)]


def test_answers_that_get_mixed_up_on_one_connection_are_noticed() -> None:
    guard = Guard(Mixed(verifiable(Mock().handle)), schemas().operations, TARGETS, own=True)
    assert "one-connection" in {finding.check for finding in ask_and_judge(contexts(guard)).findings.listed()}


def test_the_guide_counts_the_catalogue_as_it_is() -> None:
    readme = (ROOT / "contract_tests" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| (\d+) \| \d+ \| \d+ \| (\d+) \|$", readme, re.MULTILINE)
    counts = {name: len(faults) for name, faults in CLASSES.items()} | {"all": len(FAULTS)}
    assert rows == [(name, str(count), str(count)) for name, count in counts.items()]
    assert f"| class | faulty servers | {BARE} | {INFORMED} | the laws |\n" in readme
