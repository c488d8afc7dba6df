"""A hostile contract is refused before the generator sees it, or gives a client that does no harm."""

import copy
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from contract_tests.quality.frozen import SOUND
from contract_tests.quality.hostile import NAMES, PAYLOADS, TEXTS, hostile, innocent, outcome
from scripts import generate, trees
from scripts.client import package
from scripts.contract.document import Contract, parse
from scripts.contract.rules import check, require
from scripts.contract.rules.client import CLIENT, IMPORTED
from scripts.contract.rules.house import FOUNDATION
from scripts.contract.values import ContractError, Json, Object, at, members

POST = "/paths/~1v1~1sms~1campaigns~1{campaign}~1stop~1{campaignSend}/post"
PATH = POST.rpartition("/")[0]
META = "/components/schemas/SendMeta"
SCHEME = "/components/securitySchemes/bearerAuth"


def changed(pointer: str, value: Json) -> Contract:
    """The contract with one member set."""
    document = copy.deepcopy(SOUND.document)
    parent, _, key = pointer.rpartition("/")
    holder = at(document, parent)
    if isinstance(holder, list):
        holder[int(key) :] = [value]
    members(holder)[key] = value
    return replace(SOUND, document=document)


def text(name: str, location: str = "query") -> Object:
    return {"name": name, "in": location, "schema": {"type": "string"}}


def union(forms: Json = None, mapping: Json = None, also: Json = None, **form: Json) -> Contract:
    """The contract with a union of the components A and B by their kind; `form` is written over the schema A."""
    kind: Object = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    document = copy.deepcopy(SOUND.document)
    schemas = members(at(document, "/components/schemas"))
    schemas |= {"A": kind | form, "B": kind}
    discriminator: Object = {"propertyName": "kind", "mapping": mapping or {}}
    listed: list[Json] = [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]
    one: Object = {"oneOf": forms or listed, "discriminator": discriminator}
    other: Object = {"oneOf": listed, "discriminator": {"propertyName": "kind", "mapping": also}}
    members(at(document, f"{META}/properties"))["a"] = one
    if also:
        members(at(document, f"{META}/properties"))["b"] = other
    return replace(SOUND, document=document)


# fmt: off
DISCRIMINATORS: list[tuple[dict[str, Json], str]] = [
    ({"forms": [{"type": "string"}]}, "Write it beside a oneOf or an anyOf that refers to components."),
    ({"forms": [{"$ref": "#/components/schemas/A/properties/kind"}]}, "that refers to components."),
    ({"mapping": {"c": "#/components/schemas/SendMeta"}}, "Let mapping lead to forms of this schema: c does not."),
    ({"mapping": {"a": "A", "c": "C"}}, "Let mapping lead to forms of this schema: c does not."),
    ({"mapping": {"a": "A", "c": "A"}}, "Let one kind mean A, not a and c."),
    ({"also": {"c": "A"}}, "Let one kind mean A in every union."),
    ({"required": []}, "Describe kind in A as a required text that may be A."),
    ({"properties": {}}, "Describe kind in A as a required text that may be A."),
    ({"properties": {"kind": {"type": "integer"}}}, "Describe kind in A as a required text that may be A."),
    ({"properties": {"kind": {"type": ["string", "null"]}}}, "Describe kind in A as a required text that may be A."),
    ({"properties": {"kind": {"type": "string", "const": "a"}}}, "as a required text that may be A."),
    ({"properties": {"kind": {"type": "string", "enum": ["a", "b"]}}}, "as a required text that may be A."),
]
# fmt: on

