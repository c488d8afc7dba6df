# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/answers.py into the client.
"""What arrives of a response, piece by piece. Without I/O."""

import zlib
from collections.abc import Mapping
from typing import TypeVar

from .invalid import InvalidBody
from .messages import Response

T = TypeVar("T")

LARGEST_BODY = 16 * 2**20
"""The largest response body that is read, in bytes after decompression."""

_GZIP = {"": False, "identity": False, "gzip": True, "x-gzip": True}  # the content codings, and whether each is gzip
_WITHOUT_BODY = frozenset({204, 304})  # RFC 9110, section 6.4.1


class Answer:
    """The outcome of one attempt: status, headers, the body received so far, and the error that ended it.

    The status is 0 if no response arrived.
    """

    def __init__(self, method: str) -> None:
        self.status_code = 0
        self.headers: Mapping[str, str] = {}
        self.content = bytearray()
        self.cut: Exception | None = None  # ConnectionFailed or InvalidBody
        self._method = method
        self._gzip: _Gzip | None = None

    def begin(self, status_code: int, headers: Mapping[str, str]) -> None:
        """Set status and headers; InvalidBody if the body is too large or its content coding is not supported."""
        self.status_code = status_code
        self.headers = headers
        if self._method == "HEAD" or status_code in _WITHOUT_BODY:
            return  # the headers may be those of a body that does not come
        coding = headers.get("content-encoding", "").strip().lower()
        if coding not in _GZIP:
            raise InvalidBody("has an unsupported content coding")
        self._gzip = _Gzip() if _GZIP[coding] else None
        announced = headers.get("content-length", "")
        if announced.isdecimal():
            self._limit(int(announced[:20]))

    def add(self, piece: bytes) -> None:
        """Add raw bytes of the body; InvalidBody if it gets too large or cannot be decompressed."""
        self.add_decoded(self._gzip.decompress(piece, LARGEST_BODY + 1 - len(self.content)) if self._gzip else piece)

    def add_decoded(self, piece: bytes) -> None:
        """Add decompressed bytes of the body; InvalidBody if it gets too large."""
        self._limit(len(self.content) + len(piece))
        self.content += piece

    def end(self) -> None:
        """All raw bytes are there; InvalidBody if compressed ones are missing."""
        if self._gzip and not self._gzip.whole:
            raise InvalidBody("is compressed and incomplete")

    def response(self, data: T) -> Response[T]:
        """The response with its decoded body."""
        return Response(self.status_code, self.headers, bytes(self.content), data)

    def _limit(self, size: int) -> None:
        if size > LARGEST_BODY:
            raise InvalidBody(f"is larger than {LARGEST_BODY >> 20} MiB")


class _Gzip:
    """Decompresses gzip, which is one member after another. It is `whole` between two members."""

    def __init__(self) -> None:
        self.whole = True
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def decompress(self, piece: bytes, most: int) -> bytes:
        """Decompress a piece, into `most` bytes at most; InvalidBody if it is no gzip or a checksum is wrong."""
        decompressed = b""
        try:
            while piece and len(decompressed) < most:
                if self._member.eof:
                    self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
                decompressed += self._member.decompress(piece, most - len(decompressed))
                piece = self._member.unused_data
        except zlib.error:
            raise InvalidBody("cannot be decompressed") from None
        self.whole = self._member.eof
        return decompressed
