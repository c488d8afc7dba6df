"""The report of a comparison as text for a terminal, JSON for programs, or Markdown for a pull request."""

import json
from dataclasses import asdict, dataclass

from scripts.diff import verdict
from scripts.diff.verdict import Bump, Change, Face, Verdict, demanded

_FACES: tuple[Face, ...] = ("wire", "source", "meaning")
_TITLES = {"wire": "Requests and responses", "source": "The client's source", "meaning": "Meaning"}

_LONGEST = 400  # characters of a witness


@dataclass(frozen=True)
class Report:
    """The changes from one contract to another, and the versions that both state."""

    old: str
    new: str
    old_version: str
    new_version: str
    changes: list[Change]

    @property
    def wire(self) -> Verdict:
        """The verdict on requests and responses."""
        return verdict.verdict(self.changes, "wire")

    @property
    def source(self) -> Verdict:
        """The verdict on the source of callers."""
        return verdict.verdict(self.changes, "source")

    @property
    def bump(self) -> Bump:
        """The size of the version step that the changes demand."""
        return verdict.bump(self.changes)

    @property
    def least(self) -> str:
        """The smallest new version that is large enough."""
        return ".".join(map(str, demanded(verdict.version(self.old_version), self.bump)))

    @property
    def numbered(self) -> bool:
        """Whether the new version is large enough."""
        return verdict.version(self.new_version) >= verdict.version(self.least)

    @property
    def numbering(self) -> str:
        """Whether the new version is large enough, as a sentence."""
        demand = f"after {self.old_version}, this change demands {self.least} or later"
        if raised := verdict.raised_instead(verdict.version(self.old_version), self.bump):
            demand += f"; before 1.0.0, a {self.bump} change raises the {raised} number"
        if self.numbered:
            return f"version {self.new_version} is large enough: {demand}"
        return f"version {self.new_version} is too small: {demand}"


def text(report: Report) -> str:
    """One line for each change, one about the version, then the three lines of the outcome."""
    lines = [f"from {report.old} to {report.new}"]
    lines += [_line(change) for face in _FACES for change in report.changes if change.face == face]
    return "\n".join([*lines, report.numbering, *_outcome(report)])


def as_json(report: Report) -> str:
    """The whole report as one JSON object."""
    shown = {
        "old": {"name": report.old, "version": report.old_version},
        "new": {"name": report.new, "version": report.new_version},
        "wire": report.wire,
        "source": report.source,
        "bump": report.bump,
        "least_version": report.least,
        "numbered": report.numbered,
        "changes": [asdict(change) for change in report.changes],
    }
    return json.dumps(shown, indent=2, ensure_ascii=False)


def markdown(report: Report) -> str:
    """A comment for a pull request; it ends with the same three lines as the text."""
    lines = [f"### What this changes for callers: {report.bump}", "", f"From `{report.old}` to `{report.new}`."]
    for face in _FACES:
        changes = [change for change in report.changes if change.face == face]
        if changes:
            lines += ["", f"**{_TITLES[face]}**", ""]
            lines += [
                f"- {change.verdict}: `{change.place}` ({change.rule}): {_sentence(change)}" for change in changes
            ]
    return "\n".join([*lines, "", report.numbering.capitalize() + ".", "", *_outcome(report)])


def _outcome(report: Report) -> list[str]:
    return [f"wire: {report.wire}", f"source: {report.source}", f"bump: {report.bump}"]


def _line(change: Change) -> str:
    verdict_ = "drift" if change.face == "meaning" else change.verdict
    return f"{change.face} {verdict_} {change.rule} {change.place}: {_sentence(change)}"


def _sentence(change: Change) -> str:
    if not change.known:
        return f"{change.sentence} (not proven: nobody knows whether it breaks, so it counts as breaking)"
    return change.sentence + (f", for instance {_shown(change.witness)}" if change.witness else "")


def _shown(witness: str) -> str:
    """A witness as people can read it; programs get the whole one."""
    if len(witness) <= _LONGEST:
        return witness
    return f"{witness[: _LONGEST // 2]}... ({len(witness)} characters of JSON)"