LEAVE_OUT = "Leave it out: the client keeps what is not described in additional_properties."
REFUSED = [
    (
        "printable",
        changed("/info/title", "a\x07b"),
        "/info/title printable: Every text is printable. Delete the character U+0007.",
    ),
    (
        "printable",
        changed("/info/title", "a\u202eb"),
        "/info/title printable: Every text is printable. Delete the character U+202E.",
    ),
    ("printable", changed("/info/title", "a\u2028b"), "Break lines with a line feed."),
    ("printable", changed("/info/x-deep", {"a": ["b\rc"]}), "/info/x-deep/a/0 printable: Every text is printable."),
    (
        "reference-resolved",
        changed(f"{META}/properties/a", {"$ref": "other.yaml#/A"}),
        f"{META}/properties/a/$ref reference-resolved: Every",
    ),
    (
        "reference-resolved",
        changed(f"{META}/properties/a", {"$ref": "https://a.example/b"}),
        "Every reference leads to",
    ),
    ("reference-resolved", changed(f"{META}/properties/a", {"$ref": "#/nowhere"}), "nothing stands there"),
    ("plain-name", changed(f"{POST}/operationId", "../../stop"), f"{POST}/operationId plain-name: Names in the client"),
    ("plain-name", changed(f"{POST}/tags/0", "/tag"), f"{POST}/tags/0 plain-name: Names in the client"),
    ("plain-name", changed(f"{META}/properties/a..b", {}), f"{META}/properties/a..b plain-name: Names in the client"),
    ("plain-name", changed(f"{META}/properties/{'x' * 101}", {}), "with at most 100 letters"),
    ("plain-name", changed(f"{META}/properties/2fa", {}), f"a letter first. {LEAVE_OUT}"),
    ("plain-name", changed(f"{POST}/parameters/2", text("2fa")), "a letter first. Leave it out, if the server"),
    ("plain-name", changed(f"{POST}/parameters/2", text("2fa", "path")), "Name it with at most 100 letters"),
    ("plain-name", changed("/components/headers/2fa", {"description": "It."}), "Name it with at most 100 letters"),
    ("plain-name", changed(f"{POST}/responses/200", {"description": "It.", "headers": {"2fa": {}}}), "Leave it out."),
    ("distinct-name", changed(f"{META}/properties/sendType", {}), f"in Python. {LEAVE_OUT}"),
    ("distinct-name", changed(f"{POST}/parameters/2", text("Campaign")), "Leave it out, if the server"),
    ("distinct-name", changed(f"{POST}/parameters/2", text("Campaign", "path")), "in Python. Rename it."),
    ("plain-name", changed(f"{META}/title", "x = 1"), f"{META}/title plain-name: Names in the client"),
    (
        "plain-name",
        changed(f"{POST}/parameters/2", text("1 or 1")),
        f"{POST}/parameters/2/name plain-name: Names in the client",
    ),
    (
        "distinct-name",
        changed(f"{META}/properties/sendType", {}),
        "'sendType' and 'send_type' would both become 'send_type'",
    ),
    ("distinct-name", changed("/components/schemas/sendMeta", {"type": "object"}), "would both become 'send_meta'"),
    ("distinct-name", changed("/components/schemas/SENDMeta", {"type": "object"}), "would both become 'send_meta'"),
    (
        "distinct-name",
        changed("/components/schemas/self", {"type": "object"}),
        "/components/schemas/self distinct-name: No two names become one in the client. Rename it: Self is what every",
    ),
    (
        "distinct-name",
        changed("/components/schemas/Other", {"type": "object", "title": "any"}),
        "/Other/title distinct",
    ),
    (
        "object-named",
        changed(f"{META}/properties/a", {"type": ["object", "null"]}),
        f"{META}/properties/a object-named: An object inside a nullable component has a name.",
    ),
    (
        "object-named",
        changed(f"{META}/properties/a", {"type": "array", "items": {"type": "object"}}),
        f"{META}/properties/a/items object-named: An object inside",
    ),
    (
        "object-named",
        changed(f"{META}/properties/a", {"allOf": [{"title": "A"}]}),
        "Give it a name under components",
    ),
    ("enum-written", changed(f"{META}/properties/a", {"enum": ["on", "ON"]}), f"{META}/properties/a/enum enum-written"),
    ("enum-written", changed(f"{META}/properties/a", {"enum": ["a b", "a-b"]}), "two of them have one name in Python"),
    ("enum-written", changed(f"{META}/properties/a", {"enum": [0.5, 1.5]}), "Write only texts or only whole numbers"),
    ("enum-written", changed(f"{META}/properties/a", {"enum": [1, "1"]}), "Write only texts or only whole numbers"),
    ("enum-written", changed(f"{META}/properties/a", {"enum": [True, None]}), "Write only texts or only whole"),
    ("distinct-name", changed(f"{POST}/parameters/2", text("Campaign")), "would both become 'campaign'"),
    ("default-server", changed("/servers/0/url", "/api"), "Begin `servers` with an https:// URL"),
    (
        "body-written",
        changed(f"{POST}/requestBody", {"content": {"text/plain": {}}}),
        f"{POST}/requestBody/content/text~1plain body-written: The client can write every request body.",
    ),
    (
        "parameter-written",
        changed(f"{POST}/parameters/0/style", "matrix"),
        f"{POST}/parameters/0/style parameter-written: The client can write every parameter.",
    ),
    ("operation-distinct", changed(f"{POST}/operationId", "close"), "every client has a method close"),
    ("operation-distinct", changed(f"{POST}/operationId", "models"), "models is a name in the annotations"),
    ("operation-distinct", changed(f"{POST}/operationId", "date"), "date is a name in the annotations"),
    (
        "keyword-obeyed",
        changed(f"{POST}/servers", [{"url": "https://files.comm.test"}]),
        f"{POST}/servers keyword-obeyed: The client obeys every keyword. Delete servers here",
    ),
    ("keyword-obeyed", changed(f"{PATH}/servers", [{"url": "https://files.comm.test"}]), f"{PATH}/servers keyword"),
    *(("discriminator-obeyed", union(**more), said) for more, said in DISCRIMINATORS),
    (
        "discriminator-obeyed",
        changed(f"{META}/discriminator", {"propertyName": "send_type"}),
        f"{META}/discriminator discriminator-obeyed: The client can obey every discriminator. Write it beside a oneOf",
    ),
    ("keyword-obeyed", changed(f"{META}/$anchor", "meta"), "or delete it: the client would ignore it."),
    (
        "keyword-obeyed",
        changed(f"{POST}/requestBody", {"content": {"application/json": {"schema": {}, "encoding": {}}}}),
        "the client writes forms as OpenAPI does without it",
    ),
    ("security-sent", changed(f"{SCHEME}", {"type": "apiKey", "in": "header", "name": "X-Key"}), f"{POST}/security"),
    ("security-sent", changed(f"{SCHEME}/scheme", "basic"), "Let a bearer token be enough"),
    *(
        ("header-left", changed(f"{POST}/parameters/2", text(name) | {"in": "header"}), f"client itself writes {name}.")
        for name in ("Authorization", "ACCEPT", "content-type", "Cookie", "Host")
    ),
    (
        "parameter-single",
        changed(f"{POST}/parameters/2", {"name": "X-Tags", "in": "header", "schema": {"type": "array"}}),
        f"{POST}/parameters/2 parameter-single: Outside the query a parameter is a single value.",
    ),
    (
        "parameter-single",
        changed(f"{POST}/parameters/0/schema", {"anyOf": [{"type": "string"}, {"$ref": f"#{META}"}]}),
        f"{POST}/parameters/0 parameter-single",
    ),
    (
        "success-documented",
        changed(f"{POST}/responses", {"default": {"description": "Any."}}),
        f"{POST}/responses success-documented: Every operation documents a success.",
    ),
    (
        "one-direction",
        changed(f"{META}/properties/a", {"writeOnly": True}),
        f"{META}/properties/a/writeOnly one-direction: What is sent has no readOnly",
    ),
    (
        "one-direction",
        changed(
            f"{POST}/requestBody",
            {"content": {"application/json": {"schema": {"properties": {"id": {"readOnly": True}}}}}},
        ),
        "properties/id/readOnly one-direction",
    ),
    (
        "form-told-apart",
        changed(
            f"{META}/properties/a",
            {"oneOf": [{"properties": {"kind": {"enum": ["a"]}}}, {"properties": {"kind": {"const": "b"}}}]},
        ),
        "/oneOf/0/properties/kind/enum form-told-apart",
    ),
]


