"""Waiting for a server that is starting, with requests that could not act on anything."""

import time
from collections.abc import Callable, Iterator

from contract_tests.verifier.exchange import NO_ANSWER, Request
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.ids import MALFORMED
from contract_tests.verifier.proxies import UNREACHABLE
from contract_tests.verifier.requests import filled
from contract_tests.verifier.transport import CouldNotVerifyError

PAUSE = 0.5
"""Seconds between two requests."""


def wait(
    guard: Callable[[], Guard],
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Ask until the server answers otherwise than with a status of one that is starting, at most for so long.

    `guard` makes a guard that names no target, so that nothing can be acted on. Each request gets a new one: what a
    server that is starting answers is not judged.

    Raises:
        CouldNotVerifyError: there was no such answer in time, or no request that could not act.
    """
    end = clock() + seconds
    while True:
        reason = _reason(guard())
        left = end - clock()
        if not reason:
            return
        if left <= 0:
            raise CouldNotVerifyError(f"{guard().base_url} was not up within {seconds:g} s: it {reason}.")
        sleep(min(PAUSE, left))


def _reason(guard: Guard) -> str:
    """Why the server is not up; empty if it is."""
    request = next((one for one in _requests(guard) if guard.permits(one)), None)
    if request is None:
        raise CouldNotVerifyError("--wait has nothing to ask: openapi.yaml has no request that could not act.")
    try:
        exchange = guard.exchange(request)
    except CouldNotVerifyError as error:
        return str(error).removeprefix(guard.base_url).partition(";")[0].strip(" .")
    if exchange.response is NO_ANSWER:
        return f"gave no answer: {exchange.failure}"
    status = exchange.response.status
    return f"answers {status}" if status in UNREACHABLE else ""


def _requests(guard: Guard) -> Iterator[Request]:
    """Requests without the token and with ids that exist nowhere: a read before anything else."""
    path = guard.base_url.partition("//")[2].partition("/")[1:]
    headers = ((b"Accept", b"application/json"), (b"Content-Length", b"0"))
    for operation in sorted(guard.operations, key=lambda one: not one.is_safe):
        target = "".join(path) + filled(operation, MALFORMED[:1] * len(operation.ids))
        yield Request(operation.method.upper(), target.encode(), headers)
