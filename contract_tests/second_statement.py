"""The lines of the mock and of the laws of the stop that a change of openapi.yaml may have left behind.

They state the API a second time. After an edit of openapi.yaml they still say what was right before, until they are
edited too.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from contract_tests import mock
from contract_tests.stop import laws
from contract_tests.verifier.findings import Finding
from scripts.contract.document import ROOT
from scripts.contract.values import unescape

_FILES = sorted(path for room in (mock, laws) for path in Path(str(room.__file__)).parent.glob("*.py"))


def stale(findings: Sequence[Finding], *, unrouted: bool) -> list[str]:
    """The lines that name what the findings are about, as `FILE:LINE`.

    If the mock lacks a route for an operation (`unrouted`), the lines with its routes are among them.
    """
    pointers = {finding.pointer for finding in findings}
    pointers |= {variant.pointer for finding in findings for variant in finding.variants}
    names = {unescape(name) for pointer in pointers for name in re.findall(r"/([^/]+)(?:/[0-9]+)*$", pointer)}
    texts = [f'"{name}"' for name in names] + [" Route("] * unrouted
    return [f"{path.relative_to(ROOT)}:{line}" for path in _FILES for line in _lines(path, texts)]


def _lines(path: Path, texts: Sequence[str]) -> Iterator[int]:
    """The lines, from 1, that hold one of the texts."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if any(text in line for text in texts):
            yield number