@pytest.mark.parametrize(("rule", "contract", "said"), REFUSED)
def test_a_hostile_contract_is_refused_in_one_sentence_with_the_pointer(
    rule: str, contract: Contract, said: str
) -> None:
    with pytest.raises(ContractError) as caught:
        require(contract, "client")
    assert said in str(caught.value)
    assert str(caught.value).startswith("openapi.yaml:")
    assert "\n" not in str(caught.value)
    assert {finding.rule for finding in check(contract, "client")} == {rule}


ACCEPTED = [
    changed(f"{PATH}/summary", "fine"),
    changed(f"{SCHEME}/scheme", "Bearer"),
    changed(f"{POST}/security", [{"other": []}, {"bearerAuth": []}]),
    changed(f"{POST}/security", []),
    changed(f"{POST}/parameters/2", text("accept")),
    changed(f"{META}/properties/a", {"readOnly": True}),
    changed(f"{META}/properties/a", {"writeOnly": False}),
    changed(SCHEME, {"type": "oauth2", "flows": {}}),
    union(),
    union(mapping={"a": "#/components/schemas/A", "b": "B"}),
    union(mapping={"a": "A"}, properties={"kind": {"type": "string", "enum": ["a"]}}),
    union(forms=[{"$ref": "#/components/schemas/A"}, {"type": "null"}]),
]


