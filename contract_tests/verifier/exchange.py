"""The messages of HTTP, and an exchange: one request and what came back.

Types are those of ASGI: text for the method, bytes for everything else.
"""

from dataclasses import dataclass

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Request:
    """A request.

    Attributes:
        method: as sent, case-sensitive.
        target: path and query as sent, percent escapes kept.
        headers: pairs of name and value, in order; names may repeat.
        body: the whole body, without any transfer coding.
    """

    method: str
    target: bytes
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """A response: status, headers as they are sent with names in lower case, and the whole body."""

    status: int
    headers: Headers
    body: bytes


NO_ANSWER = Response(0, (), b"")


@dataclass(frozen=True)
class Exchange:
    """One request and what came back.

    Attributes:
        request: what was sent.
        response: the answer, as far as it could be read; `NO_ANSWER` when it did not begin.
        seconds: from the first byte sent to the last byte read.
        failure: why the answer is not one well-formed HTTP response in time; empty when it is.
    """

    request: Request
    response: Response
    seconds: float
    failure: str = ""
