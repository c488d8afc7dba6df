"""Say what was found of each page of a file, in lines; the lines of a page in Markdown end with the line to edit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.contract.document import PATH, Contract
from scripts.contract.operations import Operation
from scripts.page import markdown, parse, published
from scripts.page.compare import Comparison, compare
from scripts.page.counterpart import operation_of
from scripts.page.difference import Difference
from scripts.page.keywords import WORDING
from scripts.page.page import NotAPageError


@dataclass(frozen=True)
class Report:
    """What was found of one page, which names its operation `title`.

    `operation` is that of the contract, None if a page of another operation was compared in the schemas that it shares.
    `differs` is whether there is anything to do, `stale` whether that is more than words for people. `text` is the page
    itself and `suffix` its kind, txt or md; it is not the whole page if `partial` says what is missing.
    """

    title: str
    operation: Operation | None
    lines: tuple[str, ...]
    verdict: str
    differs: bool
    stale: bool
    text: str
    suffix: str
    partial: str = ""


def reports(contract: Contract, file: Path) -> list[Report]:
    """Compare a page as a browser shows it, a page in Markdown, or all pages of a file that are of the contract.

    Raises:
        NotAPageError: The file has no page that can be compared.
        ContractError: A document cannot be read.
    """
    if sections := markdown.load(file):
        return [_published(contract, section) for section in chosen(contract, sections)]
    return [_rendered(contract, file)]


def chosen(contract: Contract, sections: list[markdown.Section]) -> Iterator[markdown.Section]:
    """The pages to compare: the only one, or those whose block is headed by an operation of the contract.

    Raises:
        NotAPageError: There is none, or two of one operation.
    """
    if len(sections) == 1:
        yield from sections
        return
    seen: dict[Operation, int] = {}
    for section in sections:
        named = (operation_of(contract, block.method, block.path) for block in section.blocks if block.path)
        for operation in {one for one in named if one}:
            if operation in seen:
                places = f"the pages at lines {seen[operation]} and {section.line + 1} are both of"
                said = f"{operation.method.upper()} {operation.path}"
                raise NotAPageError(f"{section.file}: {places} {said}; keep one.")
            seen[operation] = section.line + 1
            yield section
    if not seen:
        said = f"none of its {len(sections)} pages has the OpenAPI of an operation of {PATH.name}"
        raise NotAPageError(f"{sections[0].file}: {said}; name another file.")


def _published(contract: Contract, section: markdown.Section) -> Report:
    page = markdown.read(section)
    shown = page.operation
    title = f"{shown.method.upper()} {shown.path}"
    operation = operation_of(contract, shown.method, shown.path)
    if operation is None:
        place = f"{section.file}:{section.blocks[0].line}"
        said = f"its block is of another operation, {title}"
        raise NotAPageError(f"{place}: {said}, which is not in {PATH.name}; name a page of one that is.")
    outcome = published.compare(contract, operation, page.contract, shown)
    captured = f", captured {page.captured}," if page.captured else ""
    return Report(
        title=title,
        operation=operation,
        lines=tuple(outcome.lines()),
        verdict=f"{title}{captured} {outcome.summary()}",
        differs=bool(outcome.differences),
        stale=any(verdict.level != WORDING for verdict in outcome.differences),
        text=section.text,
        suffix="md",
    )


def _rendered(contract: Contract, file: Path) -> Report:
    page = parse.load(file)
    outcome = compare(contract, page)
    if outcome.operation is None and not outcome.shared:
        raise NotAPageError(f"{file}: {page} is not in {PATH.name} and shares no schema with it.")
    whole = not outcome.unseen and page.request and "Response" in page.sections
    differs = bool(outcome.differences or page.unread)
    return Report(
        title=str(page),
        operation=outcome.operation,
        lines=tuple(line(contract, outcome, difference) for difference in outcome.differences),
        verdict=verdict(outcome),
        differs=differs,
        stale=differs,
        text=file.read_text("utf-8"),
        suffix="txt",
        partial="" if whole else "not the whole page; copy it from the path to the end of the response.",
    )


def line(contract: Contract, outcome: Comparison, found: Difference) -> str:
    """A difference, the line of the contract to edit first; and whether that line speaks for other places too."""
    return (
        f"{PATH.name}:{contract.line(found.pointer)} {found.place or '/'}: "
        f"page {found.shown}, contract {found.rendered}: {found.follows} ({found.level})"
        + (f"; {others} other places share this line and agree" if (others := outcome.agreeing[found.pointer]) else "")
    )


def verdict(outcome: Comparison) -> str:
    """What was compared, in one line; a page of which a part was not read does not just agree."""
    count = len(outcome.differences)
    agreed = "is read in part" if outcome.page.unread else "agrees"
    agreed = f"differs in {count} place{'s' * (count > 1)}" if count else agreed
    captured = f", captured {outcome.page.captured}," if outcome.page.captured else ""
    shared = ", ".join(f"{place or '/'} as {schema}" for place, schema in outcome.shared.items())
    unread = ", ".join(json.dumps(line, ensure_ascii=False) for line in outcome.page.unread)
    return (
        f"{outcome.page}{captured} {agreed}: {outcome.compared} leaves compared, {outcome.unseen} out of sight"
        + ("" if outcome.defaults else "; drawn by the older renderer, which ignored defaults")
        + (f"; not read: {unread}" if unread else "")
        + (f"; another operation, compared where it shares schemas: {shared}" if shared else "")
    )
