"""The outcome in Markdown, as GitHub and GitLab show it beside a job.

What a server, a file or an option says stands in code spans on lines that begin with words of our own. In these nothing
is markup, so that no answer can write a heading, a link or HTML into the page.
"""

import re
from collections.abc import Iterator, Sequence

from contract_tests.verifier.findings import Finding
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.redaction import printable
from contract_tests.verifier.report.html import headline
from contract_tests.verifier.report.terminal import LONG, cut
from contract_tests.verifier.run import ServerRun

MANY = 50
"""How many findings are listed; GitHub shows a megabyte at most."""


def rendered(outcome: Outcome) -> bytes:
    """The document."""
    return ("\n".join(_lines(outcome)) + "\n").encode("utf-8", "backslashreplace")


def _lines(outcome: Outcome) -> Iterator[str]:
    yield f"## Contract: {outcome.verdict}"
    yield from ("", headline(outcome))
    told = {
        "could not verify": filter(None, (outcome.crash, outcome.obstacle)),
        "not current": outcome.differences[:MANY],
        "stale": outcome.stale,
        "not judged": outcome.undecided,
    }
    items = [f"- **{label}** {code(sentence)}" for label, sentences in told.items() for sentence in sentences]
    yield from ("", *items) if items else ()
    for name, run in outcome.targets.items():
        yield from _run(name, run)
    yield from ("", f"Again: {code(outcome.repeat)}")


def _run(name: str, run: ServerRun) -> Iterator[str]:
    """A server: what was asked, found, accepted and not exercised."""
    unasked = [row for row in run.rows if row.state == "not exercised"]
    yield from ("", f"### Server: {name}", "")
    laws = f"{len(run.rows) - len(unasked)} of {len(run.rows)} laws exercised"
    yield f"{sum(run.requests.values())} requests to {code(run.base_url)}, {laws}."
    yield ""
    yield from (f"- **unproven** {code(sentence)}" for sentence in run.unproven)
    for finding in run.findings[:MANY]:
        yield from _finding("violation" if finding.is_violation else "deviation", finding)
    for one in run.accepted[:MANY]:
        yield from _finding("accepted", one.finding)
        yield f"  until {one.until}: {code(one.reason)}"
    if more := max(0, len(run.findings) - MANY) + max(0, len(run.accepted) - MANY):
        yield f"- and {more} more, which `contract.html` of the reports lists"
    yield from _not_exercised([(row.id, row.note) for row in unasked])


def _finding(label: str, finding: Finding) -> Iterator[str]:
    also = f", and {len(finding.variants)} more like it" if finding.variants else ""
    effect = f" because of {', '.join(finding.because)}" if finding.because else ""
    yield f"- **{label}** `{finding.check}`{effect} at {code(finding.place)}{also}:"
    yield f"  {code(finding.sentence)}"


def _not_exercised(laws: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Laws by the reason why they had nothing to judge."""
    for note in dict.fromkeys(note for _, note in laws):
        ids = ", ".join(f"`{law}`" for law, own in laws if own == note)
        yield f"- **not exercised** {ids}: {code(note)}"


def code(text: str) -> str:
    """A text as a code span: on one line, between more backticks than it holds in a row."""
    shown = cut(printable(text), LONG) or " "
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{fence} {shown} {fence}" if fence != "`" else f"`{shown}`"
