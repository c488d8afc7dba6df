"""Recordings of real tools: whatever they write, the audit reads to the end and blames no server for it."""

import base64
import bz2
import gzip
import json
import lzma
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.tests.verifier.test_audit import KIND, entry, har, lines, no_type
from contract_tests.verifier.audit import command, framing, spread
from contract_tests.verifier.audit.command import Audit, audit
from scripts.contract.document import Contract

Edit = Callable[[Any], object]
NOT_RECORDED = "the body of the answer was not recorded"
IN_PART = "the body of the answer was recorded only in part"
UNREADABLE = "the body of the answer was recorded in a form that cannot be read"
ZIPPED = "the body of the answer was recorded as it was compressed"
NO_ANSWER = "no answer was recorded"
NO_HEADERS = "the headers of the answer were not recorded"
NO_URL = "the request has no URL that can be read"
NO_METHOD = "the request has no method that can be read"
BODY = entry()["response"]["content"]["text"].encode()
GONE = object()


def at(*path: str, **members: Any) -> Edit:  # noqa: ANN401 (JSON)
    """Set members of an object in an entry; `GONE` removes one."""

    def edit(entry: Any) -> None:  # noqa: ANN401 (JSON)
        for name in path:
            entry = entry[name]
        for name, value in members.items():
            entry.pop(name, None) if value is GONE else entry.update({name: value})

    return edit


def content(**members: Any) -> Edit:  # noqa: ANN401 (JSON)
    return lambda entry: entry["response"].update(content={"mimeType": "application/json", **members})


def response(**members: Any) -> Edit:  # noqa: ANN401 (JSON)
    return at("response", **members)


def request(**members: Any) -> Edit:  # noqa: ANN401 (JSON)
    return at("request", **members)


def both(*edits: Edit) -> Edit:
    return lambda entry: [edit(entry) for edit in edits]


def base64_of(body: bytes) -> str:
    return base64.b64encode(body).decode()


def nested(depth: int, value: Any = 1) -> Any:  # noqa: ANN401 (JSON)
    for _ in range(depth):
        value = [value]
    return value


TYPE = {"name": "content-type", "value": "application/json"}
CODED = {"name": "content-encoding", "value": "gzip"}
LENGTH = {"name": "Content-Length", "value": str(len(BODY))}
WRAPPED = base64.encodebytes(BODY).decode()
UNPADDED = base64_of(BODY + b" " * (-len(BODY) % 3 + 1)).rstrip("=")
GZIPPED = content(size=9, text=base64_of(gzip.compress(BODY)), encoding="base64")

