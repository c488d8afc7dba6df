"""Pages in Markdown: where their OpenAPI stands, files of many pages, and what is refused in one sentence."""

import re
from pathlib import Path

import pytest

from contract_tests.tests.page.tasks import CONTRACT
from contract_tests.tests.page.vendor import GONE, as_json, block, edited, inlined, older, page, reordered
from scripts.contract.operations import operations
from scripts.contract.values import Object, members
from scripts.page import command
from scripts.page.command import main
from scripts.page.draft import text

Output = pytest.CaptureFixture[str]
UPDATE = next(one for one in operations(CONTRACT.document) if one.operation_id == "updateTask")
DELETE = next(one for one in operations(CONTRACT.document) if one.operation_id == "deleteTask")
PUT = "/paths/~1v1~1tasks~1{task}/put"
SCHEMAS = "/components/schemas"
ELSEWHERE = edited(block(UPDATE), "/servers/0/url", "https://eu.example.com")
HEAD = "yaml PUT /v1/tasks/{task}"


@pytest.fixture(autouse=True)
def _tasks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "load", lambda: CONTRACT)
    monkeypatch.setattr(command, "PAGES", tmp_path / "pages")
    (tmp_path / "pages").mkdir()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "page.md"


def other(name: str) -> Object:
    """The document of an operation that the contract lacks."""
    return members(edited(block(UPDATE), "/paths", {f"/v1/{name}": {"get": {"responses": {}}}}))


def whole(*pages: str) -> str:
    """A file of many pages."""
    sources = (f"# Page {index}\nSource: https://docs.example.com/{index}\n\n{one}" for index, one in enumerate(pages))
    return "\n\n".join(sources)


@pytest.mark.parametrize(
    "written",
    [
        page(block(UPDATE)),
        page(block(UPDATE), fence="```"),
        page(block(UPDATE), fence="`````"),
        page(block(UPDATE), head="yaml put /v1/tasks/{task}"),
        page(block(UPDATE), head="yaml https://docs.example.com/openapi.json PUT /v1/tasks/{task}"),
        page(block(UPDATE), written=as_json(block(UPDATE))),
        page(older(block(UPDATE))),
        page(members(reordered(block(UPDATE)))),
        page(block(UPDATE)).replace("\n", "\r\n"),
    ],
)
def test_a_block_is_found_and_agrees_in_every_form(path: Path, capsys: Output, written: str) -> None:
    path.write_text(written, "utf-8", newline="")
    assert main([str(path)]) == 0
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith(f"{path}: PUT /v1/tasks/{{task}} agrees: ")
    assert "keywords confirmed, 0 not mentioned" in said


def test_each_line_ends_with_the_line_of_the_contract_to_edit(path: Path, capsys: Output) -> None:
    path.write_text(page(ELSEWHERE), "utf-8")
    assert main([str(path)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first == (
        'contradicted /servers/0/url at server: vendor url "https://eu.example.com", '
        'contract url "https://tasks.example.com/api" (documented) openapi.yaml:4'
    )
    assert last.startswith(f"{path}: PUT /v1/tasks/{{task}} differs in 1 place: ")


def test_a_schema_that_is_written_in_place_is_told_once(path: Path, capsys: Output) -> None:
    document = inlined(block(UPDATE))
    pointer = f"{PUT}/responses/409/content/application~1json/schema/properties/code/maximum"
    path.write_text(page(edited(document, pointer, 9)), "utf-8")
    assert main([str(path)]) == 1
    first, _ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"new {SCHEMAS}/Problem/properties/code/maximum at status 409 /code: vendor maximum 9 ")
    path.write_text(page(inlined(edited(block(UPDATE), f"{SCHEMAS}/Problem/properties/code/maximum", 9))), "utf-8")
    assert main([str(path)]) == 1
    first, _ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"new {SCHEMAS}/Problem/properties/code/maximum at status 409 /code and 1 more: ")


def test_a_page_is_kept_and_compared_again(path: Path, tmp_path: Path, capsys: Output) -> None:
    path.write_text(page(block(UPDATE)), "utf-8")
    assert main(["--update", "2025-11-03", str(path)]) == 0
    kept = tmp_path / "pages" / "updateTask.md"
    assert kept.read_text("utf-8") == f"Captured 2025-11-03.\n{page(block(UPDATE)).rstrip()}\n"
    assert main(["--update", "2025-12-01", str(kept)]) == 0
    assert kept.read_text("utf-8").count("Captured ") == 1
    capsys.readouterr()
    assert main([str(kept)]) == 0
    assert "captured 2025-12-01, agrees: " in capsys.readouterr().out


def test_a_draft_is_the_operation_of_the_block(path: Path, capsys: Output) -> None:
    path.write_text(page(block(UPDATE)), "utf-8")
    assert main(["--draft", str(path)]) == 0
    assert capsys.readouterr().out == text({key: block(UPDATE)[key] for key in ("paths", "components")})


# Files of many pages


