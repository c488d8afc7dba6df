"""The options of the main job: read, or refused in one sentence, and written again as a command."""

import argparse
import random
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from contract_tests.verifier.guard import BUDGET, CONNECTIONS
from contract_tests.verifier.options import Parser, absent_file, amount, count, evidence_file, minutes, shown
from contract_tests.verifier.transport import without_credentials

DESCRIPTION = "is the contract sound, is the client current, does a server keep the contract?"
SEED = 1
TIME = 5.0  # minutes
# fmt: off
OF_A_SERVER = (
    "pair", "pairs", "allow", "budget", "own", "production", "rate", "time", "connections", "max_response_time", "wait"
)
# fmt: on


def seed(text: str) -> int:
    """Read `--seed`: a number, or `random` for a random one."""
    if text == "random":
        return random.SystemRandom().randrange(2**32)
    if not re.fullmatch("[0-9]{1,10}", text):
        raise argparse.ArgumentTypeError(f"{shown(text)} is neither `random` nor a whole number of at most ten digits")
    return int(text)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the options."""
    parser = Parser(prog="nox -s contract --", description=DESCRIPTION)
    parser.add_argument("--base-url", metavar="URL", help="verify this server instead of the mock")
    parser.add_argument("--pair", action="append", default=[], metavar="CAMPAIGN/SEND", help="a send to be stopped")
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="the same, one pair a line")
    parser.add_argument(
        "--allow", action="append", default=[], metavar="OPERATION[:NAME=VALUE,...]",
        help="an operation that may act, with the values of its path if it has any; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--only", action="append", default=[], metavar="OPERATION", help="verify only this operation; may be repeated"
    )
    parser.add_argument(
        "--budget", type=count, metavar="N",
        help=f"requests that could act on a named target, for each (default: {BUDGET}; with --own any number)",
    )  # fmt: skip
    parser.add_argument("--own", action="store_true", help="the server is on this machine, and yours to overrun")
    parser.add_argument("--production", action="store_true", help="the server is production, and that is meant")
    parser.add_argument("--rate", type=amount, metavar="N", help="requests a second (default: as the server allows)")
    parser.add_argument(
        "--time", type=minutes, metavar="MINUTES", help=f"what the run may take, pauses included (default: {TIME:g})"
    )
    parser.add_argument(
        "--connections", type=count, metavar="N",
        help=f"requests under way at once (default: {CONNECTIONS}; with --own 1)",
    )  # fmt: skip
    parser.add_argument(
        "--max-response-time", type=amount, metavar="SECONDS",
        help="what an answer may take (default: 10; with --own 2)",
    )  # fmt: skip
    parser.add_argument("--wait", type=amount, metavar="SECONDS", help="wait so long for a server that is starting")
    parser.add_argument(
        "--evidence", type=evidence_file, metavar="FILE", help="write what was seen at every place of the answers"
    )
    parser.add_argument(
        "--accept", type=Path, metavar="FILE", help="findings that do not fail the run: TOML, with rows [[accepted]]"
    )
    parser.add_argument(
        "--accept-draft", type=absent_file, metavar="FILE", help="write a row for each finding, its reason left empty"
    )
    parser.add_argument("--strict", action="store_true", help="a deviation breaks the contract too")
    parser.add_argument("--seed", type=seed, default=SEED, metavar="N", help="a number, or `random` (default: 1)")
    parser.add_argument(
        "--json", action="store_true", help="print the outcome as JSON, and the lines on standard error"
    )
    options = parser.parse_args(arguments)
    drafted = options.accept_draft and options.accept_draft.resolve()
    if drafted and options.evidence and options.evidence.resolve() == drafted:
        parser.error("--evidence and --accept-draft name the same file: give two")
    stray = [name for name in OF_A_SERVER if getattr(options, name) != parser.get_default(name)]
    if stray and options.base_url is None:
        parser.error(f"--{stray[0].replace('_', '-')} is about a server, so give its --base-url too")
    return options


def repeat_line(options: argparse.Namespace) -> str:
    """The command that does the same again."""
    words = ["nox", "-s", "contract", "--", "--seed", str(options.seed)]
    words += ["--base-url", without_credentials(options.base_url)] if options.base_url is not None else []
    for name in ("pairs", "accept"):
        path = getattr(options, name)
        words += [f"--{name}", str(path)] if path else []
    for name in ("pair", "allow", "only"):
        words += [word for value in getattr(options, name) for word in (f"--{name}", value)]
    for name in ("budget", "rate", "time", "connections", "max_response_time", "wait"):
        value = getattr(options, name)
        words += [f"--{name.replace('_', '-')}", f"{value:.15g}"] if value is not None else []
    words += [f"--{name}" for name in ("own", "production", "strict") if getattr(options, name)]
    return shlex.join(words)
