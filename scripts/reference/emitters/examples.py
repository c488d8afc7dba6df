"""The contract's examples of bodies, a file each."""

from scripts.contract.document import Contract
from scripts.reference.calls import calls
from scripts.reference.json_text import pretty


def render(contract: Contract) -> dict[str, bytes]:
    """One folder for each operation; in it one file for each example, named by its status or `request` and its name."""
    return {
        f"examples/{call.name}/{body.role}-{example.name}.json": pretty(example.value)
        for call in calls(contract)
        for body in call.bodies
        for example in body.examples
    }
