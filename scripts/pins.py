"""The tools that write generated/: pinned in pyproject.toml, and refused in any other version."""

import tomllib
from collections.abc import Mapping
from importlib import metadata

from scripts.contract.document import ROOT
from scripts.crash import keep

PYPROJECT = ROOT / "pyproject.toml"


class GenerationError(Exception):
    """Nothing can be generated; the text is a sentence for a person."""


class ToolError(GenerationError):
    """A tool fails. The text is one sentence; what the tool printed is in a file under reports/."""

    def __init__(self, tool: str, failure: str, output: str) -> None:
        """Write the output of the tool and say where it is."""
        super().__init__(f"{tool} {failure}: read its output, {keep(f'{tool}.txt', output)}")


def pinned() -> dict[str, str]:
    """Name and version of what the dependency group `generate` pins exactly."""
    groups = tomllib.loads(PYPROJECT.read_text("utf-8"))["dependency-groups"]
    return dict(entry.split("==") for entry in groups["generate"] if isinstance(entry, str) and "==" in entry)


def require(tools: Mapping[str, str]) -> None:
    """Raise GenerationError unless the tools are installed in these very versions: others write other bytes."""
    for name, version in tools.items():
        try:
            installed = f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            installed = f"no {name}"
        if installed != f"{name} {version}":
            raise GenerationError(
                f"{installed} is installed, but pyproject.toml pins {name}=={version}: "
                "run `nox -s generate`, which installs the pinned version"
            )
