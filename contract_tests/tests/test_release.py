"""A release is checked, and each check sees what is against it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.quality import release as command
from contract_tests.quality import wheel
from contract_tests.quality.release import CHECKS, main
from contract_tests.tests.page.vendor import block, edited, page
from scripts import generate, release
from scripts.contract.document import Contract, load
from scripts.contract.operations import operations
from scripts.contract.values import Object, members
from scripts.diff import revisions
from scripts.diff.verdict import demanded, version
from scripts.page.command import PAGES
from scripts.release import Check, table

CONTRACT = load()
VERSION = release.version(CONTRACT)
ENTRY = f"# Changelog\n\n## [{VERSION}] - 2025-11-03\n\n### Added\n\n- The contract.\n"


def problems(name: str, contract: Contract = CONTRACT) -> list[str]:
    (row,) = (row for row in CHECKS if row.id == name)
    return list(row.problems(contract))


def program(source: str, shown: str) -> Callable[[str], tuple[str, str]]:
    """What reads a program and its output from the README."""

    def example(url: str) -> tuple[str, str]:
        assert url.startswith("http://127.0.0.1:")
        return source, shown

    return example


def last_release(name: str) -> Callable[[str | None], str]:
    """What finds the last release."""

    def released(besides: str | None = None) -> str:
        assert besides is None
        return name

    return released


@pytest.fixture
def changelog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(ENTRY, "utf-8")
    monkeypatch.setattr(release, "CHANGELOG", path)
    return path


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(wheel, "DIST", tmp_path / "dist")
    return tmp_path / "dist"


def test_the_wheel_stops_a_send_from_an_empty_environment(dist: Path) -> None:
    dist.mkdir()
    (dist / "comm_sms-0.0.0-py3-none-any.whl").touch()
    assert problems("wheel") == []
    name = f"comm_sms-{release.version(CONTRACT)}"
    assert {path.name for path in dist.iterdir()} == {f"{name}-py3-none-any.whl", f"{name}.tar.gz"}


@pytest.mark.usefixtures("dist")
def test_a_wheel_that_prints_something_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "example", program("import comm_sms; print('stopped')", "started\n"))
    assert problems("wheel") == ["prints 'stopped\\n', the README shows 'started\\n'"]


@pytest.mark.usefixtures("dist")
def test_a_wheel_that_fails_is_told_by_its_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "example", program("import comm_sms.nobody", ""))
    ((_, told),) = [(row, told) for row, told in table(CONTRACT, CHECKS[-1:]) if row.id == "wheel"]
    (line,) = told
    assert line.endswith("ModuleNotFoundError: No module named 'comm_sms.nobody'")


@pytest.mark.usefixtures("changelog")
def test_a_sound_project_has_nothing_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "released", last_release("HEAD"))
    tree = revisions.working_tree()
    monkeypatch.setattr(revisions, "named", {"HEAD": tree}.__getitem__)
    for name in ("rules", "changelog", "drift", "bump", "new", "page"):
        assert problems(name) == []


def test_a_broken_rule_is_told() -> None:
    other = replace(CONTRACT, document=CONTRACT.document | {"x-other": 1})
    assert any("extension-known" in problem for problem in problems("rules", other))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# Changelog\n\n## [Unreleased]\n\n- More.\n", f"has no `## [{VERSION}] - YYYY-MM-DD`"),
        (f"# Changelog\n\n## [{VERSION}]\n\n- More.\n", f"has no `## [{VERSION}] - YYYY-MM-DD`"),
        (
            f"# Changelog\n\n## [{VERSION}] - 2025-11-03\n\n## [0.0.9] - 2025-11-01\n\n- More.\n",
            f"says nothing under [{VERSION}]",
        ),
    ],
)
def test_a_missing_or_empty_entry_is_told(changelog: Path, text: str, problem: str) -> None:
    changelog.write_text(text, "utf-8")
    (told,) = problems("changelog")
    assert problem in told


def test_drift_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "GENERATED", tmp_path / "generated")
    assert all("missing: run `nox -s generate`" in problem for problem in problems("drift"))
    assert problems("drift") != []


@pytest.fixture
def previous(monkeypatch: pytest.MonkeyPatch) -> list[Contract]:
    """A release before this one, of the contract that is put into the list."""
    contracts: list[Contract] = []

    def named(name: str) -> revisions.Version:
        return revisions.Version(name, contracts[0], None)

    monkeypatch.setattr(revisions, "released", last_release("v0.0.9"))
    monkeypatch.setattr(revisions, "named", named)
    return contracts


def numbered(number: str) -> Contract:
    info: Object = {"info": members(CONTRACT.document["info"]) | {"version": number}}
    return replace(CONTRACT, document=CONTRACT.document | info)


def test_too_small_a_version_is_told(previous: list[Contract]) -> None:
    servers: Object = {"servers": [{"url": "https://elsewhere.example/api"}]}
    previous.append(replace(CONTRACT, document=CONTRACT.document | servers))
    (told,) = problems("bump")
    least = ".".join(map(str, demanded(version(VERSION), "major")))
    assert told.startswith(f"version {VERSION} is too small: after {VERSION}, this change demands {least} or later")


@pytest.mark.parametrize(
    ("last", "head", "told"), [(f"v{VERSION}", False, 1), (f"v{VERSION}", True, 0), ("v0.0.9", False, 0)]
)
def test_a_version_that_is_released_already_is_told(
    monkeypatch: pytest.MonkeyPatch, last: str, told: int, *, head: bool
) -> None:
    monkeypatch.setattr(revisions, "released", last_release(last))
    monkeypatch.setattr(revisions, "is_head", {f"v{VERSION}": head}.__getitem__)
    assert (
        problems("new")
        == [f"v{VERSION} is released already: give openapi.yaml and pyproject.toml a new version"] * told
    )


def test_a_larger_version_will_do(previous: list[Contract]) -> None:
    previous.append(numbered("0.0.9"))
    assert problems("bump") == []


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("raise SystemExit(0)", []),
        ("print('1 violation'); raise SystemExit(1)", ["1 violation; `nox -s contract` says why"]),
        ("raise SystemExit(2)", ["it fails; `nox -s contract` says why"]),
    ],
)
def test_a_mock_that_breaks_the_contract_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, told: list[str]
) -> None:
    (tmp_path / "contract_tests").mkdir()
    (tmp_path / "contract_tests" / "__main__.py").write_text(program, "utf-8")
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert problems("contract") == told


def test_a_page_that_differs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stop.txt").write_text(
        (PAGES / "stop.txt").read_text("utf-8").replace('"manual"', '"planner"'), "utf-8"
    )
    monkeypatch.setattr(release, "PAGES", tmp_path)
    (told,) = problems("page")
    assert told.startswith("stop.txt: POST ")
    assert "differs in 1 place" in told


def _nothing(_: Contract) -> Iterator[str]:
    return iter(())


def _bad(_: Contract) -> Iterator[str]:
    return iter(("is bad",))


def test_the_command_prints_a_line_a_check_and_ends_with_the_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = Check("good", "All is well.", _nothing), Check("bad", "Never.", _bad)
    monkeypatch.setattr(command, "CHECKS", (good,))
    assert main(["check"]) == 0
    verdict = f"{VERSION} is consistent; the tests decide: run `nox`, as CI does"
    assert capsys.readouterr().out == f"good: ok. All is well.\n{verdict}\n"
    monkeypatch.setattr(command, "CHECKS", (bad, good))
    assert main(["check"]) == 1
    assert capsys.readouterr().out == f"bad: is bad\ngood: ok. All is well.\n{VERSION} cannot be released yet\n"


def test_a_kept_page_in_markdown_may_have_other_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (operation,) = operations(load().document)
    post = operation.place.pointer
    monkeypatch.setattr(release, "PAGES", tmp_path)
    (tmp_path / "stop.md").write_text(page(edited(block(operation), f"{post}/summary", "End it")), "utf-8")
    assert problems("page") == []
    (tmp_path / "stop.md").write_text(
        page(edited(block(operation), "/servers/0/url", "https://eu.example.com")), "utf-8"
    )
    (told,) = problems("page")
    assert told.startswith("stop.md: POST ")
