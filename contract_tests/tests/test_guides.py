"""The README cannot lie: its blocks run, and what they print is what it shows."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from ruamel.yaml import YAML

import noxfile
from contract_tests.mock import SENDS, TOKEN, Mock, serve, stop_request
from scripts import trees
from scripts.contract.document import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"(?:^<!-- ([^\n]+) -->\n)?^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
URL = "http://127.0.0.1:8000/api"
INSTALL = "python3 -m pip install --quiet nox uv && python3 -m "


def blocks(language: str, mark: str = "") -> list[str]:
    return [text for marked, spoken, text in BLOCKS if (spoken, marked) == (language, mark)]


class RecordingSession:
    """Stands for nox's session and keeps what it would run."""

    def __init__(self, posargs: list[str]) -> None:
        """Take what stands after `--`."""
        self.posargs = posargs
        self.commands: list[tuple[str, ...]] = []

    def install(self, *_: str) -> None:
        """Install nothing: the tests run where everything is."""

    def run(self, *command: str) -> None:
        """Keep the command."""
        self.commands.append(command)


def run(line: str, environment: dict[str, str], root: Path = ROOT, status: int = 0) -> str:
    """Run what a line such as `nox -s NAME -- ARGUMENTS` runs; it must end with the status. What it prints."""
    program, option, name, *rest = shlex.split(line)
    assert (program, option) == ("nox", "-s")
    session: Any = RecordingSession(rest[1:])
    getattr(noxfile, name)(session)
    printed = ""
    for _, *arguments in session.commands:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        printed += done.stdout
    return printed


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    """A HAR with one exchange of the mock."""
    request = stop_request(SENDS[0])
    response = Mock().handle(request)
    entry: Any = {
        "request": {"method": request.method, "url": f"http://127.0.0.1{request.target.decode()}", "headers": []},
        "response": {
            "status": response.status,
            "headers": [{"name": name.decode(), "value": value.decode()} for name, value in response.headers],
            "content": {"text": response.body.decode()},
        },
    }
    path = tmp_path / "traffic.har"
    path.write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    return path


@pytest.fixture
def url() -> Iterator[str]:
    with serve(Mock().handle) as url:
        yield url


def test_the_main_job_runs() -> None:
    (block,) = blocks("sh", "main job")
    assert block.startswith(INSTALL)
    run(block.removeprefix(INSTALL), dict(os.environ))


@pytest.mark.parametrize("block", blocks("sh"))
def test_a_shell_block_runs(url: str, traffic: Path, block: str) -> None:
    environment = dict(os.environ)
    for line in block.replace("\\\n", "").replace(URL, url).replace("traffic.har", str(traffic)).splitlines():
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value
        else:
            run(line, environment)


def test_the_workflow_verifies_a_server(url: str, tmp_path: Path) -> None:
    (block,) = blocks("yaml")
    (job,) = YAML(typ="safe").load(block)["jobs"].values()  # pyright: ignore[reportUnknownMemberType]  # untyped
    (step,) = [step for step in job["steps"] if "env" in step]
    pairs = tmp_path / step["env"]["STAGING_PAIRS"]
    values = {"COMM_API_TOKEN": TOKEN, "STAGING_URL": url, "STAGING_PAIRS": str(pairs)}
    assert values.keys() == step["env"].keys()
    pairs.write_text("".join(f"{send.campaign}/{send.send}\n" for send in SENDS), "utf-8")
    line = step["run"].replace("--rate 20", "--rate 2000")
    for name, value in values.items():
        line = line.replace(f"${name}", value)
    run(line, os.environ | values)
    assert "always()" in block
    assert job["steps"][-1]["with"]["path"] == "reports/"


