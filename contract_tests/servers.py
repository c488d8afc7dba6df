"""The servers that the main job verifies: the one that the options name, or the mock, in process and over HTTP."""

import argparse
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from contract_tests import mock
from contract_tests.arguments import TIME
from contract_tests.stop.pair import STOP, pair, pairs_in, stop_in
from contract_tests.verifiable import verifiable
from contract_tests.verifier.guard import BUDGET, CONNECTIONS, Guard
from contract_tests.verifier.laws.authentication import LEAST_BUDGET
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.pace import Pace
from contract_tests.verifier.report.terminal import show
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError, InProcess, OverHttp
from contract_tests.verifier.waiting import wait
from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.places import walk
from scripts.contract.values import items, members
from scripts.crash import TOKEN_VARIABLE


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


def named_server(options: argparse.Namespace, contract: Contract, ledger: Path) -> Verified:
    """Read the server that the options name, and what may be acted on there; the ledger is kept in a file."""
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
        ledger=Ledger(ledger, token),
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
