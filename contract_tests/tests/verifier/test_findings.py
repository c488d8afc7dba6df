"""One cause is one finding: its variants are listed in it, and what only follows from it names it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from contract_tests.faults import FAULTS
from contract_tests.quality.fault_runs import examined
from contract_tests.verifier.findings import MANY_VARIANTS, Finding, Findings
from contract_tests.verifier.report.terminal import show_findings, without_common

BRACES = Finding("malformed-id", "documented", 200, "", "an id in braces is accepted", "curl {a}", "stop", asked=True)
URN = replace(BRACES, sentence="an id as a URN is accepted", curl="curl urn:a")
NUMBER = Finding("schema", "documented", 200, "/data/a", "1 is not of type string", "curl a", "stop")
FAILS = Finding("server-error", "documented", 500, "", "the server fails with 500", "curl b", "stop")
STRANGER = Finding(
    "no-token", "documented", 200, "", "a request without a token is accepted", "curl c", "stop", asked=True
)


def listed(*findings: Finding) -> list[Finding]:
    known = Findings()
    known.add(findings)
    return known.listed()


@pytest.mark.parametrize(
    ("findings", "variants"),
    [
        ([BRACES, URN, URN], [URN.sentence]),
        ([NUMBER, replace(NUMBER, pointer="/data/b", sentence="2 is not of type string")], ["2 is not of type string"]),
        ([NUMBER, replace(NUMBER, sentence="2 is not of type string")], []),
        ([replace(NUMBER, pointer="/data/logs/0/a"), replace(NUMBER, pointer="/data/logs/7/a")], []),
        ([replace(NUMBER, sentence='{"a": [1]} is not of type string'), NUMBER], []),
        ([replace(NUMBER, sentence="null instead of 7"), replace(NUMBER, sentence='"x" instead of true')], []),
    ],
)
def test_what_is_of_one_kind_is_one_finding_with_its_variants(findings: list[Finding], variants: list[str]) -> None:
    (finding,) = listed(*findings)
    assert [variant.sentence for variant in finding.variants] == variants
    assert finding.count == len(findings)


@pytest.mark.parametrize(
    "other",
    [
        replace(NUMBER, check="nulls"),
        replace(NUMBER, operation="other"),
        replace(NUMBER, level="convention"),
        replace(NUMBER, status=404),
        replace(NUMBER, pointer="/data/c", sentence="the key is missing"),
    ],
)
def test_what_differs_in_kind_is_a_finding_of_its_own(other: Finding) -> None:
    assert len(listed(NUMBER, other)) == 2


def test_endless_variants_take_bounded_memory() -> None:
    (finding,) = listed(*(replace(NUMBER, pointer=f"/data/a{number}") for number in range(5000)))
    assert (finding.count, len(finding.variants)) == (5000, MANY_VARIANTS)


@pytest.mark.parametrize(
    ("cause", "effect"),
    [
        (BRACES, replace(NUMBER, check="own-id", curl=BRACES.curl)),
        (FAILS, Finding("error-body", "convention", 500, "/message", "no message", "curl z", "stop")),
        (FAILS, Finding("steady", "documented", 500, "", "a stop gets 500 after it got 200", "curl z", "stop")),
        (FAILS, Finding("steady", "documented", 200, "", "a stop gets 200 after it got 500", "curl z", "stop")),
        (STRANGER, Finding("ignored_auth", "documented", 200, "", "API accepts", "curl -X y", "stop")),
        (
            STRANGER,
            replace(
                STRANGER, level="convention", status=404, sentence="a request without a token gets 404 instead of 401"
            ),
        ),
        (STRANGER, Finding("untouched", "documented", 200, "", "changed by X", "curl", "stop", culprits=("curl c",))),
    ],
)
def test_an_effect_comes_after_its_cause_and_names_it(cause: Finding, effect: Finding) -> None:
    for order in ([cause, effect], [effect, cause]):
        first, second = listed(*order)
        assert (first.check, first.because) == (cause.check, ())
        assert (second.check, second.because) == (effect.check, (cause.check,))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BRACES, NUMBER),
        (FAILS, NUMBER),
        (FAILS, replace(NUMBER, status=500, operation="other")),
        (replace(BRACES, level="convention"), replace(NUMBER, curl=BRACES.curl)),
        (STRANGER, Finding("untouched", "documented", 200, "", "changed by X", "", "stop", culprits=("curl d",))),
        (STRANGER, replace(BRACES, curl=STRANGER.curl)),
    ],
    ids=["other-request", "other-status", "other-operation", "milder", "other-culprit", "both-causes"],
)
def test_what_has_a_cause_of_its_own_stands_alone(first: Finding, second: Finding) -> None:
    assert [finding.because for finding in listed(first, second)] == [(), ()]


@pytest.mark.parametrize(
    ("fault", "check", "because"),
    [
        ("trims", "untouched", ("malformed-id",)),
        ("trims", "own-id", ("malformed-id",)),
        ("open", "untouched", ("no-token", "token-forms", "steady")),
        ("fails-rarely", "steady", ("server-error",)),
        ("time-number", "schema", ()),
        ("stops-anyway", "untouched", ()),
    ],
)
def test_the_effects_of_a_planted_fault_name_their_culprit(fault: str, check: str, because: Sequence[str]) -> None:
    (wrap,) = (one.wrap for one in FAULTS if one.id == fault)
    found = [finding for finding in examined(wrap).findings.listed() if finding.check == check]
    assert {finding.because for finding in found} == {tuple(because)}


def test_the_culprit_is_named_by_its_request() -> None:
    (wrap,) = (one.wrap for one in FAULTS if one.id == "trims")
    (untouched,) = [one for one in examined(wrap).findings.listed() if one.check == "untouched"]
    assert "changed by POST /api/v1/" in untouched.sentence
    assert "%0A, which got 200" in untouched.sentence


@pytest.mark.parametrize(
    ("sentences", "parts"),
    [
        (["an id in braces is bad", "an id as a URN is bad"], ["in braces", "as a URN"]),
        (["a b", "a b"], ["b", "b"]),
        (["a", "b"], ["a", "b"]),
        (["a x y c", "a c"], ["x y c", "c"]),
        (["same end here", "other end here"], ["same", "other"]),
        ([""], [""]),
    ],
)
def test_variants_are_told_without_what_is_common(sentences: list[str], parts: list[str]) -> None:
    assert without_common(sentences) == parts


def test_variants_are_listed_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(
        listed(BRACES, URN, NUMBER, replace(NUMBER, pointer="/data/b"), replace(STRANGER, sentence="x" * 9999))
    )
    out = capsys.readouterr().out
    assert "  an id in braces is accepted\n  also as a URN\n  curl {a}\n" in out
    assert "  also at /data/b\n" in out
    assert max(map(len, out.splitlines())) < 2100
