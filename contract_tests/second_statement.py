"""The lines of the mock, of the laws of the stop and of the faults that a change of openapi.yaml may have left behind.

They state the API a second time. After an edit of openapi.yaml they still say what was right before, until they are
edited too.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from contract_tests.verifier.findings import Finding
from scripts.contract.document import ROOT
from scripts.contract.values import unescape

_ROOMS = ("contract_tests/mock", "contract_tests/stop/laws", "contract_tests/faults")


def stale(findings: Sequence[Finding], *, unrouted: bool) -> list[str]:
    """The lines that name what the findings are about, as `FILE:LINE` or, if a file has several, `FILE:LINE,LINE`.

    If the mock lacks a route for an operation (`unrouted`), the lines with its routes are among them.
    """
    pointers = {finding.pointer for finding in findings}
    pointers |= {variant.pointer for finding in findings for variant in finding.variants}
    names = {unescape(name) for pointer in pointers for name in re.findall(r"/([^/]+)(?:/[0-9]+)*$", pointer)}
    files = sorted(path for room in _ROOMS for path in (ROOT / room).glob("*.py"))
    found = {path: sorted({*_naming(path, names), *_with(path, " Route(" if unrouted else None)}) for path in files}
    return [f"{path.relative_to(ROOT)}:{','.join(map(str, lines))}" for path, lines in found.items() if lines]


def _naming(path: Path, names: set[str]) -> Iterator[int]:
    """The lines, from 1, with a text that names a member: alone, in a path or in a pointer, but not in a sentence."""
    pattern = re.compile(rf"(?<![\w -])(?:{'|'.join(map(re.escape, names))})(?![\w -])")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))) if names else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (node.lineno + node.value.count("\n", 0, one.start()) for one in pattern.finditer(node.value))


def _with(path: Path, text: str | None) -> Iterator[int]:
    """The lines, from 1, that hold a text."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text and text in line:
            yield number
