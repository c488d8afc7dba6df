"""The file of accepted findings: read as TOML, each row with its line, or drafted of what was found."""

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from contract_tests.verifier.accepted.rows import Row, words_of
from contract_tests.verifier.findings import Finding, form_of
from contract_tests.verifier.redaction import printable
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.rules.words import nearest
from scripts.contract.values import items, members

DAYS = 90
"""How long a drafted row is valid."""
LONGEST, FEW = 80, 10
"""So many characters of a wrong value, and so many names that there are, are told."""
HEAD = """\
# Findings to accept: give each row its reason, or remove it. See "Accept known findings" in contract_tests/README.md.
"""
HEADER = re.compile(r"""^[ \t]*\[\[[ \t]*(?:accepted|"accepted"|'accepted')[ \t]*\]\]""", re.MULTILINE)
POINTER = re.compile(r"(/([^/~]|~[01])*)+", re.DOTALL)
# fmt: off
KEYS: Mapping[str, tuple[type, ...]] = {
    "law":       (str,),
    "operation": (str,),
    "status":    (int,),
    "pointer":   (str, list),
    "finding":   (str, list),
    "reason":    (str,),
    "until":     (date,),
}
NEEDED = {
    "law":    "name the law that finds it",
    "reason": "say why this is accepted",
    "until":  "give the last day on which this is accepted, such as until = 2030-12-31",
}
KINDS = {str: "a text", int: "a whole number", list: "a list of texts", date: "a date, such as 2030-12-31"}
# fmt: on


