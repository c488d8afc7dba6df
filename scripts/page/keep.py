"""Keep a page as it was seen, under the name of its operation, with the date of capture in its first line."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scripts.contract.document import PATH, Contract
from scripts.contract.operations import Operation, operations
from scripts.files import write_whole
from scripts.page.page import CAPTURED, NotAPageError
from scripts.page.report import Report


def keep(directory: Path, contract: Contract, file: Path, reports: Sequence[Report], captured: date) -> None:
    """Keep the pages of a file; all of them or none.

    Raises:
        NotAPageError: A page is of another operation, or something is missing on it.
    """
    named: dict[str, str] = {}
    for report in reports:
        if report.operation is None:
            raise NotAPageError(f"{file}: {report.title} is not in {PATH.name}; only pages of its operations are kept.")
        if report.partial:
            raise NotAPageError(f"{file}: {report.partial}")
        page = f"Captured {captured}.\n{CAPTURED.sub('', report.text).rstrip()}\n"
        named[f"{_name(contract, report.operation)}.{report.suffix}"] = page
    for name, page in named.items():
        write_whole(directory / name, page.encode())


def _name(contract: Contract, operation: Operation) -> str:
    names = [_last_word(one) for one in operations(contract.document)]
    return _last_word(operation) if names.count(_last_word(operation)) == 1 else operation.operation_id


def _last_word(operation: Operation) -> str:
    """The last word of a path that is not a parameter."""
    return [part for part in operation.path.split("/") if not part.startswith("{")][-1]
