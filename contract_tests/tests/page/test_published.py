"""The vendor's own OpenAPI agrees with the contract in every form, and every edit is told at its place."""

import re
from collections.abc import Callable, Iterator

import pytest

from contract_tests.quality.frozen import CONTRACT
from contract_tests.tests import grown
from contract_tests.tests.page import tasks
from contract_tests.tests.page.vendor import (
    GONE,
    block,
    compared,
    edited,
    inlined,
    older,
    reordered,
    told,
    wrapped,
)
from scripts.contract.document import Contract
from scripts.contract.operations import Operation, operations
from scripts.contract.places import Place, reachable
from scripts.contract.values import Json, Object, join, members

(OPERATION,) = operations(CONTRACT.document)
FORMS: dict[str, Callable[[Object], Object]] = {
    "3.1": lambda document: document,
    "3.0": older,
    "3.0 with allOf": wrapped,
    "reordered": lambda document: members(reordered(document)),
    "inlined": inlined,
    "3.0, inlined": lambda document: older(inlined(document)),
}
ALL = [
    pytest.param(contract, operation, id=f"{name} {operation.operation_id}")
    for name, contract in (("frozen", CONTRACT), ("grown", grown.CONTRACT), ("tasks", tasks.CONTRACT))
    for operation in operations(contract.document)
    if contract is not grown.CONTRACT or operation.operation_id != OPERATION.operation_id
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("contract", "operation"), ALL)
def test_the_operation_itself_agrees_in_every_form(contract: Contract, operation: Operation, form: str) -> None:
    outcome = compared(contract, FORMS[form](block(operation)))
    assert outcome.verdicts == []
    assert len(outcome.walk.confirmed) >= 3


# Every keyword of a contract


def other(value: Json) -> Json:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value} or not"
        case [*options]:
            return [*options, "another"]
        case dict():
            return value | {"another": 1}
        case _:
            return "another"


def keywords(document: Object, operation: Operation) -> Iterator[tuple[Place, str]]:
    """Every keyword with a value of its own that an operation leads to, and the place that has it."""
    below = {"$ref", "properties", "items", "schema", "content", "headers", "responses", "requestBody", "parameters"}
    below |= {
        "security",
        "examples",
        "in",
        "name",
        "additionalProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "style",
        "explode",
    }
    for place in reachable(document, operation.place):
        for keyword in [keyword for keyword in place.value if keyword not in below]:
            yield place, keyword


@pytest.mark.parametrize(("contract", "operation"), ALL)
def test_every_keyword_that_changes_is_told_at_its_place_alone(contract: Contract, operation: Operation) -> None:
    document = block(operation)
    own = next(operations(document))
    for place, keyword in keywords(document, own):
        pointer = join(place.pointer, keyword)
        changed: Json = other(place.value[keyword])
        if keyword == "type":
            changed = "integer" if place.value["type"] == "string" else "string"
        assert told(contract, older(edited(document, pointer, changed))) == [("contradicted", pointer)]


@pytest.mark.parametrize(("contract", "operation"), ALL)
def test_every_keyword_that_the_vendor_lacks_is_told_at_its_place_alone(
    contract: Contract, operation: Operation
) -> None:
    document = block(operation)
    own = next(operations(document))
    for place, keyword in keywords(document, own):
        pointer = join(place.pointer, keyword)
        value = place.value[keyword]
        word = "contradicted" if value is True else "not mentioned"
        expected = [] if value is False and keyword != "default" else [(word, pointer)]
        assert told(contract, edited(document, pointer, GONE)) == expected


# Edits of every kind

STOP = "/paths/~1v1~1sms~1campaigns~1{campaign}~1stop~1{campaignSend}"
POST = f"{STOP}/post"
ONE = f"{POST}/parameters/0"
OK = "/components/responses/Stopped"
BODY = f"{OK}/content/application~1json"
LATE = "/components/responses/TooManyRequests"
S = "/components/schemas"
RESOURCE = f"{S}/SmsCampaignSendResource"
META = f"{S}/SendMeta/properties"
MANUAL = f"{S}/ManualData/properties"
WINDOW = f"{S}/TimeWindow/properties"
ERROR = f"{S}/ApiError/properties"
BEARER = "/components/securitySchemes/bearerAuth"
TEXT: Json = {"type": "string"}
EACH: Json = [TEXT, {"type": "integer"}]

