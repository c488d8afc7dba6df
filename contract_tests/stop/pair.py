"""A pair: the ids of a campaign and of one of its sends, or whatever else the stop's path has, in its order."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from contract_tests.verifier.ids import is_id
from contract_tests.verifier.targets import SHORT, Target, is_value
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.operations import Operation

STOP = "stopSmsCampaignSend"
"""The operationId of the stop in openapi.yaml."""
SHORT[STOP] = "--pair"

Pair: TypeAlias = tuple[str, ...]
"""The ids of a send, in the order of the stop's path."""

BLANK = " \t\r\n"
"""What may stand around a pair. Other spaces are refused: some readers end a line there, and with it a comment."""
SHOWN = 100
"""How much is shown of what is no pair."""


def stop_in(operations: Sequence[Operation], option: str) -> Operation:
    """The stop, which an option is about; `CouldNotVerifyError` if the contract does not have it."""
    for one in operations:
        if one.operation_id == STOP:
            return one
    raise CouldNotVerifyError(f"{option} is about {STOP}, which openapi.yaml does not have: use --allow.")


def pair(text: str, stop: Operation) -> Target:
    """Read a value for each parameter of the stop's path; anything else is a `CouldNotVerifyError`."""
    values = text.strip(BLANK).split("/")
    if len(values) != len(stop.ids) or not all(map(is_value, stop.ids, values)):
        form = "/".join(parameter.name for parameter in stop.ids)
        kind = "a UUID" if all(map(is_id, stop.ids)) else "as openapi.yaml describes it"
        raise CouldNotVerifyError(f"{text.strip(BLANK)[:SHOWN]!r} is not a pair: write {form}, each {kind}.")
    return Target.of(stop, values)


def pairs_in(path: Path, stop: Operation) -> list[Target]:
    """Read a file of pairs, one a line; blank lines and lines that begin with # do not count.

    Lines end with a line feed only, so that no other character ends a comment.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CouldNotVerifyError(f"{path} cannot be read: give --pairs a text file, one pair a line.") from error
    pairs: list[Target] = []
    for number, line in enumerate(lines, 1):
        text = line.strip(BLANK)
        try:
            pairs += [pair(text, stop)] if text and not text.startswith("#") else []
        except CouldNotVerifyError as error:
            raise CouldNotVerifyError(f"{path}:{number}: {error}") from None
    if not pairs:
        raise CouldNotVerifyError(f"{path} names no pair: give --pairs a text file, one pair a line.")
    return pairs
