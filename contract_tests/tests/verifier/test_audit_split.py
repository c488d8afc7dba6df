"""However a record is split, and in whatever order its blocks are judged, the audit says the same."""

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.tests.verifier.test_audit import entry, no_type
from contract_tests.verifier import findings
from contract_tests.verifier.audit import outcome as outcomes
from contract_tests.verifier.audit import records
from contract_tests.verifier.audit.command import as_json, show_audit, summed_up
from contract_tests.verifier.audit.judge import Block, Judge
from contract_tests.verifier.audit.outcome import Outcome, merge
from contract_tests.verifier.audit.records import Record
from contract_tests.verifier.audit.spread import fold, split
from contract_tests.verifier.evidence import collector
from contract_tests.verifier.evidence.form import written
from contract_tests.verifier.interruption import INTERRUPTION
from scripts.contract.document import Contract

Entry = Any
Text = Callable[[str], str]


@pytest.fixture(scope="module")
def judge(contract: Contract) -> Judge:
    return Judge(contract)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let little be told apart, so that a few entries are too many."""
    for module, names in ((findings, ("MANY", "MANY_VARIANTS")), (outcomes, ("MANY", "FEW")), (collector, ("FEW",))):
        for name in names:
            monkeypatch.setattr(module, name, 3)


def elsewhere(path: str) -> Entry:
    return {"request": {"method": "GET", "url": f"https://example.org/{path}", "headers": []}}


def extra(name: str) -> Entry:
    def edit(body: Entry) -> None:
        body["data"].update({name: 1, f"{name}_too": 1})

    return entry(second=len(name), edit=edit)


def failing(status: int) -> Entry:
    made = entry(second=status % 60)
    made["response"]["status"] = status
    return made


def line(made: Entry) -> str:
    return json.dumps(made, ensure_ascii=False) + "\n"


KEPT = line(entry())
WRONG = line(entry(second=1, edit=no_type))
# Lines of records: those with which a block may begin, and odd ones.
# fmt: off
WHOLE: list[str] = [
    KEPT,
    WRONG,
    KEPT.replace("\n", "\r\n"),
    line({"_first": "log", **entry(second=2)}),
    line(entry(second=3) | {"response": None}),
    line(entry(second=4) | {"_nest": json.loads("[" * 600 + "]" * 600)}),
    line(entry(second=5) | {"_text": '\u00e9\u2028\U0001f4a5 {" \\n'}),
    line({"log": {"entries": [entry(second=6, edit=no_type), entry()]}}),
    *(line(elsewhere(path)) for path in "qponmlkj"),
    *(line(extra(name)) for name in ("zeta", "omega", "mu", "kappa", "beta")),
    *(line(failing(status)) for status in (500, 503, 404, 418, 207)),
]
ODD: list[str] = [
    "\n",
    "\0\0\n",
    KEPT[:-90] + "\n",
    KEPT[: KEPT.index("Bearer")] + "\n",
    KEPT[90:],
    'INFO said "hi\n',
    "\x1e" + KEPT,
    '{"a": [}}]\n',
    " " + WRONG,
]
# fmt: on


LINES = WHOLE + ODD
STACKED = f'{{"log": {{"entries": [\n{KEPT.strip()},\n{WRONG.strip()}\n]}}}}\n'
INDENTED = json.dumps(entry(edit=no_type), indent=1) + json.dumps([{}], indent=0)
# Records made of lines.
# fmt: off
RECORDS: list[tuple[str, Text]] = [
    ("lines", lambda text: text),
    ("lines without the last line feed", lambda text: text.rstrip("\n")),
    ("lines after a byte order mark", lambda text: "\ufeff" + text),
    ("lines with CRLF", lambda text: text.replace("\r", "").replace("\n", "\r\n")),
    ("lines of which the last is cut", lambda text: text + WRONG[:-40]),
    ("a HAR with a line for each entry before lines", lambda text: STACKED + text),
    ("a HAR with a line for each entry between lines", lambda text: text + STACKED + text),
    ("an array that breaks off", lambda text: "[\n" + text),
    ("values over many lines", lambda text: INDENTED + text + INDENTED),
    ("a line longer than any block", lambda text: text + line({"_long": "x" * 20_000, **entry(edit=no_type)}) + text),
    ("a beginning in a string", lambda text: text + '{"a": "\n{\\"b"}\n' + text),
    ("nothing", lambda _: ""),
    ("line feeds", lambda _: "\n\n\n"),
]
# fmt: on


def said(outcome: Outcome, judge: Judge, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything that an audit says of an outcome."""
    audit = summed_up(outcome, judge, "traffic")
    show_audit(audit)
    evidence = written(audit.evidence).decode() if audit.evidence else ""
    return capsys.readouterr().out + as_json(audit, audit.verdict()) + evidence


