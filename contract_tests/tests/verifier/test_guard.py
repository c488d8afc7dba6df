"""Nothing that could stop a send leaves the process unless the caller named that send."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_tests.mock import SENDS, TOKEN, KnownSend, Mock, stop_request
from contract_tests.stop.pair import STOP
from contract_tests.verifiable import verifiable
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.guard import PATIENCE, Guard, RefusedError
from contract_tests.verifier.ids import MALFORMED, UUID
from contract_tests.verifier.ledger import Ledger
from contract_tests.verifier.targets import Target
from contract_tests.verifier.transport import CouldNotVerifyError, InProcess
from scripts.contract.document import load
from scripts.contract.operations import operations

NAMED, OTHER, THIRD = SENDS
TARGET, OTHER_TARGET, THIRD_TARGET = (Target(STOP, send.ids) for send in SENDS)
OPERATIONS = tuple(operations(load().document))
NIL = "00000000-0000-0000-0000-000000000000"
LIVE = "https://staging.example.com/api"
SPELLINGS = [
    NAMED.send.upper(),
    "{" + NAMED.send + "}",
    "urn:uuid:" + NAMED.send,
    NAMED.send.replace("-", ""),
    NAMED.send.replace("d", "%64"),
    NAMED.send + "%00",
    "%22" + NAMED.send + "%22",
    NAMED.send.replace("3", "%EF%BC%93"),  # a full-width digit
]
NOT_PERMITTED = r"could act on something that was not named|is for no path|as another request"
ODD = ["", "1", NAMED.send[:8], NIL, "0" * 32, "%zz", "x" * 300]


def path(campaign: str, send: str) -> str:
    return stop_request(NAMED._replace(campaign=campaign, send=send)).target.decode()


def throughout(word: str) -> str:
    """The path of a stop with a word for each id."""
    return stop_request(KnownSend(*[word] * len(NAMED))).target.decode()


def request(target: str) -> Request:
    return Request("POST", target.encode(), ((b"authorization", b"Bearer " + TOKEN.encode()),))


@pytest.fixture
def mock() -> Mock:
    return Mock()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "reports" / "ledger.jsonl")


@pytest.fixture
def here(mock: Mock, ledger: Ledger) -> Guard:
    """A server of somebody else's on this machine."""
    return Guard(InProcess(verifiable(mock.handle)), OPERATIONS, (TARGET,), ledger=ledger)


@pytest.fixture
def live(mock: Mock, ledger: Ledger) -> Guard:
    """A server that is not on this machine."""
    return Guard(InProcess(verifiable(mock.handle), LIVE, is_local=False), OPERATIONS, (TARGET,), ledger=ledger)


def entries(ledger: Ledger) -> list[dict[str, Any]]:
    lines = ledger.path.read_text("utf-8").splitlines() if ledger.path.exists() else []
    return [json.loads(line) for line in lines]


REFUSED_EVERYWHERE = [
    path(OTHER.campaign, OTHER.send),
    path(NAMED.campaign, OTHER.send),
    path(THIRD.campaign, NAMED.send),
    path(NAMED.campaign, "{" + OTHER.send + "}"),
    path(NAMED.campaign, OTHER.send.replace("-", "")),
    path(NAMED.campaign, "not-a-uuid%2F..%2F" + OTHER.send),
    path(NAMED.campaign, NAMED.send + "%2F..%2F" + OTHER.send),
    path(NAMED.campaign, NIL + OTHER.send),
    path(NAMED.campaign, "not-a-uuid/../" + OTHER.send),
    path(NAMED.campaign, "not a uuid"),
    path(NAMED.campaign, "x\r\ny"),
    path(NAMED.campaign, "f3b9a7c1-52de-4a80-9c6f-0d8e7b214a35"),
    path(NAMED.campaign, NAMED.send) + "/",
    path("1", "1"),
    "/api/v1/sms/campaigns",
    path(NAMED.campaign, NAMED.send).removeprefix("/api"),
    "*",
    "",
]


# A named id in the place of the other one, which only a server that confuses the two would take for a send.
CONFUSED = [
    path(NAMED.send, NAMED.campaign),
    path(NAMED.send, NAMED.send),
]


@pytest.mark.parametrize("target", [*REFUSED_EVERYWHERE, *CONFUSED, *(path(NAMED.campaign, odd) for odd in ODD)])
def test_a_target_that_could_hit_another_send_is_refused(live: Guard, mock: Mock, ledger: Ledger, target: str) -> None:
    before = dict(mock.state.sends)
    with pytest.raises(RefusedError, match=NOT_PERMITTED):
        live.exchange(request(target))
    assert live.exchanges == []
    assert mock.state.sends == before
    assert entries(ledger) == []


