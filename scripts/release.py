"""Whether what lies here can be released: a table of checks.

`nox -s release -- check` prints one line for each check, `ok` or what is wrong, and leaves the wheel in dist/. Exit
status: 0 it can, 1 it cannot.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_tests.mock import Mock, serve
from scripts import generate, wheel
from scripts.contract.document import ROOT, Contract, ContractError, load, members
from scripts.contract.rules import check as broken_rules
from scripts.diff import revisions
from scripts.diff.compare import compare
from scripts.diff.revisions import RevisionError
from scripts.page.command import PAGES, verdict
from scripts.page.compare import compare as compare_page
from scripts.page.parse import NotAPageError
from scripts.page.parse import load as load_page
from scripts.pins import GenerationError
from scripts.wheel import WheelError

CHANGELOG = ROOT / "CHANGELOG.md"
DIST = ROOT / "dist"


@dataclass(frozen=True)
class Check:
    """One condition of a release: a stable id, its sentence, and the function that finds what is against it."""

    id: str
    sentence: str
    problems: Callable[[Contract], Iterator[str]]


def version(contract: Contract) -> str:
    """The version that the contract states."""
    return str(members(contract.document.get("info")).get("version"))


def _rules(contract: Contract) -> Iterator[str]:
    yield from map(str, broken_rules(contract))


def _changelog(contract: Contract) -> Iterator[str]:
    number = version(contract)
    entry = re.search(
        rf"^## \[{re.escape(number)}\] - \d{{4}}-\d{{2}}-\d{{2}}$(.*?)(?=^## |\Z)",
        CHANGELOG.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    if not entry:
        yield f"CHANGELOG.md has no `## [{number}] - YYYY-MM-DD`: move what is unreleased under it"
    elif "\n- " not in entry[1]:
        yield f"CHANGELOG.md says nothing under [{number}]: write what callers must know"


def _drift(contract: Contract) -> Iterator[str]:
    yield from (f"generated/{difference}: run `nox -s generate`" for difference in generate.differences(contract))


def _bump(contract: Contract) -> Iterator[str]:
    previous = revisions.released(besides=f"v{version(contract)}")
    if previous != "HEAD":  # else this is the first release
        report = compare(revisions.named(previous), revisions.working_tree())
        if not report.numbered:
            yield f"{report.numbering}; `nox -s diff -- {previous}` says why"
        elif report.new_version == report.old_version:
            yield f"{previous} is released already: give openapi.yaml and pyproject.toml a new version"


def _pages(contract: Contract) -> Iterator[str]:
    for path in sorted(PAGES.glob("*.txt")):
        outcome = compare_page(contract, load_page(path))
        if outcome.differences:
            yield f"{path.name}: {verdict(outcome)}; `nox -s page -- {path}` says where"


def _wheel(_: Contract) -> Iterator[str]:
    with TemporaryDirectory() as directory, serve(Mock().handle) as url:
        python = wheel.install(wheel.build(DIST), Path(directory) / "environment")
        if problem := wheel.stop_a_send(python, url):
            yield problem


CHECKS = (
    Check("rules", "The contract keeps the rules of the house, and states the project's version.", _rules),
    Check("changelog", "CHANGELOG.md has an entry for the version.", _changelog),
    Check("drift", "generated/ is what the contract gives.", _drift),
    Check("bump", "The version is as large as the change since the last release demands.", _bump),
    Check("page", "The pages kept agree with the contract.", _pages),
    Check("wheel", "The wheel, in an empty environment, stops a send on the mock.", _wheel),
)


def check(contract: Contract) -> Iterator[tuple[Check, list[str]]]:
    """Each check with what is against a release; what a check cannot do is against it too."""
    for row in CHECKS:
        try:
            problems = list(row.problems(contract))
        except (ContractError, GenerationError, NotAPageError, RevisionError, WheelError, ValueError) as error:
            problems = [str(error)]
        yield row, problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and print them."""
    parser = argparse.ArgumentParser(prog="release", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", choices=["check"], help="check whether what lies here can be released")
    parser.parse_args(arguments)
    try:
        contract = load()
    except ContractError as error:
        print(f"release: {error}", file=sys.stderr)
        return 2
    ready = True
    for row, problems in check(contract):
        ready = ready and not problems
        print("\n".join(f"{row.id}: {problem}" for problem in problems) or f"{row.id}: ok. {row.sentence}", flush=True)
    print(f"{version(contract)} {'can be released' if ready else 'cannot be released yet'}")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(main())
