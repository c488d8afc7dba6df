"""The main job: is the contract sound, is the client current, does a server keep the contract?

Exit status 0: kept. 1: broken. 2: could not verify, and one sentence says why.
"""

import argparse
import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from contract_tests import mock, reports
from contract_tests.arguments import TIME, parsed, repeat_line
from contract_tests.second_statement import stale
from contract_tests.stop.pair import STOP, pair, pairs_in, stop_in
from contract_tests.verifiable import verifiable
from contract_tests.verifier import schemathesis_run
from contract_tests.verifier.accepted import file as accept_file
from contract_tests.verifier.accepted.runs import AcceptFile
from contract_tests.verifier.guard import BUDGET, CONNECTIONS, Guard
from contract_tests.verifier.interruption import INTERRUPTION
from contract_tests.verifier.laws.authentication import LEAST_BUDGET
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.laws.runner import INTERRUPTED
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.options import WrongOptionError
from contract_tests.verifier.outcome import STATUSES, Outcome, as_json
from contract_tests.verifier.pace import Pace
from contract_tests.verifier.report.terminal import Progress, show, show_accepted, show_findings, show_run
from contract_tests.verifier.run import verify
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError, InProcess, OverHttp
from contract_tests.verifier.waiting import wait
from contract_tests.verifier.wording import number_of
from scripts.contract import rules
from scripts.contract.document import ROOT, Contract, load
from scripts.contract.operations import Operation, operations
from scripts.contract.places import walk
from scripts.contract.values import ContractError, items, members
from scripts.crash import TOKEN_VARIABLE, recorded
from scripts.generate import Scope, differences
from scripts.pins import GenerationError

SHOWN = 5  # differences of generated/ that are shown: one changed line of the contract may change every file
REPORTS = ROOT / "reports"


class Verified(NamedTuple):
    """A server to verify, the token that opens it, and the operations that it does not have, with the reason."""

    name: str
    guard: Guard
    token: str
    missing: Mapping[str, str] = {}


def targets(options: argparse.Namespace, contract: Contract, named: Verified | None = None) -> Iterator[Verified]:
    """Yield the server that was named, when it is up, or the mock, in process and over HTTP."""
    if named:
        wait_for(named.guard, options.wait)
        yield named
        return
    known = tuple(operations(contract.document))
    sends = mock.SENDS if STOP in {one.operation_id for one in known} else ()
    running = tuple(Target(STOP, send.ids) for send in sends)
    missing = {one.operation_id: "the mock has no route for it" for one in unrouted(known)}
    check_sends(known, running)
    in_process = InProcess(verifiable(mock.Mock().handle))
    yield Verified("in process", Guard(in_process, known, running, own=True, seed=options.seed), mock.TOKEN, missing)
    with mock.serve(mock.Mock().handle) as url:
        yield Verified(
            "loopback",
            Guard(OverHttp(url, is_local=True), known, running, own=True, seed=options.seed),
            mock.TOKEN,
            missing,
        )


def unrouted(known: Sequence[Operation]) -> list[Operation]:
    """The operations for which the mock has no route."""
    routes = {(route.method, route.path) for route in mock.ROUTES}
    return [one for one in known if (one.method.upper(), one.path) not in routes]


def check_sends(known: Sequence[Operation], named: Sequence[Target]) -> None:
    """Check that the sends of the mock have a value for each parameter of the stop's path."""
    for one in known:
        if one.operation_id == STOP and any(len(target.values) != len(one.ids) for target in named):
            names = " and ".join(parameter.name for parameter in one.ids) or "no ids"
            raise CouldNotVerifyError(
                f"the stop's path has {names}, and the mock's sends have not: "
                "edit KnownSend and SENDS in contract_tests/mock/sends.py, and ROUTES in contract_tests/mock/app.py."
            )


def named_server(options: argparse.Namespace, contract: Contract) -> Verified:
    """Read the server that the options name, and what may be acted on there."""
    server = OverHttp(options.base_url, limit=options.max_response_time, is_local=options.own)
    if options.own and not server.is_loopback:
        raise CouldNotVerifyError(
            f"--own is about a server on this machine, and {server.base_url} may be on another: "
            "give its address as 127.0.0.1, [::1] or localhost."
        )
    known = tuple(operations(contract.document))
    pairs = [pair(text, stop_in(known, "--pair")) for text in options.pair]
    pairs += pairs_in(options.pairs, stop_in(known, "--pairs")) if options.pairs else []
    allowed = [Target.parse(text, known) for text in options.allow]
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not re.fullmatch("[!-~]+", token):
        fault = "holds a character that no token has" if token else "is not set"
        raise CouldNotVerifyError(f"{server.base_url} needs a token, and {TOKEN_VARIABLE} {fault}.")
    production = () if options.production else production_hosts(contract)
    named = tuple(dict.fromkeys([*pairs, *allowed]))
    duration = TIME if options.time is None else options.time
    check_limits(len(named), options.rate, duration, options.budget)
    guard = Guard(
        server,
        known,
        named,
        seed=options.seed,
        budget=options.budget or (None if options.own else BUDGET),
        connections=options.connections or (1 if options.own else CONNECTIONS),
        pace=Pace(rate=options.rate, seconds=duration * 60),
        production=production,
        ledger=Ledger(REPORTS / "ledger.jsonl", token),
    )
    if server.is_overheard:
        show("warning", f"the token travels unencrypted to {server.base_url}: use https unless the network is yours")
    return Verified("server", guard, token)


def wait_for(guard: Guard, seconds: float | None) -> None:
    """Wait until the server is up, with requests that name no target."""
    if seconds:
        show("wait", f"for {guard.base_url}, at most {seconds:g} s")
        known, production = guard.operations, guard.production
        wait(lambda: Guard(guard.server, known, pace=Pace(tries=1), production=production), seconds)


def check_limits(targets: int, rate: float | None, duration: float, budget: int | None) -> None:
    """Check that there is time and budget for what a verdict needs.

    That is a success for each target, and a 401, a 404 and a 405.
    """
    if targets and budget is not None and budget < LEAST_BUDGET:
        raise CouldNotVerifyError(
            f"a verdict needs a budget of at least {LEAST_BUDGET} requests for each target: {LEAST_BUDGET - 1} without "
            "a good token leave before the first with it: give it more --budget."
        )
    needed = targets + 3
    if rate is None and not duration:
        raise CouldNotVerifyError(
            f"a verdict needs at least {needed} requests: {needed} s at 60 requests a minute, which servers allow by "
            "default, and the run may take no time: give it more --time."
        )
    if rate is not None and rate * duration * 60 < needed:
        raise CouldNotVerifyError(
            f"a verdict needs at least {needed} requests: {needed / rate / 60:.2g} minutes at this rate, "
            f"and the run may take {duration:g}: give it more --time or a higher --rate."
        )


def production_hosts(contract: Contract) -> set[str]:
    """The hosts of the servers that the contract names, for everything or for one path or operation."""
    places = [contract.document, *(place.value for place in walk(contract.document))]
    servers = [members(server) for place in places for server in items(place.get("servers"))]
    return {urlsplit(str(server.get("url"))).hostname or "" for server in servers}


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
        named = named_server(options, contract) if options.base_url is not None else None
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
