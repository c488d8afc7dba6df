"""Places: which server a URL means, however it is spelled."""

import ipaddress
import socket
from contextlib import suppress
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
HERE = "localhost"
"""The one name of this machine."""


def place(url: str) -> str:
    """The host of a URL, and its port if it is not the usual one, in one spelling."""
    parts = urlsplit(url)
    host = spelled(parts.hostname or "")
    return host if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{parts.port}"


def spelled(host: str) -> str:
    """A host in one spelling; this machine has one name."""
    host = host.removesuffix(".")
    with suppress(OSError, ValueError):
        host = socket.inet_ntoa(socket.inet_aton(host))  # as 127.1 is 127.0.0.1
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        address = getattr(address, "ipv4_mapped", None) or address
        return HERE if address.is_loopback or address.is_unspecified else str(address)
    return host
