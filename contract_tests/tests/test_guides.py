"""Every guide is true: its blocks run and print what it shows, its links lead somewhere, its sessions exist."""

import email
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from comm_sms.retries import RETRIES
from comm_sms.settings import TIMEOUT
from ruamel.yaml import YAML

import noxfile
from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, TOKEN, Mock, serve, stop_request
from contract_tests.tests.guides import (
    BLOCKS,
    CHANGELOG,
    CLIENT,
    DOCUMENTS,
    README,
    STORY,
    Block,
    finished,
    marked,
    masked,
    session,
)
from scripts import trees
from scripts.contract.document import ROOT

ACTION = ROOT / ".github" / "actions" / "verify" / "action.yml"
URL = "http://127.0.0.1:8000/api"
INSTALL = "python3 -m venv .venv && .venv/bin/pip install --quiet nox uv"
JOB = f"{INSTALL} && .venv/bin/nox"


@dataclass(frozen=True)
class Place:
    """Where a block runs: a server instead of that of the guides, recorded traffic, an empty directory."""

    url: str
    traffic: Path
    directory: Path


def shell(text: str, place: Place) -> str:
    environment, printed = dict(os.environ), ""
    text = text.replace(INSTALL + " && ", "").replace("\\\n", "").replace(URL, place.url)
    text = text.replace("accepted.toml", str(place.directory / "accepted.toml"))
    for line in text.replace("traffic.har", str(place.traffic)).splitlines():
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value
        else:
            printed += session(line, environment)
    return printed


def accepting(text: str, place: Place) -> str:
    """Run what follows a draft, of which the correct server of the guides needs no row."""
    (place.directory / "accepted.toml").touch()
    return shell(f"export COMM_API_TOKEN={TOKEN}\n{text}", place)


def python(text: str, place: Place) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "generated")}
    return finished([sys.executable, "-W", "error", "-c", text.replace(URL, place.url)], env=environment)


def workflow(text: str, place: Place) -> str:
    path = place.directory / ".github" / "workflows" / "example.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    finished([Path(sys.executable).with_name("zizmor"), "--offline", "--quiet", place.directory])
    (job,) = YAML(typ="safe").load(text)["jobs"].values()  # pyright: ignore[reportUnknownMemberType]  # untyped
    step = job["steps"][-1]
    inputs = {"base-url": place.url, "pairs-file": str(pairs_file(place)), "rate": "2000"}
    assert step["with"].keys() == inputs.keys() <= YAML(typ="safe").load(ACTION)["inputs"].keys()  # pyright: ignore[reportUnknownMemberType]
    line = "nox -s contract -- --base-url {base-url} --pairs {pairs-file} --rate {rate}".format_map(inputs)
    session(line, os.environ | dict.fromkeys(step["env"], TOKEN))
    return ""


def pairs_file(place: Place) -> Path:
    path = place.directory / "pairs.txt"
    path.write_text("".join(f"{'/'.join(send.ids)}\n" for send in SENDS), "utf-8")
    return path


def elsewhere(text: str, place: Place) -> str:
    uvx = place.directory / "bin" / "uvx"
    uvx.parent.mkdir()
    uvx.write_text(f'#!/bin/sh\nshift\nexec {shlex.quote(sys.executable)} -m nox --no-install "$@"\n', "utf-8")
    uvx.chmod(0o755)
    pairs_file(place)
    environment = os.environ | {
        "COMM_API_TOKEN": TOKEN,
        "NOX_DEFAULT_VENV_BACKEND": "none",
        "PATH": os.pathsep.join([str(uvx.parent), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "STAGING_URL": place.url,
    }
    line = text.replace("--branch v0.1.0 https://example.com/OWNER/comm-sms", f"{ROOT.as_uri()} comm-sms")
    finished(["bash", "-ec", line], cwd=place.directory, env=environment)
    assert (place.directory / "comm-sms" / "reports" / "junit.xml").exists()
    return ""


def accept_file(text: str, place: Place) -> str:
    (fault,) = (fault for fault in FAULTS if fault.id == "fails-nil")
    path = place.directory / "accepted.toml"
    path.write_text(re.sub("until = .*", "until = 9999-12-31", text), "utf-8")
    line = f"nox -s contract -- --own --pair {'/'.join(SENDS[0].ids)} --base-url"
    environment = os.environ | {"COMM_API_TOKEN": TOKEN}
    with serve(fault.wrap(Mock().handle)) as url:
        session(f"{line} {url}", environment, status=1)
        session(f"{line} {url} --accept {path}", environment)
    return ""


RUNNERS: dict[tuple[str, str], Callable[[str, Place], str]] = {
    ("sh", ""): shell,
    ("sh", "main job"): shell,
    ("sh", "accepted"): accepting,
    ("sh", "elsewhere"): elsewhere,
    ("python", ""): python,
    ("toml", ""): accept_file,
    ("yaml", ""): workflow,
}
ELSEWHERE = {  # .ci/run, test_api_changed.py and quality/test_wheel.py run these
    ("sh", "tests"),
    ("sh", STORY),
    ("python", "pytest"),
}


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
    ids=lambda block: f"{block.guide.relative_to(ROOT)}-{block.mark or block.language}",
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


@pytest.mark.parametrize("guide", [README, ROOT / ".github" / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_the_guides_name_what_ci_requires_beside_the_test_command(guide: Path) -> None:
    jobs = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # untyped
    steps = [step for job in jobs.values() if "!= 'schedule'" in job.get("if", "") for step in job["steps"]]
    required = re.findall(r"nox -s (\w+)", "\n".join(step.get("run", "") for step in steps))
    assert required == ["reference"]
    assert [name for name in required if f"`nox -s {name}`" not in guide.read_text("utf-8")] == []


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


def test_the_guide_of_the_client_has_no_relative_link() -> None:  # PyPI shows it without the files beside it
    assert re.findall(r"\]\((?!https:)", CLIENT.read_text("utf-8")) == []


def test_the_guide_names_every_input_of_the_action() -> None:
    section = (ROOT / "contract_tests" / "README.md").read_text("utf-8").partition("## In CI")[2].partition("## ")[0]
    inputs = YAML(typ="safe").load(ACTION)["inputs"]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # untyped
    assert [name for name in inputs if f"`{name}`" not in section] == []


# All documents


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", document.read_text("utf-8")):
        target = document.parent / path if path else document
        assert target.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_session_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"nox -s (\w+)", document.read_text("utf-8")))
    assert [name for name in named if not isinstance(getattr(noxfile, name, None), type(noxfile.tests))] == []


def test_an_entry_of_the_changelog_can_be_read_at_once() -> None:
    entries = CHANGELOG.read_text("utf-8").split("\n## ")[1:]
    assert [entry.splitlines()[0] for entry in entries if entry.count("\n- ") > 20] == []


def test_the_readme_is_a_landing_page() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 150