def test_a_file_of_many_pages_is_taken_apart(path: Path, tmp_path: Path, capsys: Output) -> None:
    pages = ("A guide.\n\n```md\n# No page\nSource: x\n```", page(other("a")), page(ELSEWHERE), page(block(DELETE)))
    path.write_text(whole(*pages), "utf-8")
    assert main([str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2].partition(":")[0] for line in lines if line.startswith(str(path))] == [
        "PUT /v1/tasks/{task} differs in 1 place",
        "DELETE /v1/tasks/{task} agrees",
    ]
    assert main(["--update", "2025-11-03", str(path)]) == 1
    assert sorted(one.name for one in (tmp_path / "pages").iterdir()) == ["deleteTask.md", "updateTask.md"]
    kept = (tmp_path / "pages" / "deleteTask.md").read_text("utf-8")
    assert kept.startswith("Captured 2025-11-03.\n# Page 3\nSource: https://docs.example.com/3\n")
    assert "PUT" not in kept


@pytest.mark.parametrize(
    ("pages", "sentence"),
    [
        ((page(other("a")), page(other("b"))), r": none of its 2 pages has the OpenAPI of an operation of .+"),
        ((page(ELSEWHERE), page(ELSEWHERE)), r": the pages at lines 1 and \d+ are both of PUT /v1/tasks/\{task\}; .+"),
        ((page(other("a")), page(block(UPDATE)).rstrip("`\n")), r":\d+: .+ has no end; the page is cut, .+"),
    ],
)
def test_a_file_of_many_pages_may_have_none_to_compare(
    path: Path, tmp_path: Path, capsys: Output, pages: tuple[str, ...], sentence: str
) -> None:
    path.write_text(whole(*pages), "utf-8")
    refused(path, tmp_path, capsys, sentence)


# What is refused


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("A guide.\n\n```sh\ncurl https://example.com\n```\n", r":3: not a page: it is Markdown without a block .+"),
        (page({}, head=HEAD, written="openapi: 3.1.0\npaths: {a: [}\n"), r":13: not YAML, .+"),
        (page({}, head=HEAD, written="openapi: 3.1.0\n- a\n"), r":1\d: not YAML, .+"),
        (page({}, head=HEAD, written="- a\n"), r": not a mapping; .+"),
        (page({}, head=HEAD, written="a: b\n"), r":11: .+ has no version of OpenAPI; only .+"),
        (page({}, head=HEAD, written="openapi: 3.2.0\n"), r":11: .+ is of version 3\.2\.0; only .+"),
        (page({}, head="yaml", written="swagger: '2.0'\n"), r":11: .+ is of version 2\.0; only .+"),
        (page({}, head=HEAD, written="openapi: 3.1.0\npaths: {}\n"), r":11: .+ has no operation; it must have one .+"),
        (
            page({}, head=HEAD, written=text(CONTRACT.document)),
            r":11: .+ has PUT /v1/tasks/\{task\}, DELETE /v1/tasks/\{task\}; it must have one .+",
        ),
        (
            page({}, head=HEAD, written="paths:\n  path: /v1/tasks\n  method: put\n  request: {schemaArray: []}\n"),
            r":11: not a page: its block is not OpenAPI but the documentation maker's older form, .+",
        ),
        (
            page(edited(block(UPDATE), f"{SCHEMAS}/Problem", {"$ref": "3fa85f64-5717-4562-b3fc-2c963f66afa6"})),
            r":\d+: the reference 3fa85f64-\S+ is a bare id and leads nowhere; .+",
        ),
        (page(edited(block(UPDATE), f"{SCHEMAS}/Problem", {"$ref": "x.yaml"})), r":\d+: x\.yaml: not a reference .+"),
        (page(edited(block(UPDATE), f"{SCHEMAS}/Problem", GONE)), r":\d+: #/\S+/Problem: nothing stands there; .+"),
        (page(other("jobs")), r":11: its block is of another operation, GET /v1/jobs, which is not in .+"),
        (page(block(UPDATE), head="yaml DELETE /v1/tasks/{task}"), r":11: .+ headed DELETE \S+ and describes PUT .+"),
        (page(block(UPDATE)) * 2, r":\d+: .+ it has 2 blocks of OpenAPI; keep one\."),
        (page(block(UPDATE)).rstrip("`\n"), r":11: .+ has no end; the page is cut, save it anew\."),
    ],
)  # fmt: skip
def test_a_block_that_cannot_be_read_is_refused_in_one_sentence(
    path: Path, tmp_path: Path, capsys: Output, written: str, sentence: str
) -> None:
    path.write_text(written, "utf-8")
    refused(path, tmp_path, capsys, sentence)


def refused(path: Path, tmp_path: Path, capsys: Output, sentence: str) -> None:
    assert main(["--update", "2025-11-03", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (said,) = captured.err.splitlines()
    assert said.startswith(f"page: {path}")
    assert re.fullmatch(sentence, said.removeprefix(f"page: {path}"))
    assert list((tmp_path / "pages").iterdir()) == []
