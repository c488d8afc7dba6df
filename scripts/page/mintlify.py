"""Render the example of a schema as the vendor's documentation page shows it.

The page is rendered by Mintlify, which makes one value for every schema. Its rules, in our words:

R1  `example` wins over `examples[0]`, that over `default`, that over `const`, and all over a value made from the type.
R2  So a default of null prints null, and a default of the wrong type prints as it is.
R3  A string without enum and without a format of R5 is `<string>`.
R4  A number is the middle of its bounds, rounded down for an integer; minimum + 1 if that is its only bound; else 123,
    or maximum - 1 where 123 would not be below the maximum. Exclusive bounds are ignored.
R5  A few formats give a string a fixed value; any other format changes nothing. (Left out: ipv4 and ipv6, whose fixed
    values no known page shows.)
R6  A boolean is true.
R7  An enum of strings or numbers prints its first member.
R8  The first of several types is printed, so a null that comes later leaves no trace.
R9  An array prints one item. An item of no type, as any schema of no type, is `<any>`.
R10 A request leaves out the properties that are readOnly, an answer those that are writeOnly.

Every other property is printed, required or not, in the order of the schema. References leave no trace. Composed
schemas follow other rules, which this contract does not need. An older renderer ignored `default`; some copies of pages
still come from it.
"""

import json
from math import floor

from scripts.contract.values import ContractError, Json, Object, members, resolve, types

STRINGS = {
    "base64": "aSDinaTvuI8gbWludGxpZnk=",
    "byte": "aSDinaTvuI8gbWludGxpZnk=",
    "date": "2023-12-25",
    "date-time": "2023-11-07T05:31:56Z",
    "email": "jsmith@example.com",
    "uuid": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
}


def text(value: Json) -> str:
    """The value as the page prints it: indented by two spaces, without a newline at the end."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def render(document: Object, schema: Object, *, defaults: bool = True, hidden: str = "writeOnly") -> Json:
    """The example value of a schema; references lead into the document.

    Without `defaults`, as the older renderer did. `hidden` is the keyword of the properties to leave out: by default
    those of an answer.

    Raises:
        ContractError: The schema is composed, or a reference leads nowhere.
    """
    schema = resolve(document, schema)
    for keyword in ("allOf", "anyOf", "oneOf"):
        if keyword in schema:
            raise ContractError(f"{keyword}: the rules of the page for it are not known; write the schema out.")
    stated, value = _stated(schema, defaults=defaults)
    return value if stated else _made(document, schema, defaults=defaults, hidden=hidden)


def _stated(schema: Object, *, defaults: bool) -> tuple[bool, Json]:
    """Whether the schema states a value of its own, and the value (R1)."""
    if "example" in schema:
        return True, schema["example"]
    examples = schema.get("examples")
    if isinstance(examples, list) and examples:
        return True, examples[0]
    for keyword in ("default", "const")[not defaults :]:
        if keyword in schema:
            return True, schema[keyword]
    return False, None


def _made(document: Object, schema: Object, *, defaults: bool, hidden: str) -> Json:
    """A value made from the first type (R8)."""
    value: Json = "<any>"
    enum = schema.get("enum")
    match types(schema)[:1]:
        case ["string" | "number" | "integer"] if isinstance(enum, list) and enum:
            value = enum[0]
        case ["string"]:
            value = STRINGS.get(str(schema.get("format")), "<string>")
        case ["number" | "integer" as kind]:
            value = _number(schema.get("minimum"), schema.get("maximum"), whole=kind == "integer")
        case ["boolean"]:
            value = True
        case ["array"]:
            items = schema.get("items")
            value = [render(document, items if isinstance(items, dict) else {}, defaults=defaults, hidden=hidden)]
        case ["object"]:
            value = {
                name: render(document, below, defaults=defaults, hidden=hidden)
                for name, below in visible(document, schema, hidden).items()
            }
        case ["null"]:
            value = None
        case _:
            pass
    return value


def visible(document: Object, schema: Object, hidden: str) -> dict[str, Object]:
    """The properties of a schema that are printed (R10)."""
    properties = members(schema.get("properties")).items()
    return {
        name: below
        for name, below in properties
        if isinstance(below, dict) and resolve(document, below).get(hidden) is not True
    }


def _number(minimum: Json, maximum: Json, *, whole: bool) -> Json:
    low = minimum if isinstance(minimum, int | float) else None
    high = maximum if isinstance(maximum, int | float) else None
    if low is not None and high is not None:
        middle = (low + high) / 2
        return floor(middle) if whole or middle.is_integer() else middle
    if low is not None:
        return low + 1
    return 123 if high is None or high > 123 else high - 1
