"""Pages in a browser, judged as people meet them: on any width, light and dark, with the keyboard alone."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from scripts.reference import node

ROOM = Path(__file__).parent
WIDTHS = (400, 1400)
SCHEMES = ("light", "dark")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
BROWSER = next(
    filter(
        None,
        [
            *map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome")),
            shutil.which("Google Chrome", path="/Applications/Google Chrome.app/Contents/MacOS"),
        ],
    ),
    None,
)


needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: nobody looked at the page")


@dataclass(frozen=True)
class View:
    """A page at one width, in one colour scheme.

    Attributes:
        width: of the window, in pixels.
        scheme: `light` or `dark`.
        ink: the colour of its text.
        paper: the colour behind its text.
        smallest: the size of its smallest text, in pixels.
        overflow: how much wider than the window it is, in pixels.
        cut: what ends right of the window, and cannot be scrolled into it.
        operable: how many elements can be operated.
        unreachable: those that the Tab key does not reach.
        unfocused: those that look the same with the focus as without it.
        findings: what axe-core finds: rule, impact, place, and what to do.
    """

    width: int
    scheme: str
    ink: str
    paper: str
    smallest: float
    overflow: int
    cut: list[str]
    operable: int
    unreachable: list[str]
    unfocused: list[str]
    findings: list[dict[str, str]]


@dataclass(frozen=True)
class Page:
    """What a browser says of a page.

    Attributes:
        requests: the addresses that it asked for, its own first.
        problems: exceptions and errors of its console.
        text: what it says.
        views: the page at each width, in each colour scheme.
    """

    requests: list[str]
    problems: list[str]
    text: str
    views: list[View]

    def complaints(self) -> Iterator[str]:
        """What people could not see, read or reach, and what the page asks of others."""
        yield from self.problems
        yield from (f"asks for {address}" for address in self.requests if not address.startswith(("file:", "data:")))
        for view in self.views:
            place = f"{view.width} px, {view.scheme}:"
            if view.overflow:
                yield f"{place} is {view.overflow} px too wide"
            yield from (f"{place} cut off: {element}" for element in view.cut)
            yield from (f"{place} out of the keyboard's reach: {element}" for element in view.unreachable)
            yield from (f"{place} does not show the focus: {element}" for element in view.unfocused)
            yield from (f"{place} {one['id']} at {one['target']}: {one['summary']}" for one in view.findings)


def look(address: str, widths: tuple[int, ...] = WIDTHS, schemes: tuple[str, ...] = SCHEMES) -> Page:
    """Open a page at each width, in each colour scheme."""
    axe = node.packages(ROOM) / "node_modules" / "axe-core" / "axe.min.js"
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        given = {
            "chromium": BROWSER,
            "flags": [*FLAGS, f"--user-data-dir={profile}"],
            "url": address,
            "widths": widths,
            "schemes": schemes,
            "axe": str(axe),
        }
        seen: dict[str, Any] = json.loads(node.run([ROOM / "page.mjs"], ROOM, json.dumps(given)))
    views = [View(**view) for view in seen.pop("views")]
    return Page(views=views, **seen)