# What is odd about one entry of the operation, and why it cannot be judged; empty where it can.
# fmt: off
ODD: list[tuple[str, Edit, str]] = [
    ("chrome: aborted", both(content(size=0), response(status=0, headers=[], _error="net::ERR_ABORTED")), NO_ANSWER),
    ("chrome: body evicted", content(size=900), NOT_RECORDED),
    ("chrome: nothing but a type", content(), NOT_RECORDED),
    ("chrome: no text, no size, but a length", both(content(size=0), response(headers=[TYPE, LENGTH])), NOT_RECORDED),
    ("chrome: a redirect without body", both(content(size=0, mimeType="x-unknown"), response(status=304)), ""),
    ("chrome: private members", at(_initiator=nested(90), _priority="High", connection="443"), ""),
    ("chrome: sanitized", request(headers=[], cookies=[]), ""),
    ("firefox: bodies not included", content(size=926, comment="Response bodies are not included."), NOT_RECORDED),
    ("firefox: body over its limit", content(size=926, text=BODY[:300].decode()), IN_PART),
    ("firefox: no size", content(text=BODY.decode()), ""),
    ("safari: base64", content(size=len(BODY), text=base64_of(BODY), encoding="base64"), ""),
    ("safari: no text", content(size=-1, text=None), NOT_RECORDED),
    ("playwright: bodies attached", content(size=-1, _file="a3f1.json"), NOT_RECORDED),
    ("playwright: no answer", both(content(size=-1), response(status=-1, headers=[])), NO_ANSWER),
    ("mitmproxy: size of what was compressed", content(size=len(BODY) + 20, compression=-20, text=BODY.decode()), ""),
    ("mitmproxy: no answer", response(status=0, headers=[], content={}), NO_ANSWER),
    ("charles: base64 in lines", content(size=len(BODY), text=WRAPPED, encoding="base64"), ""),
    ("charles: base64 with CRLF", content(text=WRAPPED.replace("\n", "\r\n"), encoding="base64"), ""),
    ("fiddler: compressed", both(GZIPPED, response(headers=[TYPE, CODED])), ZIPPED),
    ("insomnia: status as text", response(status="200"), ""),
    ("gateway: base64 without padding", content(text=UNPADDED, encoding="base64"), ""),
    ("gateway: base64 for URLs", content(text=base64.urlsafe_b64encode(BODY).decode(), encoding="BASE64"), ""),
    ("gateway: no base64", content(text="{%}", encoding="base64"), UNREADABLE),
    ("gateway: another encoding", content(text="x", encoding="quoted-printable"), UNREADABLE),
    ("gateway: body is an object", content(text={"data": {}}), NOT_RECORDED),
    ("gateway: body cut, a length", both(content(text=BODY[:300].decode()), response(headers=[TYPE, LENGTH])), IN_PART),
    ("gateway: empty text beside a size", content(size=926, text=""), NOT_RECORDED),
    ("gateway: size as text", content(size="926", text=BODY[:300].decode()), IN_PART),
    ("gateway: size with a fraction", content(size=float(len(BODY)), text=BODY.decode()), ""),
    ("gateway: size of 5000 digits", content(size=int("9" * 4000), text=BODY.decode()), ""),
    ("gateway: half a character in the body", content(text='{"data":"\ud800"}'), UNREADABLE),
    ("gateway: no headers", response(headers=GONE), NO_HEADERS),
    ("gateway: headers null", response(headers=None), NO_HEADERS),
    ("gateway: headers as an object", response(headers={"content-type": "application/json"}), NO_HEADERS),
    ("gateway: header without name", response(headers=[TYPE, {"value": "x"}]), NO_HEADERS),
    ("gateway: header is a text", response(headers=["content-type: application/json"]), NO_HEADERS),
    ("gateway: header without value", response(headers=[TYPE, {"name": "x-empty"}]), ""),
    ("gateway: header with a number", response(headers=[TYPE, {"name": "age", "value": 7}]), ""),
    ("gateway: header beyond latin-1", response(headers=[TYPE, {"name": "x-née", "value": "\u2603\ud800"}]), ""),
    ("gateway: request without headers", request(headers=GONE), ""),
    ("gateway: request headers null", request(headers=None), ""),
    ("gateway: no response", at(response=GONE), NO_ANSWER),
    ("gateway: response null", at(response=None), NO_ANSWER),
    ("gateway: response is a text", at(response="200 OK"), NO_ANSWER),
    ("gateway: content null", response(content=None), NOT_RECORDED),
    ("gateway: status with a fraction", response(status=200.5, content={}), NOT_RECORDED),
    ("gateway: status is true", response(status=True), NO_ANSWER),
    ("gateway: status of 4000 digits", response(status=int("9" * 4000)), NO_ANSWER),
    ("gateway: no time", at(time=GONE, startedDateTime=GONE), ""),
    ("gateway: time of 400 digits", at(time=int("9" * 400), startedDateTime=int("9" * 400)), ""),
    ("gateway: time is nested", at(startedDateTime=nested(400)), ""),
    ("gateway: no request", at(request=GONE), NO_URL),
    ("gateway: request is a list", at(request=[1]), NO_URL),
    ("gateway: no URL", request(url=GONE), NO_URL),
    ("gateway: URL is nested", request(url=nested(400)), NO_URL),
    ("gateway: URL with half an address", request(url="https://[::1/api"), NO_URL),
    ("gateway: no method", request(method=GONE), NO_METHOD),
    ("gateway: method is a number", request(method=7), NO_METHOD),
    ("any: nested too deep", at(_odd=nested(900)), framing.TOO_DEEP),
]
# fmt: on