@pytest.mark.parametrize("target", REFUSED_EVERYWHERE)
def test_that_the_server_is_on_this_machine_does_not_name_a_send(here: Guard, target: str) -> None:
    assert not here.permits(request(target))
    assert here.permits(request(path(NAMED.campaign, NAMED.send)))
    with pytest.raises(RefusedError, match=NOT_PERMITTED):
        here.exchange(request(target))
    assert here.exchanges == []


@pytest.mark.parametrize("odd", ODD)
def test_on_this_machine_an_odd_id_may_stand_beside_a_named_one(here: Guard, ledger: Ledger, odd: str) -> None:
    here.exchange(request(path(NAMED.campaign, odd)))
    here.exchange(request(path(odd, NAMED.send)))
    assert [entry["values"] for entry in entries(ledger)] == ["/".join(NAMED.ids)] * 2
    with pytest.raises(RefusedError):
        here.exchange(request(path(here.unknown_id("key"), odd)))
    with pytest.raises(RefusedError):
        replace(here, named=()).exchange(request(path(NAMED.campaign, odd)))


@pytest.mark.parametrize("target", CONFUSED)
def test_on_this_machine_named_ids_may_stand_in_each_others_place_on_record(
    here: Guard, ledger: Ledger, target: str
) -> None:
    here.exchange(request(target))
    assert [entry["values"] for entry in entries(ledger)] == ["/".join(NAMED.ids)]


@pytest.mark.parametrize("spelling", [NAMED.send, *SPELLINGS])
def test_a_named_send_passes_on_record_however_it_is_spelled(live: Guard, ledger: Ledger, spelling: str) -> None:
    live.exchange(request(path(NAMED.campaign.upper(), spelling) + "?a=b"))
    (entry,) = entries(ledger)
    assert entry.pop("time")
    assert entry == {
        "server": LIVE,
        "operation": STOP,
        "values": "/".join(NAMED.ids),
        "number": 1,
        "method": "POST",
        "target": path(NAMED.campaign.upper(), spelling) + "?a=b",
    }
    with pytest.raises(RefusedError):
        replace(live, named=()).exchange(request(path(NAMED.campaign, spelling)))


def test_ids_that_cannot_be_a_send_pass_off_the_record(live: Guard, ledger: Ledger) -> None:
    for word in (*MALFORMED, live.unknown_id("key")):
        live.exchange(request(path(NAMED.campaign, word)))
        replace(live, named=()).exchange(request(throughout(word)))
    assert entries(ledger) == []


def test_a_named_send_under_an_unknown_campaign_is_at_risk_too(live: Guard, ledger: Ledger) -> None:
    for word in (*MALFORMED, live.unknown_id("key")):
        live.exchange(request(path(word, NAMED.send)))
    assert [entry["number"] for entry in entries(ledger)] == list(range(1, len(MALFORMED) + 2))


def test_an_odd_id_puts_every_named_send_of_the_campaign_at_risk(here: Guard) -> None:
    guard = replace(here, named=(TARGET, OTHER_TARGET, THIRD_TARGET))
    at_risk = {
        path(NAMED.campaign, "1"): [TARGET, OTHER_TARGET],
        path(THIRD.campaign, NIL): [THIRD_TARGET],
        path(NAMED.campaign, "not-a-uuid"): [],
        "*": [],
    }
    assert {target: guard.permission.at_risk(request(target)) for target in at_risk} == at_risk


def test_each_named_send_has_a_budget_of_its_own(live: Guard, ledger: Ledger) -> None:
    guard = replace(live, named=(TARGET, OTHER_TARGET), budget=2)
    for send in (NAMED, OTHER):
        for _ in range(2):
            guard.exchange(request(path(send.campaign, send.send)))
        with pytest.raises(RefusedError, match=f"the budget of 2 requests for {Target(STOP, send.ids)} is spent"):
            guard.exchange(request(path(send.campaign, send.send)))
        assert guard.exchange(request(path(send.campaign, "not-a-uuid"))).response.status == 404
    assert len(entries(ledger)) == 4


def test_it_is_known_how_much_of_a_spent_budget_other_runs_spent(live: Guard) -> None:
    one, other = (Guard(live.server, OPERATIONS, (TARGET,), budget=3, ledger=live.ledger) for _ in range(2))
    stop = request(path(NAMED.campaign, NAMED.send))
    for guard in (one, one, other):
        guard.exchange(stop)
    assert other.spent_by_others(TARGET) == 0
    with pytest.raises(RefusedError, match=r"the budget of 3 requests for .* is spent"):
        other.exchange(stop)
    assert other.spent_by_others(TARGET) == 2


