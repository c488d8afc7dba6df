"""junit.xml is what the readers of CI systems take, in every outcome."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.verifiable import verifiable
from contract_tests.verifier.findings import Finding, Variant
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.report.html import headline, rendered
from contract_tests.verifier.report.junit import rendered as junit
from contract_tests.verifier.run import ServerRun, State, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import Contract

# The schema of Jenkins' xUnit plugin: by element its required attributes, its other attributes, its children.
TEXT = ((), ("type", "message"), ())
SCHEMA: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "testsuites": ((), ("name", "time", "tests", "failures", "errors"), ("testsuite",)),
    "testsuite": (
        ("name", "tests", "failures", "errors"),
        ("group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url", "version"),
        ("testsuite", "properties", "testcase", "system-out", "system-err"),
    ),
    "testcase": (
        ("name",),
        ("time", "classname", "group"),
        ("skipped", "error", "failure", "system-out", "system-err"),
    ),
    "failure": TEXT,
    "error": TEXT,
    "skipped": TEXT,
    "system-out": ((), (), ()),
}
RESULTS = ("failure", "error", "skipped")
VIOLATION = Finding(
    "schema", "documented", 200, "/data/\x1b[2J", "a ]]> & <b>\ud800\x00\ufffe", "curl 'http://x'", "stop",
    variants=(Variant("/data/b", "another\nline\x0b"),),
)  # fmt: skip
DEVIATION = Finding("nulls", "convention", 200, "/data/meta", "null where a value is expected")


def faults(document: bytes) -> Iterator[str]:
    """What a reader would not take: by the schema, and by what the readers of GitLab and GitHub look for."""
    root = ET.fromstring(document)  # noqa: S314 (our own file)
    for element in root.iter():
        required, optional, children = SCHEMA[element.tag]
        yield from (f"{element.tag} lacks {name}" for name in required if not element.get(name))
        yield from (f"{element.tag} has {name}" for name in element.keys() if name not in required + optional)  # noqa: SIM118
        yield from (f"{child.tag} in {element.tag}" for child in element if child.tag not in children)
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    yield from ("a case without classname or name" for name in names if not all(name))
    if len(names) != len(set(names)):
        yield "two cases of one name"
    if not names:
        yield "no case"
    for case in root.iter("testcase"):
        results = [child for child in case if child.tag in RESULTS]
        if len(results) > 1 or not all(result.get("message") for result in results):
            yield f"the result of {case.get('name')} is not one with a message"
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        counts = {"tests": len(cases), "failures": 0, "errors": 0, "skipped": 0}
        for case in cases:
            for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                counts[plural] += case.find(tag) is not None
        yield from (f"{name} is not {count}" for name, count in counts.items() if suite.get(name) != str(count))


@pytest.fixture(scope="module")
def kept(contract: Contract) -> ServerRun:
    guard = Guard(InProcess(verifiable(Mock().handle)), schemas().operations, TARGETS, own=True)
    return verify(contract, guard, token=TOKEN)


def found(run: ServerRun, *findings: Finding) -> ServerRun:
    states: dict[str, State] = {"schema": "violated", "nulls": "deviation"}
    rows = [
        replace(row, state=states[row.id]) if row.id in {one.check for one in findings} else row for row in run.rows
    ]
    return replace(run, findings=findings, rows=tuple(rows))


def lost(run: ServerRun) -> ServerRun:
    reason = "every request with the token gets 401"
    rows = tuple(replace(row, state="not exercised", note=reason) for row in run.rows)
    return replace(run, rows=rows, unproven=(reason,))


OUTCOMES: dict[str, Callable[[ServerRun], Outcome]] = {
    "kept": lambda run: Outcome("again", targets={"in process": run, "loopback": run}),
    "violation": lambda run: Outcome("again", targets={"server": found(run, VIOLATION)}),
    "deviation": lambda run: Outcome("again", targets={"server": found(run, DEVIATION)}),
    "strict": lambda run: Outcome("again", strict=True, targets={"server": found(run, DEVIATION, VIOLATION)}),
    "unproven": lambda run: Outcome("again", targets={"server": replace(run, unproven=("no 405 was seen",))}),
    "cause": lambda run: Outcome("again", targets={"server": lost(run)}),
    "obstacle": lambda _: Outcome("again", obstacle="nobody listens."),
    "interrupted": lambda run: Outcome(
        "again", obstacle="interrupted.", targets={"server": replace(found(run, VIOLATION), unproven=("interrupted",))}
    ),
    "crash": lambda run: Outcome("again", crash="it crashed.", targets={"server": run}),
    "not-asked": lambda run: Outcome(
        "again", targets={"server": replace(run, operations=(replace(run.operations[0], asked=0, reason="no route"),))}
    ),
    "differences": lambda run: Outcome("again", differences=("generated/x",), targets={"server": run}),
    "differences-alone": lambda _: Outcome("again", differences=("generated/\x1b",), obstacle="no server."),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_is_what_readers_take(kept: ServerRun, name: str) -> None:
    assert list(faults(junit(OUTCOMES[name](kept)))) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b' failures="0"', b"", "testsuite lacks failures"),
        (b' errors="0"', b' errors="1"', "errors is not 0"),
        (b"<testcase ", b'<testcase line="1" ', "testcase has line"),
        (b' name="schema"', b' name="nulls"', "two cases of one name"),
        (b"<system-out>", b"<testcase name='x' classname='y'><properties/></testcase><system-out>", "properties"),
        (b'<skipped message="', b'<skipped message="" type="', "is not one with a message"),
    ],
)
def test_what_readers_do_not_take_is_noticed(kept: ServerRun, old: bytes, new: bytes, words: str) -> None:
    document = junit(OUTCOMES["kept"](kept))
    assert old in document
    try:
        told = list(faults(document.replace(old, new, 1)))
    except KeyError as error:
        told = [str(error)]
    assert [fault for fault in told if words in fault]


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_outcome_of_junit_is_the_verdict(kept: ServerRun, name: str) -> None:
    outcome = OUTCOMES[name](kept)
    root = ET.fromstring(junit(outcome))  # noqa: S314 (our own file)
    is_red = any(suite.get(count) != "0" for suite in root for count in ("failures", "errors"))
    assert is_red == (outcome.verdict != "kept")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("kept", "Everything that was asked was answered as the contract says."),
        ("deviation", "Nothing that is documented was broken. The server deviates in 1 other ways."),
        ("violation", "A promise of the contract was broken."),
        ("strict", "A promise of the contract was broken."),
        ("unproven", "No promise was seen broken, but that proves nothing."),
        ("interrupted", "A promise was seen broken, but the run did not end."),
        ("crash", "No promise was seen broken, but that proves nothing."),
        ("differences", "generated/ is not what openapi.yaml gives."),
    ],
)
def test_the_headline_of_the_page_is_true(kept: ServerRun, name: str, sentence: str) -> None:
    outcome = OUTCOMES[name](kept)
    assert headline(outcome) == sentence
    assert sentence in rendered(outcome)


def test_strict_deviations_alone_have_a_headline_of_their_own(kept: ServerRun) -> None:
    outcome = Outcome("again", strict=True, targets={"server": found(kept, DEVIATION)})
    assert headline(outcome) == "A deviation breaks the contract here, as --strict says."


def test_the_page_shows_verdict_and_findings_before_the_laws(kept: ServerRun) -> None:
    page = rendered(OUTCOMES["interrupted"](kept))
    parts = ("<h1", "Could not verify: interrupted.", "<h3>Findings", "violation: schema", "<h3>Laws", "<h3>Operations")
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_what_was_not_exercised_is_never_shown_as_kept(kept: ServerRun) -> None:
    outcome = OUTCOMES["cause"](kept)
    page = rendered(outcome)
    assert 'class="kept"' not in page.partition("<h3>Laws")[2].partition("<h3>Operations")[0]
    root = ET.fromstring(junit(outcome))  # noqa: S314 (our own file)
    cases = [
        case for case in root.iter("testcase") if case.get("classname") == "server" and case.get("name") != "proof"
    ]
    assert len(cases) == len(kept.rows)
    assert [case.get("name") for case in cases if case.find("skipped") is None] == []


def test_a_crash_is_on_the_page(kept: ServerRun) -> None:
    assert "Could not verify: it crashed." in rendered(OUTCOMES["crash"](kept))
