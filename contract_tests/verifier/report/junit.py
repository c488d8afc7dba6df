"""The outcome as JUnit XML: a suite for each server, a case for each operation, law and check."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from contract_tests.verifier.findings import Finding
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.redaction import printable
from contract_tests.verifier.run import Row, ServerRun


def rendered(outcome: Outcome) -> bytes:
    """The XML document."""
    root = Element("testsuites", name="contract")
    if reason := outcome.crash or outcome.obstacle:
        case = SubElement(_suite(root, "verification", 1, errors=1), "testcase", classname="verification", name="proof")
        SubElement(case, "error", message=_printable(reason))
    if outcome.differences:
        case = SubElement(_suite(root, "client", 1, failures=1), "testcase", classname="client", name="generated")
        SubElement(case, "failure", message="generated/ is not current").text = _printable(
            "\n".join(outcome.differences)
        )
    for name, run in outcome.targets.items():
        _target(root, name, run, outcome)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode").encode()


def _target(root: Element, name: str, run: ServerRun, outcome: Outcome) -> None:
    rows = run.rows
    failed = [row for row in rows if row.state == "violated" or (row.state == "deviation" and outcome.strict)]
    skipped = [row for row in rows if row.state == "not exercised"]
    skipped_operations = [row for row in run.operations if not row.asked]
    unproven = run.unproven
    suite = _suite(
        root,
        name,
        len(rows) + len(run.operations) + bool(unproven),
        failures=len(failed),
        errors=int(bool(unproven)),
        skipped=len(skipped) + len(skipped_operations),
    )
    for operation in run.operations:
        case = SubElement(suite, "testcase", classname=f"{name} operations", name=operation.id)
        if operation in skipped_operations:
            SubElement(case, "skipped", message=_printable(operation.reason))
    for row in rows:
        found = [finding for finding in run.findings if finding.check == row.id]
        _case(suite, name, row, found, failed=row in failed)
    if unproven:
        case = SubElement(suite, "testcase", classname=name, name="proof")
        SubElement(case, "error", message=_printable("; ".join(unproven)))
    SubElement(suite, "system-out").text = _printable(f"Run it again: {outcome.repeat}")


def _case(suite: Element, name: str, row: Row, found: Iterable[Finding], *, failed: bool) -> None:
    case = SubElement(suite, "testcase", classname=name, name=row.id)
    text = "\n\n".join("\n".join(_lines(finding)) for finding in found)
    if failed:
        SubElement(case, "failure", message=row.sentence, type=row.state).text = _printable(text)
    elif text:
        SubElement(case, "system-out").text = _printable(text)
    elif row.state == "not exercised":
        SubElement(case, "skipped", message=_printable(row.note))


def _lines(finding: Finding) -> Iterator[str]:
    """A finding as text: place, sentence, request, and what differs in each variant."""
    yield finding.place
    yield finding.sentence
    yield from (f"because of {', '.join(finding.because)}" for _ in finding.because[:1])
    yield from (finding.curl for _ in finding.curl[:1])
    for variant in finding.variants:
        yield f"also {variant.pointer} {variant.sentence}".replace("  ", " ")


def _suite(root: Element, name: str, tests: int, **counts: int) -> Element:
    """A suite with all counts: some readers require even those that are 0."""
    known = {"failures": 0, "errors": 0, "skipped": 0} | counts
    attributes = {"name": name, "tests": str(tests)} | {key: str(count) for key, count in known.items()}
    return SubElement(root, "testsuite", attributes)


def _printable(text: str) -> str:
    """Control characters escaped, line by line: a server may send them, XML cannot hold them."""
    return "\n".join(map(printable, text.split("\n")))
