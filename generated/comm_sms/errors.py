# Generated from openapi.yaml by `nox -s generate`; do not edit.
# Copied from scripts/client/templates/runtime/errors.py into the client.
"""All exceptions of a failed call. Invalid arguments raise TypeError or ValueError before anything is sent.

CommSmsError
├── ConnectionFailed        no answer, or an incomplete one
│   └── TimedOut            no complete answer in time
├── InvalidResponse         a success status with an invalid body
└── ApiError                any other status
    ├── Unauthenticated     401
    ├── Forbidden           403
    ├── NotFound            404
    ├── Conflict            409
    ├── Unprocessable       422
    ├── RateLimited         429
    └── ServerError         500 to 599
"""

from collections.abc import Mapping, Sequence

from .messages import Response
from .shown import line


class CommSmsError(Exception):
    """A call failed."""


class ConnectionFailed(CommSmsError):
    """There is no answer, or an incomplete one.

    `sent` is True if the request may have reached the server. It is then unknown whether the server acted.
    """

    def __init__(self, reason: str, sent: bool) -> None:
        super().__init__(reason, sent)
        self.reason = reason
        self.sent = sent

    def __str__(self) -> str:
        fate = "it is unknown whether the server acted" if self.sent else "nothing was sent"
        return f"{self.reason}; {fate}"


class TimedOut(ConnectionFailed):
    """There is no complete answer within the timeout."""


class InvalidResponse(CommSmsError):
    """The status is a success, but the body is invalid. The server has most likely acted.

    `pointer` is the JSON pointer (RFC 6901) of the invalid value, empty for the whole body. `reason` says what is wrong
    in one line, in which a long pointer is shortened. `response` has the body.
    """

    def __init__(self, reason: str, pointer: str, response: Response[None]) -> None:
        super().__init__(reason, pointer, response)
        self.reason = reason
        self.pointer = pointer
        self.response = response

    def __str__(self) -> str:
        return f"HTTP {self.response.status_code} with an invalid body: {self.reason}"


class ApiError(CommSmsError):
    """The server answered with an error.

    `message` is the server's message; without one, it says where a redirect leads, or is empty. str() shows it in one
    line, shortened. `errors` maps names of fields to messages. `retry_after` is in seconds.
    """

    def __init__(
        self,
        status_code: int,
        message: str,
        errors: Mapping[str, Sequence[str]],
        request_id: str | None,
        retry_after: float | None,
        response: Response[None],
    ) -> None:
        super().__init__(status_code, message, errors, request_id, retry_after, response)
        self.status_code = status_code
        self.message = message
        self.errors = errors
        self.request_id = request_id
        self.retry_after = retry_after
        self.response = response

    def __str__(self) -> str:
        said = f": {line(self.message)}" if self.message else ""
        known = f" (request {line(self.request_id)})" if self.request_id else ""
        return f"HTTP {self.status_code}{said}{known}"


class Unauthenticated(ApiError):
    """401: the token is missing, unknown or expired."""


class Forbidden(ApiError):
    """403: the token may not do this."""


class NotFound(ApiError):
    """404: the requested object does not exist."""


class Conflict(ApiError):
    """409: the request conflicts with the object's current state."""


class Unprocessable(ApiError):
    """422: the arguments are invalid; `errors` says which."""


class RateLimited(ApiError):
    """429: too many requests; `retry_after` says how long to wait."""


class ServerError(ApiError):
    """500 to 599: the server or a proxy failed."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Unprocessable,
    429: RateLimited,
    **dict.fromkeys(range(500, 600), ServerError),
}


def class_for(status_code: int) -> type[ApiError]:
    """The exception class of a status."""
    return _BY_STATUS.get(status_code, ApiError)
