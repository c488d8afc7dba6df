"""The package that callers get: what is in the sdist and the wheel, what the wheel says of itself, and what it does."""

import email
import json
import re
import signal
import subprocess
import sys
import tarfile
import tomllib
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

from contract_tests.quality import wheel
from contract_tests.quality.wheel import WheelError, build, install, problems
from contract_tests.tests.guides import CLIENT, Block, finished, marked
from scripts.contract.document import ROOT, load

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MISSING = "the mock needs uvicorn, which is not installed: pip install 'comm-sms[mock]'"


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


def test_the_client_needs_attrs_and_httpx_and_the_extra_what_the_job_of_the_mock_needs(metadata: Message) -> None:
    needed = [line.partition(";") for line in metadata.get_all("Requires-Dist", [])]
    plain = [re.split("[<>]", name)[0] for name, _, when in needed if "extra" not in when]
    assert plain == ["attrs", "httpx"]
    assert metadata.get_all("Provides-Extra") == ["mock"]
    assert PYPROJECT["project"]["optional-dependencies"]["mock"] == PYPROJECT["dependency-groups"]["mock"]


def test_the_wheel_carries_the_mock_as_the_repository_has_it(dist: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "contract_tests/mock"], cwd=ROOT, capture_output=True, check=True)
    (path,) = dist.glob("*.whl")
    with ZipFile(path) as archive:
        carried = {name: archive.read(name) for name in archive.namelist() if name.startswith("comm_sms_mock/")}
    paths = [Path(name) for name in tracked.stdout.decode().split()]
    assert carried == {f"comm_sms_mock/{path.name}": (ROOT / path).read_bytes() for path in paths}
    assert "comm_sms_mock/py.typed" in carried


def test_the_sdist_holds_only_what_builds_the_wheel(dist: Path, tmp_path: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
        archive.extractall(tmp_path, filter="data")
    beside = {name for name in names if not name.startswith(("generated/comm_sms/", "contract_tests/mock/"))}
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


# Installed


@pytest.fixture(scope="module")
def with_extra(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel, its extra, and pytest."""
    (path,) = dist.glob("*.whl")
    return install(f"comm-sms[mock] @ {path.as_uri()}", tmp_path_factory.mktemp("with") / "environment", "pytest")


@pytest.fixture(scope="module")
def without_extra(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and pytest."""
    (path,) = dist.glob("*.whl")
    return install(str(path), tmp_path_factory.mktemp("without") / "environment", "pytest")


def run_tests(python: Path, directory: Path, text: str, status: int = 0) -> str:
    """Run a file of tests with what is installed only; return what pytest prints."""
    (directory / "test_block.py").write_text(text, "utf-8")
    command: list[str | Path] = [python, "-I", "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
    return finished(command, cwd=directory, status=status)


def test_the_guide_shows_both_fixtures() -> None:
    first, second = marked("pytest")
    assert (first.guide, second.guide) == (CLIENT, CLIENT)
    assert "def test_sends_are_stopped(comm_sms_mock)" in first.text
    assert "async def test_a_slow_server(async_comm_sms_mock)" in second.text


@pytest.mark.parametrize("block", marked("pytest"), ids=["sync", "async"])
def test_the_tests_of_the_guide_pass_where_only_the_wheel_is_installed(
    with_extra: Path, tmp_path: Path, block: Block
) -> None:
    assert f"{block.text.count('def test_')} passed" in run_tests(with_extra, tmp_path, block.text)


def test_without_the_extra_a_test_that_asks_for_the_server_fails_with_one_sentence(
    without_extra: Path, tmp_path: Path
) -> None:
    printed = run_tests(without_extra, tmp_path, "def test_mine(comm_sms_mock):\n    assert False\n", status=1)
    _, said, _ = re.split("^_+ ERROR at setup of test_mine _+\n|^=+ short test summary", printed, flags=re.MULTILINE)
    assert said == f"{MISSING}\n"


def test_the_fixture_without_a_socket_needs_no_extra(without_extra: Path, tmp_path: Path) -> None:
    assert "1 passed" in run_tests(without_extra, tmp_path, marked("pytest")[1].text)


def test_pytest_starts_without_the_client_and_without_what_the_mock_needs(without_extra: Path, tmp_path: Path) -> None:
    names = {"comm_sms", "httpx", "uvicorn"}
    program = f"import sys\n\n\ndef test_nothing():\n    assert {names!r} & set(sys.modules) == set()\n"
    assert "1 passed" in run_tests(without_extra, tmp_path, program)


def test_the_mock_of_the_wheel_serves_until_it_is_interrupted(with_extra: Path, without_extra: Path) -> None:
    command: list[str | Path] = [with_extra, "-I", "-m", "comm_sms_mock", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["url"].startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        assert process.communicate() == ("", "")
    assert process.returncode == 0
    refused = subprocess.run([without_extra, "-I", "-m", "comm_sms_mock"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == f"python -m comm_sms_mock: {MISSING}\n"
