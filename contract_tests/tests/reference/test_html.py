"""The reference page in a browser: all of it is there, nothing is fetched, nothing is cut off."""

import pytest

from contract_tests.tests.reference.languages import javascript, program
from scripts.contract.document import load
from scripts.contract.places import walk
from scripts.contract.values import Object, items, members
from scripts.generate import GENERATED, REFERENCE
from scripts.reference.emitters import html

pytestmark = pytest.mark.reference

WIDTHS = (400, 1400)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Object:
    """What a browser says of the page."""
    profile = tmp_path_factory.mktemp("profile")
    (seen,) = javascript(
        "page.mjs",
        {
            "chromium": program("chromium", "chromium-browser", "google-chrome"),
            "flags": [*FLAGS, f"--user-data-dir={profile}"],
            "url": (GENERATED / REFERENCE / html.FILES[0]).as_uri(),
            "widths": list(WIDTHS),
        },
    )
    return seen


def test_the_page_shows_every_property(page: Object) -> None:
    shown = set(str(page["text"]).split())
    properties = {
        name for place in walk(load().document) if place.is_schema for name in members(place.value.get("properties"))
    }
    assert properties - shown == set()


def test_the_page_asks_the_network_for_nothing(page: Object) -> None:
    schemes = {str(request).partition(":")[0] for request in items(page["requests"])}
    assert schemes <= {"file", "data"}
    assert "file" in schemes


def test_the_page_complains_of_nothing(page: Object) -> None:
    assert page["problems"] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_schema_is_not_cut_off(page: Object, width: int) -> None:
    assert members(page["cut"])[str(width)] == ""
