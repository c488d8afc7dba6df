"""Targets: what a caller lets this process act on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contract_tests.verifier.ids import UUID, is_id
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.operations import Operation, Parameter

_VALUE = re.compile(r"[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*", re.ASCII)
"""What a path holds as it is, and no server reads as a step up or as more than one value."""


SHORT: dict[str, str] = {}
"""By operationId, an option that takes the values of a target alone, with slashes between them."""


@dataclass(frozen=True)
class Target:
    """An operation, and a value for each parameter of its path.

    Attributes:
        operation: the operationId.
        values: in the order of the path; ids in lower case.
    """

    operation: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.operation} {'/'.join(self.values)}".strip()

    @classmethod
    def parse(cls, text: str, operations: Sequence[Operation]) -> "Target":
        """Read `OPERATION` or `OPERATION:name=value,...`; anything else is a `CouldNotVerifyError`."""
        name, _, pairs = text.strip().partition(":")
        operation = next((one for one in operations if one.operation_id == name), None)
        if operation is None:
            known = ", ".join(sorted(one.operation_id for one in operations))
            raise CouldNotVerifyError(f"{name!r} is no operation of openapi.yaml: write one of {known}.")
        entries = [pair.partition("=")[::2] for pair in pairs.split(",") if pair]
        given = {str(key): str(value) for key, value in entries}
        names = [parameter.name for parameter in operation.ids]
        if sorted(key for key, _ in entries) != sorted(names):
            form = f"{name}:{','.join(f'{each}=...' for each in names)}" if names else name
            raise CouldNotVerifyError(f"{text.strip()!r} is no target: write {form}.")
        for parameter in operation.ids:
            if not is_value(parameter, given[parameter.name]):
                form = "a UUID" if is_id(parameter) else "letters, digits, - _ ~ and dots between them"
                raise CouldNotVerifyError(f"{text.strip()!r} is no target: write {parameter.name} as {form}.")
        return cls.of(operation, [given[name] for name in names])

    @classmethod
    def of(cls, operation: Operation, values: Sequence[str]) -> "Target":
        """The operation with these values, which `is_value` accepts, in the order of the path."""
        written = (value.lower() if is_id(one) else value for one, value in zip(operation.ids, values, strict=True))
        return cls(operation.operation_id, tuple(written))


def is_value(parameter: Parameter, text: str) -> bool:
    """Whether a text can stand for the parameter in a path as it is."""
    return (UUID if is_id(parameter) else _VALUE).fullmatch(text) is not None
