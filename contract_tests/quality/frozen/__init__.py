"""A contract and its page that never change.

What must not depend on openapi.yaml uses them: the tests of tools that read any contract, and the table of edits with
their verdicts.
"""

from dataclasses import replace
from pathlib import Path

from scripts.contract.document import load
from scripts.contract.values import members

PATH = Path(__file__).with_name("openapi.yaml")
CONTRACT = load(PATH)
SOURCE = PATH.read_text("utf-8")
_TODAY = {"version": members(load().document["info"])["version"]}
SOUND = replace(CONTRACT, document=CONTRACT.document | {"info": members(CONTRACT.document["info"]) | _TODAY})
"""The contract with the version of this project: it keeps every rule."""

PAGE_PATH = PATH.with_name("stop.txt")
PAGE = PAGE_PATH.read_text("utf-8")
"""The page that CONTRACT agrees with."""
