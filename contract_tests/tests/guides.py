"""The guides, their blocks, and how their commands are run."""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import noxfile
from scripts.contract.document import ROOT

README = ROOT / "README.md"
CLIENT = ROOT / "generated" / "README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
OTHERS = ("contract_tests/README.md", "scripts/README.md", ".github/CONTRIBUTING.md")
GUIDES = (README, CLIENT, *(ROOT / path for path in OTHERS))
DOCUMENTS = (*GUIDES, CHANGELOG, ROOT / ".github" / "SECURITY.md")
STORY = "the API changed"  # its blocks build on each other, so one test runs all of them

# Differs from run to run, or after an edit of openapi.yaml.
VOLATILE = re.compile(
    r"(?<=openapi\.yaml:)\d+"  # a line
    r"|(?<=: POST )/\S+"  # the path of the stop
    r"|(?<=openapi\.yaml )[0-9a-f]{12}"  # a digest
    r"|(?<=127\.0\.0\.1:)\d+"  # a port
    r"|(?<=in )[\d.]+(?= s$)"  # seconds
    r"|\d+(?=x\b|: laws| leaves)",  # requests, leaves of a page
    re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block with the comment above it, and the output that the next block shows, if it shows any."""

    guide: Path
    mark: str
    language: str
    text: str
    output: str | None


def blocks_of(guide: Path) -> list[Block]:
    """The blocks of a guide, each with the output below it."""
    text = guide.read_text("utf-8")
    found = re.findall(r"(?:^<!-- ([^\n]+) -->\n)?^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert text.count("```") == 2 * len(found), f"{guide}: a block whose fence has no language"
    following = [*found[1:], ("", "", "")]
    return [
        Block(guide, mark, language, content, output if kind == "text" else None)
        for (mark, language, content), (_, kind, output) in zip(found, following, strict=True)
        if language != "text"
    ]


BLOCKS = [block for guide in GUIDES for block in blocks_of(guide)]


def marked(mark: str) -> list[Block]:
    """The blocks with this comment above them."""
    return [block for block in BLOCKS if block.mark == mark]


def masked(printed: str) -> str:
    """The output without its volatile parts."""
    return VOLATILE.sub("…", printed)


def finished(
    command: list[str | Path], *, cwd: Path | None = None, env: dict[str, str] | None = None, status: int = 0
) -> str:
    """Run a command, which must end with the status; return what it prints."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


class RecordingSession:
    """Takes the place of nox's session and keeps the commands."""

    def __init__(self, posargs: list[str]) -> None:
        """Take the arguments after `--`."""
        self.posargs = posargs
        self.commands: list[tuple[str, ...]] = []

    def install(self, *_: str) -> None:
        """Install nothing: the tests run where everything is installed."""

    def run(self, *command: str) -> None:
        """Keep the command."""
        self.commands.append(command)


def session(line: str, environment: dict[str, str], root: Path = ROOT, status: int = 0) -> str:
    """Run the commands of `nox -s NAME -- ARGUMENTS`; return what they print."""
    program, option, name, *rest = shlex.split(line)
    assert (program.rpartition("/")[2], option) == ("nox", "-s")
    recorded: Any = RecordingSession(rest[1:])
    getattr(noxfile, name)(recorded)
    return "".join(
        finished([sys.executable, *arguments], status=status, cwd=root, env=environment)
        for _, *arguments in recorded.commands
    )
