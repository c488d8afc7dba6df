"""The reference as one HTML page: Redoc and the contract in a single file that makes no network requests."""

import json
from html import escape
from pathlib import Path

from scripts.contract.document import Contract
from scripts.contract.values import members
from scripts.pins import GenerationError
from scripts.reference import node

TEMPLATE = Path(__file__).parent / "html.html"
FILES = ("html/index.html", "html/redoc.LICENSE.txt")
LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"  # the only request that Redoc would make


def render(contract: Contract) -> dict[str, bytes]:
    """The page, and the licence of Redoc.

    Raises:
        GenerationError: This version of Redoc is not known, or it cannot be installed.
    """
    redoc = node.packages() / "node_modules" / "redoc"
    bundle = (redoc / "bundles" / "redoc.standalone.js").read_text("utf-8")
    if (found := bundle.count(LOGO)) != 1 or "</script" in bundle:
        raise GenerationError(f"Redoc names {LOGO} {found} times, not once: adapt scripts/reference/emitters/html.py")
    licence = (redoc / "LICENSE").read_bytes() + (redoc / "bundles" / "redoc.standalone.js.LICENSE.txt").read_bytes()
    parts = {
        "TITLE": escape(str(members(contract.document["info"])["title"])),
        "REDOC": bundle.replace(LOGO, "data:,"),
        "DOCUMENT": json.dumps(contract.document, ensure_ascii=False).replace("<", "\\u003c"),
    }
    page = TEMPLATE.read_text("utf-8")
    for name, part in parts.items():
        page = page.replace(f"<!-- {name} -->", part).replace(f"/* {name} */", part)
    return dict(zip(FILES, (page.encode(), licence), strict=True))
