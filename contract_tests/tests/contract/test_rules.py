"""The contract keeps the rules of the house, and each rule sees its own breach."""

import copy
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.quality.frozen import SOUND
from scripts.contract import document
from scripts.contract.document import Contract, load
from scripts.contract.rules import RULES, check, command
from scripts.contract.values import Json, Object, at

POST = "/paths/~1v1~1sms~1campaigns~1{campaign}~1stop~1{campaignSend}/post"
RESPONSES = "/components/responses"
SCHEMAS = "/components/schemas"
META = f"{SCHEMAS}/SendMeta/properties"
MANUAL = f"{SCHEMAS}/ManualData/properties"
RESOURCE = f"{SCHEMAS}/SmsCampaignSendResource/properties"
BODY = "content/application~1json"
RETRY_AFTER = "/components/headers/RetryAfter"
SEND_LOG: Object = {"$ref": f"#{SCHEMAS}/SendLog"}
PLANNER = f"{RESPONSES}/Stopped/{BODY}/examples/planner/value"


def changed(pointer: str, value: Json) -> Contract:
    """The sound contract with one value set."""
    document = copy.deepcopy(SOUND.document)
    parent, _, key = pointer.rpartition("/")
    holder = at(document, parent)
    if isinstance(holder, list):
        holder[int(key)] = value
    else:
        assert isinstance(holder, dict)
        holder[key.replace("~1", "/")] = value
    return replace(SOUND, document=document)


def without(pointer: str) -> Contract:
    """The sound contract with one member taken away."""
    document = copy.deepcopy(SOUND.document)
    parent, _, key = pointer.rpartition("/")
    holder = at(document, parent)
    assert isinstance(holder, dict)
    del holder[key]
    return replace(SOUND, document=document)


