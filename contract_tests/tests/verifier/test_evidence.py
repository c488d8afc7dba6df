"""Evidence counts what was seen at every place, tells the story of the findings, adds up, and suggests edits."""

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests import command as contract_command
from contract_tests.faults import FAULTS
from contract_tests.faults.conforming import VARIANTS, Variant
from contract_tests.faults.fault import Fault, Wrapper
from contract_tests.mock import SENDS, TOKEN, Mock, stop_request
from contract_tests.quality.fault_runs import schemas
from contract_tests.stop.pair import STOP
from contract_tests.verifiable import verifiable
from contract_tests.verifier.audit import command as audit
from contract_tests.verifier.evidence import command
from contract_tests.verifier.evidence.allowed import ALWAYS_A_VALUE, NAMED, PLAIN
from contract_tests.verifier.evidence.collector import FEW, Collector
from contract_tests.verifier.evidence.counts import Evidence, merged
from contract_tests.verifier.evidence.edits import CONTRADICTED, Edit, edits
from contract_tests.verifier.evidence.form import EvidenceError, read, write, written
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.laws.answer import Answer
from contract_tests.verifier.laws.runner import judged
from scripts.contract.document import Contract, load, parse

Body = Any
LAW_OF = {ALWAYS_A_VALUE: "nulls", NAMED: "undeclared-fields", PLAIN: "integers"}
"""The law that finds what a promise beside the keywords contradicts; for every keyword it is the law of schema."""


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(contract_command, "REPORTS", tmp_path / "reports")


def exchange(edit: Callable[[Body], object] = lambda _: None, send: int = 1) -> Exchange:
    """A stop of the multistep send, its body edited."""
    request = stop_request(SENDS[send])
    response = Mock().handle(request)
    body: Body = json.loads(response.body)
    edit(body)
    answer = Response(200, ((b"content-type", b"application/json"),), json.dumps(body).encode())
    return Exchange(Request(request.method, request.target, request.headers), answer, 0.1)


def evidence_of(*exchanges: Exchange, secrets: tuple[str, ...] = (), when: str = "") -> Evidence:
    collector = Collector(schemas())
    for one in exchanges:
        collector.add(Answer(one, schemas()), secrets, when)
    return collector.evidence


def traffic(wrap: Wrapper) -> list[Exchange]:
    """What a server made of the mock answers to good and to bad requests."""
    handle = verifiable(wrap(Mock().handle))
    stops = [stop_request(send) for send in SENDS]
    unknown = [replace(one, target=one.target[:-4] + b"0000") for one in stops]
    asked = [*stops, *stops, *stops, *unknown, *(replace(one, headers=()) for one in stops)]
    requests = [Request(one.method, one.target, one.headers, one.body) for one in asked]
    return [Exchange(request, handle(request), 0.1) for request in requests]


def contradicted(evidence: Evidence) -> dict[tuple[str, str, str], int]:
    """How often each law has to find something at each place."""
    found = Counter[tuple[str, str, str]]()
    for place in evidence.places:
        for promise, count in place.keywords.items():
            if count.contradicted:
                found[LAW_OF.get(promise, "schema"), place.status, place.pointer] += count.contradicted
    return dict(found)


def violations(exchanges: list[Exchange]) -> dict[tuple[str, str, str], int]:
    """How often the laws of schema find something at each place."""
    found = Counter[tuple[str, str, str]]()
    for one in exchanges:
        for law, broken in judged(one, schemas()):
            if law.id in {"schema", *LAW_OF.values()}:
                for violation in broken:
                    answer = Answer(one, schemas())
                    found[law.id, answer.response_key, place_of(answer, violation.pointer)] += 1
    return dict(found)


def place_of(answer: Answer, pointer: str) -> str:
    assert answer.schema
    path = tuple(int(step) if step.isdecimal() else step for step in pointer.split("/")[1:])
    node, rest = answer.schema.root.along(path)
    return "/".join((node.place, *map(str, rest)))


FAULTY = [fault for fault in FAULTS if fault.law in {"schema", *LAW_OF.values()}]


@pytest.mark.parametrize("fault", FAULTY, ids=lambda fault: fault.id)
def test_findings_and_evidence_tell_one_story(fault: Fault) -> None:
    exchanges = traffic(fault.wrap)
    assert contradicted(evidence_of(*exchanges)) == violations(exchanges)


def test_most_faults_of_schema_contradict_something() -> None:
    told = [fault.id for fault in FAULTY if contradicted(evidence_of(*traffic(fault.wrap)))]
    assert len(told) > 0.8 * len(FAULTY) > 50


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.id)
def test_a_server_that_keeps_the_contract_contradicts_nothing(variant: Variant) -> None:
    told = contradicted(evidence_of(*traffic(variant.wrap)))
    assert {law for law, _, _ in told} <= set(variant.deviations) - {"schema"}


