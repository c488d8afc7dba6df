"""Probes of formats: values of each form, and texts that only look like it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from scripts.contract.samples import TEXTS, UUID
from scripts.reference.vectors.site import Probe, Site


@dataclass(frozen=True)
class Form:
    """A format of texts: how a sentence names it before a text and alone, the class of its faults, and texts by case.

    `edge` has texts on which validators differ: case, text, whether it is valid, what differs.
    """

    the: str
    name: str
    fault: str
    valid: dict[str, str]
    invalid: dict[str, str]
    edge: tuple[tuple[str, str, bool, str], ...] = field(default=())


FORMS = {
    "uuid": Form(
        "the UUID",
        "a UUID",
        "not a UUID",
        valid={
            "nil": "00000000-0000-0000-0000-000000000000",
            "version-1": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "version-4": UUID,
            "version-7": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        },
        invalid={
            "hyphenless": UUID.replace("-", ""),
            "braces": f"{{{UUID}}}",
            "short": UUID[:-1],
            "letter": f"{UUID[:-1]}g",
            "shifted": f"{UUID[:7]}-{UUID[7]}{UUID[9:]}",
            "empty": "",
        },
        edge=(
            ("urn", f"urn:uuid:{UUID}", False, "must be a UUID, and is a URN with one; some validators accept it"),
            (
                "upper", UUID.upper(), True,
                "may be a UUID in upper case; some validators accept only lower case",
            ),
        ),
    ),
    "date": Form(
        "the date",
        "a date",
        "not a date",
        valid={"day": TEXTS["date"], "leap": "2024-02-29"},
        invalid={
            "no-day": "2025-02-30",
            "short": "2025-11-3",
            "compact": "20251103",
            "time": TEXTS["date-time"],
            "empty": "",
        },
    ),
    "date-time": Form(
        "the time",
        "a date with a time and an offset",
        "not a date-time",
        valid={
            "utc": TEXTS["date-time"],
            "offset": "2025-11-03T10:00:00+01:00",
            "fraction": "2025-11-03T09:00:00.123456Z",
        },
        invalid={
            "local": "2025-11-03T09:00:00",
            "date": TEXTS["date"],
            "no-month": "2025-13-03T09:00:00Z",
            "no-hour": "2025-11-03T25:00:00Z",
            "empty": "",
        },
        edge=(
            (
                "space", "2025-11-03 09:00:00Z", False,
                "must have a T between date and time, and has a space; some validators accept it",
            ),
            (
                "leap-second", "2016-12-31T23:59:60Z", True,
                "may be a leap second; some validators refuse it",
            ),
        ),
    ),
    "email": Form(
        "the address",
        "an email address",
        "not an email address",
        valid={"plain": TEXTS["email"], "tag": "first.last+tag@example.com"},
        invalid={"name": "name", "empty": ""},
        edge=(
            ("no-host", "name@", False, "must have a host after the @; some validators look only for the @"),
            ("no-name", "@example.com", False, "must have a name before the @; some validators look only for the @"),
        ),
    ),
    "uri": Form(
        "the URI",
        "a URI",
        "not a URI",
        valid={"http": "https://example.com/a?b=c#d", "urn": "urn:isbn:0451450523"},
        invalid={"relative": "/a", "no-scheme": "example.com/a", "space": "https://example.com/a b", "empty": ""},
    ),
}  # fmt: skip
NUMBERS: dict[str, tuple[float, str]] = {
    "int64": (2**63 - 1, f"JavaScript reads {2**63}, 32 bits overflow"),
    "int32": (2**31 - 1, "16 bits overflow"),
    "float": (3.4028235e38, "the next larger one is infinite"),
    "double": (1.7976931348623157e308, "the next larger one is infinite"),
}
"""The greatest number of each format, and what goes wrong with it."""


def of_format(site: Site) -> Iterator[Probe]:
    """Texts of the form and others; of a number, the greatest."""
    own = str(site.schema["format"])
    if own in NUMBERS:
        greatest, trouble = NUMBERS[own]
        yield Probe("greatest", greatest, f"may be {greatest}, the greatest {own}; {trouble}", tier="edge")
        return
    form = FORMS[own]
    for case, value in form.valid.items():
        yield Probe(case, value, f"may be {form.the} {value}", tier="format")
    for case, value in form.invalid.items():
        yield Probe(case, value, f"must be {form.name}, and is {value!r}", form.fault, "format")
    for case, value, is_valid, why in form.edge:
        yield Probe(case, value, why, "" if is_valid else form.fault, "edge")