BREACHES = [
    ("reference-resolved", changed(f"{META}/manual_data/$ref", "#/nowhere"), f"{META}/manual_data/$ref"),
    ("reference-resolved", changed(f"{META}/send_type/if", {"$ref": "#/nowhere"}), f"{META}/send_type/if/$ref"),
    (
        "reference-resolved",
        changed(f"{META}/send_type/$ref", "#/components/headers/RetryAfter"),
        f"{META}/send_type/$ref",
    ),
    ("reference-resolved", changed(f"{POST}/parameters/1", SEND_LOG), f"{POST}/parameters/1/$ref"),
    ("reference-resolved", changed(f"{POST}/responses/200", SEND_LOG), f"{POST}/responses/200/$ref"),
    ("reference-resolved", changed(f"{POST}/requestBody", SEND_LOG), f"{POST}/requestBody/$ref"),
    ("reference-resolved", changed(RETRY_AFTER, SEND_LOG), f"{RETRY_AFTER}/$ref"),
    ("reference-resolved", changed(f"{POST}/callbacks", {"a": SEND_LOG}), f"{POST}/callbacks/a/$ref"),
    (
        "reference-resolved",
        changed(f"{POST}/callbacks", {"a": {"{$url}": {"get": {"responses": {"200": SEND_LOG}}}}}),
        f"{POST}/callbacks/a/{{$url}}/get/responses/200/$ref",
    ),
    ("reference-resolved", changed("/webhooks", {"a": SEND_LOG}), "/webhooks/a/$ref"),
    (
        "reference-resolved",
        changed(f"{RESPONSES}/NotFound/{BODY}/examples", {"a": SEND_LOG}),
        f"{RESPONSES}/NotFound/{BODY}/examples/a/$ref",
    ),
    ("reference-resolved", changed(f"{META}/send_type/$dynamicRef", "#send"), f"{META}/send_type/$dynamicRef"),
    ("reference-resolved", changed(f"{META}/send_type/default", {"$ref": "other"}), f"{META}/send_type/default"),
    ("valid-schema", changed(f"{META}/send_type/type", "text"), f"{META}/send_type/type"),
    ("valid-schema", changed(f"{META}/send_type/$schema", "other"), f"{META}/send_type/$schema"),
    ("valid-schema", changed(f"{META}/send_type/pattern", "("), f"{META}/send_type/pattern"),
    (
        "valid-schema",
        changed(f"{META}/send_type/patternProperties", {"a(": {}}),
        f"{META}/send_type/patternProperties/a(",
    ),
    ("valid-openapi", without("/info/title"), "/info"),
    ("valid-openapi", changed(f"{POST}/parameters/0/required", None), f"{POST}/parameters/0/required"),
    ("valid-openapi", changed(f"{POST}/parameters/0/name", "campain"), ""),
    ("valid-openapi", changed(f"{MANUAL}/send_amount/default", 0), f"{MANUAL}/send_amount"),
    ("keyword-spelled", changed(f"{META}/send_type/minimun", 1), f"{META}/send_type/minimun"),
    ("component-used", changed(f"{SCHEMAS}/Spare", {"type": "string", "description": "Spare."}), f"{SCHEMAS}/Spare"),
    ("component-used", without(f"{POST}/responses/503"), f"{RESPONSES}/Unavailable"),
    (
        "component-used",
        changed("/components/securitySchemes/spare", {"type": "http", "scheme": "basic", "description": "Spare."}),
        "/components/securitySchemes/spare",
    ),
    ("operation-id", changed(f"{POST}/operationId", "stop_sms_campaign_send"), f"{POST}/operationId"),
    ("operation-id", without(f"{POST}/operationId"), f"{POST}/operationId"),
    ("operation-secured", changed(f"{POST}/security", []), POST),
    ("described", without(f"{POST}/description"), POST),
    ("described", without(f"{POST}/parameters/0/description"), f"{POST}/parameters/0"),
    ("described", changed(f"{RESPONSES}/NotFound/description", " "), f"{RESPONSES}/NotFound"),
    ("described", without("/components/headers/RetryAfter/description"), "/components/headers/RetryAfter"),
    ("described", without(f"{SCHEMAS}/SendLog/description"), f"{SCHEMAS}/SendLog"),
    ("described", without(f"{META}/send_type/description"), f"{META}/send_type"),
    ("described", without(f"{META}/manual_data/description"), f"{META}/manual_data"),
    ("example-given", without(f"{POST}/parameters/1/examples"), f"{POST}/parameters/1"),
    ("example-given", without(f"{RESPONSES}/NotFound/{BODY}/examples"), f"{RESPONSES}/NotFound/{BODY}"),
    (
        "example-valid",
        changed(
            f"{RESPONSES}/Stopped/{BODY}/examples/planner/value/data/meta/planner_data/multistep_data/step_size", "x"
        ),
        f"{RESPONSES}/Stopped/{BODY}/examples/planner/value/data/meta/planner_data/multistep_data/step_size",
    ),
    (
        "example-valid",
        changed(f"{POST}/parameters/0/examples/manual/value", "9d3f"),
        f"{POST}/parameters/0/examples/manual/value",
    ),
    ("example-valid", changed(f"{META}/send_type/examples", [7]), f"{META}/send_type/examples/0"),
    ("example-current", changed(f"{PLANNER}/data/meta/kind", "x"), f"{PLANNER}/data/meta/kind"),
    ("example-current", changed(f"{PLANNER}/data/logs/0/colour", None), f"{PLANNER}/data/logs/0/colour"),
    ("example-current", without(f"{RESOURCE}/next_step_timestamp"), f"{PLANNER}/data/next_step_timestamp"),
    (
        "example-current",
        changed(f"{RESOURCE}/meta", {"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}),
        f"{PLANNER}/data/meta/send_type",
    ),
    ("integer-format", without(f"{MANUAL}/send_amount/format"), f"{MANUAL}/send_amount"),
    (
        "integer-format",
        without("/components/headers/RetryAfter/schema/format"),
        "/components/headers/RetryAfter/schema",
    ),
    ("response-open", changed(f"{META}/send_type/enum", ["manual", None]), f"{META}/send_type/enum"),
    ("response-open", changed(f"{RESOURCE}/status/pattern", "^s"), f"{RESOURCE}/status/pattern"),
    (
        "response-open",
        changed(f"{SCHEMAS}/SendMeta/additionalProperties", value=False),
        f"{SCHEMAS}/SendMeta/additionalProperties",
    ),
    ("response-time-text", changed(f"{RESOURCE}/created_at/format", "date-time"), f"{RESOURCE}/created_at/format"),
    ("nullable-unless-required", changed(f"{META}/send_type/type", "string"), f"{META}/send_type"),
    ("nullable-unless-required", changed(f"{SCHEMAS}/ManualData/type", "object"), f"{META}/manual_data"),
    (
        "evidence-known",
        changed(f"{MANUAL}/send_amount/x-evidence/minimum", "sure"),
        f"{MANUAL}/send_amount/x-evidence/minimum",
    ),
    (
        "evidence-known",
        changed(f"{MANUAL}/send_amount/x-evidence/maximum", "inferred"),
        f"{MANUAL}/send_amount/x-evidence/maximum",
    ),
    ("evidence-known", changed(f"{RESPONSES}/NotFound/x-evidence", "documented"), f"{RESPONSES}/NotFound/x-evidence"),
    ("null-known", changed(f"{META}/domain_plan_id/x-null", "likely"), f"{META}/domain_plan_id/x-null"),
    ("null-known", changed(f"{RESOURCE}/id/x-null", "expected"), f"{RESOURCE}/id/x-null"),
    ("spelling-known", changed(f"{SCHEMAS}/SendMeta/x-spelling", "perl"), f"{SCHEMAS}/SendMeta/x-spelling"),
    ("spelling-known", changed(f"{RESOURCE}/meta/x-spelling", "php"), f"{RESOURCE}/meta/x-spelling"),
    ("repeated-described", changed(f"{RESOURCE}/id/x-repeated-at", "/data/id"), f"{RESOURCE}/id/x-repeated-at"),
    ("repeated-described", changed(f"{POST}/parameters/0/x-repeated-at", "/data/meta"), POST),
    ("repeated-described", changed(f"{POST}/parameters/1/x-repeated-at", "/id"), POST),
    ("extension-known", changed(f"{META}/send_type/x-evidance", "inferred"), f"{META}/send_type/x-evidance"),
    ("version-equal", changed("/info/version", "0.0.9"), "/info/version"),
]


def test_the_contract_keeps_every_rule() -> None:
    assert [str(finding) for finding in check(load())] == []


@pytest.mark.parametrize(("rule", "broken", "pointer"), BREACHES)
def test_a_breach_is_found_where_it_is(rule: str, broken: Contract, pointer: str) -> None:
    assert (rule, pointer) in [(finding.rule, finding.pointer) for finding in check(broken)]


def test_every_rule_is_seen_broken() -> None:
    assert {rule.id for rule in RULES if rule.needed_by == "everyone"} == {rule for rule, _, _ in BREACHES}


def test_a_finding_names_line_pointer_rule_and_remedy() -> None:
    (finding,) = check(changed("/info/version", "0.0.9"))
    version = at(SOUND.document, "/info/version")
    assert str(finding) == (
        f"openapi.yaml:{SOUND.line('/info/version')} #/info/version version-equal: "
        f"info.version is the project's version. Write {version}, or change the version in pyproject.toml."
    )


@pytest.mark.parametrize(
    ("broken", "remedy"),
    [
        (without("/info/title"), "Add `title`."),
        (changed(f"{POST}/parameters/0/required", None), "Write true or false, not null."),
        (changed(f"{META}/send_type/minimun", 1), "Did you mean `minimum`?"),
        (changed(f"{META}/send_type/type", "text"), "JSON Schema refuses it by"),
        (changed(f"{META}/send_type/pattern", "("), "not a regular expression of JavaScript: missing ), unterm"),
        (changed("/info/sumary", "Text."), "Did you mean `summary`?"),
        (changed("/components/headers/RetryAfter/schema", {"$ref": "#/info"}), "Refer to a schema."),
        (changed(f"{POST}/parameters/1", SEND_LOG), "Refer to a parameter."),
    ],
)
def test_a_finding_is_one_line_in_our_own_words(broken: Contract, remedy: str) -> None:
    (finding, *_) = check(broken, "everyone")
    assert remedy in str(finding)
    assert str(finding).splitlines() == [str(finding)]


# Regular expressions of a contract, and what is said of them.
# fmt: off
EXPRESSIONS: list[tuple[str, str]] = [
    (r"^[\p{L}\p{N}_]+$", ""),
    (r"^(?<year>\d{4})$", ""),
    (r"\u{1F4A5}", ""),
    (r"(?<!a)b", ""),
    (r"^\d{3}\-\d{4}$", ""),
    (r"(?P<year>\d{4})", "Change it: it is not a regular expression of JavaScript, though Python reads it."),
    (r"^a\Z", "Change it: it is not a regular expression of JavaScript, though Python reads it."),
    (r"(?i)a", "Change it: it is not a regular expression of JavaScript, though Python reads it."),
    (r"a++", "Change it: it is not a regular expression of JavaScript, though Python reads it."),
    (r"(?<a>x)\k<a>", "Write it otherwise: jsonschema_rs, which judges answers, cannot read it."),
    (r"\p{Nope}", "Write it otherwise: jsonschema_rs, which judges answers, cannot read it."),
]
# fmt: on


@pytest.mark.parametrize(("pattern", "remedy"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS])
def test_a_regular_expression_is_one_of_ecma_262(pattern: str, remedy: str) -> None:
    schema: Json = {"type": "string", "pattern": pattern}
    for broken in (
        changed(f"{POST}/parameters/0/schema", schema),
        changed(f"{META}/send_type/patternProperties", {pattern: {}}),
    ):
        found = [one for one in check(broken, "everyone") if one.rule.startswith("valid-")]
        assert [(one.rule, one.remedy) for one in found] == ([("valid-schema", remedy)] if remedy else [])


def test_a_default_beside_a_pattern_that_python_lacks_is_still_judged() -> None:
    schema: Json = {"type": "string", "pattern": r"^\p{L}+$", "default": 7}
    found = check(changed(f"{POST}/parameters/0/schema", schema), "everyone")
    assert [one.pointer for one in found if one.rule == "valid-openapi"] == [f"{POST}/parameters/0/schema"]


@pytest.mark.parametrize("pointer", [POST, f"{POST}/parameters/0", f"{SCHEMAS}/SendLog", f"{META}/send_type"])
def test_a_missing_description_is_reported_once_to_whoever_asks(pointer: str) -> None:
    broken = without(f"{pointer}/description")
    for findings in (check(broken), check(broken, "everyone"), check(broken, "reference")):
        assert [finding.rule for finding in findings] == ["described"]


def test_a_component_that_only_refers_needs_a_description_for_the_reference() -> None:
    broken = changed(f"{SCHEMAS}/Alias", SEND_LOG)
    found = [(finding.rule, finding.pointer) for finding in check(broken)]
    assert found == [("component-used", f"{SCHEMAS}/Alias"), ("text-there", f"{SCHEMAS}/Alias")]


def test_every_breach_of_every_need_is_found_at_once() -> None:
    broken = changed(f"{META}/send_type/minimun", 1)
    broken = replace(broken, document={**broken.document, "servers": [{"url": "/api", "description": "Here."}]})
    found = {finding.rule for finding in check(broken)}
    assert found == {"keyword-spelled", "default-server", "keyword-obeyed", "keyword-known"}


@pytest.mark.parametrize(
    ("source", "status"),
    [
        pytest.param(document.PATH.read_text("utf-8"), 0, id="sound"),
        pytest.param(
            document.PATH.read_text("utf-8").replace("tags: [SmsCampaigns]", "tags: 7"), 1, id="a rule is broken"
        ),
        pytest.param("openapi: 2.0", 2, id="no contract"),
    ],
)
def test_the_exit_status_tells_sound_from_broken_from_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, status: int
) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(source, "utf-8")
    monkeypatch.setattr(command, "load", lambda: load(path))
    assert command.main([]) == status
