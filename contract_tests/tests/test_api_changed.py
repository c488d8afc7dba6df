"""The commands after a change of the API print what scripts/README.md shows."""

import os
import re
from pathlib import Path

import pytest

from contract_tests.tests.guides import README, STORY, Block, finished, marked, masked, session
from scripts import trees
from scripts.contract.document import ROOT, load
from scripts.diff import verdict
from scripts.page.page import CAPTURED
from scripts.release import version

CONTRACT = load()
OLD = version(CONTRACT)
NEW = ".".join(map(str, verdict.demanded(verdict.version(OLD), "minor")))
NAME = "stopped_at" if b"stopped_at" not in CONTRACT.source else "stopped_at_last"
TODAY = {"0.1.0": OLD, "0.1.1": NEW, "stopped_at": NAME}
"""The versions and the name in the guide's example, each with the one to use today."""

# The change on the page, and the edits of its reader: a file, a pattern in it, and the text to put after the match.
SEEN = ("scripts/page/published/stop.txt", r'^  "data": \{\n', f'    "{NAME}": "<string>",\n')
PROPERTY = f"""\
        {NAME}:
          type: [string, "null"]
          description: When the send was stopped. The form of the text is not documented; ISO 8601 in UTC is likely.
"""
ENTRY = f"## [{NEW}] - 2026-01-05\n\n- `{NAME}` says when a send was stopped.\n\n"
EDITS = (
    ("openapi.yaml", r"^    SmsCampaignSendResource:\n(      .*\n)*?      properties:\n", PROPERTY),
    ("contract_tests/mock/sends.py", r"^_[A-Z]+: Send = \{\n", f'    "{NAME}": None,\n'),
    ("contract_tests/mock/rules.py", r'^    \("in_progress", "stop"\): \{\n', f'        "{NAME}": "{{now}}",\n'),
    ("CHANGELOG.md", r"\A(.*\n)*?(?=## )", ENTRY),
)
STATED = (("openapi.yaml", "version: {}"), ("pyproject.toml", 'version = "{}"'))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository of its own that holds what is tracked here."""
    tracked = finished(["git", "ls-files"], cwd=ROOT)
    trees.write(tmp_path, {name: (ROOT / name).read_bytes() for name in tracked.splitlines() if (ROOT / name).exists()})
    for command in ("init --quiet", "add .", "-c user.name=A -c user.email=a@example.com commit --quiet -m x"):
        finished(["git", *command.split()], cwd=tmp_path)
    return tmp_path


def put_in(path: Path, place: str, text: str) -> None:
    """Put a text behind each place that a regular expression finds."""
    old = path.read_text("utf-8")
    new = re.sub(place, lambda found: found[0] + text, old, flags=re.MULTILINE)
    assert new != old
    path.write_text(new, "utf-8")


def edit(copy: Path) -> None:
    """Do what the guide says between the commands."""
    for name, place, text in EDITS:
        put_in(copy / name, place, text)
    for name, form in STATED:
        text = (copy / name).read_text("utf-8")
        (copy / name).write_text(text.replace(form.format(OLD), form.format(NEW), 1), "utf-8")


def shown(block: Block) -> str:
    """What the guide shows, as it is in this version."""
    text = re.sub("|".join(map(re.escape, TODAY)), lambda name: TODAY[name[0]], block.output or "")
    return text if verdict.raised_instead(verdict.version(OLD), "minor") else re.sub("; before 1.0.0, .*", "", text)


def test_the_commands_after_a_change_print_what_the_guide_shows(copy: Path) -> None:
    name, place, text = SEEN
    page = (copy / name).read_text("utf-8")
    (copy / "page.txt").write_text(CAPTURED.sub("", page), "utf-8")
    put_in(copy / "page.txt", place, text)
    first, *others = marked(STORY)
    differs = session(first.text, dict(os.environ), copy, status=1)
    assert masked(differs) == masked(shown(first))
    edit(copy)
    for block in others:
        printed = "".join(session(line, dict(os.environ), copy) for line in block.text.splitlines())
        assert masked(printed) == masked(shown(block))


def test_the_readme_names_the_commands() -> None:
    commands = [line for block in marked(STORY) for line in block.text.splitlines() if "--update" not in line]
    section = README.read_text("utf-8").partition("## The API changed\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) == commands
    assert len(commands) == 6
