"""The page is for looking: it needs nothing but itself, and a browser has nothing to complain about."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.tests.browser import Page, look, needs_browser
from contract_tests.verifiable import verifiable
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.report.html import Matrix, rendered
from contract_tests.verifier.run import Row, ServerRun, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import Contract


@pytest.fixture(scope="module")
def run(contract: Contract) -> ServerRun:
    guard = Guard(InProcess(verifiable(Mock().handle)), schemas().operations, TARGETS, own=True)
    return verify(contract, guard, token=TOKEN)


@pytest.fixture
def outcome(run: ServerRun) -> Outcome:
    """The outcome of a server that broke a law, and might have injected something into the page."""
    findings = (
        Finding("schema", "documented", 200, "/data/" + "long/" * 60, "<script>alert(1)</script>", "curl 'http://x'"),
        Finding("nulls", "convention", 200, "/data/meta", "null where a value is expected"),
    )
    rows = (*run.rows, Row("odd", 'A sentence with "quotes" & <tags>.', "inferred", "deviation"))
    broken = replace(run, rows=rows, findings=findings, unproven=("no 405 was seen",))
    repeat = "nox -s contract -- --base-url https://staging.example.com/api " + "--pair a/b " * 20
    return Outcome(repeat, contract="0" * 64, differences=("generated/x",), targets={"server": broken})


@pytest.fixture
def matrix(tmp_path: Path) -> Matrix | None:
    faults = [{"id": f"fault-{n}", "law": "schema", "detected_by": ["schema", "nulls"] * (n != 3)} for n in range(170)]
    (tmp_path / "faults.json").write_text(json.dumps({"faults": faults}), "utf-8")
    return Matrix.read(tmp_path / "faults.json")


def test_the_page_tells_the_whole_account(outcome: Outcome, matrix: Matrix | None) -> None:
    page = html.unescape(rendered(outcome, matrix))
    target = outcome.targets["server"]
    told = [
        *("broken", outcome.repeat, "generated/x", "no 405 was seen", target.base_url, "fault-3 got away from schema"),
        *(text for row in target.rows for text in (row.id, row.sentence)),
        *(text for finding in target.findings for text in (finding.sentence, finding.curl, finding.place)),
        *(place.pointer for place in target.evidence.places if place.keywords),
        *(*(row.id for row in target.operations), "laws of its own", "1 got away"),
    ]
    assert [text for text in told if text not in page] == []


def test_what_a_server_says_is_text_on_the_page(outcome: Outcome) -> None:
    page = rendered(outcome)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_loads_nothing(outcome: Outcome, matrix: Matrix | None) -> None:
    page = rendered(outcome, matrix)
    assert re.findall(r"(?:src|href|srcset|action|data)\s*=\s*\"(?!data:,\")[^\"]*\"|@import|url\(", page) == []


@pytest.mark.parametrize(
    "written", [None, b"", b"{", b"[]", b'{"faults": 1}', b'{"faults": [{}]}', b'{"faults": [{"id": 1, "law": 1}]}']
)
def test_without_a_readable_fault_run_there_is_no_matrix(tmp_path: Path, written: bytes | None) -> None:
    if written is not None:
        (tmp_path / "faults.json").write_bytes(written)
    assert Matrix.read(tmp_path / "faults.json") is None


def test_a_law_that_is_no_more_is_left_out_of_the_matrix(tmp_path: Path) -> None:
    (tmp_path / "faults.json").write_text('{"faults": [{"id": "a", "law": "gone", "detected_by": ["gone", "nulls"]}]}')
    matrix = Matrix.read(tmp_path / "faults.json")
    assert matrix
    assert (matrix.laws, [mark.title for mark in matrix.marks]) == (("nulls",), ["nulls noticed a"])


def luminance(colour: str) -> float:
    """The relative luminance of `rgb(...)`, as WCAG 2 defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.fixture(params=["kept", "broken", "unproven"])
def page(
    tmp_path: Path, request: pytest.FixtureRequest, run: ServerRun, outcome: Outcome, matrix: Matrix | None
) -> Page:
    """The page of an outcome in a browser."""
    kept = replace(outcome, differences=(), targets={"server": run, "another": run})
    unproven = replace(kept, targets={"server": replace(run, unproven=("no 405 was seen",))}, obstacle="No route.")
    shown = {"kept": kept, "broken": outcome, "unproven": unproven}[request.param]
    assert shown.verdict == request.param
    (tmp_path / "report.html").write_text(rendered(shown, matrix if shown is outcome else None), "utf-8")
    return look((tmp_path / "report.html").as_uri())


@needs_browser
def test_nobody_is_kept_from_the_page(page: Page) -> None:
    assert list(page.complaints()) == []
    assert len(page.requests) == len(page.views) == 4
    for view in page.views:
        assert view.operable > 50
        assert view.smallest >= 12
        dark, light = sorted(map(luminance, (view.ink, view.paper)))
        assert (light + 0.05) / (dark + 0.05) > 10
        assert (luminance(view.paper) < 0.5) == (view.scheme == "dark")
