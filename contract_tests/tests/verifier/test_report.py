"""The page is for looking: it needs nothing but itself, and a browser has nothing to complain about."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.mock import TOKEN, Mock
from contract_tests.quality.fault_runs import TARGETS, schemas
from contract_tests.verifiable import verifiable
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.report.html import Matrix, rendered
from contract_tests.verifier.run import Row, ServerRun, verify
from contract_tests.verifier.transport import InProcess
from scripts.contract.document import Contract

BROWSER = next(
    filter(
        None,
        [
            *map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome")),
            shutil.which("Google Chrome", path="/Applications/Google Chrome.app/Contents/MacOS"),
        ],
    ),
    None,
)
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--enable-logging=stderr", "--dump-dom"),
)
LOOK = """<script>
const style = getComputedStyle(document.body), root = document.documentElement;
const texts = [...document.querySelectorAll("main :not(svg, svg *, i)")].filter(element => element.textContent.trim());
parent.document.body.dataset.seen = JSON.stringify({
  width: innerWidth, visible: root.clientWidth, needed: root.scrollWidth,
  requests: performance.getEntriesByType("resource").length, ink: style.color, page: style.backgroundColor,
  smallest: Math.min(...texts.map(element => parseFloat(getComputedStyle(element).fontSize))),
});
console.error("a complaint is heard");
</script>"""


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


@pytest.fixture
def looked_at(tmp_path: Path, outcome: Outcome, matrix: Matrix | None) -> Callable[..., tuple[dict[str, object], str]]:
    def look(width: int, *options: str) -> tuple[dict[str, object], str]:
        """Load the page in a browser; return what a script saw there, and the console."""
        assert BROWSER
        source = html.escape(rendered(outcome, matrix).replace("</main>", f"</main>{LOOK}"))
        page = tmp_path / "frame.html"
        page.write_text(f'<meta charset="utf-8"><iframe width="{width}" height="900" srcdoc="{source}">', "utf-8")
        command = [BROWSER, *OPTIONS, f"--user-data-dir={tmp_path / 'profile'}", *options, page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        seen = re.search(r'data-seen="([^"]*)"', done.stdout)
        assert seen, done.stderr
        console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        return json.loads(html.unescape(seen[1])), "\n".join(console)

    return look


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: nobody looked at the page")
@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("scheme", [0, 1], ids=["dark", "light"])
def test_a_browser_shows_it_without_complaint(
    looked_at: Callable[..., tuple[dict[str, object], str]], width: int, scheme: int
) -> None:
    seen, console = looked_at(width, f"--blink-settings=preferredColorScheme={scheme}")
    assert len(console.splitlines()) == 1
    assert "a complaint is heard" in console
    assert (seen["width"], seen["requests"]) == (width, 0)
    assert seen["needed"] == seen["visible"]
    assert float(str(seen["smallest"])) >= 12
    dark, light = sorted(luminance(str(seen[name])) for name in ("ink", "page"))
    assert (light + 0.05) / (dark + 0.05) > 10
    assert (luminance(str(seen["page"])) < 0.5) == (scheme == 0)
