"""The package that callers get: what is in the sdist and the wheel, and what the wheel says of itself."""

import email
import re
import subprocess
import sys
import tarfile
import tomllib
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

from contract_tests.quality import wheel
from contract_tests.quality.wheel import WheelError, build, problems
from scripts.contract.document import ROOT, load

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel."""
    directory = tmp_path_factory.mktemp("dist")
    build(directory)
    return directory


@pytest.fixture(scope="module")
def metadata(dist: Path) -> Message:
    """The METADATA of the wheel."""
    (path,) = dist.glob("*.whl")
    with ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_the_metadata_names_authors_and_every_python_that_ci_tests(metadata: Message) -> None:
    assert metadata["Author"] == "the comm-sms authors"
    assert f"Copyright (c) 2026 {metadata['Author']}" in (ROOT / "LICENSE").read_text("utf-8")
    (tested,) = re.findall(r"python: \[(.*)\]", (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    pythons = [name.rpartition(" ")[2] for name in metadata.get_all("Classifier", []) if "Python :: 3." in name]
    assert pythons == re.findall(r"[\d.]+", tested)


def test_the_sdist_holds_only_what_builds_the_wheel(dist: Path, tmp_path: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
        archive.extractall(tmp_path, filter="data")
    roots = tuple(f"{root}/" for root in PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"])
    beside = {name for name in names if not name.startswith(roots)}
    assert beside == {".gitignore", "LICENSE", "PKG-INFO", "generated/README.md", "pyproject.toml"}
    (source,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "--target=wheel", f"--directory={tmp_path}"]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (again,), (first,) = tmp_path.glob("*.whl"), dist.glob("*.whl")
    assert again.read_bytes() == first.read_bytes()


def test_a_package_without_a_description_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def undescribed(directory: Path) -> Path:
        path = directory / "comm_sms-0.1.0-py3-none-any.whl"
        with ZipFile(path, "w") as archive:
            archive.writestr(
                "comm_sms-0.1.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: comm-sms\nVersion: 0.1.0"
            )
        return path

    monkeypatch.setattr(wheel, "DIST", tmp_path)
    monkeypatch.setattr(wheel, "build", undescribed)
    with pytest.raises(WheelError, match=r"twine: .*description.* missing"):
        list(problems(load()))
