"""The reference without Node: every file agrees with the contract, and unknown keywords stop the generation."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from scripts import crash, generate, reference, trees
from scripts.contract import rules
from scripts.contract.document import ROOT, Contract, load
from scripts.contract.operations import operations
from scripts.contract.places import walk
from scripts.contract.values import ContractError, Json, Object, at, items, members
from scripts.pins import GenerationError
from scripts.reference import node
from scripts.reference.emitters import html, json_schema, postman, typescript
from scripts.reference.shapes import components

CONTRACT = load()
COMMITTED = trees.read(generate.GENERATED / generate.REFERENCE)
TREE = reference.render(CONTRACT, COMMITTED)
PROPERTIES = {
    name for place in walk(CONTRACT.document) if place.is_schema for name in members(place.value.get("properties"))
}
Variant = Callable[[str, str], Contract]


@pytest.fixture
def variant(tmp_path: Path) -> Variant:
    """The contract with the first appearance of a text replaced by another."""

    def replaced(old: str, new: str) -> Contract:
        source = CONTRACT.source.decode()
        assert old in source
        path = tmp_path / "openapi.yaml"
        path.write_text(source.replace(old, new, 1), "utf-8")
        return load(path)

    return replaced


def read(path: str) -> Object:
    value: Json = json.loads(TREE[path])
    return members(value)


# OpenAPI


def test_the_bundle_is_the_contract() -> None:
    assert read("openapi/openapi.json") == CONTRACT.document


def test_the_dereferenced_copy_has_no_reference() -> None:
    places = list(walk(read("openapi/openapi.dereferenced.json")))
    assert len(places) > len(list(walk(CONTRACT.document)))
    assert not [place.pointer for place in places if "$ref" in place.value]


def test_keywords_beside_a_reference_override_its_target() -> None:
    schemas = members(members(read("openapi/openapi.dereferenced.json")["components"])["schemas"])
    data = members(members(members(schemas["SmsCampaignSendResponse"])["properties"])["data"])
    assert data["description"] == "The send that was stopped."
    assert "status" in members(data["properties"])


def test_the_3_0_copy_is_valid_3_0() -> None:
    assert list(OpenAPIV30SpecValidator(read("openapi/openapi-3.0.json")).iter_errors()) == []


def test_the_3_0_copy_keeps_keywords_beside_a_reference() -> None:
    document = read("openapi/openapi-3.0.json")
    beside = [
        place for place in walk(CONTRACT.document) if place.is_schema and {"$ref", "x-null"} <= place.value.keys()
    ]
    assert beside
    for place in beside:
        copy = members(at(document, place.pointer))
        assert copy == {"allOf": [{"$ref": place.value["$ref"]}]} | {
            k: v for k, v in place.value.items() if k != "$ref"
        }


def test_every_object_of_the_3_0_copy_says_whether_it_is_open() -> None:
    schemas = [place.value for place in walk(read("openapi/openapi-3.0.json")) if place.is_schema]
    objects = [schema for schema in schemas if schema.get("type") == "object"]
    assert objects
    assert all("additionalProperties" in schema for schema in objects)


def test_the_3_0_copy_has_no_defaults() -> None:
    schemas = [place.value for place in walk(read("openapi/openapi-3.0.json")) if place.is_schema]
    assert schemas
    assert not [schema for schema in schemas if "default" in schema]


# JSON Schema


@pytest.mark.parametrize("dialect", json_schema.DIALECTS, ids=lambda dialect: dialect.name)
def test_every_component_is_a_valid_schema_that_refers_to_itself_alone(dialect: json_schema.Dialect) -> None:
    names = list(components(CONTRACT))
    assert names
    for name in names:
        schema = read(f"json-schema/{dialect.name}/{name}.json")
        jsonschema_rs.meta.validate(schema)
        references = re.findall(r'"\$ref": "([^"]+)"', json.dumps(schema))
        assert {reference.rpartition("/")[2] for reference in references} == members(
            schema.get(dialect.definitions)
        ).keys()
        assert all(reference.startswith(f"#/{dialect.definitions}/") for reference in references)


def test_ids_of_schemas_are_unique() -> None:
    ids = [read(path)["$id"] for path in TREE if path.startswith("json-schema/")]
    assert len(set(ids)) == len(ids)


def test_the_extensions_of_the_contract_stay_out_of_json_schema() -> None:
    assert not [path for path in TREE if path.startswith("json-schema/") and b'"x-' in TREE[path]]


# What people read


@pytest.mark.parametrize("path", ["go/commsms.go", "java/commsms/CommSms.java"])
def test_no_line_of_a_comment_ends_inside_quoted_code(path: str) -> None:
    schemas = [place.value for place in walk(CONTRACT.document) if place.keyword == "properties"]
    quoted = {code for schema in schemas for code in re.findall("`[^`]+`", str(schema.get("description")))}
    assert "`YYYY-MM-DD HH:MM:SS`" in quoted
    assert [code for code in sorted(quoted) if code not in TREE[path].decode()] == []


@pytest.mark.parametrize("path", ["llms.txt", "go/commsms.go", "java/commsms/CommSms.java", typescript.FILES[0]])
def test_a_text_names_every_property(path: str) -> None:
    text = TREE[path].decode()
    assert {name for name in PROPERTIES if not re.search(rf"\b{name}\b", text)} == set()


def test_the_text_for_language_models_says_how_to_send_the_token() -> None:
    assert "Security, bearerAuth: An API token, sent as `Authorization: Bearer <token>`." in TREE["llms.txt"].decode()


def test_a_property_whose_name_java_reserves_gets_another_there(variant: Variant) -> None:
    tree = reference.render(variant("send_amount:\n", "class:\n"), COMMITTED)
    assert '@JsonProperty("class") Long class_,' in tree["java/commsms/CommSms.java"].decode()


def test_every_example_of_the_contract_is_a_file() -> None:
    files = [json.loads(content) for path, content in TREE.items() if path.startswith("examples/")]
    responses = members(members(CONTRACT.document["components"])["responses"]).values()
    contents = [members(members(members(response)["content"])["application/json"]) for response in responses]
    values = [members(one)["value"] for content in contents for one in members(content["examples"]).values()]
    assert sorted(map(json.dumps, files)) == sorted(map(json.dumps, values))


def test_the_collection_sends_what_the_contract_says() -> None:
    collection = read("postman/collection.json")
    (operation,) = operations(CONTRACT.document)
    (item,) = items(collection["item"])
    request = members(members(item)["request"])
    url = members(request["url"])
    path = re.sub(r":(\w+)", r"{\1}", "/".join(map(str, items(url["path"]))))
    assert (request["method"], f"/{path}") == (operation.method.upper(), operation.path)
    scheme = members(at(CONTRACT.document, "/components/securitySchemes/bearerAuth"))["scheme"]
    assert members(collection["auth"])["type"] == scheme
    assert items(members(collection["auth"])[str(scheme)]) == [{"key": "token", "value": "{{token}}", "type": "string"}]
    ids = [members(one) for one in items(url["variable"])]
    names = [parameter.name for parameter in operation.ids]
    assert [(one["key"], one["value"]) for one in ids] == [(name, f"{{{{{name}}}}}") for name in names]


def test_the_collection_holds_no_id_and_no_token_that_could_stop_a_send() -> None:
    variables = [members(one) for one in items(read("postman/collection.json")["variable"])]
    assert all(variable["description"] for variable in variables)
    (operation,) = operations(CONTRACT.document)
    known = {"baseUrl": "https://api.comm.com/api", "token": ""} | {one.name: "" for one in operation.ids}
    assert {str(variable["key"]): variable["value"] for variable in variables} == known


def test_the_collection_follows_no_redirect() -> None:
    (item,) = items(read("postman/collection.json")["item"])
    assert members(item)["protocolProfileBehavior"] == {"followRedirects": False}


def test_the_ids_of_the_collection_stay() -> None:
    assert postman.render(CONTRACT) == postman.render(load())
    ids = re.findall(r'"(?:_postman_id|id)": "([0-9a-f-]{36})"', TREE["postman/collection.json"].decode())
    assert len(set(ids)) == len(ids) > 5


def test_a_description_is_markdown_and_its_tags_are_text() -> None:
    written = html.markdown("Only `a` <script>alert(1)</script>\n\n- one ![x](https://x.example/a.png)")
    assert "<code>a</code>" in written
    assert "<li>one" in written
    assert "<script" not in written
    assert "<img" not in written


def test_the_page_links_what_it_names() -> None:
    page = TREE["html/index.html"].decode()
    targets = re.findall(r'href="#([^"]+)"', page)
    assert {"stopSmsCampaignSend", "SendMeta", "SendLog"} <= set(targets)
    assert set(targets) <= set(re.findall(r' id="([^"]+)"', page))
    assert 'array of <a href="#SendLog">SendLog</a> or null' in page


def test_the_copy_for_clients_says_nothing_that_makes_a_client_refuse_or_change_an_answer(variant: Variant) -> None:
    document = read("openapi/openapi-3.0-clients.json")
    schemas = {place.pointer: place.value for place in walk(document) if place.is_schema}
    assert [pointer for pointer, schema in schemas.items() if {"minimum", "anyOf", "default"} & schema.keys()] == []
    assert {str(schema["format"]) for schema in schemas.values() if schema.get("type") == "number"} == {"double"}
    named = members(members(document["components"])["schemas"])
    assert not named.keys() & {"InitialBrands", "StepPerformance"}
    proven = variant("x-evidence: {default: inferred, minimum: inferred}", "x-evidence: {default: inferred}")
    kept = json.loads(reference.render(proven, COMMITTED)["openapi/openapi-3.0-clients.json"])
    assert at(kept, "/components/schemas/ManualData/properties/send_amount/minimum") == 1


# The tree


def test_the_manifest_has_the_digest_of_everything() -> None:
    manifest = read("manifest.json")
    assert manifest["openapi.yaml"] == CONTRACT.sha256
    assert manifest["files"] == {
        path: sha256(content).hexdigest() for path, content in sorted(TREE.items()) if path != "manifest.json"
    }


def test_a_file_of_node_that_was_edited_by_hand_is_noticed_without_node() -> None:
    (path,) = typescript.FILES
    tree = reference.render(CONTRACT, COMMITTED | {path: b"edited"})
    assert tree["manifest.json"] != COMMITTED["manifest.json"]


def test_the_client_alone_leaves_the_reference_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variant: Variant
) -> None:
    limited = variant("manual:\n              summary: A m", "'a/b':\n              summary: A m")
    assert {finding.rule for finding in rules.check(limited)} == {"file-named"}
    monkeypatch.setattr(generate, "load", lambda: limited)
    trees.write(tmp_path / "generated", {"reference/older.txt": b"older"})
    monkeypatch.setattr(generate, "GENERATED", tmp_path / "generated")
    monkeypatch.setattr(node, "CACHE", tmp_path / "never")
    assert generate.main(["--only", "client"]) == 0
    assert trees.read(tmp_path / "generated" / "reference") == {"older.txt": b"older"}
    assert (tmp_path / "generated" / "comm_sms" / "client.py").exists()
    assert not (tmp_path / "never").exists()


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((node.ROOM / node.LOCK).read_bytes())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all(package.get("integrity") for name, package in packages.items() if name)


@pytest.mark.reference
def test_the_environment_does_not_change_the_output_of_node(tmp_path: Path) -> None:
    program = (
        "import json; from scripts import reference; from scripts.contract.document import load; "
        "print(json.loads(reference.render(load())['manifest.json'])['files'])"
    )
    elsewhere = os.environ | {"PYTHONPATH": str(node.CACHE.parent), "PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", program], env=elsewhere, cwd=tmp_path, stdout=-1, text=True, check=True)
    assert run.stdout == f"{read('manifest.json')['files']}\n"


# Refusals


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("minimum: 1", "minProperties: 1", r"/components/schemas/\w+/properties/\w+/minProperties .*Delete it, or add"),
        ("type: [array, ", "type: [string, array, ", r"/properties/logs/type .*It is known only if it is one type"),
        ("items: {}", "items: {properties: {a: true}}", r"/items/properties .*It is known only if it holds schemas"),
        ("format: uuid", "format: ipv4", r"/format .*It is known only if it is one of \['date', .*'uuid'\]"),
        ("required: [data]", "required: [other]", "/required .*It is known only if it names properties that are"),
        (
            "type: string\n          description: The send",
            "type: text\n          description: The send",
            "/id/type .*It is known",
        ),
        (
            "      description: A span of one day.\n",
            "",
            "/components/schemas/TimeWindow described: .*Add a description",
        ),
        ("description: The send that was stopped.", "x-null: expected", "/properties/data described: "),
        (
            "    TimeWindow:\n",
            "    Time.Window: {description: Text.}\n    TimeWindow:\n",
            "/schemas/Time.Window .*Go and Java have no such names. Rename it",
        ),
        ("minimum: 1", "minimum: 1\n          maximum: 0", r"/properties/\w+ .*Add a value that it allows"),
        (
            "minimum: 1",
            "minimum: 1\n          exclusiveMinimum: 0",
            "/exclusiveMinimum .*It is known only if it stands without",
        ),
        ("      summary: Stop a campaign send\n", "", "/post .*It has no summary"),
        (
            "        send_amount:\n",
            "        send-amount:\n",
            "/properties/send-amount .*Go and Java have no such names. Generate the client alone",
        ),
        (
            "        send_amount:\n",
            "        sendAmount: {description: Other., type: string}\n        send_amount:\n",
            "/properties/send_amount .*Go and Java would not tell it from sendAmount. Generate the client alone",
        ),
        ("items: {}", "items: false", r"/items .*It is known only if it is a schema"),
        (
            '$ref: "#/components/schemas/SendLog"',
            '$ref: "#/components/schemas/SendMeta/properties/send_type"',
            r"/\$ref .*It is known only if it leads to #/components/schemas/ by name",
        ),
        (
            '$ref: "#/components/schemas/SendLog"',
            '$ref: "#/components/schemas/SendLog"\n            minimum: 1',
            r"/\$ref .*It is known only if .* has only annotations beside it",
        ),
    ],
)
def test_an_unknown_keyword_is_refused_with_its_line(variant: Variant, old: str, new: str, refusal: str) -> None:
    with pytest.raises(ContractError, match=rf"openapi\.yaml:\d+ .*{refusal}"):
        reference.render(variant(old, new), COMMITTED)


def test_the_summary_of_a_contract_may_be_left_out(variant: Variant) -> None:
    quote = "> Stop one send of an SMS campaign.\n\n"
    short = reference.render(variant("  summary: Stop one send of an SMS campaign.\n", ""), COMMITTED)["llms.txt"]
    assert quote in TREE["llms.txt"].decode()
    assert quote not in short.decode()


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("scheme: bearer", "scheme: basic", "Send the token as a bearer"),
        ("        - bearerAuth: []", "        - {}", "Name one token"),
        (
            "      responses:\n",
            "      requestBody: {description: Text., content: {text/plain: {}}}\n      responses:\n",
            "/requestBody .*Describe its body as application/json alone",
        ),
        ("application/json:", "text/html:", "Describe its body as application/json alone"),
        (
            "            manual:\n              summary: A manual",
            "            a/b:\n              summary: A manual",
            "/a~1b .*Rename it",
        ),
        (
            "            planner:\n              summary: A planner",
            "            Manual:\n              summary: A planner",
            "/Manual .*some file systems would not tell it from manual",
        ),
    ],
)
def test_an_unknown_kind_of_call_is_refused_with_its_line(variant: Variant, old: str, new: str, refusal: str) -> None:
    with pytest.raises(ContractError, match=rf"openapi\.yaml:\d+ .*{refusal}"):
        reference.render(variant(old, new), COMMITTED)


def test_a_schema_that_contains_itself_is_refused(variant: Variant) -> None:
    circle = variant('$ref: "#/components/schemas/SendLog"', '$ref: "#/components/schemas/SmsCampaignSendResource"')
    with pytest.raises(ContractError, match=r"SmsCampaignSendResource schema-ends: .*Delete the reference by which"):
        reference.render(circle, COMMITTED)


def test_without_node_the_error_names_the_alternative(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None: ...

    monkeypatch.setattr(node, "find_spec", absent)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GenerationError, match=r"there is no Node: run `nox -s generate`, .* --only client"):
        node.found()


LOCKED = sha256((node.ROOM / node.LOCK).read_bytes()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("manifest", "refusal"),
    [
        (b'{"version": "0.0.1"}', r"openapi-typescript 0\.0\.1 is installed, but .* pins .* delete"),
        (b'{"version"', "no openapi-typescript is installed, but .* pins .* delete"),
    ],
)
def test_a_package_that_is_not_the_pinned_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manifest: bytes, refusal: str
) -> None:
    trees.write(tmp_path, {f"{LOCKED}/node_modules/openapi-typescript/package.json": manifest})
    monkeypatch.setattr(node, "CACHE", tmp_path)
    with pytest.raises(GenerationError, match=refusal):
        node.packages()


def test_a_package_that_only_tests_use_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, version in node.pinned().items():
        trees.write(tmp_path, {f"{LOCKED}/node_modules/{name}/package.json": json.dumps({"version": version}).encode()})
    monkeypatch.setattr(node, "CACHE", tmp_path)
    with pytest.raises(GenerationError, match="no @hyperjump/json-schema is installed"):
        node.packages()


def test_without_the_lock_file_nothing_is_installed() -> None:
    with pytest.raises(GenerationError, match=r"there is no scripts/client/package-lock\.json: run `npm install"):
        node.packages(ROOT / "scripts" / "client")


def npm_is(monkeypatch: pytest.MonkeyPatch, cache: Path, program: str) -> None:
    monkeypatch.setattr(node, "CACHE", cache)
    monkeypatch.setattr(node, "found", lambda: node.Node((), (sys.executable, "-c", program)))


def test_an_error_of_npm_is_kept_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "REPORTS", tmp_path / "reports")
    npm_is(monkeypatch, tmp_path / "cache", "import sys; sys.exit('npm error code E1')")
    with pytest.raises(GenerationError, match=r"npm cannot install .*: read its output, which is in reports/npm.txt$"):
        node.packages()
    assert list((tmp_path / "cache").iterdir()) == []
    assert (tmp_path / "reports" / "npm.txt").read_text("utf-8") == "npm error code E1\n"


def test_packages_of_a_parallel_installation_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_is(
        monkeypatch,
        tmp_path,
        "import json, pathlib; here = pathlib.Path.cwd(); own = json.loads((here / 'package.json').read_bytes())\n"
        "for name, version in (own['dependencies'] | own['devDependencies']).items():\n"
        "    package = here.parents[1] / here.name / 'node_modules' / name; package.mkdir(parents=True)\n"
        "    (package / 'package.json').write_text(json.dumps({'version': version}))",
    )
    assert node.packages() == tmp_path / LOCKED


def test_no_file_takes_the_place_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [*reference.EMITTERS, reference.Emitter(lambda _: {"LLMS.txt": b""})]
    monkeypatch.setattr(reference, "EMITTERS", twice)
    with pytest.raises(GenerationError, match=r"^generated/reference/LLMS\.txt would be written twice"):
        reference.render(CONTRACT, COMMITTED)


# Guides


def test_the_guide_to_the_vectors_has_one_recipe_for_each_of_six_languages_below_its_name() -> None:
    recipes = TREE["vectors/README.md"].decode().partition("\n## Run them\n")[2]
    pairs = [(name, name.lower()) for name in ("Python", "JavaScript", "Go", "Java", "PHP", "Ruby")]
    assert re.findall(r"^(?:### |```)(\w+)$", recipes, re.MULTILINE) == [word for pair in pairs for word in pair]


@pytest.mark.parametrize("path", [path for path in TREE if path.endswith(".md")])
def test_every_heading_of_a_guide_stands_between_blank_lines(path: str) -> None:
    prose = re.sub(r"^```.*?^```$", "", TREE[path].decode(), flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"[^\n]\n#+ .*|^#+ .*\n[^\n]", prose, re.MULTILINE) == []
