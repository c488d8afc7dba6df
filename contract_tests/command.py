"""The main job: is the contract sound, is the client current, does a server keep the contract?

Exit status 0: kept. 1: broken. 2: could not verify, and one sentence says why.
"""

import argparse
import contextlib
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from contract_tests import reports
from contract_tests.arguments import parsed, repeat_line
from contract_tests.second_statement import stale
from contract_tests.servers import Verified, named_server, targets, unrouted
from contract_tests.verifier import schemathesis_run
from contract_tests.verifier.accepted import file as accept_file
from contract_tests.verifier.accepted.runs import AcceptFile
from contract_tests.verifier.interruption import INTERRUPTION
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.laws.runner import INTERRUPTED
from contract_tests.verifier.options import WrongOptionError
from contract_tests.verifier.outcome import STATUSES, Outcome, as_json
from contract_tests.verifier.report.terminal import Progress, show, show_accepted, show_findings, show_run
from contract_tests.verifier.run import verify
from contract_tests.verifier.transport import CouldNotVerifyError
from contract_tests.verifier.wording import number_of
from scripts.contract import rules
from scripts.contract.document import ROOT, Contract, load
from scripts.contract.operations import operations
from scripts.contract.values import ContractError
from scripts.crash import recorded
from scripts.generate import Scope, differences
from scripts.pins import GenerationError

SHOWN = 5  # differences of generated/ that are shown: one changed line of the contract may change every file
REPORTS = ROOT / "reports"


def check_only(contract: Contract, only: Sequence[str]) -> None:
    """Check that openapi.yaml has the operations of `--only`."""
    known = [one.operation_id for one in operations(contract.document)]
    for name in only:
        if name not in known:
            raise CouldNotVerifyError(f"--only {name}: openapi.yaml has {', '.join(known)}.")


def today() -> date:
    """The date in UTC."""
    return datetime.now(UTC).date()


def accepted_in(path: Path | None, contract: Contract) -> AcceptFile | None:
    """Read what is accepted."""
    if path is None:
        return None
    laws = [one.id for one in (*all_laws(), *schemathesis_run.CHECKS)]
    known = [one.operation_id for one in operations(contract.document)]
    return AcceptFile(path, accept_file.read(path, laws, known), today())


def check_contract(contract: Contract) -> None:
    """Check openapi.yaml against the rules that everyone needs: a contract that breaks them cannot judge a server."""
    findings = rules.check(contract, "everyone")
    for finding in findings:
        show("rule", str(finding))
    if findings:
        raise CouldNotVerifyError(f"openapi.yaml breaks the rules at {number_of('place', len(findings))}.")
    show("contract", f"openapi.yaml {contract.sha256[:12]}, {len(rules.needed('everyone'))} rules hold")


def check_client(contract: Contract) -> list[str]:
    """Compare generated/ with what the contract gives; what the reference cannot say is listed, and it left out."""
    limits = rules.check(contract, "reference")
    for limit in limits:
        show("limit", str(limit))
    scope = Scope.CLIENT if limits else Scope.WITHOUT_NODE
    found = [f"generated/{difference}" for difference in differences(contract, scope)]
    for difference in found[:SHOWN]:
        show("broken", difference)
    show("client", f"generated/, {number_of('difference', len(found))}{': `nox -s drift` lists them' if found else ''}")
    return found


def check_server(
    contract: Contract, target: Verified, outcome: Outcome, only: Sequence[str], accept: AcceptFile | None
) -> Outcome:
    """Verify one server, and take what is accepted from what was found."""
    guard = target.guard
    show("server", f"{target.name}: {guard.base_url}, seed {guard.seed}")
    with Progress() as progress:
        guard.watch, guard.pace.tell = progress.asked, progress.waits
        run = verify(contract, guard, token=target.token, only=only, missing=target.missing, left=progress.left)
    with INTERRUPTION.settling():
        run = accept.applied(run) if accept else run
        show_run(run)
        show_findings(run.findings)
        show_accepted(run.accepted)
        outcome = replace(outcome, crash=run.crash, targets={**outcome.targets, target.name: run})
        runs = tuple(outcome.targets.values())
        if accept:
            outcome = replace(outcome, stale=tuple(accept.stale(runs)), undecided=tuple(accept.undecided(runs)))
    return outcome


def verified(options: argparse.Namespace) -> Outcome:
    """Verify what the options ask for; the outcome says what prevented a verdict."""
    outcome = Outcome(repeat=repeat_line(options), strict=options.strict)
    try:
        contract = load()
        outcome = replace(outcome, contract=contract.sha256)
        check_contract(contract)
        check_only(contract, options.only)
        accept = accepted_in(options.accept, contract)
        named = named_server(options, contract, REPORTS / "ledger.jsonl") if options.base_url is not None else None
        outcome = replace(outcome, differences=tuple(check_client(contract)))
        for target in targets(options, contract, named):
            outcome = check_server(contract, target, outcome, options.only, accept)
            if INTERRUPTION.seen or INTERRUPTED in outcome.targets[target.name].unproven:
                return replace(outcome, obstacle=f"{INTERRUPTED}.")
            if outcome.crash:
                return outcome
    except (ContractError, CouldNotVerifyError, GenerationError) as error:
        return replace(outcome, obstacle=str(error))
    except KeyboardInterrupt:
        return replace(outcome, obstacle=f"{INTERRUPTED}.")
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - a crash must not lose what was found
        return replace(outcome, crash=recorded(reports.JOB))
    return outcome


def show_second_statement(outcome: Outcome) -> None:
    """Say which lines to edit too if openapi.yaml was edited on purpose."""
    findings = [finding for run in outcome.targets.values() for finding in run.findings]
    lines = stale(findings, unrouted=bool(unrouted(tuple(operations(load().document)))))
    if lines:
        show("edit too", "if openapi.yaml is right, what these lines say of it:")
        for line in lines:
            show("", line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the arguments ask for, print it, write the reports, return the exit status."""
    try:
        options = parsed(arguments)
    except WrongOptionError as error:
        reports.with_wrong_options(error.sentence, REPORTS)
        raise
    start = time.monotonic()
    with (
        contextlib.redirect_stdout(sys.stderr) if options.json else contextlib.nullcontext(),
        INTERRUPTION.watched(),
    ):
        outcome = verified(options)
        with INTERRUPTION.settling():
            outcome, names = reports.written(outcome, REPORTS)
            outcome = reports.with_evidence(outcome, options.evidence)
            outcome = reports.with_draft(outcome, options.accept_draft, today())
            for label, sentences in (("broken", outcome.stale), ("  accepted", outcome.undecided)):
                for sentence in sentences:
                    show(label, sentence)
        if any(run.findings or run.unproven for run in outcome.targets.values()):
            show("repeat", outcome.repeat)
            if options.base_url is None:
                show_second_statement(outcome)
        if outcome.targets and names:
            show("reports", ", ".join(f"{REPORTS.name}/{name}" for name in names))
        if not outcome.obstacle and not outcome.crash:
            show(outcome.verdict, f"in {time.monotonic() - start:.1f} s")
    if reason := outcome.crash or outcome.obstacle:
        print(f"could not verify: {reason}", file=sys.stderr)
    if options.json:
        print(as_json(outcome))
    return STATUSES[outcome.verdict]
