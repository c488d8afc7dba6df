"""Types for Java 17: a record for each component, for Jackson.

Properties that are absent or null are null. Properties that the contract does not name are ignored. What
Java cannot say has a more general type.
"""

from collections.abc import Iterator
from html import escape

from scripts.contract.document import Contract
from scripts.contract.keywords import target
from scripts.contract.values import Object, members
from scripts.reference.shapes import fields, records, scalar, single, text, wrapped

SCALARS = {
    "": "Object",
    "string": "String",
    "integer": "Long",
    "integer int32": "Integer",
    "number": "Double",
    "number float": "Float",
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
    written = ("\n".join(_record(contract.document, name, schema)) for name, schema in records(contract).items())
    return {"java/commsms/CommSms.java": "\n".join((HEADER, *written)).encode() + b"}\n"}


def _record(document: Object, name: str, schema: Object) -> Iterator[str]:
    own = {key: value for key, value, _ in fields(document, schema)}
    yield "  /**"
    yield from _comment(str(schema["description"]))
    yield "   *"
    for key, value in own.items():
        yield from _comment(f"@param {_component(key)} {text(value)}")
    yield "   */"
    yield "  @JsonIgnoreProperties(ignoreUnknown = true)"
    yield f"  public record {name}("
    yield ",\n".join(
        f'      @JsonProperty("{key}") {_type(document, value)} {_component(key)}' for key, value in own.items()
    )
    yield "  ) {}\n"


def _comment(text: str) -> list[str]:
    safe = escape(text, quote=False).replace("*/", "*&#47;").replace("\\", "&#92;")
    return [f"   * {line}" for line in wrapped(safe)]


def _component(key: str) -> str:
    first, *rest = key.split("_")
    name = first[:1].lower() + first[1:] + "".join(word.capitalize() for word in rest)
    return f"{name}_" if name in RESERVED.split() else name


def _type(document: Object, schema: Object) -> str:
    schema = single(document, schema)
    if "$ref" in schema:
        return target(schema)
    if "items" in schema:
        return f"List<{_type(document, members(schema['items']))}>"
    if isinstance(others := schema.get("additionalProperties"), dict) and "properties" not in schema:
        return f"Map<String, {_type(document, others)}>"
    return scalar(SCALARS, schema)
