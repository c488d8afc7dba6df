# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/settings.py into the client.
"""Checks of a client's arguments: token, base URL, timeout, headers."""

import os
import re
import threading
from collections.abc import Callable, Mapping
from inspect import iscoroutinefunction
from ipaddress import ip_address
from typing import NamedTuple, cast

from .contract import BASE_URL
from .invalid import escaped
from .retries import Retry

TIMEOUT = 30.0
"""Seconds for a whole call, retries included."""
CONNECT_TIMEOUT = 5.0
"""Seconds for opening a connection."""

_VARIABLE = "COMM_API_TOKEN"
# Patterns are compiled on first use, to keep the import fast.
_VISIBLE_ASCII = r"[!-~]+"
_URL = r"(?P<scheme>(?i:https?))://(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?:/[A-Za-z0-9._~/-]*)?"
_IP = r"\[.*\]|[0-9.]+"
_HEADER_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
HEADER_VALUE = r"(?:[!-~](?:[\t -~]*[!-~])?)?"
OURS = frozenset({"authorization", "host", "content-length", "transfer-encoding"})
"""Headers that only the client itself may set."""


class Token:
    """A bearer token that is hidden from repr, vars and tracebacks. `problem` is the error of an invalid one."""

    __slots__ = ("_text", "problem")

    def __init__(self, name: str, text: object) -> None:
        self._text = text if isinstance(text, str) and re.fullmatch(_VISIBLE_ASCII, text) else ""
        if self._text:
            self.problem: Exception | None = None
        elif text is None and name == _VARIABLE:
            self.problem = ValueError(f"token is missing: pass token=, or set {_VARIABLE}")
        elif not isinstance(text, str):
            self.problem = TypeError(f"{name} must be a non-empty text, not {type(text).__name__}")
        elif not text:
            self.problem = ValueError(f"{name} must be a non-empty text")
        else:
            self.problem = ValueError(f"{name} contains a space, a line break or a character outside ASCII")

    def __repr__(self) -> str:
        return "Token(...)"

    def current(self) -> "Token":
        """The token of an attempt."""
        return self

    def header(self) -> str:
        """The value of the Authorization header."""
        return "Bearer " + self._text  # a member of an Enum would be formatted by its name

    def redact(self, text: str) -> str:
        """Remove the token from a text of the server, which may be a JSON pointer."""
        return text.replace(self._text, "...").replace(escaped(self._text), "...")


class AskedToken:
    """A token that a function of the caller returns anew for each attempt."""

    problem: Exception | None = None

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask = ask
        if iscoroutinefunction(ask):
            self.problem = TypeError("token must be a text or a function that returns one, not an async function")

    def current(self) -> Token:
        """The token of an attempt; ValueError if what the function returns is invalid."""
        token = Token("token()", self._ask())
        if token.problem:
            raise ValueError(str(token.problem))
        return token


def secret(token: object) -> Token | AskedToken:
    """The argument `token`, or the variable of the environment."""
    if token is None:
        return Token(_VARIABLE, os.environ.get(_VARIABLE))
    return AskedToken(cast("Callable[[], object]", token)) if callable(token) else Token("token", token)


class Settings(NamedTuple):
    """Settings that all calls of a client share."""

    token: Token | AskedToken
    base_url: str
    encrypted: bool
    """Whether the base URL is https://. If not, proxies of the environment are not used."""
    timeout: float
    connect_timeout: float
    retry: Retry


def check(
    token: Token | AskedToken,
    base_url: str | None,
    timeout: float,
    connect_timeout: float,
    retries: int | Retry,
    allow_http: bool,
    host_of: Callable[[str], str],
) -> Settings:
    """Check the arguments of a client; ValueError or TypeError names the invalid one.

    `host_of` returns the host of a URL as the HTTP library sees it, or raises ValueError.
    """
    if token.problem:
        raise token.problem
    if not isinstance(cast("object", allow_http), bool):
        raise TypeError(f"allow_http must be a bool, not {type(allow_http).__name__}")
    name, url = ("base_url", base_url) if base_url is not None else ("COMM_BASE_URL", os.environ.get("COMM_BASE_URL"))
    url = _text(name, BASE_URL if url is None else url)
    parts = re.fullmatch(_URL, url)
    if parts is None or not _is_host(parts["host"], url, host_of) or int(parts["port"] or 0) > 65535:
        raise ValueError(f"{name} must be a URL such as https://api.example.com/api, without user, query or fragment")
    encrypted = parts["scheme"].lower() == "https"
    if not (encrypted or allow_http or _is_loopback(parts["host"])):
        raise ValueError(
            f"{name} must be https://{parts['host']}, because http:// would send the token unencrypted "
            "(allow_http=True allows it)"
        )
    return Settings(
        token,
        url.rstrip("/"),
        encrypted,
        seconds("timeout", timeout),
        seconds("connect_timeout", connect_timeout),
        repetitions(retries),
    )


def seconds(name: str, timeout: float) -> float:
    """Check a timeout and return it; TypeError or ValueError names it."""
    if not isinstance(cast("object", timeout), int | float) or isinstance(cast("object", timeout), bool):
        raise TypeError(f"{name} must be a number of seconds, not {type(timeout).__name__}")
    if not 0 < timeout <= threading.TIMEOUT_MAX:
        raise ValueError(f"{name} must be a number of seconds above 0, not {timeout}")
    return timeout


def repetitions(retries: int | Retry) -> Retry:
    """Convert `retries` to a Retry."""
    return retries if isinstance(retries, Retry) else Retry(times=retries)


def headers(given: Mapping[str, str]) -> Mapping[str, str]:
    """Check headers and return them with lower-case names; ValueError or TypeError names the invalid one."""
    if not isinstance(cast("object", given), Mapping):
        raise TypeError(f"headers must be a mapping, not {type(given).__name__}")
    for name, value in given.items():
        if not re.fullmatch(_HEADER_NAME, _text("headers: a name", name)):
            raise ValueError(f"headers: {name!r} is not a valid header name")
        if name.lower() in OURS:
            raise ValueError(f"headers: {name} may only be set by the client itself")
        if not re.fullmatch(HEADER_VALUE, _text(f"headers: the value of {name}", value)):
            raise ValueError(f"headers: the value of {name} contains an invalid character")
    return {name.lower(): value for name, value in given.items()}


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    return value


def _is_host(host: str, url: str, host_of: Callable[[str], str]) -> bool:
    """Whether the host is a valid IP address or host name."""
    try:
        return bool(ip_address(host.strip("[]")) if re.fullmatch(_IP, host) else host.encode("idna") and host_of(url))
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    return ip_address(host.strip("[]")).is_loopback if re.fullmatch(_IP, host) else host.lower() == "localhost"