# fmt: off
EDITS: tuple[tuple[str, Json, str], ...] = (
    ("/servers/0/url", "https://eu.example.com", "contradicted"),
    ("/servers/0/description", "Europe.", "contradicted"),
    (f"{POST}/summary", "End a send", "contradicted"),
    (f"{POST}/operationId", "campaigns.stop", "contradicted"),
    (f"{POST}/tags", ["Sms"], "contradicted"),
    (f"{POST}/description", GONE, "not mentioned"),
    (f"{POST}/deprecated", True, "new"),
    (f"{POST}/requestBody", {"content": {"application/json": {"schema": TEXT}}}, "new"),
    (f"{POST}/security", GONE, "not mentioned"),
    (f"{BEARER}/scheme", "basic", "contradicted"),
    (f"{BEARER}/bearerFormat", "JWT", "new"),
    (f"{BEARER}/type", GONE, "not mentioned"),
    (f"{POST}/parameters/2", {"name": "dry", "in": "query", "schema": TEXT}, "new"),
    (f"{POST}/parameters/2", {"name": "X-Key", "in": "header", "required": True, "schema": TEXT}, "new"),
    (f"{ONE}/required", False, "contradicted"),
    (f"{ONE}/description", "Which one.", "contradicted"),
    (f"{ONE}/deprecated", True, "new"),
    (f"{ONE}/style", "label", "new"),
    (f"{ONE}/schema/format", GONE, "not mentioned"),
    (f"{ONE}/schema/type", "integer", "contradicted"),
    (f"{ONE}/schema/pattern", "^[0-9a-f-]+$", "new"),
    (f"{ONE}/schema/maxLength", 36, "new"),
    (f"{POST}/responses/202", {"description": "Later."}, "new"),
    (f"{POST}/responses/4XX", {"description": "Wrong."}, "new"),
    (f"{POST}/responses/404", GONE, "not mentioned"),
    (f"{POST}/responses/default", GONE, "not mentioned"),
    (f"{OK}/description", "The send.", "contradicted"),
    (f"{OK}/headers", {"X-Trace": {"schema": TEXT}}, "new"),
    (f"{OK}/content/text~1csv", {"schema": TEXT}, "new"),
    (BODY, GONE, "not mentioned"),
    (f"{BODY}/schema", GONE, "not mentioned"),
    (f"{BODY}/examples/short", {"value": {"data": {}}}, "new"),
    (f"{LATE}/headers/Retry-After", GONE, "not mentioned"),
    ("/components/headers/RetryAfter/schema/minimum", 1, "contradicted"),
    ("/components/headers/RetryAfter/required", True, "new"),
    (f"{S}/SmsCampaignSendResponse/required", GONE, "not mentioned"),
    (f"{S}/SmsCampaignSendResponse/title", "Send", "new"),
    (f"{S}/SmsCampaignSendResponse/properties/links", TEXT, "new"),
    (f"{RESOURCE}/required", ["id", "meta", "status"], "contradicted"),
    (f"{RESOURCE}/additionalProperties", False, "new"),
    (f"{RESOURCE}/additionalProperties", TEXT, "new"),
    (f"{RESOURCE}/minProperties", 1, "new"),
    (f"{RESOURCE}/properties/stopped_at", {"type": ["string", "null"], "format": "date-time"}, "new"),
    (f"{RESOURCE}/properties/sms_campaign_id", GONE, "not mentioned"),
    (f"{RESOURCE}/properties/status/enum", ["sent", "stopped"], "new"),
    (f"{RESOURCE}/properties/status/const", "stopped", "new"),
    (f"{RESOURCE}/properties/status/type", ["string", "null"], "contradicted"),
    (f"{RESOURCE}/properties/created_at/format", "date-time", "new"),
    (f"{RESOURCE}/properties/created_at/readOnly", True, "new"),
    (f"{RESOURCE}/properties/logs/items", GONE, "not mentioned"),
    (f"{RESOURCE}/properties/logs/minItems", 1, "new"),
    (f"{RESOURCE}/properties/logs/uniqueItems", True, "new"),
    (f"{RESOURCE}/properties/meta/description", "All of it.", "contradicted"),
    (f"{META}/send_type/type", "string", "contradicted"),
    (f"{META}/use_dedicated_domains/default", True, "contradicted"),
    (f"{META}/use_dedicated_domains/default", GONE, "not mentioned"),
    (f"{META}/domain_plan_id/format", "uri", "contradicted"),
    (f"{META}/manual_data/deprecated", True, "new"),
    (f"{MANUAL}/send_amount/minimum", GONE, "not mentioned"),
    (f"{MANUAL}/send_amount/maximum", 5000, "new"),
    (f"{MANUAL}/send_amount/multipleOf", 50, "new"),
    (f"{MANUAL}/send_amount/exclusiveMaximum", 5000, "new"),
    (f"{MANUAL}/send_amount/format", GONE, "not mentioned"),
    (f"{MANUAL}/send_amount/type", ["number", "null"], "contradicted"),
    (f"{MANUAL}/send_amount/default", 250, "contradicted"),
    (f"{MANUAL}/send_datetime/minLength", 10, "new"),
    (f"{S}/MultistepData/properties/min_ctr/exclusiveMinimum", 0, "new"),
    (f"{WINDOW}/start/pattern", "^..:..$", "new"),
    (f"{WINDOW}/start/description", GONE, "not mentioned"),
    (f"{WINDOW}/end", GONE, "not mentioned"),
    (f"{S}/TimeWindow/type", "object", "contradicted"),
    (f"{S}/TimeWindow/description", "Hours.", "contradicted"),
    (f"{S}/SendLog/properties/text/writeOnly", True, "new"),
    (f"{S}/SendLog/properties/text/oneOf", EACH, "new"),
    (f"{S}/SendLog/allOf", [{"required": ["text"]}], "new"),
    (f"{ERROR}/code", {"type": "integer"}, "new"),
    (f"{ERROR}/message/examples", ["Too late."], "new"),
    (f"{ERROR}/message/type", "integer", "contradicted"),
    (f"{ERROR}/errors/additionalProperties/items/format", "uuid", "new"),
    (f"{ERROR}/errors/additionalProperties", GONE, "not mentioned"),
)
# fmt: on


@pytest.mark.parametrize("form", ["3.1", "3.0"])
@pytest.mark.parametrize(("pointer", "value", "word"), EDITS)
def test_an_edit_is_told_at_its_place_alone(pointer: str, value: Json, word: str, form: str) -> None:
    found = told(CONTRACT, FORMS[form](edited(block(OPERATION), pointer, value)))
    if form == "3.0":  # which has neither
        pointer = re.sub(r"/const$", "/enum", re.sub(r"/examples$", "/example", pointer))
    assert found
    assert [(said, one) for said, one in found if said != word or not f"{one}/".startswith(f"{pointer}/")] == []
