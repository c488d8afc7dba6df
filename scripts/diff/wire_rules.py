"""What a change means for requests and responses: a table of rules, one verdict each.

Bodies, parameters and headers are judged by containment: a response may not become wider, as callers would meet what
they were never promised, and a request may not become narrower, as the server would refuse what callers may send.
Everything else on the wire has rows of its own. What no row can judge counts as breaking and says so.
"""

from dataclasses import dataclass

from scripts.contract.document import Object
from scripts.diff.finders import (
    Documents,
    Finder,
    deprecated,
    either,
    gone,
    new,
    operation_gone,
    operation_new,
    parameter_serialised,
    request_body,
    requires,
    security_narrower,
    security_wider,
    server_first,
    server_gone,
    server_new,
    status,
    unjudged,
    values,
)
from scripts.diff.verdict import Change, Verdict


@dataclass(frozen=True)
class Rule:
    """One law of compatibility: a stable id, its verdict, what it means for callers, and where it applies."""

    id: str
    verdict: Verdict
    sentence: str
    find: Finder


_B: Verdict = "breaking"
_C: Verdict = "compatible"

RULES = (
    Rule("operation-gone", _B, "callers of the operation break because it is gone", operation_gone),
    Rule("operation-new", _C, "callers can use a new operation", operation_new),
    Rule("server-gone", _B, "callers that name the server break because it is not listed any more", server_gone),
    Rule("server-new", _C, "callers can reach another server", server_new),
    Rule("server-first", _B, "callers that take the first server break because it is another one", server_first),
    Rule("security-narrower", _B, "callers that were let in break because more is asked of them", security_narrower),
    Rule("security-wider", _C, "callers can get in by another way", security_wider),
    Rule("parameter-gone", _B, "callers that send it break because nothing says what becomes of it", gone("parameter")),
    Rule("parameter-new", _B, "callers break because they do not send it", new("parameter", required=True)),
    Rule("parameter-offered", _C, "callers can send a new parameter", new("parameter", required=False)),
    Rule(
        "parameter-required",
        _B,
        "callers that leave it out break because it is required",
        requires("parameter", now=True),
    ),
    Rule("parameter-optional", _C, "callers can leave it out", requires("parameter", now=False)),
    Rule("parameter-serialised", _B, "callers break because it is written in another way", parameter_serialised),
    Rule(
        "parameter-narrower",
        _B,
        "callers that send such values break because they are refused",
        values("parameter", "wider"),
    ),
    Rule("parameter-wider", _C, "callers can send more values", values("parameter", "wider", breaks=False)),
    Rule(
        "request-required",
        _B,
        "callers that send no body break because one is required",
        either(request_body("absent", "required"), request_body("optional", "required")),
    ),
    Rule("request-optional", _C, "callers can leave the body out", request_body("required", "optional")),
    Rule(
        "request-gone",
        _B,
        "callers that send a body break because none is taken",
        either(request_body("required", "absent"), request_body("optional", "absent")),
    ),
    Rule("request-new", _C, "callers can send a body", request_body("absent", "optional")),
    Rule(
        "request-media-type-gone",
        _B,
        "callers that send the media type break because it is not taken",
        gone("request"),
    ),
    Rule("request-media-type-new", _C, "callers can send another media type", new("request")),
    Rule(
        "request-narrower",
        _B,
        "callers that send such values break because they are refused",
        values("request", "wider"),
    ),
    Rule("request-wider", _C, "callers can send more values", values("request", "wider", breaks=False)),
    Rule(
        "request-property-gone",
        _B,
        "callers that send it break because nothing says what becomes of it",
        values("request", "inner-only"),
    ),
    Rule("request-property-new", _C, "callers can send a new property", values("request", "outer-only")),
    Rule(
        "success-gone",
        _B,
        "callers that wait for the success break because it never comes",
        status(success=True, gone=True),
    ),
    Rule(
        "success-new",
        _B,
        "callers that know the other successes break because this one may come",
        status(success=True, gone=False),
    ),
    Rule("error-gone", _C, "callers meet one error less", status(success=False, gone=True)),
    Rule(
        "error-new",
        _C,
        "callers meet one error more, and know its class by its status",
        status(success=False, gone=False),
    ),
    Rule(
        "response-media-type-gone",
        _B,
        "callers that accept the media type break because it never comes",
        gone("response"),
    ),
    Rule("response-media-type-new", _C, "callers can accept another media type", new("response")),
    Rule(
        "response-wider",
        _B,
        "callers that rely on what was promised break because more may come",
        values("response", "wider"),
    ),
    Rule("response-narrower", _C, "callers are promised more", values("response", "wider", breaks=False)),
    Rule(
        "response-property-gone",
        _B,
        "callers that read it break because nothing is promised of it any more",
        values("response", "outer-only"),
    ),
    Rule("response-property-new", _C, "callers can read a new property", values("response", "inner-only")),
    Rule("header-gone", _B, "callers that read it break because nothing is promised of it any more", gone("header")),
    Rule("header-new", _C, "callers can read a new header", new("header")),
    Rule(
        "header-optional", _B, "callers that rely on it break because it may be absent", requires("header", now=False)
    ),
    Rule("header-required", _C, "callers can rely on it", requires("header", now=True)),
    Rule(
        "header-wider",
        _B,
        "callers that rely on what was promised break because more may come",
        values("header", "wider"),
    ),
    Rule("header-narrower", _C, "callers are promised more", values("header", "wider", breaks=False)),
    Rule("deprecated", _C, "callers should prepare for its end", deprecated),
    Rule("unjudged", _B, "callers may break because no rule judges this", unjudged),
)


def changes(old: Object, new: Object) -> list[Change]:
    """What the rules find, in their order, each place once."""
    documents = Documents(old, new)
    found = {
        Change(
            "wire",
            rule.id,
            rule.verdict,
            one.pointer,
            rule.sentence,
            witness=one.escape.witness if one.escape else None,
            known=one.escape is None or one.escape.proven,
        ): None
        for rule in RULES
        for one in rule.find(documents)
    }
    return list(found)
