"""The reports of the main job: each is written if it can be, and the outcome says what kept it from being written."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from contract_tests.verifier.accepted import file as accept_file
from contract_tests.verifier.evidence import form
from contract_tests.verifier.evidence.counts import merged
from contract_tests.verifier.outcome import Outcome
from contract_tests.verifier.redaction import masked
from contract_tests.verifier.report import html, junit, markdown
from contract_tests.verifier.report.html import Matrix
from contract_tests.verifier.report.terminal import show
from scripts.crash import TOKEN_VARIABLE, recorded
from scripts.files import write_whole

JOB = "contract"
Writer: TypeAlias = Callable[[Outcome, Path], bytes]
"""Gives the content of a report; the folder of the reports may hold what `nox -s faults` wrote."""


def _page(outcome: Outcome, folder: Path) -> bytes:
    return html.rendered(outcome, Matrix.read(folder / "faults.json")).encode(errors="backslashreplace")


# fmt: off
WRITERS: dict[str, Writer] = {
    "junit.xml":     lambda outcome, _: junit.rendered(outcome),
    "contract.html": _page,
    "summary.md":    lambda outcome, _: markdown.rendered(outcome),
}
# fmt: on


def written(outcome: Outcome, folder: Path) -> tuple[Outcome, list[str]]:
    """Write all reports; return the names of those that were written, too."""
    names: list[str] = []
    for name, write in WRITERS.items():
        before, outcome = outcome, _written(outcome, folder, name, write)
        names += [name] if outcome is before else []
    return outcome, sorted(names)


def _written(outcome: Outcome, folder: Path, name: str, write: Writer) -> Outcome:
    """Write one report; return the same outcome, or a new one that says what kept it from being written."""
    try:
        write_whole(folder / name, write(outcome, folder))
    except OSError as error:
        obstacle = f"reports cannot be written to {folder}: {error.strerror}."
        return replace(outcome, obstacle=outcome.obstacle or obstacle)
    except Exception:  # noqa: BLE001 - a crash must not lose the other reports
        return replace(outcome, crash=outcome.crash or recorded(JOB))
    return outcome


def with_wrong_options(sentence: str, folder: Path) -> None:
    """Write reports that say what is wrong with the options: no verdict of an earlier run is taken for theirs."""
    secrets = [os.environ.get(TOKEN_VARIABLE, "").strip()]
    written(Outcome("nox -s contract -- --help", obstacle=masked(sentence, secrets)), folder)


def with_evidence(outcome: Outcome, path: Path | None) -> Outcome:
    """Write the evidence of all servers, if it is asked for; the outcome then says what kept it from being written."""
    if path is None or not outcome.targets:
        return outcome
    try:
        form.write(path, merged(run.evidence for run in outcome.targets.values()))
    except form.EvidenceError as error:
        return replace(outcome, obstacle=outcome.obstacle or str(error))
    show("evidence", str(path))
    return outcome


def with_draft(outcome: Outcome, path: Path | None, today: date) -> Outcome:
    """Write rows for what is not accepted, if they are asked for; the outcome says what kept it from doing so."""
    if path is None or not outcome.targets:
        return outcome
    findings = [one for run in outcome.targets.values() for one in run.findings]
    if not findings:
        show("draft", f"nothing to accept, so {path} was not written")
        return outcome
    text = accept_file.drafted(findings, today)
    try:
        write_whole(path, text.encode())
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        obstacle = f"{path}: {reason}; give --accept-draft a file in a directory that can be written."
        return replace(outcome, obstacle=outcome.obstacle or obstacle)
    show("draft", str(path))
    return outcome