def in_blocks(judge: Judge, path: Path, size: int, order: Callable[[list[int]], list[int]] = list) -> Outcome:
    """The outcome of blocks that are judged in some order, each as if in another process."""
    blocks = list(split(Record("traffic", str(path), path.stat().st_size), size))
    judged = {number: pickle.dumps(judge.judge(blocks[number])) for number in order(list(range(len(blocks))))}
    outcome = Outcome()
    with INTERRUPTION.watched():  # a signal of another test is forgotten
        fold((pickle.loads(judged[number]) for number in range(len(blocks))), outcome, judge.judge)  # noqa: S301 (ours)
    return outcome


@pytest.mark.parametrize("size", [90, 2_000, 8_000])
@pytest.mark.parametrize("record", [row[1] for row in RECORDS], ids=[row[0] for row in RECORDS])
def test_every_kind_of_record_may_be_split_anywhere(
    few: None, judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str], record: Text, size: int
) -> None:
    del few
    path = tmp_path / "traffic"
    path.write_bytes(record("".join(LINES)).encode())
    whole = said(in_blocks(judge, path, 2**30), judge, capsys)
    assert said(in_blocks(judge, path, size), judge, capsys) == whole


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (STACKED, True),
        ("\ufeff \r\n" + STACKED, True),
        ('{\n "log": {', True),
        (f"[\n{KEPT},\n{KEPT}]", True),
        (KEPT, False),
        ("\ufeff\n" + KEPT, False),
        ('{"logger": 1}\n', False),
        ("", False),
    ],
)
def test_a_har_is_one_block_and_lines_are_many(tmp_path: Path, text: str, is_one: bool) -> None:  # noqa: FBT001
    path = tmp_path / "traffic"
    path.write_text(text + KEPT * 5, "utf-8")
    size = path.stat().st_size
    blocks = list(split(Record("traffic", str(path), size), 500))
    assert [(block.start, block.end) for block in (blocks[0], blocks[-1])] == (
        [(0, None)] * 2 if is_one else [(0, 500), (size // 500 * 500, None)]
    )


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 64])
def test_the_beginning_of_a_block_is_found_wherever_a_read_ends(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(records, "PIECE", piece)
    text = b'{"a": 1}\n\n{"b": "\\n{"}\r\n [\n{"c": 2}\n'
    beginnings = [place for place in range(1, len(text)) if text[place - 1 :].startswith(b'\n{"')]
    assert len(beginnings) == 2
    for start in range(1, len(text)):
        for end in (*range(start + 1, len(text)), None):
            inside = [place for place in beginnings if place >= start and (end is None or place < end)]
            assert records.beginning(io.BytesIO(text), start, end) == next(iter(inside), None)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(RECORDS), st.integers(1, 9000), st.randoms())
def test_any_split_and_any_order_of_judging_say_the_same(
    few: None,
    judge: Judge,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    chosen: list[str],
    record: tuple[str, Text],
    size: int,
    random: Any,  # noqa: ANN401 (a Random of hypothesis)
) -> None:
    del few
    path = tmp_path / "traffic"
    path.write_bytes(record[1]("".join(chosen)).encode())
    whole = said(in_blocks(judge, path, 2**30), judge, capsys)
    assert (
        said(in_blocks(judge, path, size, lambda numbers: random.sample(numbers, len(numbers))), judge, capsys) == whole
    )


def copied(outcome: Outcome) -> Outcome:
    copy: Outcome = pickle.loads(pickle.dumps(outcome))  # noqa: S301 (ours)
    return copy


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WHOLE), min_size=1, max_size=12), st.data())
def test_merging_is_associative_and_an_empty_outcome_changes_nothing(
    few: None, judge: Judge, tmp_path: Path, capsys: pytest.CaptureFixture[str], chosen: list[str], data: st.DataObject
) -> None:
    del few
    path = tmp_path / "traffic"
    path.write_bytes("".join(chosen).encode())
    parts: list[Outcome] = []
    end = 0
    for text in chosen:
        start, end = end, end + len(text.encode())
        parts.append(judge.judge(Block("traffic", str(path), start, end)).outcome)
    whole = said(in_blocks(judge, path, 2**30), judge, capsys)
    while len(parts) > 1:
        place = data.draw(st.integers(0, len(parts) - 2))
        parts[place : place + 2] = [merge(*map(copied, parts[place : place + 2]))]
    for bracketed in (parts[0], merge(Outcome(), copied(parts[0])), merge(copied(parts[0]), Outcome())):
        assert said(bracketed, judge, capsys) == whole