@pytest.mark.parametrize("contract", ACCEPTED)
def test_what_the_client_can_do_is_not_refused(contract: Contract) -> None:
    assert check(contract, "client") == []


def test_every_rule_refuses_something() -> None:
    assert {row.id for row in (*FOUNDATION[:1], *CLIENT)} == {rule for rule, _, _ in REFUSED}


def test_what_a_module_of_a_model_imports_is_refused_as_the_name_of_a_class() -> None:
    template = package.templates()["model.py.jinja"]
    imports: list[str] = re.findall(r"^from [\w.]+ import (.+)$", template, re.MULTILINE)
    assert {name for names in imports for name in names.split(", ") if name[0].isupper()} == IMPORTED


def test_keywords_builtins_and_the_generators_own_names_are_no_harm() -> None:
    names = [
        "class",
        "type",
        "None",
        "d",
        "cls",
        "self",
        "from_dict",
        "to_dict",
        "additional_properties",
        "members",
        "readers",
    ]
    document = copy.deepcopy(SOUND.document)
    properties = members(at(document, f"{META}/properties"))
    properties |= {name: {"type": "string"} for name in names}
    assert outcome(replace(SOUND, document=document)) == "harmless"


def test_names_that_a_vendor_may_well_use_are_taken() -> None:
    for name in ("sendType2", "x.y", "x-y", "filter[name]", "ids[]", "Größe", "@type", "$id"):
        require(changed(f"{META}/properties/{name}", {}), "client")


def names() -> Iterator[Contract]:
    for place, payload in product(NAMES.values(), PAYLOADS.values()):
        yield hostile(payload, place)


def texts() -> Iterator[Contract]:
    for payload in PAYLOADS.values():
        yield hostile(payload, *TEXTS.values())


@pytest.mark.parametrize("battery", [names, texts])
def test_no_payload_does_harm(battery: type[Iterator[Contract]]) -> None:
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(outcome, battery(), chunksize=4))
    assert [said for said in outcomes if not innocent(said)] == []
    assert "harmless" in outcomes
    assert any(said.startswith("refused: ") for said in outcomes)


def test_a_refused_contract_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trees.write(tmp_path / "generated", {"comm_sms/old.py": b""})
    monkeypatch.setattr(generate, "GENERATED", tmp_path / "generated")
    monkeypatch.setattr(generate, "load", lambda: changed(f"{POST}/operationId", "../../stop"))
    assert generate.main([]) == 2
    assert "#/paths/" in capsys.readouterr().err
    assert trees.read(tmp_path) == {"generated/comm_sms/old.py": b""}


def bomb(levels: int) -> str:
    rows = (f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, levels))
    return "openapi: 3.1.0\na0: &a0 [x]\n" + "".join(rows)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (bomb(12), "values; write fewer aliases."),
        ("openapi: 3.1.0\na: !!python/object/apply:os.system [x]\n", ":2: the tag tag:yaml.org,2002:python/object"),
        ("openapi: 3.1.0\na: !mine {b: c}\n", ":2: the tag !mine is not JSON's for a mapping; delete it."),
        ("openapi: 3.1.0\na: !!set {b}\n", ":2: the tag tag:yaml.org,2002:set is not JSON's"),
        ("openapi: 3.1.0\na: !!binary aGk=\n", ":2: 'aGk=' is not a JSON value; put it in quotes"),
        ("openapi: 3.1.0\na: !!python/name:os.system\n", ":2: '' is not a JSON value; put it in quotes"),
    ],
)
def test_yaml_that_is_more_than_json_is_refused(source: str, said: str) -> None:
    with pytest.raises(ContractError) as caught:
        parse(Path("openapi.yaml"), source.encode())
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
