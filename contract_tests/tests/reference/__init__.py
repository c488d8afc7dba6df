"""Tests of the schema reference."""

from pathlib import Path

from scripts.contract.document import load

EVERY_KEYWORD = load(Path(__file__).with_name("every_keyword.yaml"))
