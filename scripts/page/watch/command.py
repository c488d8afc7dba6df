"""Fetch the vendor's page as a browser shows it and in Markdown, and compare both with openapi.yaml.

`nox -s watch -- URL` runs this. Exit status: 0 both agree, 1 something needs a look, 2 a wrong address. What was
fetched is kept in reports/.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from scripts.contract.document import ROOT, Contract, load
from scripts.contract.values import ContractError, items, members
from scripts.page import markdown
from scripts.page.page import NotAPageError
from scripts.page.report import reports
from scripts.page.watch import visible
from scripts.page.watch.fetch import GoneError, Served, UnfitError, fetch

REPORTS = ROOT / "reports"
_HERE = {"127.0.0.1", "::1", "localhost"}


class AddressError(Exception):
    """The address is not one to watch; the text says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch and compare both forms; print what needs a look, one line for each finding, and one line for each form."""
    parser = argparse.ArgumentParser(prog="watch", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("url", metavar="URL", help="address of the documentation page")
    url = parser.parse_args(arguments).url
    try:
        contract = load()
        _check(contract, url)
    except (AddressError, ContractError) as error:
        print(f"watch: {error}", file=sys.stderr)
        return 2
    REPORTS.mkdir(exist_ok=True)
    return max([_form(contract, *form) for form in (("rendered", url, _rendered), ("Markdown", url, _markdown))])


def _check(contract: Contract, url: str) -> None:
    """Whether an address may be watched.

    Raises:
        AddressError: It is no web address, not encrypted, or one of the API itself.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressError(f"{url!r} is not a web address; give that of the documentation page.")
    if parts.username or parts.password:
        raise AddressError("the address has credentials; the page is public, so leave them out.")
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise AddressError(f"{url}: not encrypted; give the https address.")
    servers = [str(members(server).get("url")) for server in items(contract.document.get("servers"))]
    if parts.hostname in {urlsplit(server).hostname for server in servers}:
        raise AddressError(f"{url}: this is the API, to which nothing is sent here; give the documentation page.")


def _form(contract: Contract, name: str, url: str, read: Callable[[str], Path]) -> int:
    """Fetch and compare one form of the page; 1 if it needs a look."""
    try:
        file = read(url)
        found = reports(contract, file)
    except UnfitError as error:
        print(f"{name} page {url}: {error}")
        return 1
    except (NotAPageError, ContractError) as error:
        print(f"{name} page {url}: not read: {error}")
        return 1
    for line in (line for report in found for line in report.lines):
        print(line)
    for report in found:
        print(f"{name} page {url}: {'cut: it is ' + report.partial if report.partial else report.verdict}")
    return int(any(report.differs or report.partial for report in found))


def _rendered(url: str) -> Path:
    """The visible text of the page, kept.

    Raises:
        UnfitError: It is not served as a page.
    """
    served = fetch(url, "text/html")
    if visible.asks_for_password(served.text):
        raise UnfitError("a login page: it asks for a password")
    if "</html>" not in served.text.lower():
        raise UnfitError("cut: its HTML does not end")
    text = visible.text(served.text)
    if not text:
        raise UnfitError("empty: it shows no text")
    return _kept("page.txt", text)


def _markdown(url: str) -> Path:
    """The page in Markdown, kept: under its own address, else under that of the page.

    Raises:
        UnfitError: It is not served as Markdown.
    """
    address = f"{url.partition('#')[0].partition('?')[0].rstrip('/')}.md"
    try:
        served = fetch(address, "text/markdown")
    except GoneError as gone:
        served = fetch(url, "text/markdown")
        if _is_html(served):
            raise gone from None
    if visible.asks_for_password(served.text):
        raise UnfitError("a login page: it asks for a password")
    if _is_html(served):
        raise UnfitError("gone: HTML instead of Markdown")
    file = _kept("page.md", served.text)
    if not markdown.load(file):
        raise UnfitError("without the vendor's OpenAPI: it has no such block")
    return file


def _is_html(served: Served) -> bool:
    return served.media_type == "text/html" or served.text.lstrip()[:14].lower().startswith(("<!doctype html", "<html"))


def _kept(name: str, text: str) -> Path:
    file = REPORTS / name
    file.write_text(text, "utf-8")
    return file
