"""Serve the mock until it is interrupted: `python -m contract_tests.mock [--host HOST] [--port PORT]`.

Of the wheel, it is `python -m comm_sms_mock`.
"""

import argparse
import contextlib
import json
import signal
import time
from collections.abc import Sequence
from typing import NoReturn

from . import SENDS, TOKEN, Mock, serve


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 2**16:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number up to 65535, or 0 for any free port")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON once the server listens: its URL, a token, and the sends that can be stopped."""
    parser = _Parser(prog=f"python -m {__package__}", description="Serve the mock until interrupted.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this machine)")
    parser.add_argument("--port", default=0, type=_port, help="port to listen on (default: any free one)")
    options = parser.parse_args(arguments)
    if not options.host.strip():
        parser.error("--host is empty, which means every address of this machine; give one address")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(serve(Mock().handle, options.host, options.port))
        except ModuleNotFoundError as error:
            parser.error(str(error))
        except OSError as error:
            parser.error(f"cannot listen: {error.strerror}; choose another --host or --port")
        print(json.dumps({"url": url, "token": TOKEN, "sends": [send._asdict() for send in SENDS]}), flush=True)
        while True:
            time.sleep(1)  # Windows has no signal.pause
