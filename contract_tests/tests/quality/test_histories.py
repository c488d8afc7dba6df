"""The history of a document is judged step by step, with the peers that are installed."""

import json
import re
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from stat import S_IRWXU

import pytest

from contract_tests.quality import histories, peers
from contract_tests.quality.histories import main
from contract_tests.quality.history import History, HistoryError
from contract_tests.quality.peers import PEERS, PeerError
from scripts import crash
from scripts.contract.values import Object
from scripts.diff import wire_rules

Output = pytest.CaptureFixture[str]
OLD = '{"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {"/a": {"get": %s}}}'
ANSWER = '{"responses": {"200": {"description": "A", "content": {"application/json": {"schema": {"type": "%s"}}}}}}'
COUNTED = "; 1 breaks of schemas, 1 with a witness, 0 unknown"
VERSIONS = [OLD % (ANSWER % "integer"), OLD % (ANSWER % "number"), "{}", OLD % (ANSWER % "string")]


def git(repository: Path, *arguments: str) -> None:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *name, *arguments], cwd=repository, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare repository with four versions of a document; there are no peers, and nothing is installed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    peer_folder(monkeypatch, tmp_path / "peers")
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet")
    for version in VERSIONS:
        (work / "api.json").write_text(version, "utf-8")
        git(work, "add", ".")
        git(work, "commit", "--quiet", "--message=x")
    git(tmp_path, "clone", "--quiet", "--bare", "work", "bare.git")
    return tmp_path / "bare.git"


def peer_folder(monkeypatch: pytest.MonkeyPatch, folder: Path, printed: Mapping[str, str] | None = None) -> Path:
    """A folder of peers that print a text each."""
    for program, text in (printed or {}).items():
        file = folder / "node_modules" / program
        file.parent.mkdir(parents=True)
        file.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n", "utf-8")
        file.chmod(S_IRWXU)

    @contextmanager
    def installed() -> Generator[Path]:
        yield folder

    monkeypatch.setattr(histories, "installed", installed)
    return folder


def without_seconds(line: str) -> str:
    return re.sub(r" \([0-9.]+ s\)", "", line)


