"""How far an audit is, on standard error: on a terminal one changing line, elsewhere lines for large records alone."""

import sys

from contract_tests.verifier.report.terminal import Line

LARGE = 2**28
"""How many bytes are worth telling of where there is no terminal."""
STEPS = 10


class Progress(Line):
    """Tells how many bytes and exchanges were read."""

    def __init__(self, size: int) -> None:
        """Begin with none of so many bytes."""
        super().__init__()
        self._size, self._told = size, 0

    def read(self, size: int, exchanges: int) -> None:
        """Tell of so many bytes and exchanges."""
        step = STEPS * size // self._size if self._size else 0
        text = f"{size / 1e6:,.0f} of {self._size / 1e6:,.0f} MB, {exchanges:,} exchanges"
        self.show(text)
        if step > self._told and self._size >= LARGE and not sys.stderr.isatty():
            print(text, file=sys.stderr, flush=True)
        self._told = max(step, self._told)
