"""junit.xml is what the readers of CI systems take, in every outcome."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.verifiable import verifiable
from contract_tests.verifier.accepted.rows import Accepted
from contract_tests.verifier.findings import Finding, Variant
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.report.html import headline, rendered
from contract_tests.verifier.report.junit import rendered as junit
from contract_tests.verifier.run import ServerRun, State, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import ROOT, Contract

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
MIXED = (*RESULTS, "system-out")
TIME = r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?"

SUITE, CASE, OUTPUT, ALL = ("testsuite",), ("testcase",), ("system-out",), tuple(SCHEMA)


def begins_with_its_message(result: ET.Element) -> bool:
    return (result.text or "").partition("\n")[0] == result.get("message", "").partition("\n")[0] != ""


def has_one_result(case: ET.Element) -> bool:
    return sum(child.tag in RESULTS for child in case) < 2


def has_counts(suite: ET.Element) -> bool:
    return all(suite.get(name, "").isdigit() for name in ("tests", "failures", "errors", "skipped"))


# What the source of each reader needs beyond that schema, and of which elements. They show a result by its attributes
# or by its text, and lose the other.
# fmt: off
NEEDS: dict[str, list[tuple[str, tuple[str, ...], Callable[[ET.Element], object]]]] = {
    "Jenkins": [
        ("text only where it may stand",              ALL,     lambda one: one.tag in MIXED or not one.text),
        ("a time with three decimals at most",        SUITE,   lambda one: re.fullmatch(TIME, one.get("time", "x"))),
    ],
    "GitLab": [
        ("text that begins with the message",         RESULTS, begins_with_its_message),
        ("no type of a value, as `date` is",          RESULTS, lambda one: one.get("type") not in {"date", "symbol"}),
        ("cases that are told apart",                 CASE,    lambda one: one.get("classname") and one.get("name")),
    ],
    "dorny/test-reporter": [
        ("a time, else NaN is shown",                 SUITE,   lambda one: one.get("time")),
        ("text that begins with the message",         RESULTS, begins_with_its_message),
    ],
    "mikepenz/action-junit-report": [
        ("a message",                                 RESULTS, lambda one: one.get("message")),
        ("a file, else it guesses one",               SUITE,   lambda one: (ROOT / one.get("file", "-")).is_file()),
        ("no failure beside skipped",                 CASE,    has_one_result),
    ],
    "EnricoMi/publish-unit-test-result-action": [
        ("output that is not empty",                  OUTPUT,  lambda one: (one.text or "").strip()),
        ("counts that are numbers",                   SUITE,   has_counts),
    ],
}
# fmt: on

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
    for reader, needs in NEEDS.items():
        for what, tags, holds in needs:
            yield from (f"{reader}: {what}: {one.tag}" for one in root.iter() if one.tag in tags and not holds(one))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    if len(names) != len(set(names)):
        yield "two cases of one name"
    if not names:
        yield "no case"
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
    operations = tuple(replace(row, successes=0) for row in run.operations)
    return replace(run, rows=rows, operations=operations, unproven=(reason,))


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
        (b'<skipped message="', b'<skipped message="" id="', "junit-report: a message"),
        (b' file="openapi.yaml"', b"", "a file, else it guesses one"),
        (b' file="openapi.yaml"', b' file="x"', "a file, else it guesses one"),
        (b' time="', b' time="12:', "Jenkins: a time with three decimals"),
        (b' time="', b' id="', "dorny/test-reporter: a time, else NaN"),
        (b' tests="', b' tests="n', "counts that are numbers"),
        (b' classname="', b' group="', "GitLab: cases that are told apart"),
        (b'<testsuites name="contract">', b'<testsuites name="contract">x', "text only where it may stand"),
        (b"Run it again: again", b"", "output that is not empty"),
        (b'<skipped message="no', b'<skipped message="x', "GitLab: text that begins with"),
        (b'<skipped message="', b'<skipped type="date" message="', "GitLab: no type of a value"),
        (b"</skipped>", b"</skipped><failure message='x'>x</failure>", "no failure beside skipped"),
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


@pytest.mark.parametrize(
    ("finding", "accepted", "unproven", "sentence"),
    [
        (
            DEVIATION,
            VIOLATION,
            (),
            "Nothing else that is documented was broken. The server deviates in 1 other ways. Accepted findings: 1.",
        ),
        (
            DEVIATION,
            DEVIATION,
            (),
            "Nothing that is documented was broken. The server deviates in 1 other ways. Accepted findings: 1.",
        ),
        (None, VIOLATION, (), "Nothing was broken but what is accepted. Accepted findings: 1."),
        (None, VIOLATION, ("interrupted",), "The run proves nothing; findings are below."),
        (DEVIATION, None, ("interrupted",), "The run proves nothing; findings are below."),
    ],
)
def test_the_headline_does_not_deny_what_is_accepted(
    kept: ServerRun, finding: Finding | None, accepted: Finding | None, unproven: tuple[str, ...], sentence: str
) -> None:
    run = found(kept, finding) if finding else kept
    known = (Accepted(accepted, "known", "2030-01-31", 2),) if accepted else ()
    outcome = Outcome("again", targets={"server": replace(run, accepted=known, unproven=unproven)})
    assert headline(outcome) == sentence


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
    cases = [case for case in root.iter("testcase") if case.get("name") != "proof"]
    assert len(cases) == len(kept.rows) + len(kept.operations)
    assert [case.get("name") for case in cases if case.find("skipped") is None] == []


def test_a_crash_is_on_the_page(kept: ServerRun) -> None:
    assert "Could not verify: it crashed." in rendered(OUTCOMES["crash"](kept))
