# Copied from scripts/client/templates/runtime/invalid.py into the client.
"""The errors of an invalid value, read or to be written."""

from typing import Self

from .shown import line


class InvalidBody(ValueError):  # noqa: N818 - named like the exceptions in errors.py
    """A body does not match its model.

    `pointer` is the JSON pointer (RFC 6901) of the invalid value, empty for the whole body. Its names may be of the
    server's choice. `problem` says what the value must be, and never contains a name or a value of a response.
    """

    def __init__(self, problem: str) -> None:
        """Describe a problem of the whole body."""
        super().__init__(problem)
        self.problem = problem
        self.pointer = ""

    def __str__(self) -> str:
        """One sentence in one line, in which a long pointer is shortened."""
        return f"{line(self.pointer) or 'the body'} {self.problem}"

    def below(self, token: str | int) -> Self:
        """The error with a member name or an index put first in its pointer."""
        self.pointer = f"/{escaped(str(token))}{self.pointer}"
        return self

    def alone(self) -> Self:
        """The error without the frames that it passed: their local variables have values of the body."""
        self.__context__ = None
        return self.with_traceback(None)


def escaped(name: str) -> str:
    """A name as a JSON pointer contains it."""
    return name.replace("~", "~0").replace("/", "~1")


class WrongType(InvalidBody, TypeError):  # noqa: N818 - as above
    """A value that is to be sent has the wrong type."""

    def __init__(self, expected: str, value: object) -> None:
        """Say what the value must be and what it is."""
        super().__init__(f"must be {expected}, not {'None' if value is None else type(value).__name__}")
