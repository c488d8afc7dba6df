"""What a check found, in the words a person acts on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One broken promise.

    Attributes:
        check: id of the check or law.
        pointer: JSON pointer into the response body; empty when the fault is not in a body.
        sentence: what is wrong.
        curl: the request that shows it, its token masked; empty when there is none.
    """

    check: str
    pointer: str
    sentence: str
    curl: str = ""