def read(path: Path, laws: Collection[str], operations: Collection[str]) -> tuple[Row, ...]:
    """Read a file.

    Args:
        path: the file.
        laws: ids of the laws and checks that there are.
        operations: ids of the operations that there are.

    Raises:
        CouldNotVerifyError: the file cannot be read, or a row of it is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise CouldNotVerifyError(f"{path}: {reason}; give --accept a TOML file with rows [[accepted]].") from None
    except UnicodeDecodeError:
        raise CouldNotVerifyError(f"{path}: not UTF-8; give --accept a TOML file with rows [[accepted]].") from None
    except (ValueError, RecursionError) as error:
        raise CouldNotVerifyError(f"{path}: not TOML: {error}.") from None
    tables = [dict[str, Any](members(table)) for table in items(document.get("accepted"))]
    lines = list(_lines(text))
    for key in sorted(document.keys() - {"accepted"}):
        _refuse(path, _line_of(text, key), f"{printable(key)!r} is unknown: write each row under [[accepted]]")
    if len(lines) != len(tables) or (document.get("accepted", []) != []) != bool(lines):
        _refuse(path, _line_of(text, "accepted"), "write each row under a header of its own, [[accepted]]")
    rows: dict[tuple[object, ...], Row] = {}
    for line, table in zip(lines, tables, strict=True):
        fault = next(_faults(table, laws, operations), "")
        if fault:
            _refuse(path, line, fault)
        row = _row(line, table)
        if (other := rows.setdefault(row.subject, row)) is not row:
            _refuse(path, line, f"the row accepts the same as the one in line {other.line}: remove one of them")
    return tuple(rows.values())


def _refuse(path: Path, line: int, fault: str) -> NoReturn:
    raise CouldNotVerifyError(f"{path}:{line}: {fault}{'' if fault.endswith('?') else '.'}")


def _lines(text: str) -> Iterator[int]:
    """The lines of the headers of rows: a header inside a string is skipped, as the text before it does not parse."""
    start = 0
    for match in HEADER.finditer(text):
        try:
            tomllib.loads(text[start : match.start()])
        except ValueError:
            continue
        start = match.start()
        yield text.count("\n", 0, start) + 1


def _line_of(text: str, key: str) -> int:
    """The first line that begins with a key or with the header of its table."""
    match = re.search(rf"^[ \t]*\[*[ \t\"']*{re.escape(key)}", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _faults(table: dict[str, Any], laws: Collection[str], operations: Collection[str]) -> Iterator[str]:
    """What is wrong with a row; where a value has the wrong type, only the first of these is to be read."""
    yield from _wrong_types(table)
    for key, remedy in NEEDED.items():
        if key not in table or (isinstance(table[key], str) and not table[key].strip()):
            yield f"{key} is {'blank' if key in table else 'missing'}: {remedy}"
    law = table["law"]
    if law not in laws:
        yield f"there is no law {printable(law)!r}{_meant(law, laws)}"
    operation = table.get("operation")
    if operation is not None and operation not in operations:
        yield f"openapi.yaml has no operation {printable(operation)!r}{_meant(operation, operations)}"
    for pointer in _texts(table.get("pointer", [])):
        if not POINTER.fullmatch(pointer):
            yield f"pointer {printable(pointer)!r} is no JSON pointer, such as /data/status; leave it out for an answer"


def _wrong_types(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key not in KEYS:
            yield f"the key {printable(key)!r} is unknown{_meant(key, KEYS)}"
        elif not _is_of(value, KEYS[key]):
            shown = printable(json.dumps(value, default=str, ensure_ascii=False))[:LONGEST]
            yield f"{key} is {shown}, but it must be {' or '.join(KINDS[kind] for kind in KEYS[key])}"


def _is_of(value: Any, kinds: Collection[type]) -> bool:  # noqa: ANN401 (what TOML may hold)
    """Whether a value is of one of these types; a time of a day is no date, a truth no number, an empty list none."""
    texts = items(value)
    if isinstance(value, list):
        return list in kinds and bool(texts) and all(isinstance(text, str) for text in texts)
    return isinstance(value, tuple(kinds)) and not isinstance(value, (bool, datetime))


def _meant(word: str, known: Collection[str]) -> str:
    near = nearest(word, frozenset(known))
    listed = f": there are {', '.join(sorted(known))}" if len(known) <= FEW else ": copy it from a finding"
    return f"; did you mean {near!r}?" if near else listed


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _row(line: int, table: dict[str, Any]) -> Row:
    return Row(
        line,
        table["law"],
        table["reason"].strip(),
        table["until"],
        table.get("operation", ""),
        table.get("status"),
        _texts(table.get("pointer", [])),
        _texts(table.get("finding", [])),
    )


def drafted(findings: Iterable[Finding], today: date) -> str:
    """A file of rows that accept these findings, effects too. The reasons are empty."""
    rows: dict[tuple[str, str, int, bool, str], dict[str, dict[str, str]]] = {}
    for finding in findings:
        for variant in finding.forms:
            words = words_of(variant)
            is_in_body = bool(variant.pointer)
            key = finding.check, finding.operation, finding.status, is_in_body, words if is_in_body else ""
            row = rows.setdefault(key, {"pointer": {}, "finding": {}})
            if is_in_body:
                row["pointer"].setdefault(form_of(variant), printable(variant.pointer))
            row["finding"].setdefault(words, printable(variant.sentence))
    until = today + timedelta(days=DAYS)
    return HEAD + "".join(_written(*key[:3], row, until) for key, row in rows.items())


def _written(law: str, operation: str, status: int, row: Mapping[str, Mapping[str, str]], until: date) -> str:
    lines = ["", "[[accepted]]", f"law = {_text(law)}"]
    lines += [f"operation = {_text(operation)}"] if operation else []
    lines += [f"status = {status}"]
    for key, texts in row.items():
        values = [_text(text) for text in texts.values()]
        if len(values) == 1:
            lines.append(f"{key} = {values[0]}")
        elif values:
            lines += [f"{key} = [", *(f"  {value}," for value in values), "]"]
    return "\n".join([*lines, 'reason = ""', f"until = {until.isoformat()}", ""])


def _text(text: str) -> str:
    """A printable text in TOML."""
    return json.dumps(text, ensure_ascii=False)
