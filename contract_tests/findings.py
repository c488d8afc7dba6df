"""What a check found, in the words a person acts on, and how sure the broken promise is."""

import shlex
from dataclasses import dataclass
from typing import Literal, TypeAlias

from contract_tests.mock import Request

Level: TypeAlias = Literal["documented", "inferred", "convention"]


@dataclass(frozen=True)
class Finding:
    """One broken promise.

    Attributes:
        check: id of the check or law.
        level: how sure the promise is; breaking what is documented is a violation, everything else drift.
        pointer: JSON pointer into the response body; empty when the fault is not in a body.
        sentence: what is wrong.
        curl: the request that shows it, its token masked; empty when there is none.
        count: how often it was seen.
    """

    check: str
    level: Level
    pointer: str
    sentence: str
    curl: str = ""
    count: int = 1

    @property
    def is_violation(self) -> bool:
        """Whether the server broke what the published page forces."""
        return self.level == "documented"


def curl(base_url: str, request: Request) -> str:
    """The request as a curl command, its credentials masked."""
    origin = "/".join(base_url.split("/")[:3])
    words = ["curl", "-X", request.method]
    for name, value in request.headers:
        shown = "[masked]" if name.lower() in {b"authorization", b"cookie"} else value.decode("latin-1")
        words += ["-H", f"{name.decode('latin-1')}: {shown}"]
    if request.body:
        words += ["--data-binary", request.body.decode("utf-8", "backslashreplace")]
    return shlex.join([*words, origin + request.target.decode("latin-1")])
