"""`python -m contract_tests`: is the contract sound, is the client current, does a server keep the contract?

Exit status 0: kept. 1: broken. 2: could not verify, and one sentence says why.
"""

import argparse
import os
import random
import re
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from contract_tests import mock
from contract_tests.guard import Guard, Pair
from contract_tests.server import CouldNotVerifyError, InProcess, OverHttp
from contract_tests.summary import show, show_findings, show_verification
from contract_tests.verification import verify
from scripts import generate, house_rules
from scripts.contract import Contract, ContractError, load
from scripts.tools import GenerationError

KEPT, BROKEN, UNVERIFIED = 0, 1, 2
WORDS = {KEPT: "kept", BROKEN: "broken", UNVERIFIED: "unproven"}
SEED = 1
SHOWN = 5  # differences of generated/ that are shown: one changed line of the contract may change every file
TOKEN_VARIABLE = "COMM_API_TOKEN"  # noqa: S105 (the variable's name)
REPORTS = Path(__file__).parents[1] / "reports"


class Parser(argparse.ArgumentParser):
    """Options in, one sentence out when they are wrong."""

    def error(self, message: str) -> NoReturn:
        """End with exit status 2."""
        self.exit(UNVERIFIED, f"{self.prog}: {message}; see --help.\n")


def seed(text: str) -> int:
    """Read `--seed`: a number, or `random` for one that nobody chose."""
    return random.SystemRandom().randrange(2**32) if text == "random" else int(text)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the options."""
    parser = Parser(prog="nox -s contract --", description=(__doc__ or "").partition(": ")[2].partition("\n")[0])
    parser.add_argument("--base-url", metavar="URL", help="verify this server instead of the mock")
    parser.add_argument("--pair", action="append", default=[], metavar="CAMPAIGN/SEND", help="a send to be stopped")
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="the same, one pair a line")
    parser.add_argument("--seed", type=seed, default=SEED, metavar="N", help="a number, or `random` (default: 1)")
    options = parser.parse_args(arguments)
    if (options.pair or options.pairs) and options.base_url is None:
        parser.error("a pair names a send of a server, so give its --base-url too")
    return options


class Target(NamedTuple):
    """A server to verify and the token that opens it."""

    name: str
    guard: Guard
    token: str


def named_target(options: argparse.Namespace) -> Target:
    """Read the server that the options name, and the sends that may be stopped there."""
    server = OverHttp(options.base_url)
    pairs = tuple(dict.fromkeys(map(Pair.parse, [*options.pair, *pairs_in(options.pairs)])))
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not re.fullmatch("[!-~]+", token):
        fault = "holds a character that no token has" if token else "is not set"
        raise CouldNotVerifyError(f"{server.base_url} needs a token, and {TOKEN_VARIABLE} {fault}.")
    return Target("server", Guard(server, pairs, seed=options.seed), token)


def mock_targets(seed: int) -> Iterator[Target]:
    """Yield the mock in process, then over HTTP; all of its sends may be stopped."""
    pairs = tuple(Pair(send.campaign, send.send) for send in mock.SENDS)
    yield Target("in process", Guard(InProcess(mock.Mock().handle), pairs, own=True, seed=seed), mock.TOKEN)
    with mock.serve(mock.Mock().handle) as url:
        yield Target("loopback", Guard(OverHttp(url), pairs, own=True, seed=seed), mock.TOKEN)


def pairs_in(path: Path | None) -> list[str]:
    """Read a file of pairs, one a line; blank lines and lines that begin with # do not count."""
    if path is None:
        return []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CouldNotVerifyError(f"{path} cannot be read: give --pairs a text file, one pair a line.") from error
    pairs = [line for line in lines if line.strip() and not line.startswith("#")]
    if not pairs:
        raise CouldNotVerifyError(f"{path} names no pair: give --pairs a text file, one pair a line.")
    return pairs


def check_contract(contract: Contract) -> None:
    """Hold openapi.yaml against the house rules; what breaks them can judge nobody."""
    findings = house_rules.check(contract)
    if findings:
        raise CouldNotVerifyError(f"{findings[0]} `nox -s rules` lists all {len(findings)} findings.")
    show("contract", f"openapi.yaml {contract.sha256[:12]}, {len(house_rules.RULES)} rules hold")


def check_client(contract: Contract) -> int:
    """Compare generated/ with what the contract gives."""
    differences = generate.differences(contract)
    for difference in differences[:SHOWN]:
        show("broken", f"generated/{difference}")
    show("client", f"generated/, {len(differences)} differences{': `nox -s drift` lists them' if differences else ''}")
    return BROKEN if differences else KEPT


def check_server(contract: Contract, target: Target, repeat: str) -> int:
    """Verify one server."""
    show("server", f"{target.name}: {target.guard.base_url}, seed {target.guard.seed}")
    reports = REPORTS / target.name.replace(" ", "-")
    verification = verify(contract.document, target.guard, token=target.token, reports=reports)
    show_verification(verification)
    show_findings(verification.findings, repeat)
    if verification.findings:
        return BROKEN
    return UNVERIFIED if verification.unproven else KEPT


def repeat_line(options: argparse.Namespace) -> str:
    """The command that does the same again."""
    words = ["nox", "-s", "contract", "--", "--seed", str(options.seed)]
    words += ["--base-url", options.base_url] if options.base_url is not None else []
    words += ["--pairs", str(options.pairs)] if options.pairs else []
    words += [word for pair in options.pair for word in ("--pair", pair)]
    return shlex.join(words)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the arguments ask for, print it, return the exit status."""
    options = parsed(arguments)
    start = time.monotonic()
    try:
        targets = mock_targets(options.seed) if options.base_url is None else [named_target(options)]
        contract = load()
        check_contract(contract)
        outcomes = [check_client(contract)]
        outcomes += [check_server(contract, target, repeat_line(options)) for target in targets]
    except (ContractError, CouldNotVerifyError, GenerationError) as error:
        print(f"could not verify: {error}", file=sys.stderr)
        return UNVERIFIED
    except KeyboardInterrupt:
        print("could not verify: interrupted.", file=sys.stderr)
        return UNVERIFIED
    outcome = BROKEN if BROKEN in outcomes else max(outcomes)
    show("reports", f"{REPORTS.name}/*/junit.xml, {REPORTS.name}/*/html/index.html")
    show(WORDS[outcome], f"in {time.monotonic() - start:.1f} s")
    return outcome


if __name__ == "__main__":
    sys.exit(main())
