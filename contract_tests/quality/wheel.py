"""The wheel as callers get it: built, installed into an empty environment, and used from there on the mock."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import uv

from contract_tests.mock import Mock, serve
from scripts.contract.document import ROOT, Contract

DIST = ROOT / "dist"
README_URL = "http://127.0.0.1:8000/api"


class WheelError(ValueError):
    """A step failed; the text is the last line that its tool printed."""


def problems(_: Contract) -> Iterator[str]:
    """Build the package into dist/ and run the README's program with it; nothing if it prints what the README shows.

    Raises:
        WheelError: A step fails.
    """
    with TemporaryDirectory() as directory, serve(Mock().handle) as url:
        wheel = build(DIST)
        _run([sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, DIST.iterdir())])
        python = install(str(wheel), Path(directory) / "environment")
        program, shown = example(url)
        printed = _run([str(python), "-I", "-W", "error", "-c", program])
        if printed != shown:
            yield f"prints {printed!r}, the README shows {shown!r}"


def build(directory: Path) -> Path:
    """Build the sdist and the wheel into a directory, which holds nothing else then; return the wheel.

    Raises:
        WheelError: One does not build.
    """
    for old in directory.glob("*"):
        old.unlink()
    _run([sys.executable, "-m", "hatchling", "build", f"--directory={directory}"])
    (wheel,) = directory.glob("*.whl")
    return wheel


def install(wheel: str, directory: Path, *beside: str) -> Path:
    """Make an environment with the wheel, what it depends on and other packages, as pinned; return its Python.

    Raises:
        WheelError: It does not install.
    """
    python = directory / "bin" / "python"
    tool = uv.find_uv_bin()
    pins = directory.with_suffix(".txt")
    # A local wheel has no hash among the pins, and with one hash uv wants all.
    pins.write_text(re.sub(r" \\\n +--hash=\S+", "", (ROOT / "constraints.txt").read_text("utf-8")), "utf-8")
    _run([tool, "venv", "--quiet", f"--python={sys.executable}", str(directory)])
    _run([tool, "pip", "install", "--quiet", f"--python={python}", f"--constraint={pins}", wheel, *beside])
    return python


def example(url: str) -> tuple[str, str]:
    """The first Python program of the README, for a mock at `url`, and what it prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.search(r"^```python\n(.*?)^```$.*?^```text\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    if not blocks:
        raise WheelError("README.md: no program with its output; show a call first")
    return blocks[1].replace(README_URL, url), blocks[2]


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our commands
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it failed without a word"]
        raise WheelError(f"{Path(command[0]).name} {' '.join(command[1:3])}: {said[-1]}")
    return done.stdout
