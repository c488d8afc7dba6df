"""Compare two versions of the contract: requests and responses, the client's source, the wording."""

from scripts.contract.rules import BreachError
from scripts.contract.values import members
from scripts.diff import python_rules, revisions, wire_rules, wording
from scripts.diff.report import Report
from scripts.diff.revisions import Version
from scripts.diff.verdict import Change
from scripts.pins import GenerationError


def compare(old: Version, new: Version) -> Report:
    """The whole comparison.

    Raises:
        ContractError: A reference of a contract leads nowhere.
        ValueError: A version is not three numbers.
    """
    documents = old.contract.document, new.contract.document
    changes = [*wire_rules.changes(*documents), *_source(old, new), *wording.changes(*documents)]
    numbers = [str(members(document.get("info")).get("version")) for document in documents]
    return Report(old.name, new.name, numbers[0], numbers[1], changes)


def _source(old: Version, new: Version) -> list[Change]:
    try:
        return python_rules.changes(*revisions.clients(old, new))
    except (BreachError, GenerationError) as error:
        reason = "; ".join(str(error).splitlines())
        sentence = f"callers may break because their client cannot be compared: {reason}"
        return [Change("source", "not-generated", "breaking", "generated", sentence, known=False)]
