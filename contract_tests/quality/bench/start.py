"""From nothing to a verdict: the command of README.md in a fresh copy, beside the start of Schemathesis with uvx.

Both install from the same index. The first time their caches are empty, then they are warm; at last the main job runs
again where it was installed.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_tests.quality.bench.processes import finish
from contract_tests.quality.bench.rows import Row, Subject
from contract_tests.quality.bench.turns import NotAvailableError, Side, row
from scripts.contract.document import ROOT

GROUP = "start"
PEER = "`uvx schemathesis --help`"
LONGEST = 600.0  # seconds that a start may take
MAIN_JOB = re.compile(r"<!-- main job -->\n```sh\n(.*?)```", re.DOTALL)
# fmt: off
COLD = Subject("start-cold", GROUP, "the main job from nothing, caches empty", "s", PEER)
WARM = Subject("start-warm", GROUP, "the main job from nothing, caches warm", "s", PEER)
AGAIN = Subject("start-again", GROUP, "the main job again", "s", PEER)
# fmt: on
SUBJECTS = (COLD, WARM, AGAIN)


def measure() -> Iterator[Row]:
    """Start both with empty caches, with warm ones, and again; each once, as caches are empty only once."""
    with TemporaryDirectory() as directory:
        here = Path(directory)
        for subject in SUBJECTS:
            sides = Side(partial(ours, here, is_installed=subject is AGAIN)), Side(partial(peer, here))
            for side in sides:
                side.take()
            yield row(subject, sides, float)


def ours(here: Path, *, is_installed: bool) -> float:
    """The main job, in a fresh copy or where it was installed."""
    if not is_installed:
        fresh(here / "copy")
    return seconds(main_job(), here / "copy", caches(here / "our caches"))


def peer(here: Path) -> float:
    """The start of Schemathesis without an installation."""
    found = shutil.which("uvx", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None:
        raise NotAvailableError("uvx is not installed")
    return seconds([found, "schemathesis", "--help"], here, caches(here / "their caches"))


def main_job() -> list[str]:
    """The command that README.md shows first."""
    found = MAIN_JOB.search((ROOT / "README.md").read_text("utf-8"))
    if not found:
        raise NotAvailableError("README.md shows no main job")
    return ["sh", "-c", found[1]]


def caches(folder: Path) -> Mapping[str, str]:
    """The environment of a start, with caches of its own and outside of any virtual environment."""
    kept = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    return kept | {"PIP_CACHE_DIR": str(folder / "pip"), "UV_CACHE_DIR": str(folder / "uv")}


def fresh(copy: Path) -> None:
    """Copy the files of the repository to where nothing is installed."""
    shutil.rmtree(copy, ignore_errors=True)
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - the git of PATH
    except (OSError, subprocess.CalledProcessError):
        raise NotAvailableError("this is no git repository") from None
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)


def seconds(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """How long a command takes that must succeed."""
    start = time.perf_counter()
    finish(command, LONGEST, folder=folder, environment=environment, advice="; is there a network?")
    return time.perf_counter() - start
