"""Nothing that could stop a send leaves the process unless the caller named that send."""

import re
from pathlib import Path

import pytest

from contract_tests.guard import MALFORMED, UUID, Guard, Pair, RefusedError
from contract_tests.mock import SENDS, TOKEN, Mock, Request
from contract_tests.server import CouldNotVerifyError, InProcess
from contract_tests.verification import verify
from scripts.contract import Contract

NAMED, OTHER, THIRD = (Pair(send.campaign, send.send) for send in SENDS)
NIL = "00000000-0000-0000-0000-000000000000"


def path(campaign: str, send: str) -> str:
    return f"/api/v1/sms/campaigns/{campaign}/stop/{send}"


def request(target: str) -> Request:
    return Request("POST", target.encode(), ((b"authorization", b"Bearer " + TOKEN.encode()),))


@pytest.fixture
def mock() -> Mock:
    return Mock()


@pytest.fixture
def guard(mock: Mock) -> Guard:
    return Guard(InProcess(mock.handle), (NAMED,))


@pytest.mark.parametrize(
    "target",
    [
        path(OTHER.campaign, OTHER.send),
        path(NAMED.campaign, OTHER.send),
        path(THIRD.campaign, NAMED.send),
        path(NAMED.campaign, NIL),
        path(NAMED.campaign, NAMED.send[:8]),
        path(NAMED.campaign, "1"),
        path(NAMED.campaign, "{" + NAMED.send + "}"),
        path(NAMED.campaign, NAMED.send.replace("d", "%64")),
        path(NAMED.campaign, "not-a-uuid/../" + OTHER.send),
        path(NAMED.campaign, "f3b9a7c1-52de-4a80-9c6f-0d8e7b214a35"),
        path(NAMED.campaign, NAMED.send) + "/",
        "/api/v1/sms/campaigns",
        f"/v1/sms/campaigns/{NAMED.campaign}/stop/{NAMED.send}",
        "*",
        "",
    ],
)
def test_a_target_that_could_hit_another_send_is_refused(guard: Guard, mock: Mock, target: str) -> None:
    before = dict(mock.state.sends)
    with pytest.raises(RefusedError, match="could stop a send that was not named"):
        guard.exchange(request(target))
    assert guard.exchanges == []
    assert mock.state.sends == before


@pytest.mark.parametrize(
    "target",
    [
        path(NAMED.campaign, NAMED.send),
        path(NAMED.campaign.upper(), NAMED.send.upper()),
        path(NAMED.campaign, NAMED.send) + "?a=b",
        *(path(word, NAMED.send) for word in MALFORMED),
        *(path(NAMED.campaign, word) for word in MALFORMED),
    ],
)
def test_a_named_send_and_harmless_ids_pass(guard: Guard, target: str) -> None:
    exchange = guard.exchange(request(target))
    assert guard.exchanges == [exchange]


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
def test_a_request_that_hides_or_becomes_another_is_refused(guard: Guard, hiding: Request) -> None:
    with pytest.raises(RefusedError):
        guard.exchange(hiding)
    assert guard.exchanges == []


def test_a_body_of_stated_length_passes(guard: Guard) -> None:
    assert guard.exchange(Request("POST", NAMED_PATH, ((b"content-length", b"2"),), b"{}"))


def test_a_stranger_passes_once_it_was_drawn(guard: Guard) -> None:
    stranger = Guard(guard.server, seed=guard.seed).stranger("key")
    with pytest.raises(RefusedError):
        guard.exchange(request(path(NAMED.campaign, stranger)))
    assert guard.stranger("key") == stranger
    assert guard.exchange(request(path(NAMED.campaign, stranger))).response.status == 404


def test_strangers_are_random_uuids_that_depend_on_seed_and_key_alone(guard: Guard) -> None:
    drawn = [Guard(guard.server, seed=seed).stranger(key) for seed in (1, 2) for key in ("a", "b", "a")]
    assert len(set(drawn)) == 4
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", id_) for id_ in drawn
    )


def test_nothing_harmless_looks_like_an_id_or_a_number() -> None:
    assert not [word for word in MALFORMED if UUID.fullmatch(word) or re.match(r"[0-9a-f]", word.removeprefix("not-a"))]


def test_on_a_server_of_our_own_everything_passes(mock: Mock) -> None:
    guard = Guard(InProcess(mock.handle), own=True)
    assert guard.exchange(request(path(NAMED.campaign, NIL))).response.status == 404


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_a_pair_a_whole_verification_stops_nothing(contract: Contract, tmp_path: Path, seed: int) -> None:
    mock = Mock()
    before = dict(mock.state.sends)
    guard = Guard(InProcess(mock.handle), seed=seed)
    verification = verify(contract.document, guard, token=TOKEN, reports=tmp_path)
    assert verification.findings == ()
    assert verification.unproven == ("no 200 was verified: name a send that may be stopped with --pair",)
    assert verification.stopped == {}
    assert {401, 404, 405} == set(verification.answers)
    assert mock.state.sends == before


def test_with_one_pair_a_whole_verification_stops_that_send_alone(contract: Contract, tmp_path: Path) -> None:
    mock = Mock()
    guard = Guard(InProcess(mock.handle), (NAMED,))
    verification = verify(contract.document, guard, token=TOKEN, reports=tmp_path)
    assert verification.findings == ()
    assert verification.unproven == ()
    assert set(verification.stopped) == {SENDS[0].send_type}
    running = Mock().state.sends
    changed = [Pair(*ids) for ids, send in mock.state.sends.items() if send != running[ids]]
    assert changed == [NAMED]


@pytest.mark.parametrize(
    "text",
    ["", "a/b", NAMED.send, f"{NAMED.campaign}/", f"{NAMED.campaign}:{NAMED.send}", f"{NAMED.campaign}/{NAMED.send}/x"],
)
def test_a_pair_is_two_uuids(text: str) -> None:
    with pytest.raises(CouldNotVerifyError, match="is no pair: write CAMPAIGN/SEND"):
        Pair.parse(text)


def test_a_pair_is_read_in_lower_case() -> None:
    assert Pair.parse(f" {NAMED.campaign.upper()}/{NAMED.send}\n") == NAMED
