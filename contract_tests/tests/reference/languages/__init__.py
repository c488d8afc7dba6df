"""Programs that test the reference in other languages, and the tools that they need."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NoReturn

import pytest

from scripts.contract.values import Json, Object
from scripts.pins import GenerationError
from scripts.reference import node
from scripts.reference.emitters.vectors import row
from scripts.reference.vectors.walk import Vector

ROOM = Path(__file__).parent


def program(*names: str) -> str:
    """The path of the first program that is installed; if there is none, the test is skipped."""
    found = (path for name in names if (path := shutil.which(name)))
    return next(found, None) or missing(names[0])


def packages(room: Path = node.ROOM) -> Path:
    """The folder of the Node packages that a room pins; without Node, the test is skipped."""
    try:
        node.found()
    except GenerationError:
        missing("node")
    return node.packages(room)


def jar() -> Path:
    """The jar of openapi-generator; it contains Jackson too."""
    return Path(str(files("openapi_generator_cli") / "openapi-generator.jar"))


def missing(name: str) -> NoReturn:
    """Skip the test because a program is missing; in CI, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"this machine has no {name}")
    pytest.skip(f"this machine has no {name}")


def run(command: Sequence[str | Path], folder: Path, given: str = "") -> str:
    """The output of a command, which must succeed."""
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=False)  # noqa: S603 - compilers
    if done.returncode:
        pytest.fail(f"{command[0]} fails: {done.stdout}{done.stderr}")
    return done.stdout


def javascript(name: str, given: Json) -> list[Object]:
    """Run a program of this folder in Node, with a value on standard input; return the values that it prints."""
    text = (ROOM / name).read_text("utf-8")
    printed = node.run(["--input-type=module", "--eval", text], packages(), json.dumps(given))
    return [json.loads(line) for line in printed.splitlines()]


def lines(vectors: Iterable[Vector]) -> str:
    """The vectors as lines of their files."""
    return "".join(f"{json.dumps(row(vector))}\n" for vector in vectors)
