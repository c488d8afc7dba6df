"""Ctrl-C and SIGTERM: the first ends the asking, and what was found until then is judged, printed and written."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether this process was asked to end. The first signal raises `KeyboardInterrupt`, unless results are settled.

    Attributes:
        seen: whether a signal came. Further ones change nothing, so that the reports are written.
    """

    def __init__(self) -> None:
        """Begin without a signal."""
        self.seen = False
        self._settling = 0

    @contextmanager
    def watched(self) -> Generator[None]:
        """Handle the signals; before and after, they do what they did."""
        self.seen = False
        before = {number: signal.signal(number, self._handle) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def settling(self) -> Generator[None]:
        """Let nothing end what is only work on what was found; a signal is remembered."""
        self._settling += 1
        try:
            yield
        finally:
            self._settling -= 1

    def _handle(self, _: int, __: FrameType | None) -> None:
        is_first, self.seen = not self.seen, True
        if is_first and not self._settling:
            raise KeyboardInterrupt


INTERRUPTION = Interruption()
"""The one of this process."""
