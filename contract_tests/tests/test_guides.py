"""Every guide is true: its blocks run and print what it shows, its links lead somewhere, its sessions exist."""

import email
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from comm_sms.settings import RETRIES, TIMEOUT
from ruamel.yaml import YAML

import noxfile
from contract_tests.mock import SENDS, TOKEN, Mock, serve, stop_request
from scripts import trees
from scripts.contract.document import ROOT

README = ROOT / "README.md"
VERIFIER, SCRIPTS, CLIENT = (ROOT / room / "README.md" for room in ("contract_tests", "scripts", "generated"))
GUIDES = (README, VERIFIER, SCRIPTS, CLIENT)
DOCUMENTS = (*GUIDES, ROOT / "CHANGELOG.md", *sorted((ROOT / ".github").glob("*.md")))
URL = "http://127.0.0.1:8000/api"
INSTALL = "python3 -m venv .venv && .venv/bin/pip install --quiet nox uv"
JOB = f"{INSTALL} && .venv/bin/nox"
STORY = "the API changed"  # its blocks build on each other, so one test runs all of them

# What a run or an edit of openapi.yaml moves: lines, ports, seconds, digests, and counts of files and requests.
VOLATILE = re.compile(
    r"(?<=openapi\.yaml:)\d+|(?<=127\.0\.0\.1:)\d+|(?<=in )[\d.]+(?= s$)|\b[0-9a-f]{12}\b|\d+(?= files|x\b|: laws)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block with the comment above it, and the output that the next block shows, if it shows any."""

    guide: Path
    mark: str
    language: str
    text: str
    output: str | None


@dataclass(frozen=True)
class Place:
    """Where a block runs: a server instead of that of the guides, recorded traffic, an empty directory."""

    url: str
    traffic: Path
    directory: Path


def blocks_of(guide: Path) -> list[Block]:
    text = guide.read_text("utf-8")
    found = re.findall(r"(?:^<!-- ([^\n]+) -->\n)?^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert text.count("```") == 2 * len(found), guide
    following = [*found[1:], ("", "", "")]
    return [
        Block(guide, mark, language, content, output if kind == "text" else None)
        for (mark, language, content), (_, kind, output) in zip(found, following, strict=True)
        if language != "text"
    ]


BLOCKS = [block for guide in GUIDES for block in blocks_of(guide)]


def marked(mark: str) -> list[Block]:
    return [block for block in BLOCKS if block.mark == mark]


def masked(printed: str) -> str:
    """The output without what a run or an edit of openapi.yaml moves."""
    return VOLATILE.sub("…", printed)


def finished(
    command: list[str | Path], *, cwd: Path | None = None, env: dict[str, str] | None = None, status: int = 0
) -> str:
    """Run a command, which must end with the status; return what it prints."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


class RecordingSession:
    """Takes the place of nox's session and keeps the commands."""

    def __init__(self, posargs: list[str]) -> None:
        """Take the arguments after `--`."""
        self.posargs = posargs
        self.commands: list[tuple[str, ...]] = []

    def install(self, *_: str) -> None:
        """Install nothing: the tests run where everything is installed."""

    def run(self, *command: str) -> None:
        """Keep the command."""
        self.commands.append(command)


def session(line: str, environment: dict[str, str], root: Path = ROOT, status: int = 0) -> str:
    """Run the commands of `nox -s NAME -- ARGUMENTS`; return what they print."""
    program, option, name, *rest = shlex.split(line)
    assert (program.rpartition("/")[2], option) == ("nox", "-s")
    recorded: Any = RecordingSession(rest[1:])
    getattr(noxfile, name)(recorded)
    return "".join(
        finished([sys.executable, *arguments], status=status, cwd=root, env=environment)
        for _, *arguments in recorded.commands
    )


# Blocks


def shell(text: str, place: Place) -> str:
    environment, printed = dict(os.environ), ""
    text = text.replace(INSTALL + " && ", "").replace("\\\n", "").replace(URL, place.url)
    for line in text.replace("traffic.har", str(place.traffic)).splitlines():
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value
        else:
            printed += session(line, environment)
    return printed


def python(text: str, place: Place) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "generated")}
    return finished([sys.executable, "-W", "error", "-c", text.replace(URL, place.url)], env=environment)


def file_of_tests(text: str, place: Place) -> str:
    (place.directory / "test_block.py").write_text(text, "utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")])}
    command: list[str | Path] = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    assert f"{len(SENDS)} passed" in finished(command, cwd=place.directory, env=environment)
    return ""


def workflow(text: str, place: Place) -> str:
    path = place.directory / ".github" / "workflows" / "example.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    finished([Path(sys.executable).with_name("zizmor"), "--offline", "--quiet", place.directory])
    (job,) = YAML(typ="safe").load(text)["jobs"].values()  # pyright: ignore[reportUnknownMemberType]  # untyped
    (step,) = [step for step in job["steps"] if "env" in step]
    pairs = place.directory / step["env"]["STAGING_PAIRS"]
    pairs.write_text("".join(f"{send.campaign}/{send.send}\n" for send in SENDS), "utf-8")
    values = {"COMM_API_TOKEN": TOKEN, "STAGING_URL": place.url, "STAGING_PAIRS": str(pairs)}
    assert values.keys() == step["env"].keys()
    line = step["run"].replace("--rate 20", "--rate 2000")
    for name, value in values.items():
        line = line.replace(f"${name}", value)
    session(line, os.environ | values)
    assert (job["steps"][-1]["if"], job["steps"][-1]["with"]["path"]) == ("always()", "reports/")
    return ""


RUNNERS: dict[tuple[str, str], Callable[[str, Place], str]] = {
    ("sh", ""): shell,
    ("sh", "main job"): shell,
    ("python", ""): python,
    ("python", "pytest"): file_of_tests,
    ("yaml", ""): workflow,
}
ELSEWHERE = {("sh", "tests"), ("sh", STORY)}  # run by .ci/run, and by the test of the story


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A server, and a HAR with one exchange of it."""
    mock = Mock()
    request = stop_request(SENDS[0])
    response = mock.handle(request)
    entry: Any = {
        "request": {"method": request.method, "url": f"http://127.0.0.1{request.target.decode()}", "headers": []},
        "response": {
            "status": response.status,
            "headers": [{"name": name.decode(), "value": value.decode()} for name, value in response.headers],
            "content": {"text": response.body.decode()},
        },
    }
    traffic = tmp_path / "traffic.har"
    traffic.write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    with serve(Mock().handle) as url:
        yield Place(url, traffic, tmp_path)


@pytest.mark.parametrize(
    "block",
    [block for block in BLOCKS if (block.language, block.mark) not in ELSEWHERE],
    ids=lambda block: f"{block.guide.parent.name}-{block.mark or block.language}",
)
def test_a_block_runs_and_prints_what_its_guide_shows(block: Block, place: Place) -> None:
    printed = RUNNERS[block.language, block.mark](block.text, place)
    if block.language != "sh" or block.output is not None:  # a guide need not show what a shell block prints
        assert masked(printed) == masked(block.output or "")


def test_the_first_command_and_the_test_command_work_where_pip_may_not_install() -> None:
    (job,), (tests,) = marked("main job"), marked("tests")
    assert (job.text, tests.text) == (f"{JOB} -s contract\n", f"{JOB}\n")
    assert ".venv/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_ci_runs_the_test_command_of_the_readme(tmp_path: Path) -> None:
    (block,) = marked("tests")
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text("utf-8"), "utf-8")
    readme = README.read_text("utf-8").replace(f"```sh\n{block.text}", "```sh\necho $PWD has run\n")
    (tmp_path / "README.md").write_text(readme, "utf-8")
    (tmp_path / "chromium").touch(0o755)  # or root would install it
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    assert finished(["bash", tmp_path / ".ci" / "run"], env=environment) == f"{tmp_path.resolve()} has run\n"


# The API changed

# The change on the page, and the edits that its reader makes.
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
    tracked = finished(["git", "ls-files"], cwd=ROOT)
    trees.write(tmp_path, {name: (ROOT / name).read_bytes() for name in tracked.splitlines() if (ROOT / name).exists()})
    for command in ("init --quiet", "add .", "-c user.name=A -c user.email=a@example.com commit --quiet -m x"):
        finished(["git", *command.split()], cwd=tmp_path)
    return tmp_path


def edit(copy: Path) -> None:
    """Do what the guide says between the commands."""
    for name, replacements in EDITS.items():
        text = (copy / name).read_text("utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (copy / name).write_text(text, "utf-8")


def test_the_four_commands_after_a_change_print_what_the_guide_shows(copy: Path) -> None:
    page = (copy / "scripts" / "page" / "published" / "stop.txt").read_text("utf-8")
    assert SEEN[0] in page
    (copy / "page.txt").write_text(page.replace(*SEEN), "utf-8")
    first, *others = marked(STORY)
    differs = session(first.text, dict(os.environ), copy, status=1)
    assert masked(differs) == masked(first.output or "")
    edit(copy)
    for block in others:
        printed = "".join(session(line, dict(os.environ), copy) for line in block.text.splitlines())
        assert masked(printed) == masked(block.output or "")


def test_the_readme_names_the_four_commands() -> None:
    commands = [block.text.splitlines()[0] for block in marked(STORY)]
    section = README.read_text("utf-8").partition("## The API changed\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) == commands
    assert len(commands) == 4


# The client's guide


def test_the_wheel_holds_the_client_and_is_described_by_its_guide(tmp_path: Path) -> None:
    assert "`.venv/bin/pip install .`" in README.read_text("utf-8")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    wheel = ZipFile(tmp_path / finished([sys.executable, "-c", build, tmp_path], cwd=ROOT).splitlines()[-1])
    packaged = {name for name in wheel.namelist() if name.startswith("comm_sms/")}
    assert packaged == {f"comm_sms/{path}" for path in trees.read(ROOT / "generated" / "comm_sms")}
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    assert email.message_from_bytes(wheel.read(metadata)).get_payload(decode=True) == CLIENT.read_bytes()


def test_the_guide_of_the_client_names_its_defaults() -> None:
    guide = CLIENT.read_text("utf-8")
    assert f"ends within {TIMEOUT:g} seconds" in guide
    assert f"are retried {['never', 'once', 'twice'][RETRIES]}," in guide


# All documents


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", document.read_text("utf-8")):
        target = document.parent / path if path else document
        assert target.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert document != CLIENT or "](" not in document.read_text("utf-8")  # PyPI shows it: there no path leads anywhere


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_session_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"nox -s (\w+)", document.read_text("utf-8")))
    assert [name for name in named if not isinstance(getattr(noxfile, name, None), type(noxfile.tests))] == []


def test_the_readme_is_a_landing_page() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 150
