"""The vendor's own OpenAPI in a page in Markdown: it agrees in every form, and every edit is told at its place."""

import copy
import json
import re
from pathlib import Path

import pytest

from contract_tests.tests.page.tasks import CONTRACT
from scripts.contract.document import load
from scripts.contract.places import walk
from scripts.contract.values import Json, Object, at, members
from scripts.page import command, markdown, published
from scripts.page.command import main
from scripts.page.compare import Comparison
from scripts.page.draft import text

Output = pytest.CaptureFixture[str]
ABOVE = "# Update a task\n\n> The index of this documentation is elsewhere.\n\n```sh\ncurl https://example.com\n```\n\n"
PUT = "/paths/~1v1~1tasks~1{task}/put"
SCHEMAS = "/components/schemas"
GONE: Json = {"gone": True}  # the value of an edit that takes something out


def vendor() -> Object:
    """The contract as the vendor could have written it: the one operation, and no mark of ours."""
    document = copy.deepcopy(CONTRACT.document)
    del members(at(document, "/paths/~1v1~1tasks~1{task}"))["delete"]
    return document


def page(document: Object, *, fence: str = "````", written: str = "") -> str:
    info = "yaml openapi/api.json PUT /v1/tasks/{task}"
    return f"{ABOVE}## OpenAPI\n\n{fence}{info}\n{written or text(document)}\n{fence}\n"


def compared(directory: Path, content: str) -> Comparison:
    path = directory / "page.md"
    path.write_text(content, "utf-8")
    document = markdown.load(path)
    assert document
    return published.compare(CONTRACT, document)


def edited(pointer: str, value: Json) -> Object:
    document = vendor()
    parent, _, key = pointer.rpartition("/")
    holder = at(document, parent)
    if isinstance(holder, list):
        holder[int(key)] = value
    else:
        members(holder)[key] = value
        if value == GONE:
            del members(holder)[key]
    return document


def older(document: Object) -> Object:
    """The document as OpenAPI 3.0 says the same."""
    document["openapi"] = "3.0.3"
    for place in walk(document):
        if isinstance(kinds := place.value.get("type"), list):
            place.value.update({"type": kinds[0], "nullable": True})
    return document


def inlined(document: Object) -> Object:
    """The document with a copy of each component in the place of its references."""
    for place in list(walk(document)):
        if isinstance(reference := place.value.pop("$ref", None), str):
            place.value.update(copy.deepcopy(members(at(document, reference[1:]))))
    return document


def test_the_contract_itself_agrees_in_every_form(tmp_path: Path) -> None:
    same = compared(tmp_path, page(vendor()))
    assert same.differences == []
    assert (same.compared, same.unseen) == (39, 0)
    forms = (
        page(vendor(), fence="```"),
        page(vendor(), fence="~~~"),
        page({}, written=json.dumps(vendor(), indent=2)),
        page(older(vendor())),
        page(dict(reversed(vendor().items()))),
    )
    for form in forms:
        other = compared(tmp_path, form)
        assert (other.differences, other.compared, other.unseen) == ([], same.compared, same.unseen)
    assert compared(tmp_path, page(inlined(vendor()))).differences == []


def test_a_reference_that_may_be_null_is_read_through_its_composition(tmp_path: Path) -> None:
    pointer = f"{SCHEMAS}/TaskResponse/properties/data"
    one: Json = {"allOf": [{"$ref": "#/components/schemas/TaskResource"}]}
    or_null: Json = {"anyOf": [{"$ref": "#/components/schemas/TaskResource"}, {"type": "null"}]}
    assert compared(tmp_path, page(edited(pointer, one))).differences == []
    (found,) = compared(tmp_path, page(edited(pointer, or_null))).differences
    assert (found.place, found.shown, found.rendered) == ("/data", 'type "object | null"', 'type "object"')