def test_the_ledger_is_written_before_a_request_leaves_and_never_anew(ledger: Ledger) -> None:
    ledger.write(run="before")

    def handle(_: Request) -> Response:
        assert [entry.get("number") for entry in entries(ledger)] == [None, 1]
        raise KeyboardInterrupt

    guard = Guard(InProcess(handle), OPERATIONS, (TARGET,), ledger=ledger)
    with pytest.raises(KeyboardInterrupt):
        guard.exchange(request(path(NAMED.campaign, NAMED.send)))
    assert [entry.get("number") for entry in entries(ledger)] == [None, 1]


def test_without_a_ledger_nothing_that_could_stop_a_send_leaves(mock: Mock, tmp_path: Path) -> None:
    before = dict(mock.state.sends)
    (tmp_path / "file").write_text("")
    target = path(NAMED.campaign, NAMED.send)
    with pytest.raises(RefusedError, match="there is no ledger"):
        Guard(InProcess(verifiable(mock.handle)), OPERATIONS, (TARGET,)).exchange(request(target))
    with pytest.raises(CouldNotVerifyError, match="without its ledger nothing is acted on"):
        Guard(
            InProcess(verifiable(mock.handle)), OPERATIONS, (TARGET,), ledger=Ledger(tmp_path / "file" / "x")
        ).exchange(request(target))
    assert mock.state.sends == before


def test_nothing_of_a_conversation_leaves_unless_all_of_it_may(live: Guard, mock: Mock) -> None:
    before = dict(mock.state.sends)
    with pytest.raises(RefusedError):
        live.converse([request(path(NAMED.campaign, NAMED.send)), request(path(OTHER.campaign, OTHER.send))])
    assert mock.state.sends == before


def test_production_is_refused_unless_it_was_consented_to(mock: Mock) -> None:
    for url in ("https://api.comm.com/api", "https://API.comm.com.:443/api"):
        with pytest.raises(CouldNotVerifyError, match="is production: nothing was sent; add --production"):
            Guard(InProcess(verifiable(mock.handle), url), OPERATIONS, production={"api.comm.com"})
    assert Guard(InProcess(verifiable(mock.handle), LIVE), OPERATIONS, production={"api.comm.com"}).base_url == LIVE


def broken(_: Request) -> Response:
    raise ConnectionResetError("reset")


def test_a_server_that_never_answers_is_given_up(live: Guard) -> None:
    guard = replace(live, server=InProcess(broken, LIVE))
    target = path(guard.unknown_id("a"), guard.unknown_id("b"))
    assert {guard.exchange(request(target)).failure for _ in range(PATIENCE)} == {"reset"}
    with pytest.raises(CouldNotVerifyError, match=f"gave no answer to {PATIENCE} requests in a row: reset"):
        guard.exchange(request(target))
    assert len(guard.exchanges) == PATIENCE
    assert not guard.answered


def test_a_server_that_stalls_is_given_up_sooner(live: Guard) -> None:
    class Stalling(InProcess):
        def converse(self, requests: Sequence[Request]) -> list[Exchange]:
            return [replace(exchange, seconds=10.0) for exchange in super().converse(requests)]

    guard = replace(live, server=Stalling(broken, LIVE, is_local=False))
    target = path(guard.unknown_id("a"), guard.unknown_id("b"))
    for _ in range(3):
        guard.exchange(request(target))
    with pytest.raises(CouldNotVerifyError, match="gave no answer to 3 requests in a row"):
        guard.exchange(request(target))
    guard.server = Stalling(broken, LIVE)
    guard.exchange(request(target))
    with pytest.raises(CouldNotVerifyError, match="gave no answer to 1 request in a row"):
        guard.exchange(request(target))


def test_one_answer_renews_the_patience(live: Guard, mock: Mock) -> None:
    answers = iter([*[broken] * (PATIENCE - 1), verifiable(mock.handle)] * 2)

    def answer(request: Request) -> Response:
        return next(answers)(request)

    guard = replace(live, server=InProcess(answer, LIVE))
    target = path(guard.unknown_id("a"), guard.unknown_id("b"))
    for _ in range(2 * PATIENCE):
        guard.exchange(request(target))
    assert guard.answered


def test_a_server_that_goes_away_has_not_answered(live: Guard, mock: Mock) -> None:
    class Leaving(InProcess):
        def converse(self, requests: Sequence[Request]) -> list[Exchange]:
            if guard.exchanges:
                raise CouldNotVerifyError("refused")
            return super().converse(requests)

    guard = replace(live, server=Leaving(verifiable(mock.handle), LIVE))
    target = path(guard.unknown_id("a"), guard.unknown_id("b"))
    guard.exchange(request(target))
    assert guard.exchange(request(target)).failure == "refused"


