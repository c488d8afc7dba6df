"""What a call can end in besides its result. Wrong arguments are a TypeError or ValueError, before anything is sent.

CommSmsError
├── ConnectionFailed        no answer, or half of one
│   └── TimedOut            no answer in time
├── InvalidResponse         a success whose body is not what the contract promises
└── ApiError                any other answer
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

_LONGEST = 200  # characters of a server's text in an exception's


class CommSmsError(Exception):
    """A call failed."""


class ConnectionFailed(CommSmsError):
    """There is no answer, or half of one.

    `sent` says whether the request may have reached the server: if so, it is not known whether the server acted.
    """

    def __init__(self, reason: str, sent: bool) -> None:  # noqa: FBT001 - positional, so that it can be pickled
        super().__init__(reason, sent)
        self.reason = reason
        self.sent = sent

    def __str__(self) -> str:
        fate = "whether the server acted is not known" if self.sent else "nothing was sent"
        return f"{self.reason}; {fate}"


class TimedOut(ConnectionFailed):
    """There is no whole answer within the time that the call had."""


class InvalidResponse(CommSmsError):
    """The status says success, but the body is not what the contract promises; the server has most likely acted.

    `pointer` is the JSON pointer (RFC 6901) of what does not fit, empty for the whole body. `response` keeps the body.
    """

    def __init__(self, reason: str, pointer: str, response: Response[None]) -> None:
        super().__init__(reason, pointer, response)
        self.reason = reason
        self.pointer = pointer
        self.response = response

    def __str__(self) -> str:
        return f"HTTP {self.response.status_code} with an unexpected body: {self.reason}"


class ApiError(CommSmsError):
    """The server answered, but not with a success that the contract knows.

    `message` is the server's own, empty if there is none; the exception's text shows it shortened, in one line.
    `errors` holds its messages by the name of the field that they complain about. `retry_after` is in seconds.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - positional, so that it can be pickled
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
        said = f": {_line(self.message)}" if self.message else ""
        known = f" (request {_line(self.request_id)})" if self.request_id else ""
        return f"HTTP {self.status_code}{said}{known}"


def _line(text: str) -> str:
    """A server's text as one line that a terminal can show, shortened."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in shown)


class Unauthenticated(ApiError):
    """401: the token is missing, unknown or expired."""


class Forbidden(ApiError):
    """403: the token may not do this."""


class NotFound(ApiError):
    """404: what the request names is not there."""


class Conflict(ApiError):
    """409: the request does not fit the state of what it names."""


class Unprocessable(ApiError):
    """422: the arguments are refused; `errors` says which."""


class RateLimited(ApiError):
    """429: too many requests; `retry_after` says when to come back."""


class ServerError(ApiError):
    """500 to 599: the server, or a proxy before it, failed."""


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
    """The class of the error that a status means."""
    return _BY_STATUS.get(status_code, ApiError)
