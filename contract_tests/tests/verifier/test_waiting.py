"""`--wait` waits for a server that is starting, and nothing that it asks could stop a send."""

from collections.abc import Callable, Sequence

import pytest

from contract_tests.quality.fault_runs import schemas
from contract_tests.verifier.exchange import NO_ANSWER, Exchange, Request, Response
from contract_tests.verifier.guard import Guard
from contract_tests.verifier.pace import Pace
from contract_tests.verifier.permission import Permission
from contract_tests.verifier.transport import CouldNotVerifyError
from contract_tests.verifier.waiting import wait

BASE_URL = "https://staging.example.com/api"
REFUSED = CouldNotVerifyError(f"{BASE_URL} gave no connection: refused; is it running? --wait SECONDS waits for it.")
UP = Response(401, (), b"")


class Starting:
    """A server that says one thing after the other, the last for ever."""

    def __init__(self, *answers: Response | CouldNotVerifyError) -> None:
        """Take the answers."""
        self.base_url, self.is_local = BASE_URL, False
        self.requests: list[Request] = []
        self._answers = list(answers)

    def converse(self, requests: Sequence[Request]) -> list[Exchange]:
        """Give the next answer."""
        self.requests += requests
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, CouldNotVerifyError):
            raise answer
        return [Exchange(requests[0], answer, 0.0, "closed" if answer is NO_ANSWER else "")]


def guards(server: Starting) -> Callable[[], Guard]:
    return lambda: Guard(server, schemas().operations, pace=Pace(tries=1))


class Clock:
    """Time that only sleeping lets pass."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.mark.parametrize(
    "answers",
    [
        [UP],
        [REFUSED, REFUSED, UP],
        [NO_ANSWER] * 40 + [UP],
        [Response(502, (), b""), Response(503, (), b"{}"), Response(504, (), b""), UP],
        [REFUSED, NO_ANSWER, Response(521, (), b""), Response(404, (), b"")],
        [Response(500, (), b"")],
        [REFUSED, Response(429, (), b"")],
    ],
)
def test_a_server_is_waited_for_until_it_answers_itself(answers: list[Response | CouldNotVerifyError]) -> None:
    server, clock = Starting(*answers), Clock()
    wait(guards(server), 60, clock, clock.sleep)
    assert len(server.requests) == len(answers)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (REFUSED, "it gave no connection: refused"),
        (NO_ANSWER, "it gave no answer: closed"),
        (Response(503, (), b"starting"), "it answers 503"),
    ],
)
def test_a_server_that_does_not_come_up_is_one_sentence(answer: Response | CouldNotVerifyError, words: str) -> None:
    server, clock = Starting(answer), Clock()
    with pytest.raises(CouldNotVerifyError, match=rf"^{BASE_URL} was not up within 3 s: {words}\.$"):
        wait(guards(server), 3, clock, clock.sleep)
    assert len(server.requests) == 7
    assert clock.now == 3


def test_nothing_that_is_asked_could_act() -> None:
    server, clock = Starting(REFUSED, UP), Clock()
    wait(guards(server), 60, clock, clock.sleep)
    for request in server.requests:
        assert Permission(BASE_URL, is_local=False, operations=schemas().operations, named=()).refusal(request) == ""
        assert b"authorization" not in {name.lower() for name, _ in request.headers}
        assert b"/stop/not-a-uuid" in request.target


def test_production_is_not_waited_for_unless_it_is_meant() -> None:
    server = Starting(UP)
    with pytest.raises(CouldNotVerifyError, match="is production: nothing was sent"):
        wait(lambda: Guard(server, schemas().operations, production={"staging.example.com"}), 60)
    assert server.requests == []


def test_without_a_request_that_could_not_act_nothing_is_asked() -> None:
    server = Starting(UP)
    with pytest.raises(CouldNotVerifyError, match="--wait has nothing to ask"):
        wait(lambda: Guard(server, ()), 60)
    assert server.requests == []
