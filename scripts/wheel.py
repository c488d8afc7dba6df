"""The wheel as callers get it: built, installed into an empty environment, and stopping a send there."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import uv

from scripts.contract.document import ROOT

README_URL = "http://127.0.0.1:8000/api"


class WheelError(Exception):
    """A step failed; the text is the last line that its tool printed."""


def build(directory: Path) -> Path:
    """Build the wheel into a directory, which holds it alone then.

    Raises:
        WheelError: It does not build.
    """
    for old in directory.glob("*"):
        old.unlink()
    _run([sys.executable, "-m", "hatchling", "build", "--target=wheel", f"--directory={directory}"])
    (wheel,) = directory.glob("*.whl")
    return wheel


def install(wheel: Path, directory: Path) -> Path:
    """Make an environment that holds the wheel and what it depends on, as pinned; return its Python.

    Raises:
        WheelError: It does not install.
    """
    python = directory / "bin" / "python"
    tool = uv.find_uv_bin()
    pins = directory.with_suffix(".txt")
    # A local wheel has no hash among the pins, and with one hash uv wants all.
    pins.write_text(re.sub(r" \\\n +--hash=\S+", "", (ROOT / "constraints.txt").read_text("utf-8")), "utf-8")
    _run([tool, "venv", "--quiet", f"--python={sys.executable}", str(directory)])
    _run([tool, "pip", "install", "--quiet", f"--python={python}", f"--constraint={pins}", str(wheel)])
    return python


def example(url: str) -> tuple[str, str]:
    """The first Python program of the README, for a mock at `url`, and what it prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.search(r"^```python\n(.*?)^```$.*?^```text\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    if not blocks:
        raise WheelError("README.md: no program with its output; show a call first")
    return blocks[1].replace(README_URL, url), blocks[2]


def stop_a_send(python: Path, url: str) -> str:
    """Run the README's program with the environment's Python; nothing if it prints what the README shows.

    Raises:
        WheelError: It fails.
    """
    program, shown = example(url)
    printed = _run([str(python), "-I", "-W", "error", "-c", program])
    return "" if printed == shown else f"prints {printed!r}, the README shows {shown!r}"


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our commands
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it failed without a word"]
        raise WheelError(f"{Path(command[0]).name} {' '.join(command[1:3])}: {said[-1]}")
    return done.stdout
