"""The four commands after a change of the API print what scripts/README.md shows."""

import os
import re
from pathlib import Path

import pytest

from contract_tests.tests.guides import README, STORY, finished, marked, masked, session
from scripts import trees
from scripts.contract.document import ROOT

# The change on the page, and the edits that its reader makes.
SEEN = ('    "updated_at": "<string>",\n', '    "updated_at": "<string>",\n    "stopped_at": "<string>",\n')
PROPERTY = """
        stopped_at:
          type: [string, "null"]
          description: When the send was stopped. The form of the text is not documented; ISO 8601 in UTC is likely.
"""
EDITS = {
    "openapi.yaml": [("\n        logs:\n", f"{PROPERTY}        logs:\n"), ("version: 0.1.0", "version: 0.1.1")],
    "pyproject.toml": [('version = "0.1.0"', 'version = "0.1.1"')],
    "CHANGELOG.md": [
        ("## [0.1.0]", "## [0.1.1] - 2026-01-05\n\n- `stopped_at` says when a send was stopped.\n\n## [0.1.0]")
    ],
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository of its own that holds what is tracked here."""
    tracked = finished(["git", "ls-files"], cwd=ROOT)
    trees.write(tmp_path, {name: (ROOT / name).read_bytes() for name in tracked.splitlines() if (ROOT / name).exists()})
    for command in ("init --quiet", "add .", "-c user.name=A -c user.email=a@example.com commit --quiet -m x"):
        finished(["git", *command.split()], cwd=tmp_path)
    return tmp_path


def edit(copy: Path) -> None:
    """Do what the guide says between the commands."""
    for name, replacements in EDITS.items():
        text = (copy / name).read_text("utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (copy / name).write_text(text, "utf-8")


def test_the_four_commands_after_a_change_print_what_the_guide_shows(copy: Path) -> None:
    page = (copy / "scripts" / "page" / "published" / "stop.txt").read_text("utf-8")
    assert SEEN[0] in page
    (copy / "page.txt").write_text(page.replace(*SEEN), "utf-8")
    first, *others = marked(STORY)
    differs = session(first.text, dict(os.environ), copy, status=1)
    assert masked(differs) == masked(first.output or "")
    edit(copy)
    for block in others:
        printed = "".join(session(line, dict(os.environ), copy) for line in block.text.splitlines())
        assert masked(printed) == masked(block.output or "")


def test_the_readme_names_the_four_commands() -> None:
    commands = [block.text.splitlines()[0] for block in marked(STORY)]
    section = README.read_text("utf-8").partition("## The API changed\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) == commands
    assert len(commands) == 4
