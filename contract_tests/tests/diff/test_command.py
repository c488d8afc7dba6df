"""The command `diff`: what it compares, its output formats, its exit statuses and its error messages."""

import json
import subprocess
from pathlib import Path

import pytest

from contract_tests.quality import frozen
from contract_tests.quality.frozen import PATH, SOURCE
from scripts import pins, release, trees
from scripts.client import package
from scripts.contract.document import Contract, load
from scripts.diff import revisions
from scripts.diff.command import main
from scripts.diff.openapi_30 import VERSIONS
from scripts.diff.verdict import Bump, Change, bump, demanded, version

Output = pytest.CaptureFixture[str]
WIDER = ("        status:\n          type: string\n", '        status:\n          type: [string, "null"]\n')
OTHER = """openapi: 3.0.3
info: {title: Other, version: 1.0.0}
paths:
  /days:
    get:
      operationId: listDays
      responses:
        STATUS:
          description: A day.
          content: {application/json: {schema: {type: string, enum: [VALUE]}}}
"""
NEWER = ("version: 0.1.0", "version: 0.2.0")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the contract released as v0.1.0 and a wider one after it."""
    directory = tmp_path / "repository"
    directory.mkdir()

    def loaded(
        path: Path = directory / PATH.name, versions: tuple[str, ...] = VERSIONS, *, lenient: bool = False
    ) -> Contract:
        return load(path, versions, lenient=lenient)

    monkeypatch.setattr(revisions, "ROOT", directory)
    monkeypatch.setattr(revisions, "load", loaded)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(directory, "init", "--quiet")
    commit(directory, SOURCE)
    return directory


def git(directory: Path, *arguments: str) -> None:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *name, *arguments], cwd=directory, check=True, capture_output=True)


def commit(directory: Path, source: str) -> None:
    (directory / PATH.name).write_text(source, "utf-8")
    git(directory, "add", ".")
    git(directory, "commit", "--quiet", "--message=x")


def written(path: Path, *replacements: tuple[str, str]) -> str:
    source = SOURCE
    for old, new in replacements:
        assert old in source
        source = source.replace(old, new, 1)
    path.write_text(source, "utf-8")
    return str(path)


def outcome(capsys: Output) -> list[str]:
    return capsys.readouterr().out.splitlines()[-3:]


def test_files_are_compared(tmp_path: Path, capsys: Output) -> None:
    assert main([str(PATH), written(tmp_path / "new.yaml", WIDER, NEWER)]) == 0
    assert outcome(capsys) == ["wire: breaking", "source: breaking", "bump: major"]


def test_dates_and_keys_without_quotes_are_text_in_what_is_compared(tmp_path: Path, capsys: Output) -> None:
    text = tmp_path / "text.yaml"
    text.write_text(OTHER.replace("VALUE", '"2025-11-03"').replace("STATUS", '"200"'), "utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(OTHER.replace("VALUE", "2025-11-03").replace("STATUS", "200"), "utf-8")
    assert main([str(text), str(bare)]) == 0
    assert outcome(capsys) == ["wire: unchanged", "source: unchanged", "bump: none"]


def test_a_change_is_reported_in_words_with_a_witness(tmp_path: Path, capsys: Output) -> None:
    main([str(PATH), written(tmp_path / "new.yaml", WIDER)])
    lines = capsys.readouterr().out.splitlines()
    assert (
        "wire breaking response-wider /components/schemas/SmsCampaignSendResource/properties/status: "
        "callers break because values may come that were never promised, for instance null"
    ) in lines
    assert (
        "version 0.1.0 is too small: after 0.1.0, this change demands 0.2.0 or later; "
        "before 1.0.0, a major change raises the second number"
    ) in lines


def test_a_property_with_a_new_name_is_told_in_one_line(tmp_path: Path, capsys: Output) -> None:
    main([str(PATH), written(tmp_path / "new.yaml", ("        next_step_timestamp:\n", "        next_step_at:\n"))])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("wire ", "source "))]
    assert [line.partition(": ")[2] for line in lines] == [
        "callers that read it break: `next_step_timestamp` is now `next_step_at`",
        "callers that use it break: `next_step_timestamp` is now `next_step_at`",
    ]


def test_a_version_that_is_too_small_ends_with_1(tmp_path: Path, capsys: Output) -> None:
    assert main([str(PATH), written(tmp_path / "new.yaml", WIDER)]) == 1
    assert outcome(capsys) == ["wire: breaking", "source: breaking", "bump: major"]


def test_a_contract_compared_with_itself_is_unchanged(capsys: Output) -> None:
    assert main([str(PATH), str(PATH)]) == 0
    assert outcome(capsys) == ["wire: unchanged", "source: unchanged", "bump: none"]


@pytest.mark.parametrize("face", ["text", "markdown"])
def test_the_last_three_lines_are_the_outcome(tmp_path: Path, capsys: Output, face: str) -> None:
    new = written(tmp_path / "new.yaml", ("description: A span of one day.", "description: A span."))
    assert main([*([f"--{face}"] if face != "text" else []), str(PATH), new]) == 1
    assert outcome(capsys) == ["wire: unchanged", "source: unchanged", "bump: patch"]


def test_the_comment_names_every_change(tmp_path: Path, capsys: Output) -> None:
    main(["--markdown", str(PATH), written(tmp_path / "new.yaml", WIDER)])
    comment = capsys.readouterr().out
    assert comment.startswith("### What this changes for callers: major\n")
    assert "**Requests and responses**" in comment
    assert "- breaking: `models.sms_campaign_send_resource.SmsCampaignSendResource.status` (attribute-type)" in comment


def test_json_holds_the_whole_report(tmp_path: Path, capsys: Output) -> None:
    main(["--json", str(PATH), written(tmp_path / "new.yaml", WIDER)])
    shown = json.loads(capsys.readouterr().out)
    assert {key: shown[key] for key in ("wire", "source", "bump", "least_version", "numbered")} == {
        "wire": "breaking",
        "source": "breaking",
        "bump": "major",
        "least_version": "0.2.0",
        "numbered": False,
    }
    assert {"face", "rule", "verdict", "place", "sentence", "witness", "known"} == shown["changes"][0].keys()


def test_before_a_release_the_working_tree_is_compared_with_head(repository: Path, capsys: Output) -> None:
    written(repository / PATH.name, WIDER)
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("from HEAD to the working tree\n")


def test_after_a_release_the_working_tree_is_compared_with_it(repository: Path, capsys: Output) -> None:
    git(repository, "tag", "v0.1.0")
    commit(repository, SOURCE.replace(*WIDER))
    git(repository, "tag", "unrelated")
    assert main([]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("from v0.1.0 to the working tree\n")
    assert shown.endswith("wire: breaking\nsource: breaking\nbump: major\n")


def test_a_release_itself_is_compared_with_the_one_before_it(repository: Path, capsys: Output) -> None:
    git(repository, "tag", "v0.0.9")
    commit(repository, SOURCE.replace(*WIDER))
    git(repository, "tag", "v0.1.0")
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("from v0.0.9 to the working tree\n")
    written(repository / PATH.name)
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("from v0.1.0 to the working tree\n")


@pytest.mark.parametrize("tag", ["v0.1.0", "v0.0.9", "other"])
@pytest.mark.parametrize("edit", [[], [WIDER], [WIDER, NEWER]], ids=["unchanged", "too small", "large enough"])
def test_a_release_is_checked_as_the_tree_is_judged(
    repository: Path, capsys: Output, tag: str, edit: list[tuple[str, str]]
) -> None:
    git(repository, "tag", tag)
    written(repository / PATH.name, *edit)
    status = main([])
    (bump,) = (check for check in release.CHECKS if check.id == "bump")
    against = list(bump.problems(load(repository / PATH.name)))
    assert bool(against) is (status == 1)
    assert all(problem.partition(";")[0] in capsys.readouterr().out for problem in against)


def test_before_1_0_0_the_demand_says_which_number_is_raised(tmp_path: Path, capsys: Output) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    told = {"0.1.0": "0.2.0 or later; before 1.0.0, a major change raises the second number", "1.0.0": "2.0.0 or later"}
    for number, demand in told.items():
        stated = ("version: 0.1.0", f"version: {number}")
        main([written(old, stated), written(new, stated, WIDER)])
        assert f"this change demands {demand}\nwire: " in capsys.readouterr().out


def test_a_change_of_type_is_said_before_its_witness(tmp_path: Path, capsys: Output) -> None:
    document = json.loads(json.dumps(frozen.CONTRACT.document))
    document["components"]["schemas"]["PlannerData"]["properties"]["days_of_week"] |= {"type": ["string", "null"]}
    new = tmp_path / "new.json"
    new.write_text(json.dumps(document), "utf-8")
    main([str(PATH), str(new)])
    wire = [line for line in capsys.readouterr().out.splitlines() if line.startswith("wire ")]
    assert [line.partition("promised: ")[2] for line in wire] == ['`array` is now `string`, for instance "text"']


def test_revisions_are_compared_with_the_clients_committed_in_them(repository: Path, capsys: Output) -> None:
    for client in ("def stop(): ...\n", "def halt(): ...\n"):
        (repository / revisions.CLIENT).mkdir(parents=True, exist_ok=True)
        (repository / revisions.CLIENT / "api.py").write_text(client, "utf-8")
        commit(repository, SOURCE)
    assert main(["HEAD~1", "HEAD"]) == 1
    shown = capsys.readouterr().out
    assert "source breaking member-renamed api.halt: callers that use it break: `stop` is now `halt`" in shown
    assert shown.endswith("wire: unchanged\nsource: breaking\nbump: major\n")


@pytest.mark.parametrize(
    ("edit", "expected"), [([], "none"), ([("description: A span of one day.", "description: A span.")], "patch")]
)
def test_a_rendered_client_is_compared_with_a_committed_one(
    repository: Path, tmp_path: Path, capsys: Output, edit: list[tuple[str, str]], expected: str
) -> None:
    trees.write(repository / revisions.CLIENT, package.render(frozen.CONTRACT))
    commit(repository, SOURCE)
    main(["HEAD", written(tmp_path / "new.yaml", *edit)])
    assert outcome(capsys) == ["wire: unchanged", "source: unchanged", f"bump: {expected}"]


def test_a_shallow_clone_is_enough_for_its_own_revisions(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    commit(repository, SOURCE.replace(*WIDER))
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), "shallow")
    monkeypatch.setattr(revisions, "ROOT", tmp_path / "shallow")
    assert main(["HEAD", "HEAD"]) == 0
    assert outcome(capsys) == ["wire: unchanged", "source: unchanged", "bump: none"]
    assert main(["HEAD~1"]) == 2
    assert "HEAD~1: neither a file nor a revision of this repository; name one, or fetch it." in capsys.readouterr().err


REFUSED = [
    (b"", "not a mapping; begin with `openapi: 3.1.0`."),
    (b"\x89PNG\r\n\x1a\n\xff", "is not UTF-8"),
    (b"openapi: 3.1.0\n", "the version 'None' is not three numbers"),
    (b"hello: world\n", "openapi is None"),
    (SOURCE.replace("version: 0.1.0", "version: one").encode(), "the version 'one' is not three numbers such as 1.2.3"),
    (SOURCE.replace("#/components/schemas/SendLog", "#/components/schemas/Nobody").encode(), "nothing stands there"),
]


@pytest.mark.parametrize(("source", "reason"), REFUSED)
@pytest.mark.parametrize("first", [True, False])
def test_a_file_that_is_no_contract_ends_with_2_and_one_sentence(
    tmp_path: Path, capsys: Output, source: bytes, reason: str, *, first: bool
) -> None:
    path = tmp_path / "other.yaml"
    path.write_bytes(source)
    assert main([str(path), str(PATH)] if first else [str(PATH), str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("diff: ")
    assert reason in captured.err
    assert captured.err.count("\n") == 1


def test_a_revision_without_a_contract_is_named(repository: Path, capsys: Output) -> None:
    git(repository, "rm", "--quiet", PATH.name)
    git(repository, "commit", "--quiet", "--message=x")
    assert main(["HEAD", str(PATH)]) == 2
    assert "HEAD: that revision holds no openapi.yaml; name a later one." in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nobody", "--option", "v9.9.9", "HEAD:openapi.yaml"])
def test_an_unknown_revision_is_named(repository: Path, capsys: Output, name: str) -> None:
    assert repository.is_dir()
    assert main(["--", name]) == 2
    assert f"{name}: neither a file nor a revision of this repository" in capsys.readouterr().err


def test_without_a_repository_two_files_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(revisions, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main([]) == 2
    assert "this is no git repository; name two files: `nox -s diff -- OLD NEW`." in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([]) == 2
    assert "git is not installed; name two files: `nox -s diff -- OLD NEW`." in capsys.readouterr().err


def test_another_generator_than_the_pinned_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(pins, "pinned", lambda: {"ruff": "0.0.1"})
    assert main([str(PATH), written(tmp_path / "new.yaml", WIDER)]) == 2
    assert "pins ruff==0.0.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "size", "least"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.2.3", "none", "0.2.3"),
    ],
)
def test_a_bump_demands_a_version(old: str, size: Bump, least: str) -> None:
    assert demanded(version(old), size) == version(least)


def test_the_largest_verdict_decides() -> None:
    drift = Change("meaning", "description", "compatible", "", "")
    more = Change("wire", "operation-new", "compatible", "", "")
    breaks = Change("source", "member-gone", "breaking", "", "")
    sizes = [bump([]), bump([drift]), bump([drift, more]), bump([breaks, more, drift])]
    assert sizes == ["none", "patch", "minor", "major"]