def test_every_place_of_every_answer_is_counted_though_never_seen() -> None:
    def edit(body: Body) -> None:
        body["data"]["logs"] = [{"text": "a", "caller_id": None}, {"text": "b"}, None]

    places = {place.key: place for place in evidence_of(exchange(edit), exchange(edit)).places}
    assert {status for _, status, _ in places} == schemas().operations[0].responses.keys()
    counts = {
        name: (place.seen, place.null, place.absent)
        for name in ("text", "caller_id", "created_at")
        for place in [places[STOP, "200", f"/data/logs/*/{name}"]]
    }
    assert counts == {"text": (4, 0, 0), "caller_id": (0, 2, 2), "created_at": (0, 0, 4)}
    assert places[STOP, "429", "/message"].keywords['type: "string"'].seen == 0


def test_a_contradiction_has_its_count_and_its_first_place() -> None:
    def edit(body: Body) -> None:
        body["data"]["meta"]["multistep_data"].update(step_size=0, step_delay=None)
        body["data"]["logs"][-1]["text"] = 7

    later, earlier = (evidence_of(exchange(edit), when=f"2025-01-0{day}T00:00:00Z") for day in (2, 1))
    lines = [edit.sentence for edit in contradictions(merged([later, earlier]))]
    logs = json.loads(exchange().response.body)["data"]["logs"]
    step, text = "/data/meta/multistep_data/step_", f"/data/logs/{len(logs) - 1}/text"
    when, marked = "(2025-01-01T00:00:00Z)", "which is marked as always a value"
    assert sorted(lines) == [
        f"minimum: 1 (inferred) was contradicted 2 times at {STOP} 200 {step}size, first at {step}size {when}",
        f"null was seen 2 times at {STOP} 200 {step}delay, {marked}, first at {step}delay {when}",
        f"{TEXT} (documented) was contradicted 2 times at {STOP} 200 /data/logs/*/text, first at {text} {when}",
    ]


TEXT = 'type: ["string", "null"]'


def contradictions(evidence: Evidence) -> list[Edit]:
    return [edit for edit in edits(load(), evidence) if edit.reason == CONTRADICTED]


def test_each_edit_has_the_line_of_what_it_is_about(contract: Contract) -> None:
    found = edits(contract, evidence_of(exchange(lambda body: body["data"].update(extra=1, id=None))))
    lines = contract.source.decode().splitlines()
    about = {edit.subjects: lines[edit.line - 1].strip() for edit in found if edit.reason == CONTRADICTED}
    assert about[NAMED, "/data/extra"] == "SmsCampaignSendResource:"
    assert about['type: "string"',] == "type: string"
    assert all(1 < edit.line <= len(lines) for edit in found)


def test_what_was_seen_nowhere_is_said_with_the_number_of_values(contract: Contract) -> None:
    sentences = [edit.sentence for edit in edits(contract, evidence_of(*[exchange()] * 1200))]
    assert "never seen in 1,200 answers: stopSmsCampaignSend 403" in sentences
    assert (
        "never seen in 1,200 values of stopSmsCampaignSend 200 /data/meta/multistep_data/step_size: "
        "absent, minimum: 1 reached, null"
    ) in sentences
    assert not any("/data/meta/manual_data/" in sentence for sentence in sentences)  # nothing could stand there


def test_evidence_for_another_value_of_a_keyword_does_not_count(contract: Contract) -> None:
    evidence = evidence_of(exchange(lambda body: body["data"]["meta"]["multistep_data"].update(step_size=0)))
    (edit,) = [edit for edit in edits(contract, evidence) if edit.reason == CONTRADICTED]
    eased = parse(contract.path, contract.source.replace(b"minimum: 1\n", b"minimum: 0\n"))
    assert edit.subjects == ("minimum: 1",)
    assert [edit for edit in edits(eased, evidence) if edit.reason == CONTRADICTED] == []


def test_merging_is_associative_and_commutative() -> None:
    def spoil(seed: int) -> Exchange:
        draw = random.Random(seed)  # noqa: S311 (no secret)
        return exchange(lambda body: body["data"].update({draw.choice(list(body["data"])): draw.choice([None, 7])}))

    pieces = [evidence_of(spoil(seed), when=f"2025-01-01T00:00:{seed:02}Z" * (seed % 3 > 0)) for seed in range(12)]
    whole = written(merged(pieces))
    for seed in range(20):
        draw = random.Random(seed)  # noqa: S311 (no secret)
        draw.shuffle(pieces)
        cut = draw.randrange(1, len(pieces))
        assert written(merged([merged(pieces[:cut]), merged(pieces[cut:])])) == whole


def test_a_file_gives_the_evidence_back(tmp_path: Path) -> None:
    evidence = evidence_of(exchange(lambda body: body["data"].update(id=7)), when="2025-01-01T00:00:00Z")
    write(tmp_path / "e.json", evidence)
    assert read(tmp_path / "e.json") == evidence
    assert [path.name for path in tmp_path.iterdir()] == ["e.json"]


def test_no_value_no_data_and_no_secret_is_written() -> None:
    marks = ("sesame-value", "opensesame", "k7f3a9")

    def edit(body: Body) -> None:
        body["data"].update({"opensesame": 1, "k7f3a9": 1, "status": 17, "id": ["sesame-value"]})

    text = written(evidence_of(exchange(edit), secrets=("opensesame",), when="sesame-value")).decode()
    assert [mark for mark in (*marks, TOKEN, SENDS[1].send, SENDS[1].campaign) if mark in text] == []
    assert '"/data/{}"' in text


