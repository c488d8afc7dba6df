"""Say what a change of openapi.yaml means for callers, and which version it demands.

`nox -s diff` compares the last release, or HEAD before there is one, with the working tree; `nox -s diff -- OLD [NEW]`
compares files or git revisions. Exit status: 0 done, 1 the new version is too small, 2 could not compare.
"""

import argparse
import sys
from collections.abc import Sequence

from scripts import pins
from scripts.contract.values import ContractError
from scripts.diff import report, revisions
from scripts.diff.compare import compare
from scripts.diff.revisions import RevisionError
from scripts.pins import GenerationError


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="diff", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("old", nargs="?", metavar="OLD", help="file or git revision; the last release, else HEAD")
    parser.add_argument("new", nargs="?", metavar="NEW", help="file or git revision; the working tree")
    face = parser.add_mutually_exclusive_group()
    face.add_argument("--json", dest="face", action="store_const", const=report.as_json, help="print one JSON object")
    face.add_argument("--markdown", dest="face", action="store_const", const=report.markdown, help="print a comment")
    options = parser.parse_args(arguments)
    try:
        pins.require(pins.pinned())
        new = revisions.named(options.new) if options.new else revisions.working_tree()
        old = revisions.named(options.old or revisions.baseline(new))
        outcome = compare(old, new)
        shown = (options.face or report.text)(outcome)
    except (ContractError, GenerationError, RevisionError, ValueError) as error:
        print(f"diff: {error}", file=sys.stderr)
        return 2
    print(shown)
    return 0 if outcome.numbered else 1