def test_alone_nothing_is_installed_and_only_ours_judges(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(histories, "installed", None)
    assert main([str(repository), "api.json", "--alone"]) == 0
    (step,) = (line for line in capsys.readouterr().out.splitlines() if "operations" in line)
    assert without_seconds(step).endswith(f"(1 operations): ours breaking in 1{COUNTED}")


def test_a_step_is_judged_and_a_commit_without_a_contract_is_said_to_be_not_read(
    repository: Path, capsys: Output
) -> None:
    assert main([str(repository), "api.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum("is not installed: npm has it" in line for line in lines) == len(PEERS)
    (step,) = (line for line in lines if "operations" in line)
    assert without_seconds(step).endswith(f"(1 operations): ours breaking in 1{COUNTED}")
    (unread,) = (line for line in lines if "not read" in line)
    assert "openapi is None" in unread
    assert "1 steps: 0 crashes, 0 with something unknown" in lines
    assert "1 breaks of schemas, 1 with a witness" in lines
    assert "1 commits could not be read" in lines


def test_tools_that_differ_are_shown_with_rule_and_place(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    oasdiff, redocly = PEERS
    found: list[Object] = [{"id": "type-changed", "operation": "GET", "path": "/a"}]
    changes: Object = {"changes": []}
    printed = {oasdiff.program: json.dumps(found), redocly.program: json.dumps(changes)}
    peer_folder(monkeypatch, tmp_path / "others", printed)
    assert main([str(repository), "api.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (index,) = (number for number, line in enumerate(lines) if "operations" in line)
    verdicts = "ours breaking in 1, oasdiff breaking in 1, redocly compatible"
    assert without_seconds(lines[index]).endswith(verdicts + COUNTED)
    assert lines[index + 1].startswith("  ours: response-wider 0.5 /paths/~1a/get/responses/200/")
    assert lines[index + 2] == "  oasdiff: type-changed GET /a"


def test_a_crash_is_counted_and_ends_the_walk_with_another_status(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def crashing(*_: Object) -> None:
        raise RecursionError

    monkeypatch.setattr(wire_rules, "changes", crashing)
    monkeypatch.setattr(crash, "REPORTS", tmp_path / "reports")
    assert main([str(repository), "api.json"]) == 1
    assert "ours crashed, see the traceback" in capsys.readouterr().out
    assert "RecursionError" in (tmp_path / "reports" / "crash.txt").read_text("utf-8")


@pytest.mark.parametrize(("name", "path"), [("bare.git", "other.json"), ("peers", "api.json")])
def test_a_history_that_does_not_exist_is_told(repository: Path, name: str, path: str, capsys: Output) -> None:
    assert main([str(repository.parent / name), path]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("number", ["-5", "0", "many"])
def test_steps_are_counted_from_1(repository: Path, number: str, capsys: Output) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(repository), "api.json", f"--steps={number}"])
    assert "is no whole number from 1" in capsys.readouterr().err


def test_a_folder_of_a_repository_has_the_history_of_the_whole(repository: Path) -> None:
    folder = repository.parent / "work" / "folder"
    folder.mkdir()
    path = PurePosixPath("api.json")
    assert History(folder, path).commits(9) == History(folder.parent, path).commits(9)


def test_a_history_of_which_no_step_is_judged_ends_with_2(repository: Path, capsys: Output) -> None:
    assert main([str(repository), "api.json", "--steps=1"]) == 2
    captured = capsys.readouterr()
    assert "1 commits could not be read" in captured.out
    assert captured.err == "histories: no step was judged; it takes two commits in a row that can be read.\n"


def test_a_document_in_several_files_is_bundled(repository: Path) -> None:
    work = repository.parent / "work"
    (work / "parts").mkdir()
    (work / "parts" / "api.yaml").write_text("paths:\n  /a:\n    $ref: a.yaml\n", "utf-8")
    (work / "parts" / "a.yaml").write_text("get: {}\n", "utf-8")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "--message=x")
    history = History(work, PurePosixPath("parts/api.yaml"))
    (commit,) = history.commits(9)
    whole = history.document(commit, lambda root: (root.parent / "a.yaml").read_bytes())
    assert whole == b"get: {}\n"
    with pytest.raises(HistoryError, match="git says"):
        history.document("HEAD~1", Path.read_bytes)


@pytest.mark.parametrize("value", ['{"type": "string"}', '"https://example.com/Users/1"', '"#/components/schemas/A"'])
def test_a_document_that_refers_to_no_other_file_is_not_bundled(repository: Path, value: str) -> None:
    work = repository.parent / "work"
    content = f'{{"properties": {{"$ref": {value}}}}}'
    (work / "api.json").write_text(content, "utf-8")
    git(work, "commit", "--all", "--quiet", "--message=x")
    assert History(work, PurePosixPath("api.json")).document("HEAD", lambda _: b"bundled") == content.encode()


def test_a_peer_that_fails_says_why_in_one_line(tmp_path: Path) -> None:
    (peer, _) = PEERS
    program = tmp_path / "node_modules" / peer.program
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho 'no such file' >&2\necho more >&2\nexit 3\n", "utf-8")
    with pytest.raises(PeerError, match="oasdiff cannot run: permission denied"):
        peer.judge(tmp_path, tmp_path, tmp_path)
    program.chmod(S_IRWXU)
    with pytest.raises(PeerError, match=r"^oasdiff: no such file$"):
        peer.judge(tmp_path, tmp_path, tmp_path)


def test_the_lock_file_pins_what_the_manifest_names() -> None:
    room = Path(peers.__file__).parent
    manifest, lock = (json.loads((room / name).read_bytes()) for name in ("package.json", "package-lock.json"))
    for kind in ("dependencies", "optionalDependencies"):
        assert lock["packages"][""][kind] == manifest[kind]
        for name, version in manifest[kind].items():
            assert lock["packages"][f"node_modules/{name}"]["version"] == version
    assert not any("resolved" in package for package in lock["packages"].values())
