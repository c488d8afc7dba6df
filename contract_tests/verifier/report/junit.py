"""The outcome as JUnit XML: a suite for each server, a case for each operation, law and check.

Each result has its message as an attribute and as text: some readers show one, some the other.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, tostring

from contract_tests.verifier.findings import Finding
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.redaction import printable
from contract_tests.verifier.run import Row, ServerRun, State

SKIPPED: Collection[State] = ("not exercised", "accepted")
FILE = "openapi.yaml"
"""Where annotations of a suite belong: without a file, some readers guess one from the names."""


def rendered(outcome: Outcome) -> bytes:
    """The XML document."""
    root = Element("testsuites", name="contract")
    if reason := outcome.crash or outcome.obstacle:
        case = SubElement(_suite(root, "verification", 1, errors=1), "testcase", classname="verification", name="proof")
        _result(case, "error", reason)
    if outcome.differences:
        case = SubElement(_suite(root, "client", 1, failures=1), "testcase", classname="client", name="generated")
        _result(case, "failure", "generated/ is not current", *outcome.differences)
    if outcome.stale or outcome.undecided:
        _accept_file(root, outcome)
    for name, run in outcome.targets.items():
        _target(root, name, run, outcome)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode").encode()


def _accept_file(root: Element, outcome: Outcome) -> None:
    """A case for each row that accepts nothing, or no longer; its name is file and line."""
    stale, undecided = outcome.stale, outcome.undecided
    suite = _suite(root, "accepted", len(stale) + len(undecided), failures=len(stale), skipped=len(undecided))
    for tag, sentences in (("failure", stale), ("skipped", undecided)):
        for sentence in sentences:
            case = SubElement(suite, "testcase", classname="accepted", name=_printable(sentence.partition(": ")[0]))
            _result(case, tag, sentence)


def _target(root: Element, name: str, run: ServerRun, outcome: Outcome) -> None:
    rows = run.rows
    failed = [row for row in rows if row.state == "violated" or (row.state == "deviation" and outcome.strict)]
    skipped = [row for row in rows if row.state in SKIPPED]
    skipped_operations = [row for row in run.operations if not row.successes]
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
            _result(case, "skipped", operation.reason or f"asked {operation.asked}x, never with success")
    for row in rows:
        found = [finding for finding in run.findings if finding.check == row.id]
        reasons = [f"accepted until {one.until}: {one.reason}" for one in run.accepted if one.finding.check == row.id]
        note = "; ".join(dict.fromkeys(reasons)) if row.state == "accepted" else row.note
        _case(suite, name, replace(row, note=note), found, failed=row in failed)
    if unproven:
        case = SubElement(suite, "testcase", classname=name, name="proof")
        _result(case, "error", "; ".join(unproven))
    SubElement(suite, "system-out").text = _printable(f"Run it again: {outcome.repeat}")


def _case(suite: Element, name: str, row: Row, found: Iterable[Finding], *, failed: bool) -> None:
    case = SubElement(suite, "testcase", classname=name, name=row.id)
    text = "\n\n".join("\n".join(_lines(finding)) for finding in found)
    if failed:
        _result(case, "failure", row.sentence, text).set("type", row.state)
    elif text:
        SubElement(case, "system-out").text = _printable(text)
    elif row.state in SKIPPED:
        _result(case, "skipped", row.note)


def _lines(finding: Finding) -> Iterator[str]:
    """A finding as text: place, sentence, request, and what differs in each variant."""
    yield finding.place
    yield finding.sentence
    yield from (f"because of {', '.join(finding.because)}" for _ in finding.because[:1])
    yield from (finding.curl for _ in finding.curl[:1])
    for variant in finding.variants:
        yield f"also {variant.pointer} {variant.sentence}".replace("  ", " ")


def _result(case: Element, kind: str, message: str, *lines: str) -> Element:
    """The result of a case; one that was kept has none."""
    result = SubElement(case, kind, message=_printable(message))
    result.text = _printable("\n".join((message, *lines)))
    return result


def _suite(root: Element, name: str, tests: int, **counts: int) -> Element:
    """A suite with all counts, and a time: some readers require even what is 0.

    The time is always 0, so that the reports of one seed are equal.
    """
    known = {"tests": tests, "failures": 0, "errors": 0, "skipped": 0} | counts
    attributes = {"name": name, "file": FILE, "time": "0"}
    return SubElement(root, "testsuite", attributes | {key: str(count) for key, count in known.items()})


def _printable(text: str) -> str:
    """Control characters escaped, line by line: a server may send them, XML cannot hold them."""
    return "\n".join(map(printable, text.split("\n")))
