"""The contract's examples of bodies, a file each."""

from scripts.contract.document import Contract
from scripts.reference.bodies import bodies
from scripts.reference.json_text import pretty


def render(contract: Contract) -> dict[str, bytes]:
    """One file for each example, named by its status and its name."""
    return {
        f"examples/{body.status}-{example.name}.json": pretty(example.value)
        for body in bodies(contract)
        for example in body.examples
    }
