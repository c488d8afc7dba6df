"""The reference page in a browser: all of it is there, and nobody is kept from it."""

import pytest

from contract_tests.tests.browser import BROWSER, Page, look
from contract_tests.tests.reference.languages import missing
from scripts.contract.document import load
from scripts.contract.places import walk
from scripts.contract.values import members
from scripts.generate import GENERATED, REFERENCE
from scripts.reference.emitters import html

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def page() -> Page:
    """What a browser says of the page."""
    return look((GENERATED / REFERENCE / html.FILE).as_uri()) if BROWSER else missing("chromium")


def test_the_page_shows_every_property(page: Page) -> None:
    shown = set(page.text.split())
    properties = {
        name for place in walk(load().document) if place.is_schema for name in members(place.value.get("properties"))
    }
    assert properties - shown == set()


def test_nobody_is_kept_from_the_page(page: Page) -> None:
    assert len(page.views) == 4
    assert list(page.complaints()) == []
    assert all(view.operable > 20 and view.smallest >= 14 for view in page.views)


def test_the_page_asks_the_network_for_nothing(page: Page) -> None:
    assert {request.partition(":")[0] for request in page.requests} <= {"file", "data"}
    assert any(request.startswith("file:") for request in page.requests)


def test_the_page_is_dark_where_people_want_it(page: Page) -> None:
    assert len({(view.ink, view.paper) for view in page.views}) == 2
