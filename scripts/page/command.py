"""Compare documentation pages, as text or in Markdown, with openapi.yaml, or draft a contract from one.

`nox -s page -- FILE...` runs this. Exit status: 0 agrees, 1 differs or is read in part, 2 no page to compare.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from scripts.contract.document import ROOT, load
from scripts.contract.values import ContractError, Object
from scripts.page import draft, markdown, parse
from scripts.page.keep import keep
from scripts.page.page import NotAPageError
from scripts.page.report import chosen, reports

PAGES = ROOT / "scripts" / "page" / "published"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, store or draft; print one line for each difference, then one for each page."""
    parser = argparse.ArgumentParser(prog="page", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a page: its text, or its Markdown")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--update", type=_date, metavar="DATE", help="store the page, captured on DATE (YYYY-MM-DD)")
    action.add_argument("--draft", action="store_true", help="print the OpenAPI that the page implies")
    options = parser.parse_args(arguments)
    return max(_handle(file, options.update, drafted=options.draft) for file in options.files)


def _date(given: str) -> date:
    try:
        if (read := date.fromisoformat(given)).isoformat() == given:  # it takes 20251103 too
            return read
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{given!r} is not a date; write it as YYYY-MM-DD.")


def _handle(file: Path, captured: date | None, *, drafted: bool) -> int:
    try:
        if drafted:
            print("".join(map(draft.text, _drafts(file))), end="")
            return 0
        contract = load()
        found = reports(contract, file)
        if captured:
            keep(PAGES, contract, file, found, captured)
    except (NotAPageError, ContractError) as error:
        print(f"page: {error}", file=sys.stderr)
        return 2
    for report in found:
        for line in report.lines:
            print(line)
        print(f"{file}: {report.verdict}")
    return int(any(report.differs for report in found))


def _drafts(file: Path) -> Iterator[Object]:
    """The operations of a page, or of the pages of a file that are of the contract, as OpenAPI."""
    sections = markdown.load(file)
    if not sections:
        yield draft.draft(parse.load(file))
    for section in chosen(load(), sections) if len(sections) > 1 else sections:
        published = markdown.read(section).contract.document
        yield {key: value for key, value in published.items() if key in {"paths", "components"}}
