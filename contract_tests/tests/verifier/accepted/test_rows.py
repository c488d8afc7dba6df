"""A row accepts what it names, and no other fault passes with it."""

from dataclasses import replace

import pytest

from contract_tests.quality.acceptance import drafted, passes
from contract_tests.quality.fault_runs import examined
from contract_tests.tests.verifier.accepted.servers import (
    STOP,
    WRAPS,
    found,
)
from contract_tests.verifier.accepted.rows import divided
from contract_tests.verifier.findings import Finding, Variant


def test_a_finding_is_accepted_in_part_and_the_rest_is_drafted_anew() -> None:
    first = Finding("malformed-id", "documented", 200, "", "an id in braces is accepted", "curl {", STOP)
    both = replace(first, count=9, variants=(Variant("", "an id as a URN is accepted", "curl u"),))
    left, accepted = divided([both], drafted([first]))
    assert left == [replace(first, count=9, sentence="an id as a URN is accepted", curl="curl u")]
    assert [one.finding for one in accepted] == [replace(first, count=9)]
    assert divided([both], (*drafted([first]), *drafted(left)))[0] == []


NULL = Finding("nulls", "convention", 200, "/data/logs/3/at", "null where 'x' is expected", "", STOP)


@pytest.mark.parametrize(
    "other",
    [
        replace(NULL, check="schema"),
        replace(NULL, operation=""),
        replace(NULL, status=404),
        replace(NULL, pointer="/data/other"),
        replace(NULL, pointer=""),
        replace(NULL, sentence="an object where a value is expected"),
    ],
)
def test_a_row_accepts_nothing_but_its_own(other: Finding) -> None:
    rows = drafted([NULL])
    moved = replace(NULL, pointer="/data/logs/0/at")
    assert divided([moved], rows)[0] == []
    assert divided([other], rows)[0] == [other]


BODIES = {
    "stopped": ('the send is "running" after its stop', 'the send is "pending" after its stop'),
    "own-id": ("null instead of the {id} that was asked for", "7 instead of the {id} that was asked for"),
    "schema": ('7 is not of type "string"', '{id} is not of type "string"'),
    "nulls": ("false where a value is expected", "true where a value is expected"),
    "schedule": ("2030-01-31T10:00:00Z is before the start", "7 is before the start"),
}
ID = "9d3f6c2a-e41d-4c8b-a05f-6b2fd93e71c8"


@pytest.mark.parametrize(("sentence", "other"), BODIES.values())
def test_a_row_accepts_no_other_value_in_a_body(sentence: str, other: str) -> None:
    first = replace(NULL, sentence=sentence.format(id=ID))
    second = replace(NULL, sentence=other.format(id=ID))
    assert divided([second], drafted([first]))[0] == [second]
    assert divided([first], drafted([second]))[0] == [first]


@pytest.mark.parametrize(
    ("sentence", "later"),
    [
        (f"{ID} instead of another", "c84bf1a3-6de8-4b95-8c2a-d4f07b9e3a61 instead of another"),
        ("'2030-01-31T10:00:00Z' is late", "'2031-02-01T23:59:59.123+02:00' is late"),
        ("2030-01-31 10:00:00+00:00 is late", "2031-02-01 23:59:59+00:00 is late"),
        ("7 is not of type 'string'", "1234 is not of type 'string'"),
        ("'Spring sale for all' is no name", "'Autumn is here' is no name"),
        (f"'{ID}' is no text", "'c84bf1a3-6de8-4b95-8c2a-d4f07b9e3a61' is no text"),
        ("{'a': 1} is no text", "{'b': [2, 3]} is no text"),
    ],
)
def test_ids_times_numbers_and_long_texts_in_a_body_do_not_count(sentence: str, later: str) -> None:
    assert divided([replace(NULL, sentence=later)], drafted([replace(NULL, sentence=sentence)]))[0] == []


def test_an_effect_is_accepted_in_the_words_place_and_status_in_which_it_was_found() -> None:
    cause = Finding("server-error", "documented", 500, "", "the server fails with 500", "", STOP)
    effect = Finding(
        "malformed-id", "documented", 500, "", "the nil UUID gets 500", "", STOP, because=("server-error",)
    )
    others = [
        replace(effect, sentence="a whole id that is not a UUID gets 500"),
        replace(effect, status=503),
        replace(effect, pointer="/data"),
        replace(effect, check="steady"),
    ]
    left, accepted = divided([cause, effect, *others], drafted([cause, effect]))
    assert [one.finding for one in accepted] == [cause, effect]
    assert left == [replace(other, because=()) for other in others]


@pytest.mark.parametrize(("fault", "other"), [("fails-nil", "fails-upper"), ("any-token-known", "any-token")])
def test_an_effect_that_is_left_alone_is_as_severe_as_its_accepted_cause(fault: str, other: str) -> None:
    left, _ = divided(found(other), drafted(found(fault)))
    assert any(one.is_violation for one in left)
    assert not passes(found(other), drafted(found(fault)))


@pytest.mark.parametrize("text", ["\x1b[2J \ud800", 'a "quoted" \\ text', "\u2028 é 漢"])
def test_what_a_server_says_survives_the_file(text: str) -> None:
    finding = Finding("schema", "documented", 200, f"/data/{text}", f"{text} is wrong", "", STOP)
    assert divided([finding], drafted([finding]))[0] == []


SAMPLE = [
    *("hang-up-third", "any-method-stops", "fails-token-bytes", "fails-planner"),
    *("control", "error-in-200", "stamp-number", "wrong-tenth"),
    *("null-segments", "nil-id", "steps-resume", "zero-date"),
    *("log-of-another", "echo-header", "scheme-opens", "query"),
    *("foreign-400", "zero-is-first", "no-origin", "third-gone"),
    *("steps-on",),
]
"""Faults of every class."""
SAME = {("zero-is-first", "log-of-another")}
"""Pairs of which the second breaks only promises that the first breaks too, at the same places in the same words."""
HIDDEN = {("control", "zero-date"), ("error-in-200", "log-of-another")}
"""Pairs of which the first leaves nothing of the answers in which the second shows."""


@pytest.mark.parametrize("fault", SAMPLE)
def test_a_fault_is_accepted_by_its_draft(fault: str) -> None:
    assert found(fault)
    assert divided(found(fault), drafted(found(fault)))[0] == []


@pytest.mark.parametrize("fault", SAMPLE)
def test_another_fault_does_not_pass_with_it(fault: str) -> None:
    rows = drafted(found(fault))
    passing = {(fault, other) for other in SAMPLE if other != fault and passes(found(other), rows)}
    assert passing == {pair for pair in SAME if pair[0] == fault}


@pytest.mark.parametrize(("fault", "other"), list(zip(SAMPLE, SAMPLE[7:] + SAMPLE[:7], strict=True)))
def test_another_fault_beside_it_does_not_pass_either(fault: str, other: str) -> None:
    both = examined(lambda handle: WRAPS[fault](WRAPS[other](handle))).findings.listed()
    is_passed = not divided(both, drafted(found(fault)))[0]
    assert is_passed == ((fault, other) in HIDDEN)
    assert not is_passed or [one.check for one in both] == [one.check for one in found(fault)]
