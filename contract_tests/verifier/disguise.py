"""What a request could be read as, by a server or a proxy that is lenient."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from contract_tests.verifier.exchange import Request
from scripts.contract.operations import SAFE_METHODS, Operation

METHOD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
HEADER_VALUE = re.compile(rb"[^\r\n\0]*")
METHOD_NAME = re.compile(r"[_.+ \[]method", re.IGNORECASE)
"""`_method`, and what PHP reads as that."""
REROUTING = {b"x-original-url", b"x-original-uri", b"x-rewrite-url", b"x-rewrite-uri", b"x-forwarded-uri"}
"""Headers from which a proxy may take the target."""
OVERRIDES = (b"X-HTTP-Method-Override", b"X-HTTP-Method", b"X-Method-Override")
"""Headers from which a server may take the method."""


def is_one_request(request: Request, base_url: str) -> bool:
    """Whether the bytes are one request to its target: no line break hides another, no header leads elsewhere."""
    names = _names(request)
    lengths = [value for name, value in request.headers if name.lower() == b"content-length"]
    hosts = {value for name, value in request.headers if name.lower() == b"host"}
    return (
        METHOD.fullmatch(request.method) is not None
        and all(METHOD.fullmatch(name.decode("latin-1")) for name, _ in request.headers)
        and all(HEADER_VALUE.fullmatch(value) for _, value in request.headers)
        and REROUTING.isdisjoint(names)
        and hosts <= {urlsplit(base_url).netloc.encode()}
        # A body that is not framed is read as the next request; without a slash it has no target.
        and (b"/" not in request.body or (lengths == [b"%d" % len(request.body)] and b"transfer-encoding" not in names))
    )


def is_read(request: Request, operations: Iterable[Operation]) -> bool:
    """Whether the request only reads: by its method, by the contract, and by nothing that could change the method."""
    has_read = any(one.is_safe for one in operations)
    return request.method in SAFE_METHODS and has_read and not overrides_method(request)


def overrides_method(request: Request) -> bool:
    """Whether a header, the query or the body could make the server take another method."""
    texts = unquote(unquote((request.target.partition(b"?")[2] + b"&" + request.body).decode("latin-1")))
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), texts)
    return (
        not _names(request).isdisjoint(name.lower() for name in OVERRIDES)
        or METHOD_NAME.search(f"&{escaped}") is not None
    )


def _names(request: Request) -> set[bytes]:
    """The names of the headers in lower case; some servers read `_` as `-`."""
    return {name.lower().replace(b"_", b"-") for name, _ in request.headers}
