"""What a check found, in the words a person acts on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One broken promise.

    Attributes:
        check: id of the check or law.
        status: status of the answer; 0 when there was none.
        pointer: JSON pointer into the response body; empty when the fault is not in a body.
        sentence: what is wrong.
        curl: the request that shows it, its token masked; empty when there is none.
        count: how often it was seen.
    """

    check: str
    status: int
    pointer: str
    sentence: str
    curl: str = ""
    count: int = 1
