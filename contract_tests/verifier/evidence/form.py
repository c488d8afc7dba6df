"""Evidence as a file: JSON, sorted, so that equal evidence is equal bytes."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema_rs

from contract_tests.verifier.evidence.counts import Evidence, Example, Place, Promise, Share
from scripts.contract.values import join
from scripts.files import write_whole

MARK = "evidence of an OpenAPI contract, form 1"
BEGINNING = json.dumps({"form": MARK}, indent=1).removesuffix("\n}").encode()
"""How a file of evidence begins."""


class EvidenceError(Exception):
    """A file of evidence cannot be read or written; the text is one sentence that says why and what to do."""


def _object(**members: object) -> dict[str, object]:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _map(members: object) -> dict[str, object]:
    return {"type": "object", "additionalProperties": members}


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 2**53}
_EXAMPLE = {"oneOf": [{"type": "null"}, _object(pointer=_TEXT, when=_TEXT)]}
_PLACE = _object(
    operation=_TEXT,
    status=_TEXT,
    pointer=_TEXT,
    seen=_COUNT,
    null=_COUNT,
    absent=_COUNT,
    keywords=_map(_object(seen=_COUNT, contradicted=_COUNT, first=_EXAMPLE)),
    allowed=_map(_object(seen=_COUNT, of=_COUNT)),
)
_FORM = jsonschema_rs.Draft202012Validator(
    _object(form={"const": MARK}, title=_TEXT, version=_TEXT, places={"type": "array", "items": _PLACE})
)


def written(evidence: Evidence) -> bytes:
    """The bytes of a file."""
    return (json.dumps({"form": MARK} | asdict(evidence), indent=1) + "\n").encode()


def read(path: Path) -> Evidence:
    """Read a file.

    Raises:
        EvidenceError: it cannot be read, or is no evidence.
    """
    try:
        value: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise EvidenceError(f"{path}: {(error.strerror or 'unreadable').lower()}; give files of --evidence.") from None
    except (ValueError, RecursionError):
        raise EvidenceError(f"{path}: not JSON, so no evidence; give files that --evidence wrote.") from None
    if fault := next(_FORM.iter_errors(value), None):
        where = join("", *fault.instance_path) or "its form"
        raise EvidenceError(f"{path}: no evidence, as {where} shows; give files that --evidence wrote.")
    return Evidence(value["title"], value["version"], tuple(map(_place, value["places"])))


def check_replaceable(path: Path) -> None:
    """Check that nothing is at a path, or a file that begins as one of evidence does.

    Raises:
        EvidenceError: it is something else, or cannot be read.
    """
    if path.exists() and not _is_evidence(path):
        raise EvidenceError(f"{path}: it is no evidence, so it is not overwritten; give --evidence another file.")


def _is_evidence(path: Path) -> bool:
    if not path.is_file():  # such as a pipe, which would never end
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(BEGINNING)) == BEGINNING
    except OSError:
        return False


def write(path: Path, evidence: Evidence) -> None:
    """Write a file, wholly or not at all.

    Raises:
        EvidenceError: it cannot be written, or would overwrite a file that is no evidence.
    """
    check_replaceable(path)
    try:
        write_whole(path, written(evidence))
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        raise EvidenceError(f"{path}: {reason}; give --evidence a file in a directory that can be written.") from None


def _place(value: dict[str, Any]) -> Place:
    promises: dict[str, dict[str, Any]] = value.pop("keywords")
    shares: dict[str, dict[str, int]] = value.pop("allowed")
    keywords = {
        name: Promise(one["seen"], one["contradicted"], Example(**one["first"]) if one["first"] else None)
        for name, one in promises.items()
    }
    return Place(**value, keywords=keywords, allowed={name: Share(**share) for name, share in shares.items()})
