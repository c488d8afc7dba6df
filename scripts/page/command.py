"""Compare documentation pages, as text or in Markdown, with openapi.yaml, or draft a contract from one.

`nox -s page -- FILE...` runs this. Exit status: 0 agrees, 1 differs, 2 not a page, or nothing to compare.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scripts.contract.document import PATH, ROOT, Contract, load
from scripts.contract.operations import Operation, operations
from scripts.contract.values import ContractError, Object
from scripts.page import draft, markdown, parse
from scripts.page.compare import LEAVES, Comparison, compare
from scripts.page.difference import Difference
from scripts.page.page import NotAPageError
from scripts.page.published import compare as published_by_vendor

PAGES = ROOT / "scripts" / "page" / "published"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, store or draft; print one line for each difference, then one for each page."""
    parser = argparse.ArgumentParser(prog="page", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="text of a page")
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
            print(draft.text(_drafted(file)), end="")
            return 0
        contract = load()
        outcome = _compared(file, contract)
        if captured:
            _store(file, contract, outcome, captured)
    except (NotAPageError, ContractError) as error:
        print(f"page: {error}", file=sys.stderr)
        return 2
    if outcome.operation is None and not outcome.shared:
        print(f"page: {file}: {outcome.page} is not in {PATH.name} and shares no schema with it.", file=sys.stderr)
        return 2
    for difference in outcome.differences:
        print(line(contract, outcome, difference))
    print(f"{file}: {verdict(outcome)}")
    return 1 if outcome.differences else 0


def _drafted(file: Path) -> Object:
    published = markdown.load(file)
    if published is None:
        return draft.draft(parse.load(file))
    return {key: value for key, value in published.document.items() if key in {"paths", "components"}}


def _compared(file: Path, contract: Contract) -> Comparison:
    published = markdown.load(file)
    return compare(contract, parse.load(file)) if published is None else published_by_vendor(contract, published)


def line(contract: Contract, outcome: Comparison, difference: Difference) -> str:
    """A difference, the line of the contract to edit first; and whether that line speaks for other places too."""
    found = difference
    return (
        f"{PATH.name}:{contract.line(found.pointer)} {found.place or '/'}: "
        f"page {found.shown}, contract {found.rendered}: {found.follows} ({found.level})"
        + (f"; {others} other places share this line and agree" if (others := outcome.agreeing[found.pointer]) else "")
    )


def verdict(outcome: Comparison) -> str:
    """What was compared, in one line."""
    count = len(outcome.differences)
    agreed = f"differs in {count} place{'s' * (count > 1)}" if count else "agrees"
    captured = f", captured {outcome.page.captured}," if outcome.page.captured else ""
    shared = ", ".join(f"{place or '/'} as {schema}" for place, schema in outcome.shared.items())
    unread = ", ".join(json.dumps(line, ensure_ascii=False) for line in outcome.page.unread)
    return (
        f"{outcome.page}{captured} {agreed}: "
        f"{outcome.compared} {outcome.counted[0]}, {outcome.unseen} {outcome.counted[1]}"
        + ("" if outcome.defaults else "; drawn by the older renderer, which ignored defaults")
        + (f"; not read: {unread}" if unread else "")
        + (f"; another operation, compared where it shares schemas: {shared}" if shared else "")
    )


def _store(file: Path, contract: Contract, outcome: Comparison, captured: date) -> None:
    """Keep the page under the name of its operation, the date of capture in its first line.

    Raises:
        NotAPageError: The page is of another operation, or something is missing on it.
    """
    operation = outcome.operation
    if operation is None:
        raise NotAPageError(f"{file}: {outcome.page} is not in {PATH.name}; only pages of its operations are kept.")
    if outcome.counted != LEAVES:
        raise NotAPageError(f"{file}: a page in Markdown is not kept; keep the text that a browser shows.")
    if outcome.unseen or outcome.page.request is None or "Response" not in outcome.page.sections:
        raise NotAPageError(f"{file}: not the whole page; copy it from the path to the end of the response.")
    names = [_last_word(one) for one in operations(contract.document)]
    name = _last_word(operation) if names.count(_last_word(operation)) == 1 else operation.operation_id
    shown = re.sub(r"\ACaptured .*\n", "", file.read_text("utf-8"))
    new = PAGES / f".{name}.new"
    new.write_text(f"Captured {captured}.\n{shown.rstrip()}\n", "utf-8")
    new.replace(PAGES / f"{name}.txt")


def _last_word(operation: Operation) -> str:
    """The last word of a path that is not a parameter."""
    return [part for part in operation.path.split("/") if not part.startswith("{")][-1]