def add(name: str, body: Body) -> None:
    body["data"][name] = 1


def test_many_names_are_data_and_not_told_apart() -> None:
    names = [f"{first}{second}x" for first in ascii_lowercase for second in ascii_lowercase]
    evidence = evidence_of(*(exchange(partial(add, name)) for name in names[:300]))
    counts = [place.keywords[NAMED].contradicted for place in evidence.places if NAMED in place.keywords]
    assert sorted(counts) == [*[1] * FEW, 300 - FEW]


def test_the_command_prints_edits_with_lines_and_writes_the_merge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, both = tmp_path / "one.json", tmp_path / "other.json", tmp_path / "both.json"
    write(one, evidence_of(exchange(lambda body: body["data"].update(created_at=None))))
    write(other, evidence_of(exchange()))
    assert command.main([str(one), str(other), "--evidence", str(both)]) == 0
    out = capsys.readouterr().out
    assert re.search(
        r"^edit +openapi\.yaml:\d+: null was seen once at stopSmsCampaignSend 200 /data/created_at, ", out, re.MULTILINE
    )
    assert "2 files, 2 answers" in out
    assert re.search(r"^suggested +1 edit for what was seen, [0-9]+ for what was not$", out, re.MULTILINE)
    assert read(both) == merged([read(other), read(one)])


def spoilt(**members: object) -> str:
    return json.dumps(json.loads(written(evidence_of(exchange()))) | members)


PLACE: dict[str, object] = {"seen": 1, "null": 0, "absent": 0, "keywords": {}, "allowed": {}, "pointer": ""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON, so no evidence"),
        ("[" * 100_000, "not JSON, so no evidence"),
        ("[]", "no evidence, as its form shows"),
        ('{"log": {"entries": []}}', "no evidence, as its form shows"),
        (spoilt(places=[{"seen": 1}]), "no evidence, as /places/0 shows"),
        (spoilt(places=[PLACE | {"operation": STOP, "status": "200", "seen": -1}]), "as /places/0/seen shows"),
        (spoilt(version="0.0.9"), "evidence of Comm SMS campaign sends 0.0.9, and openapi.yaml is "),
        (
            spoilt(places=[PLACE | {"operation": "startSend", "status": "200"}]),
            "startSend 200, which openapi.yaml",
        ),
        (spoilt(places=[PLACE | {"operation": STOP, "status": "418"}]), f"{STOP} 418, which openapi.yaml does not"),
        (None, "no such file or directory"),
    ],
)
def test_bad_input_gets_one_sentence_and_nothing_is_written(
    text: str | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, good = tmp_path / "e.json", tmp_path / "good.json"
    write(good, evidence_of(exchange()))
    if text is not None:
        file.write_text(text)
    assert command.main([str(good), str(file), "--evidence", str(tmp_path / "all.json")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"{file}: " in err
    assert words in err
    assert not (tmp_path / "all.json").exists()


@pytest.mark.parametrize("main", [command.main, audit.main, contract_command.main])
def test_a_file_that_cannot_be_written_is_refused_first(
    main: Callable[[list[str]], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [] if main is contract_command.main else [str(tmp_path / "x")]
    (tmp_path / "file").touch()
    for wrong in (tmp_path, tmp_path / "file" / "no" / "e.json"):
        with pytest.raises(SystemExit) as ended:
            main([*files, "--evidence", str(wrong)])
        assert ended.value.code == 2
        assert "is no path of a file" in capsys.readouterr().err


@pytest.mark.parametrize("main", [command.main, audit.main, contract_command.main])
@pytest.mark.parametrize("text", ["openapi: 3.1.0\n", "", '{"log": {"entries": []}}'])
def test_a_file_that_is_no_evidence_is_not_overwritten(
    main: Callable[[list[str]], int], text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [] if main is contract_command.main else [str(tmp_path / "x")]
    mine = tmp_path / "mine"
    mine.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main([*files, "--evidence", str(mine)])
    (line,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert f"argument --evidence: {mine}: it is no evidence, so it is not overwritten; give" in line
    assert mine.read_text() == text


def test_evidence_overwrites_evidence_and_never_what_came_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    write(path, evidence_of(exchange()))
    write(path, merged([read(path), read(path)]))
    assert read(path) == merged([evidence_of(exchange())] * 2)
    path.write_text("mine")
    with pytest.raises(EvidenceError, match="it is no evidence, so it is not overwritten"):
        write(path, evidence_of(exchange()))
    assert path.read_text() == "mine"


def test_a_pipe_is_no_evidence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EvidenceError, match="it is no evidence"):
        write(tmp_path / "pipe", evidence_of(exchange()))


def test_evidence_and_a_draft_are_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        contract_command.main(["--evidence", str(tmp_path / "x"), "--accept-draft", str(tmp_path / "." / "x")])
    assert "--evidence and --accept-draft name the same file: give two" in capsys.readouterr().err