def test_a_server_that_was_never_there_cannot_be_verified(live: Guard, mock: Mock) -> None:
    class Absent(InProcess):
        def converse(self, requests: Sequence[Request]) -> list[Exchange]:
            raise CouldNotVerifyError(f"refused {len(requests)}")

    guard = replace(live, server=Absent(verifiable(mock.handle), LIVE))
    with pytest.raises(CouldNotVerifyError, match="refused"):
        guard.exchange(request(path(guard.unknown_id("a"), guard.unknown_id("b"))))


def test_every_exchange_is_watched(live: Guard) -> None:
    watched: list[Exchange] = []
    live.watch = watched.append
    live.exchange(request(path(NAMED.campaign, NAMED.send)))
    assert watched == live.exchanges


HIDDEN = f"POST {path(OTHER.campaign, OTHER.send)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
NAMED_PATH = path(NAMED.campaign, NAMED.send).encode()


@pytest.mark.parametrize(
    "hiding",
    [
        Request("POST", NAMED_PATH + b"? HTTP/1.1\r\nHost: x\r\n\r\n" + HIDDEN),
        Request("POST", NAMED_PATH + b" HTTP/1.1\r\n\r\n" + HIDDEN),
        Request(f"{HIDDEN.decode()}POST", NAMED_PATH),
        Request("", NAMED_PATH),
        Request("POST", NAMED_PATH, ((b"X", b"\r\n\r\n" + HIDDEN),)),
        Request("POST", NAMED_PATH, ((b"X: \r\n\r\n" + HIDDEN, b""),)),
        Request("POST", NAMED_PATH, (), HIDDEN),
        Request("POST", NAMED_PATH, ((b"Content-Length", b"0"),), HIDDEN),
        Request("POST", NAMED_PATH, ((b"content-length", b"0"), (b"Content-Length", b"%d" % len(HIDDEN))), HIDDEN),
        Request(
            "POST", NAMED_PATH, ((b"Content-Length", b"%d" % len(HIDDEN)), (b"Transfer-Encoding", b"chunked")), HIDDEN
        ),
        Request("POST", NAMED_PATH, ((b"X-Original-URL", path(OTHER.campaign, OTHER.send).encode()),)),
        Request("POST", NAMED_PATH, ((b"X-REWRITE-URL", path(OTHER.campaign, OTHER.send).encode()),)),
        Request("POST", NAMED_PATH, ((b"Host", b"api.comm.com"),)),
    ],
)
def test_a_request_that_hides_or_becomes_another_is_refused(live: Guard, hiding: Request) -> None:
    with pytest.raises(RefusedError):
        live.exchange(hiding)
    assert live.exchanges == []


@pytest.mark.parametrize(
    "plain",
    [
        Request("POST", NAMED_PATH, ((b"content-length", b"5"),), b'"a/b"'),
        Request("POST", NAMED_PATH, (), b"no target without a slash"),
        Request("POST", NAMED_PATH, ((b"Host", b"staging.example.com"),)),
    ],
)
def test_a_request_that_hides_nothing_passes(live: Guard, plain: Request) -> None:
    assert live.exchange(plain).response.status == 401


def test_an_unknown_id_passes_once_it_was_drawn(live: Guard) -> None:
    unknown = Guard(live.server, OPERATIONS, seed=live.seed).unknown_id("key")
    with pytest.raises(RefusedError):
        live.exchange(request(path(NAMED.campaign, unknown)))
    assert live.unknown_id("key") == unknown
    assert live.exchange(request(path(NAMED.campaign, unknown))).response.status == 404


def test_unknown_ids_are_random_uuids_that_depend_on_seed_and_key_alone(live: Guard) -> None:
    drawn = [Guard(live.server, OPERATIONS, seed=seed).unknown_id(key) for seed in (1, 2) for key in ("a", "b", "a")]
    assert len(set(drawn)) == 4
    assert all(
        re.fullmatch(r"[c-f][0-9a-f]{7}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", id_) for id_ in drawn
    )


def test_nothing_harmless_looks_like_an_id_or_a_number() -> None:
    assert not [word for word in MALFORMED if UUID.fullmatch(word) or re.match(r"[0-9a-f]", word.removeprefix("not-a"))]


def test_on_a_server_of_our_own_everything_passes_off_the_record(mock: Mock) -> None:
    guard = Guard(InProcess(verifiable(mock.handle)), OPERATIONS, (TARGET,), own=True, budget=0)
    assert guard.permits(request(path(OTHER.campaign, OTHER.send)))
    assert guard.exchange(request(path(NAMED.campaign, NIL))).response.status == 404
    assert guard.exchange(request(path(OTHER.campaign, OTHER.send))).response.status == 200
    assert guard.exchange(request(path(NAMED.campaign, NAMED.send))).response.status == 200
