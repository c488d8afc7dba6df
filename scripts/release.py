"""Checks of a release: what must hold before a version is published.

`nox -s release -- check` runs them and the check of the wheel, see contract_tests/quality/release.py.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scripts import generate
from scripts.contract.document import ROOT, Contract
from scripts.contract.rules import check as broken_rules
from scripts.contract.values import ContractError, members
from scripts.diff import revisions
from scripts.diff.compare import compare
from scripts.diff.revisions import RevisionError
from scripts.page.command import PAGES
from scripts.page.page import NotAPageError
from scripts.page.report import reports
from scripts.pins import GenerationError

CHANGELOG = ROOT / "CHANGELOG.md"


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


def _bump(_: Contract) -> Iterator[str]:
    tree = revisions.working_tree()
    previous = revisions.baseline(tree)
    report = compare(revisions.named(previous), tree)
    if not report.numbered:
        yield f"{report.numbering}; `nox -s diff` says why"


def _new(contract: Contract) -> Iterator[str]:
    number = version(contract)
    if revisions.released() == f"v{number}" and not revisions.is_head(f"v{number}"):
        yield f"v{number} is released already: give openapi.yaml and pyproject.toml a new version"


def _pages(contract: Contract) -> Iterator[str]:
    for path in sorted((*PAGES.glob("*.txt"), *PAGES.glob("*.md"))):
        for report in reports(contract, path):
            if report.stale:
                yield f"{path.name}: {report.verdict}; `nox -s page -- {path}` says where"


CHECKS = (
    Check("rules", "The contract keeps the rules of the house, and states the project's version.", _rules),
    Check("changelog", "CHANGELOG.md has an entry for the version.", _changelog),
    Check("drift", "generated/ is what the contract gives.", _drift),
    Check("bump", "The version is as large as the change since the last release demands.", _bump),
    Check("new", "The version was not released before.", _new),
    Check("page", "The pages kept agree with the contract.", _pages),
)


def table(contract: Contract, checks: Sequence[Check]) -> Iterator[tuple[Check, list[str]]]:
    """Each check with the problems that it found; a check that cannot be done is a problem too."""
    for row in checks:
        try:
            problems = list(row.problems(contract))
        except (ContractError, GenerationError, NotAPageError, RevisionError, ValueError) as error:
            problems = [str(error)]
        yield row, problems
