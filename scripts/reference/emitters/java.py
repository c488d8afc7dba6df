"""Types for Java 17: a record for each component, for Jackson.

Properties that are absent or null are null. Properties that the contract does not name are ignored.
"""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from scripts.contract.document import Contract
from scripts.contract.keywords import kinds, target
from scripts.contract.values import Object, members
from scripts.reference.emitters.json_schema import components

SCALARS = {
    "": "Object",
    "string": "String",
    "integer": "Long",
    "number": "Double",
    "boolean": "Boolean",
    "array": "List<Object>",
    "object": "Map<String, Object>",
}
RESERVED = (  # property names that a component of a record cannot have
    "abstract assert boolean break byte case catch char class clone const continue default do double else enum extends "
    "false final finalize finally float for getClass goto hashCode if implements import instanceof int interface long "
    "native new notify notifyAll null package private protected public return short static strictfp super switch "
    "synchronized this throw throws toString transient true try void volatile wait while"
)
HEADER = """\
// Generated from openapi.yaml by `nox -s generate`; do not edit.
package commsms;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** Types of request and response bodies. They do not validate: see the README two directories up. */
public final class CommSms {
  private CommSms() {}
"""


def render(contract: Contract) -> dict[str, bytes]:
    """One file: a class that contains the records."""
    records = ("\n".join(_record(name, members(schema))) for name, schema in components(contract).items())
    return {"java/commsms/CommSms.java": "\n".join((HEADER, *records)).encode() + b"}\n"}


def _record(name: str, schema: Object) -> Iterator[str]:
    properties = {key: members(value) for key, value in members(schema.get("properties")).items()}
    yield "  /**"
    yield from _comment(str(schema["description"]))
    yield "   *"
    for key, own in properties.items():
        yield from _comment(f"@param {_component(key)} {own['description']}")
    yield "   */"
    yield "  @JsonIgnoreProperties(ignoreUnknown = true)"
    yield f"  public record {name}("
    yield ",\n".join(f'      @JsonProperty("{key}") {_type(own)} {_component(key)}' for key, own in properties.items())
    yield "  ) {}\n"


def _comment(text: str) -> list[str]:
    safe = escape(text, quote=False).replace("*/", "*&#47;").replace("\\", "&#92;")
    return [f"   * {line}" for line in wrap(safe, 100)]


def _component(key: str) -> str:
    first, *rest = key.split("_")
    name = first[:1].lower() + first[1:] + "".join(word.capitalize() for word in rest)
    return f"{name}_" if name in RESERVED.split() else name


def _type(schema: Object) -> str:
    if "$ref" in schema:
        return target(schema)
    if "items" in schema:
        return f"List<{_type(members(schema['items']))}>"
    if "additionalProperties" in schema:
        return f"Map<String, {_type(members(schema['additionalProperties']))}>"
    return SCALARS["".join(kinds(schema))]
