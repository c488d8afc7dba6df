"""The judge of pages: it says nothing of a good page, and every fault of a bad one."""

from pathlib import Path

import pytest

from contract_tests.tests.browser import look, needs_browser

pytestmark = needs_browser

GOOD = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Good</title>
<style>:root { color-scheme: light dark } body { font: 16px sans-serif; background: Canvas; color: CanvasText }
:focus-visible { outline: 2px solid }</style>
<main><h1>Good</h1><p>It says <a href="#more">more</a>.</p><div id="more" tabindex="0" role="region" aria-label="More"
style="overflow-x: auto"><p style="width: 2000px">A long line, which can be scrolled.</p></div>
<details><summary>Why</summary><label>Because <input></label></details></main></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


def test_a_good_page_has_no_complaint(page: Path) -> None:
    page.write_text(GOOD, "utf-8")
    seen = look(page.as_uri())
    assert list(seen.complaints()) == []
    assert seen.requests == [page.as_uri()] * 4
    assert [(view.width, view.scheme, view.smallest, view.operable) for view in seen.views] == [
        (width, scheme, 16, 4) for width in (400, 1400) for scheme in ("light", "dark")
    ]
    assert "It says more." in seen.text


# fmt: off
FAULTS = (
    ('<p style="color: #999; background: #fff">faint</p>', "color-contrast at p:nth-child(4)"),
    ("<button></button>", "button-name at button"),
    ("<details><summary>a</summary><img src='data:,'></details>", "image-alt at img"),
    ('<p style="cursor: pointer">click me</p>', "out of the keyboard's reach: p click me"),
    ('<a href="#a" style="outline: none">plain</a>', "does not show the focus: a plain"),
    ('<a href="#a" onfocus="this.blur()">shy</a>', "out of the keyboard's reach: a shy"),
    ('<p style="width: 500px">wide</p>', "400 px, light: cut off: wide"),
    ('<p style="width: 600px">wider</p>', "400 px, light: is 208 px too wide"),
    ("<script>console.error('it hurts')</script>", "it hurts"),
    ("<script>nothing()</script>", "nothing is not defined"),
    ('<img alt="" src="http://127.0.0.1:9/pixel.png">', "asks for http://127.0.0.1:9/pixel.png"),
)
# fmt: on


def test_every_fault_of_a_bad_page_is_a_complaint(page: Path) -> None:
    page.write_text(GOOD.replace("<details>", "".join(fault for fault, _ in FAULTS) + "<details>"), "utf-8")
    complaints = "\n".join(look(page.as_uri(), (400,), ("light",)).complaints())
    assert [complaint for _, complaint in FAULTS if complaint not in complaints] == []