@pytest.mark.parametrize(("block", "output"), list(zip(blocks("python"), blocks("text"), strict=True)))
def test_a_python_block_prints_what_the_readme_shows(url: str, block: str, output: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block.replace(URL, url)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (output, "")


def test_the_pytest_block_passes(tmp_path: Path) -> None:
    (block,) = blocks("python", "pytest")
    (tmp_path / "test_block.py").write_text(block, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 passed" in done.stdout, done.stdout + done.stderr


def test_the_wheel_that_is_installed_holds_the_client(tmp_path: Path) -> None:
    assert "`python3 -m pip install .`" in README
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", build, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wheel = tmp_path / built.stdout.splitlines()[-1]
    packaged = {name for name in ZipFile(wheel).namelist() if name.startswith("comm_sms/")}
    assert packaged == {f"comm_sms/{path}" for path in trees.read(ROOT / "generated" / "comm_sms")}


# What is new on the page of the story, and what its reader does about it.
SEEN = ('    "updated_at": "<string>",\n', '    "updated_at": "<string>",\n    "stopped_at": "<string>",\n')
PROPERTY = """
        stopped_at:
          type: [string, "null"]
          description: When the send was stopped. The form of the text is not documented; ISO 8601 in UTC is likely.
"""
EDITS = {
    "openapi.yaml": [("\n        logs:\n", f"{PROPERTY}        logs:\n"), ("version: 0.1.0", "version: 0.1.1")],
    "pyproject.toml": [('version = "0.1.0"', 'version = "0.1.1"')],
    "CHANGELOG.md": [("## [Unreleased]\n", "## [0.1.1] - 2026-01-05\n")],
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository of its own that holds what is tracked here."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    trees.write(tmp_path, {name: (ROOT / name).read_bytes() for name in tracked.splitlines() if (ROOT / name).exists()})
    for command in ("init --quiet", "add .", "-c user.name=A -c user.email=a@example.com commit --quiet -m x"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def test_the_four_commands_after_a_change_print_what_the_readme_shows(copy: Path) -> None:
    page = (copy / "scripts" / "page" / "published" / "stop.txt").read_text("utf-8")
    assert SEEN[0] in page
    (copy / "page.txt").write_text(page.replace(*SEEN), "utf-8")
    commands, printed = blocks("sh", "the API changed"), blocks("text", "printed")
    assert len(commands) == 4
    for command, shown in zip(commands, printed, strict=True):
        differs = 1 if command == commands[0] else 0
        out = "".join(run(line, dict(os.environ), copy, differs) for line in command.splitlines())
        assert told(out) == told(shown)
        if differs:
            edit(copy)


def edit(copy: Path) -> None:
    """Do what the README says between the commands."""
    for name, replacements in EDITS.items():
        text = (copy / name).read_text("utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (copy / name).write_text(text, "utf-8")


def told(printed: str) -> str:
    """What is printed without what any other edit of the contract moves: line numbers, counts of files, digests."""
    return re.sub(r"(?<=openapi\.yaml:)\d+|\d+(?= files)|\b[0-9a-f]{12}\b", "…", printed)


def test_ci_runs_the_test_command_of_the_readme(tmp_path: Path) -> None:
    (block,) = blocks("sh", "tests")
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text("utf-8"), "utf-8")
    (tmp_path / "README.md").write_text(README.replace(block, "echo $PWD has run\n"), "utf-8")
    (tmp_path / "chromium").touch(0o755)  # or root would install it
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    command = ["bash", str(tmp_path / ".ci" / "run")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{tmp_path.resolve()} has run\n"
    assert block == f"{INSTALL}nox\n"


def test_every_session_named_exists_and_every_block_is_of_a_kind_that_runs() -> None:
    named = set(re.findall(r"nox -s (\w+)", README))
    assert named
    assert [name for name in named if not isinstance(getattr(noxfile, name, None), type(noxfile.tests))] == []
    assert {language for _, language, _ in BLOCKS} == {"sh", "python", "text", "yaml"}
    assert README.count("```") == 2 * len(BLOCKS)


def test_every_link_leads_to_a_file() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert linked
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_every_top_level_entry_is_one_that_was_ordered() -> None:
    ordered = {"openapi.yaml", "pyproject.toml", "README.md", "generated", "scripts", "contract_tests", "noxfile.py"}
    companions = {"LICENSE", "CHANGELOG.md", "constraints.txt"}
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    top = {path.partition("/")[0] for path in tracked}
    assert {name for name in top if not name.startswith(".")} == ordered | companions
