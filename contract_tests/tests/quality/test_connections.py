"""Many connections find what one finds."""

import pytest

from contract_tests.faults import FAULTS
from contract_tests.quality import connections, fault_matrix
from contract_tests.quality.connections import COMPARED, difference

SOME = [*COMPARED][::9]  # `nox -s faults -- --connections` compares all of them


@pytest.mark.parametrize("id_", SOME)
def test_many_connections_find_what_one_finds(id_: str) -> None:
    assert not difference(id_)


def test_all_faults_are_compared_but_those_that_show_only_to_requests_at_once() -> None:
    assert {fault.law for fault in FAULTS if fault.id not in COMPARED} == {"at-once"}


def test_the_job_names_a_server_that_is_judged_differently(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def found(_: str, count: int) -> set[str]:
        return {"schema"} if count == 1 else {"schema", "steady"}

    monkeypatch.setattr(connections, "found", found)
    monkeypatch.setattr(connections, "differences", lambda: map(difference, SOME[:1]))
    assert fault_matrix.main(["--connections"]) == 1
    printed = capsys.readouterr().out
    assert f"{SOME[0]}: only over 8: steady\n" in printed
    assert f"1 of {len(COMPARED)} faulty servers are judged differently" in printed


def test_the_job_is_content_with_equal_judgements(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connections, "differences", list)
    assert fault_matrix.main(["--connections"]) == 0
    assert "0 of" in capsys.readouterr().out