def audited(contract: Contract, path: Path, text: str | bytes) -> Audit:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return audit([path], contract)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "traffic"


@pytest.mark.parametrize("form", [har, lines])
@pytest.mark.parametrize(("edit", "lack"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_an_odd_entry_is_judged_or_counted_and_ends_nothing(
    contract: Contract, file: Path, edit: Edit, lack: str, form: Callable[[list[Any]], str]
) -> None:
    odd = entry()
    edit(odd)
    outcome = audited(contract, file, form([entry(), odd, entry(edit=no_type)]))
    assert (outcome.exchanges, outcome.obstacle) == (3, "")
    assert {reason: each.entries for reason, each in outcome.unjudged.items()} == ({lack: [2]} if lack else {})
    assert outcome.answers.total() == (2 if lack else 3)
    found = outcome.findings.listed()
    assert [(each.check, each.pointer, each.count) for each in found if each.is_violation] == [
        ("schema", f"/data/meta/{KIND}", 1)
    ]


def test_a_body_that_is_wrong_and_whole_is_judged(contract: Contract, file: Path) -> None:
    wrong = entry()
    content(size=6, text="<html>")(wrong)
    assert "strict-json" in {each.check for each in audited(contract, file, har([wrong])).findings.listed()}


@pytest.mark.parametrize("odd", ["a text", None, 7, [], [[]], {}])
def test_what_is_no_entry_is_counted(contract: Contract, file: Path, odd: object) -> None:
    outcome = audited(contract, file, har([odd, entry(), odd, entry()]))
    (unjudged,) = outcome.unjudged.values()
    assert (outcome.exchanges, unjudged.entries, outcome.answers.total()) == (4, [1, 3], 2)


def test_the_entry_of_another_site_may_be_as_odd_as_it_likes(contract: Contract, file: Path) -> None:
    other = entry()
    both(request(url="https://example.org/picture.png"), at(response="none"))(other)
    outcome = audited(contract, file, har([other, entry()]))
    assert (dict(outcome.unknown), outcome.unjudged) == ({"POST /picture.png": 1}, {})


def members_first(first: str, entries: Sequence[Any]) -> list[Any]:
    return [{first: {"a": [{"log": {"entries": [1]}}]}, **each} for each in entries]


def around(before: Any, entries: list[Any], after: Any) -> str:  # noqa: ANN401 (JSON)
    """A HAR with other members before and after the entries."""
    log = {"_x": "log", "pages": [{"entries": [2]}], "_before": before, "entries": entries, "_after": after}
    return json.dumps({"_log": {"entries": [1]}, "_before": before, "log": log, "_after": after})


def across_pieces(entries: list[Any]) -> str:
    """A HAR of which `log` and `entries` stand where a piece ends and the next begins."""
    return " " * (framing.PIECE - 4) + json.dumps({"log": {"a": "x" * (framing.PIECE - 14), "entries": entries}})


def stacked(entries: list[Any]) -> str:
    """A HAR of which each entry is a line."""
    texts = ",\n".join(map(json.dumps, entries))
    return f'{{"log":{{"version":"1.2","entries":[\n{texts}\n]}}}}\n'


# How a record may be framed.
# fmt: off
FRAMES: list[tuple[str, Callable[[list[Any]], str | bytes]]] = [
    ("a byte order mark", lambda all_: b"\xef\xbb\xbf" + har(all_).encode()),
    ("a byte order mark before lines", lambda all_: b"\xef\xbb\xbf" + lines(all_).encode()),
    ("UTF-16", lambda all_: har(all_).encode("utf-16")),
    ("UTF-16, big endian", lambda all_: b"\xfe\xff" + har(all_).encode("utf-16-be")),
    ("UTF-32", lambda all_: lines(all_).encode("utf-32")),
    ("one line", lambda all_: json.dumps({"log": {"entries": all_}})),
    ("an entry a line", stacked),
    ("CRLF", lambda all_: stacked(all_).replace("\n", "\r\n")),
    ("other members around", lambda all_: around(nested(900), all_, {"log": {"entries": [3]}})),
    ("entries first", lambda all_: json.dumps({"log": {"entries": all_, "creator": {"name": "x"}}, "_end": {}})),
    ("names that are cut by a piece", across_pieces),
    ("lines that begin with pageref", lambda all_: lines([{"pageref": "page_1", **each} for each in all_])),
    ("lines that begin with a private member", lambda all_: lines(members_first("_odd", all_))),
    ("lines without the last line feed", lambda all_: lines(all_).rstrip("\n")),
    ("lines of whole HARs", lambda all_: "\n".join(json.dumps({"log": {"entries": [each]}}) for each in all_)),
    ("values over many lines", lambda all_: "\n".join(json.dumps(each, indent=2) for each in all_)),
    ("JSON text sequences", lambda all_: "".join(f"\x1e{json.dumps(each)}\n" for each in all_)),
    ("an array", json.dumps),
    ("an indented array", lambda all_: json.dumps(all_, indent=1)),
]
# fmt: on


@pytest.mark.parametrize("frame", [row[1] for row in FRAMES], ids=[row[0] for row in FRAMES])
def test_every_framing_is_read(contract: Contract, file: Path, frame: Callable[[list[Any]], str | bytes]) -> None:
    wrong = entry(second=1, edit=no_type)
    outcome = audited(contract, file, frame([entry(), wrong, entry(second=2)]))
    assert (outcome.exchanges, dict(outcome.answers), outcome.obstacle, outcome.unjudged) == (3, {200: 3}, "", {})
    assert [each.check for each in outcome.findings.listed() if each.is_violation] == ["schema"]


LOGGED = json.dumps(entry())
# Lines that are no entry, and how many entries are counted that are not JSON.
# fmt: off
BROKEN_LINES: list[tuple[str, str, int]] = [
    ("a log line", "INFO started\n", 1),
    ("a cut line", LOGGED[:-90] + "\n", 1),
    ("a line cut in a string", LOGGED[: LOGGED.index("Bearer")] + "\n", 1),
    ("a line of which the beginning is missing", LOGGED[90:] + "\n", 1),
    ("brackets that do not match", '{"a": [}}]\n', 1),
    ("NUL bytes", "\0" * 100 + "\n", 1),
    ("a key without quotes", "{a: 1}\n", 1),
    ("blank lines", "\n \r\n\t\n", 0),
]
# fmt: on


@pytest.mark.parametrize(("line", "count"), [row[1:] for row in BROKEN_LINES], ids=[row[0] for row in BROKEN_LINES])
def test_a_line_that_is_not_json_ends_nothing(contract: Contract, file: Path, line: str, count: int) -> None:
    outcome = audited(contract, file, f"{LOGGED}\n{line}{LOGGED}\n{line}{LOGGED}\n")
    unjudged = outcome.unjudged.get(framing.NOT_JSON)
    assert (outcome.answers.total(), unjudged.count if unjudged else 0, outcome.obstacle) == (3, 2 * count, "")


def test_times_are_told_in_their_order_and_only_where_they_are_known(contract: Contract, file: Path) -> None:
    times = [None, "2026-03-02T01:00:00+02:00", "2026-03-01T23:30:00.5Z", "tomorrow", "2026-03-01T22:00:00-01:00"]
    entries = [entry(edit=no_type) | {"startedDateTime": time} for time in times]
    (found,) = [each for each in audited(contract, file, har(entries)).findings.listed() if each.check == "schema"]
    assert (found.first, found.last) == ("2026-03-01T23:00:00.000Z", "2026-03-01T23:30:00.500Z")


def test_without_a_known_time_none_is_told(capsys: pytest.CaptureFixture[str], contract: Contract, file: Path) -> None:
    audited(contract, file, har([entry(edit=no_type) | {"startedDateTime": "9999-12-31T23:59:59-23:59"}]))
    assert command.main([str(file)]) == 1
    assert "first" not in capsys.readouterr().out


def test_the_places_of_what_could_not_be_judged_are_told(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    file.write_text(har([entry(), *(entry() | {"response": None} for _ in range(12))]))
    assert command.main([str(file)]) == 0
    out = capsys.readouterr().out
    assert "13 exchanges, 1 answer of the contract's operation judged" in out
    assert " no answer was recorded (entries 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more)\n" in out


BINARY = bytes(range(256)) + b'[1, 2, [{"a": 1}], 3]\n{"x": {}}\n' * 9


@pytest.mark.parametrize("text", [b"<html>\n<p>", b"\0", b"\x89PNG\r\n", b"not\njson", b'"text"', b"[7]", BINARY])
def test_what_is_no_record_is_said(capsys: pytest.CaptureFixture[str], file: Path, text: bytes) -> None:
    file.write_bytes(text)
    assert command.main([str(file)]) == 2
    words = "it is no HAR, as it holds no request that can be read; give a HAR file, or JSON lines of its entries."
    assert capsys.readouterr() == ("", f"could not audit: {file}: {words}\n")


# fmt: off
PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("bzip2", bz2.compress),
    ("xz", lzma.compress),
    ("zip", lambda text: b"PK\3\4" + text),
    ("zstd", lambda text: b"\x28\xb5\x2f\xfd" + text),
]
# fmt: on


@pytest.mark.parametrize(("name", "pack"), PACKED, ids=[row[0] for row in PACKED])
def test_what_is_compressed_is_said(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    file: Path,
    name: str,
    pack: Callable[[bytes], bytes],
) -> None:
    file.write_bytes(pack(lines([entry()]).encode()) + b'\n{"' * 99)
    for option in ("--jobs=1", "--jobs=2"):
        assert command.main([str(file), option]) == 2
        words = f"could not audit: {file}: it is compressed by {name}; unpack it first.\n"
        assert capsys.readouterr() == ("", words)
        for size in ("BLOCK", "WORTH"):
            monkeypatch.setattr(spread, size, 50)


def elsewhere(number: int) -> Any:  # noqa: ANN401 (JSON)
    return {"request": {"method": "GET", "url": f"https://example.org/a{'x' * (number % 25)}"}}


# What could cost memory, with about as many characters as are asked for.
# fmt: off
GROWING: list[tuple[str, Callable[[int], str]]] = [
    ("many entries", lambda size: lines([entry()] * (size // 3000))),
    ("one long line", lambda size: stacked([entry()] * (size // 3000)).replace("\n", " ")),
    ("one long string", lambda size: '{"a": "' + "x" * size + '"}'),
    ("one string of escapes", lambda size: '{"log": {"entries": [{"a": "' + '\\"' * (size // 2) + '"}]}}'),
    ("a nest beside the entries", lambda size: '{"a": ' + "[" * (size // 2) + "]" * (size // 2) + ', "log": {}}'),
    ("a nest in an entry", lambda size: '[{"a": ' + '{"a":' * (size // 6) + "1" + "}" * (size // 6) + "}]"),
    ("a number", lambda size: '{"time": ' + "9" * size + "}"),
    ("many keys", lambda size: "{" + ",".join(f'"a{number}": 1' for number in range(size // 14)) + "}"),
    ("many bad lines", lambda size: "INFO a\n" * (size // 7)),
    ("many other sites", lambda size: lines([elsewhere(number) for number in range(size // 100)])),
]
# fmt: on


@pytest.mark.parametrize("text", [row[1] for row in GROWING], ids=[row[0] for row in GROWING])
def test_memory_does_not_grow_with_the_record(
    monkeypatch: pytest.MonkeyPatch, contract: Contract, file: Path, text: Callable[[int], str]
) -> None:
    monkeypatch.setattr(framing, "BIGGEST_ENTRY", 2**16)
    peaks: list[int] = []
    for size in (2**17, 2**20):
        file.write_text(text(size))
        tracemalloc.start()
        audit([file], contract)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 2**20
