"""All rules about openapi.yaml, wherever the need for them comes from: one table, files named by need."""

from scripts.contract.document import Contract
from scripts.contract.rules.client import CLIENT
from scripts.contract.rules.examples import EXAMPLES
from scripts.contract.rules.house import FOUNDATION, HOUSE
from scripts.contract.rules.reference import REFERENCE
from scripts.contract.rules.rule import Finding, Need, Rule, apply, first_breaches
from scripts.contract.values import ContractError

RULES = (*FOUNDATION, *HOUSE, *EXAMPLES, *CLIENT, *REFERENCE)
EVERY_NEED: tuple[Need, ...] = ("everyone", "client", "reference")


class BreachError(ContractError):
    """The contract breaks rules; the text has one line for each breach."""


def check(contract: Contract, *needs: Need) -> list[Finding]:
    """Every breach of every rule of these needs, in the order of the rules, then of the document.

    The other rules rely on the foundation: where it is broken, only that is reported. All rules rely on references that
    resolve, and what everyone needs on the whole foundation.
    """
    needs = needs or EVERY_NEED
    if findings := first_breaches(contract, FOUNDATION if "everyone" in needs else FOUNDATION[:1]):
        return findings
    return [finding for rule in needed(*needs) for finding in apply(rule, contract)]


def needed(*needs: Need) -> list[Rule]:
    """The rules of these needs."""
    return [rule for rule in RULES if rule.needed_by in needs or rule.also_needed_by in needs]


def require(contract: Contract, *needs: Need) -> None:
    """Refuse a contract that breaks rules of these needs.

    Raises:
        BreachError: It breaks some.
    """
    if findings := check(contract, *needs):
        raise BreachError("\n".join(map(str, findings)))
