"""The rules of compatibility on the wire: what a change of the contract means for requests and responses.

Schemas of bodies, parameters and headers are compared by containment. A response must not become wider: callers would
receive values that they were never promised. A request must not become narrower: the server would refuse values that
callers may send. Everything else on the wire has rules of its own. A change that no rule can judge counts as breaking,
and the report says so.
"""

from dataclasses import dataclass

from scripts.contract.values import Object
from scripts.diff.documents import Documents
from scripts.diff.finders import (
    Finder,
    body_need,
    body_serialised,
    deprecated,
    gone,
    narrower,
    new,
    now_optional,
    now_required,
    operation_gone,
    operation_new,
    parameter_serialised,
    property_gone,
    property_new,
    property_renamed,
    range_narrower,
    range_wider,
    security_narrower,
    security_wider,
    server_first,
    server_gone,
    server_new,
    spelled,
    status_gone,
    status_new,
    success_narrower,
    wider,
)
from scripts.diff.unjudged import named_new, unjudged
from scripts.diff.verdict import Change, Verdict


@dataclass(frozen=True)
class Rule:
    """A rule of compatibility: a stable id, its verdict, a sentence for callers, and the places where it applies."""

    id: str
    verdict: Verdict
    sentence: str
    find: Finder


_B: Verdict = "breaking"
_C: Verdict = "compatible"

# fmt: off
RULES = (
    Rule("operation-gone", _B, "callers of the operation break because it is gone", operation_gone),
    Rule("operation-new", _C, "callers can use a new operation", operation_new),

    Rule("server-gone", _B, "callers of the server break because it is no longer listed", server_gone),
    Rule("server-new", _C, "callers can use another server", server_new),
    Rule("server-first", _B, "callers that use the first server break because it is another one now", server_first),

    Rule("security-narrower", _B, "callers break because their credentials are not enough", security_narrower),
    Rule("security-wider", _C, "callers can authenticate in another way", security_wider),

    Rule("parameter-gone", _B, "callers that send it break because it is gone", gone("parameter")),
    Rule("parameter-new", _B, "callers break because they do not send it", new("parameter", required=True)),
    Rule("parameter-offered", _C, "callers can send a new parameter", new("parameter", required=False)),
    Rule("parameter-required", _B, "callers that omit it break because it is required", now_required("parameter")),
    Rule("parameter-optional", _C, "callers can omit it", now_optional("parameter")),
    Rule("parameter-serialised", _B, "callers break because it is written in another style", parameter_serialised),
    Rule("parameter-narrower", _B, "callers that send such values break: they are refused", narrower("parameter")),
    Rule("parameter-wider", _C, "callers can send more values", wider("parameter")),

    Rule("request-required", _B, "callers that omit the body break", body_need("absent optional", "required")),
    Rule("request-optional", _C, "callers can omit the body", body_need("required", "optional")),
    Rule("request-gone", _B, "callers that send a body break", body_need("optional required", "absent")),
    Rule("request-new", _C, "callers can send a body", body_need("absent", "optional")),
    Rule("request-media-type-gone", _B, "callers that send it break because it is not accepted", gone("request")),
    Rule("request-media-type-new", _C, "callers can send another media type", new("request")),
    Rule("request-narrower", _B, "callers that send such values break: they are refused", narrower("request")),
    Rule("request-wider", _C, "callers can send more values", wider("request")),
    Rule("request-property-gone", _B, "callers that send it break because it is gone", property_gone("request")),
    Rule("request-property-renamed", _B, "callers that send it break", property_renamed("request")),
    Rule("request-property-new", _C, "callers can send a new property", property_new("request")),

    Rule("success-gone", _B, "callers that expect it break because it never comes", status_gone(success=True)),
    Rule("success-narrower", _C, "callers receive fewer kinds of success", success_narrower),
    Rule("success-new", _B, "callers that know only the other successes break", status_new(success=True)),
    Rule("error-gone", _C, "callers receive one error less", status_gone(success=False)),
    Rule("error-new", _C, "callers may receive another error, known by its status", status_new(success=False)),
    Rule("response-media-type-gone", _B, "callers that accept only it break because it never comes", gone("response")),
    Rule("response-range-wider", _B, "callers that accept only a part of it break: others may come", range_wider),
    Rule("response-range-narrower", _C, "callers receive fewer media types", range_narrower),
    Rule("response-media-type-new", _C, "callers can accept another media type", new("response")),
    Rule("response-wider", _B, "callers break because values may come that were never promised", wider("response")),
    Rule("response-narrower", _C, "callers are promised more", narrower("response")),
    Rule("response-spelling-new", _B, "callers break because values may come as PHP writes them", spelled(now=True)),
    Rule("response-spelling-gone", _C, "callers are promised values as JSON has them", spelled(now=False)),
    Rule("response-property-gone", _B, "callers that read it break because it is gone", property_gone("response")),
    Rule("response-property-renamed", _B, "callers that read it break", property_renamed("response")),
    Rule("response-property-new", _C, "callers can read a new property", property_new("response")),

    Rule("header-gone", _B, "callers that read it break because it is gone", gone("header")),
    Rule("header-new", _C, "callers can read a new header", new("header")),
    Rule("header-optional", _B, "callers that rely on it break because it may be absent", now_optional("header")),
    Rule("header-required", _C, "callers can rely on it", now_required("header")),
    Rule("header-wider", _B, "callers break because values may come that were never promised", wider("header")),
    Rule("header-narrower", _C, "callers are promised more", narrower("header")),

    Rule("body-serialised", _B, "callers break because a property is written in another style", body_serialised),

    Rule("callback-new", _C, "callers can use a new callback, link or webhook", named_new),
    Rule("deprecated", _C, "callers should stop using it", deprecated),
    Rule("unjudged", _B, "callers may break because no rule judges this", unjudged),
)
# fmt: on


def changes(old: Object, new: Object) -> list[Change]:
    """The changes that the rules find, in the order of the rules; each place is reported once."""
    documents = Documents(old, new)
    found = {
        Change(
            "wire",
            rule.id,
            rule.verdict,
            one.pointer,
            f"{rule.sentence}: {one.renaming}" if one.renaming else rule.sentence,
            witness=one.escape.witness if one.escape else None,
            known=one.escape is None or one.escape.proven or rule.verdict == "compatible",
        ): None
        for rule in RULES
        for one in rule.find(documents)
    }
    return list(found)
