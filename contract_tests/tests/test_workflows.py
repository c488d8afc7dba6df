"""The workflows: what they run, what they may do, and which actions they use."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from scripts.contract.document import ROOT
from scripts.contract.values import Object, items, members

WORKFLOWS = ROOT / ".github" / "workflows"
ACTION = ROOT / ".github" / "actions" / "verify" / "action.yml"


def load(path: Path) -> Object:
    loaded: Object = YAML(typ="safe", pure=True).load(path)  # pyright: ignore[reportUnknownMemberType]  # untyped stream
    return loaded


def workflow(name: str) -> Object:
    return load(WORKFLOWS / name)


def commands(name: str) -> str:
    steps = (members(step) for job in members(workflow(name)["jobs"]).values() for step in items(members(job)["steps"]))
    return "\n".join(str(step["run"]).rstrip() for step in steps if "run" in step)


def test_a_release_runs_the_gate_and_the_checks_before_it_publishes() -> None:
    jobs = members(workflow("release.yml")["jobs"])
    assert members(jobs["publish"])["needs"] == "build"
    assert commands("release.yml").splitlines() == [".ci/run", ".venv/bin/nox -s release -- check"]


def test_only_publishing_may_ask_for_a_token_and_no_secret_is_needed() -> None:
    text = (WORKFLOWS / "release.yml").read_text("utf-8")
    assert text.count("id-token: write") == 1
    assert members(members(members(workflow("release.yml")["jobs"])["publish"])["permissions"]) == {"id-token": "write"}
    assert "secrets." not in text


def test_what_is_published_is_attested() -> None:
    publish = items(members(members(workflow("release.yml")["jobs"])["publish"])["steps"])[-1]
    assert str(members(publish)["uses"]).startswith("pypa/gh-action-pypi-publish@")
    assert members(publish)["with"] == {"attestations": True}


def test_a_pull_request_gets_the_diff_as_a_comment() -> None:
    assert 'python -m nox -s diff -- --markdown "$BASE" > comment.md' in commands("pull-request.yml")
    assert "gh pr comment" in commands("pull-request.yml")


# What nox prints and how it ends, and whether the job may go on; nox ends with 1 whatever its job ended with.
# fmt: off
DIFFS: list[tuple[str, str, bool]] = [
    ("the version is large enough", "echo '# Diff'", True),
    ("the version is too small", "echo '# Diff'; exit 1", True),
    ("the diff could not run", "exit 1", False),
]
# fmt: on


@pytest.mark.parametrize(("nox", "goes_on"), [row[1:] for row in DIFFS], ids=[row[0] for row in DIFFS])
def test_a_diff_that_could_not_run_fails_the_pull_request(tmp_path: Path, nox: str, *, goes_on: bool) -> None:
    (command,) = [line for line in commands("pull-request.yml").splitlines() if "nox -s diff" in line]
    (tmp_path / "python").write_text(f"#!/bin/sh\n{nox}\n", "utf-8")
    (tmp_path / "python").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "BASE": "main"}
    done = subprocess.run(["bash", "-ec", command], cwd=tmp_path, env=environment, check=False)
    assert (done.returncode == 0) == goes_on


def test_the_watch_fetches_the_page_and_may_only_open_an_issue() -> None:
    assert 'python -m nox -s watch -- "$PAGE_URL" > watch.txt 2>&1' in commands("watch.yml")
    job = members(members(workflow("watch.yml")["jobs"])["page"])
    assert members(job["permissions"]) == {"contents": "read", "issues": "write"}
    assert members(workflow("watch.yml")["permissions"]) == {"contents": "read"}
    text = (WORKFLOWS / "watch.yml").read_text("utf-8")
    assert "if: failure()\n        run: |" in text
    assert "gh issue create" in text
    assert "secrets." not in text


def test_text_of_the_page_is_no_markdown_in_the_summary(tmp_path: Path) -> None:
    (command,) = [line for line in commands("watch.yml").splitlines() if "GITHUB_STEP_SUMMARY" in line]
    (tmp_path / "watch.txt").write_text("# planted\n\n[link](https://example.com)\n", "utf-8")
    summary = tmp_path / "summary.md"
    subprocess.run(["bash", "-ec", command], cwd=tmp_path, env={"GITHUB_STEP_SUMMARY": str(summary)}, check=True)
    assert summary.read_text("utf-8") == "    # planted\n    \n    [link](https://example.com)\n"


ZIZMOR = [str(Path(sys.executable).with_name("zizmor")), "--offline", str(WORKFLOWS.parent)]
ACTIONLINT = [[path] for path in [shutil.which("actionlint")] if path]  # PyPI has no package of its makers


@pytest.mark.parametrize("command", [ZIZMOR, *ACTIONLINT], ids=lambda one: Path(one[0]).name)
def test_a_linter_that_this_machine_has_finds_nothing(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_workflow_writes_outside_text_into_a_command() -> None:
    for path in WORKFLOWS.glob("*.yml"):
        assert "${{" not in commands(path.name), path
    steps = items(members(load(ACTION)["runs"])["steps"])
    assert [step for step in steps if "${{" in str(members(step).get("run"))] == []


def test_every_action_is_pinned_by_commit_and_in_one_version_everywhere() -> None:
    users = [*WORKFLOWS.glob("*.yml"), ACTION, ROOT / "contract_tests" / "README.md"]
    used = [line for path in users for line in re.findall(r"uses: (.*)", path.read_text("utf-8"))]
    assert [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    assert len(set(used)) == len({line.partition("@")[0] for line in used})
