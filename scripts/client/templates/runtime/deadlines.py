# Copied from scripts/client/templates/runtime/deadlines.py into the client.
"""The time limit of a blocking call, in each read and write of a connection.

An HTTP library gives a timeout to every single read, so a server that sends one byte after the other would never run
into it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import Any, Self

_OPENED = ("connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete")


class Deadline(float):
    """The seconds that were left when it was made. `left` says how many are left now."""

    _end: float

    def __new__(cls, seconds: float) -> Self:
        """Begin now."""
        made = super().__new__(cls, seconds)
        made._end = monotonic() + seconds
        return made

    def left(self) -> float:
        """Seconds left; TimeoutError if there are none."""
        if (seconds := self._end - monotonic()) > 0:
            return seconds
        raise TimeoutError


def keep(event: str, details: Mapping[str, Any]) -> None:
    """Make a new connection keep deadlines: a function for the `trace` extension of httpx.

    The connection outlives the call that opens it. Each read or write gets the timeout of its own call.
    """
    if event.endswith(_OPENED):
        stream = details["return_value"]
        stream.read = partial(_with_time_left, stream.read)
        stream.write = partial(_with_time_left, stream.write)


def _with_time_left(transfer: Callable[[Any, float | None], Any], data: Any, timeout: float | None = None) -> Any:  # noqa: ANN401 - bytes or their number
    return transfer(data, timeout.left() if isinstance(timeout, Deadline) else timeout)