@pytest.mark.parametrize(
    ("pointer", "value", "place", "follows"),
    [
        ("/servers/0/url", "https://eu.example.com", "server", "is served from elsewhere"),
        (f"{PUT}/parameters/0", {"name": "far", "in": "query"}, "query parameter far", "is new"),
        (f"{PUT}/parameters/0/schema/maximum", 5, "query parameter depth", "has another maximum"),
        (f"{PUT}/parameters/0/schema/multipleOf", 2, "query parameter depth", "has multipleOf"),
        (f"{PUT}/parameters/0/required", True, "query parameter depth", "changed"),
        (f"{PUT}/parameters/1/schema/items/enum", ["open"], "query parameter only/0", "has another enum"),
        (f"{PUT}/requestBody", GONE, "request body", "is not in the vendor's schema"),
        (f"{PUT}/requestBody/content/text~1csv", {}, "request body media type", "is new"),
        (f"{SCHEMAS}/TaskRequest/required", ["state", "title"], "request body", "has another required"),
        (f"{SCHEMAS}/TaskRequest/properties/title/minLength", 1, "request body /title", "has minLength"),
        (f"{SCHEMAS}/TaskRequest/properties/weight/type", "integer", "request body /weight", "has another type"),
        (f"{SCHEMAS}/TaskRequest/properties/state/enum", GONE, "request body /state", "is not in the vendor's schema"),
        (f"{SCHEMAS}/TaskRequest/properties/place", GONE, "request body /place", "is not in the vendor's schema"),
        (f"{SCHEMAS}/TaskRequest/properties/place/properties/floor", {}, "request body /place/floor", "is new"),
        (f"{PUT}/responses/202", {"description": "Later."}, "status", "answers 202"),
        (f"{PUT}/responses/409", GONE, "status 409", "is not in the vendor's schema"),
        (f"{SCHEMAS}/TaskResource/properties/id/format", "uuid", "/data/id", "has format"),
        (f"{SCHEMAS}/TaskResource/properties/title/deprecated", True, "/data/title", "has deprecated"),
        (f"{SCHEMAS}/Problem/properties/code/type", "string", "status 409 /code", "has another type"),
    ],
)
def test_an_edit_is_told_at_its_place(tmp_path: Path, pointer: str, value: Json, place: str, follows: str) -> None:
    found = [(one.place, one.follows) for one in compared(tmp_path, page(edited(pointer, value))).differences]
    assert (place, follows) in found
    assert {one for one, _ in found} <= {place, "query parameter depth"}


def test_another_method_or_path_is_told(tmp_path: Path) -> None:
    written = text(vendor())
    (found,) = compared(tmp_path, page({}, written=written.replace("/v1/tasks", "/v2/tasks"))).differences
    assert (found.place, found.follows) == ("path", "has another path now")


def test_what_the_contract_only_infers_may_be_missing(tmp_path: Path) -> None:
    contract = load()
    document: Object = {
        key: value for key, value in contract.document.items() if key in {"openapi", "servers", "paths"}
    }
    document["components"] = copy.deepcopy(contract.document["components"])
    for place in walk(document):
        marks = place.value.get("x-evidence")
        for keyword in marks if isinstance(marks, dict) else ():
            place.value.pop(keyword, None)
        if place.value.get("format") == "int64":
            del place.value["format"]
    path = tmp_path / "page.md"
    path.write_text(page(document), "utf-8")
    theirs = markdown.load(path)
    assert theirs
    outcome = published.compare(contract, theirs)
    assert outcome.differences == []
    assert outcome.unseen > 20


# The command


@pytest.fixture
def _tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load", lambda: CONTRACT)


@pytest.mark.usefixtures("_tasks")
def test_the_command_compares_drafts_and_does_not_keep(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "page.md"
    path.write_text(page(edited("/servers/0/url", "https://eu.example.com")), "utf-8")
    assert main([str(path)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first == (
        "openapi.yaml:4 server: page https://eu.example.com, contract https://tasks.example.com/api: "
        "is served from elsewhere (documented)"
    )
    assert last == f"{path}: PUT /v1/tasks/{{task}} differs in 1 place: 39 keywords confirmed, 0 not mentioned"
    assert main(["--draft", str(path)]) == 0
    assert capsys.readouterr().out == text({key: vendor()[key] for key in ("paths", "components")})
    assert main(["--update", "2025-11-03", str(path)]) == 2
    assert capsys.readouterr().err == (
        f"page: {path}: a page in Markdown is not kept; keep the text that a browser shows.\n"
    )


@pytest.mark.usefixtures("_tasks")
@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("openapi: 3.1.0\npaths: {a: [}\n", r":13: not YAML, .+"),
        ("openapi: 3.1.0\n- a\n", r":1\d: not YAML, .+"),
        ("openapi: 3.1.0\npaths: {}\n", r":11: not a page: its OpenAPI has no operation; it must have one operation\."),
        (
            text(CONTRACT.document),
            r":11: .+ has PUT /v1/tasks/\{task\}, DELETE /v1/tasks/\{task\}; it must have one .+",
        ),
        (text(edited(f"{SCHEMAS}/Problem", {"$ref": "3fa85f64"})), r":\d+: 3fa85f64: not a reference to .+"),
        (text(edited(f"{SCHEMAS}/Problem", GONE)), r":\d+: #/components/schemas/Problem: nothing stands there; .+"),
        (text(vendor()).replace("/v1/tasks", "/v1/jobs"), r": PUT /v1/jobs/\{task\} is not in openapi\.yaml .+"),
        (text(vendor()) + "````\n\n````yaml\nopenapi: 3.0.1\n", r":\d+: .+ it has 2 blocks of OpenAPI; keep one\."),
        (
            "paths:\n  path: /v1/tasks\n  schemaArray: []\n",
            r":5: not a page: it is Markdown without a block of OpenAPI; .+",
        ),
    ],
)
def test_a_block_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, capsys: Output, written: str, sentence: str
) -> None:
    path = tmp_path / "page.md"
    path.write_text(page({}, written=written), "utf-8")
    assert main([str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (said,) = captured.err.splitlines()
    assert said.startswith(f"page: {path}")
    assert re.fullmatch(sentence, said.removeprefix(f"page: {path}"))
