"""JSON values: their pointers, members and references.

Values are plain `dict`, `list` and scalars. A pointer is an RFC 6901 JSON pointer into a document, such as
`/components/schemas/ApiError`; the empty pointer is the document itself.
"""

from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = dict[str, Json]


class ContractError(Exception):
    """The contract cannot be read; the text is the one sentence that says where, why and what to do."""


def join(pointer: str, *keys: str | int) -> str:
    """The pointer to a member below `pointer`."""
    return pointer + "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def unescape(token: str) -> str:
    """A part of a pointer as the name that it stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def at(document: Object, pointer: str) -> Json:
    """The value at a pointer.

    Raises:
        ContractError: Nothing stands there.
    """
    value: Json = document
    for token in map(unescape, pointer.split("/")[1:]):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            raise ContractError(f"#{pointer}: nothing stands there; mend the reference to it.")
    return value


def resolve(document: Object, value: Object) -> Object:
    """The object a chain of local references leads to; an object without `$ref` is its own target.

    Raises:
        ContractError: A reference is not local, leads nowhere, to no object, or back to itself.
    """
    seen: set[str] = set()
    while isinstance(reference := value.get("$ref"), str):
        if not reference.startswith("#") or reference in seen:
            raise ContractError(f"{reference}: not a reference to another object of this file; mend it.")
        seen.add(reference)
        target = at(document, reference[1:])
        if not isinstance(target, dict):
            raise ContractError(f"{reference}: no object stands there; mend the reference.")
        value = target
    return value


def target(document: Object, pointer: str) -> tuple[str, Object]:
    """Where the local references that begin at a pointer lead, and the object that stands there.

    Raises:
        ContractError: As for `resolve`.
    """
    value = members(at(document, pointer))
    resolve(document, value)
    while isinstance(reference := value.get("$ref"), str):
        pointer = reference[1:]
        value = members(at(document, pointer))
    return pointer, value


def members(value: Json) -> Object:
    """The members of an object; none of anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The items of a list; none of anything else."""
    return value if isinstance(value, list) else []


def types(schema: Object) -> list[Json]:
    """The schema's own types, `null` included; none if it does not say."""
    own = schema.get("type", [])
    return own if isinstance(own, list) else [own]
