"""The account as JUnit XML: a suite for each server, a case for each law and check."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from contract_tests.verifier.findings import Finding
from contract_tests.verifier.outcome import Account
from contract_tests.verifier.run import Row, Verification


def rendered(account: Account) -> bytes:
    """The XML document."""
    root = Element("testsuites", name="contract")
    if account.obstacle:
        case = SubElement(_suite(root, "verification", 1, errors=1), "testcase", classname="verification", name="proof")
        SubElement(case, "error", message=_printable(account.obstacle))
    if account.differences:
        case = SubElement(_suite(root, "client", 1, failures=1), "testcase", classname="client", name="generated")
        SubElement(case, "failure", message="generated/ is not current").text = "\n".join(account.differences)
    for name, verification in account.targets.items():
        _target(root, name, verification, account)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode").encode()


def _target(root: Element, name: str, verification: Verification, account: Account) -> None:
    rows = verification.rows
    failed = [row for row in rows if row.state == "violated" or (row.state == "drift" and account.strict)]
    skipped = [row for row in rows if row.state == "not exercised"]
    unproven = verification.unproven
    suite = _suite(
        root, name, len(rows) + bool(unproven), failures=len(failed), errors=int(bool(unproven)), skipped=len(skipped)
    )
    for row in rows:
        found = [finding for finding in verification.findings if finding.check == row.id]
        _case(suite, name, row, found, account, failed=row in failed)
    if unproven:
        case = SubElement(suite, "testcase", classname=name, name="proof")
        SubElement(case, "error", message=_printable("; ".join(unproven)))


def _case(  # noqa: PLR0913 (what a case shows)
    suite: Element, name: str, row: Row, found: Iterable[Finding], account: Account, *, failed: bool
) -> None:
    case = SubElement(suite, "testcase", classname=name, name=row.id)
    text = "\n\n".join(
        "\n".join(filter(None, (finding.place, finding.sentence, finding.curl, account.repeat))) for finding in found
    )
    if failed:
        SubElement(case, "failure", message=row.sentence, type=row.state).text = _printable(text)
    elif text:
        SubElement(case, "system-out").text = _printable(text)
    elif row.state == "not exercised":
        SubElement(case, "skipped", message=_printable(row.note))


def _suite(root: Element, name: str, tests: int, **counts: int) -> Element:
    attributes = {"name": name, "tests": str(tests)} | {key: str(count) for key, count in counts.items()}
    return SubElement(root, "testsuite", attributes)


def _printable(text: str) -> str:
    """XML has no place for control characters, which a server may well have sent."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)
