"""Faults of state: what happens to sends besides the one stop that was asked for."""

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, current_thread, main_thread
from typing import Any

from contract_tests.faults.fault import Moment, Table, Wrapper, spoils
from contract_tests.faults.ids import PATH
from contract_tests.faults.what import (
    CONTACTS,
    JSON,
    LAST,
    SENT,
    WEEK,
    answers,
    codes,
    put,
    shows,
    turn,
    turns,
    with_json,
)
from contract_tests.faults.when import both, every, from_nth, nth, of, rarely, status
from contract_tests.mock import SENDS, Handle, KnownSend, Request, Response, stop_request

BUSY = Response(409, (JSON,), b'{"message":"Another send is being stopped."}')
PLAN = "4b7e19dc-a3f0-4862-bd5c-e81f60a29c38"


def stopping_too(others: Callable[[Request, Response], list[KnownSend]]) -> Wrapper:
    """Stop further sends along with what was asked."""

    def wrap(handle: Handle) -> Handle:
        def faulty(request: Request) -> Response:
            response = handle(request)
            for send in others(request, response):
                handle(stop_request(send))
            return response

        return faulty

    return wrap


def named(request: Request) -> list[KnownSend]:
    return [send for send in SENDS if send.send.encode() in request.target]


def refused(*codes: int) -> Callable[[Request, Response], list[KnownSend]]:
    return lambda request, response: named(request) if response.status in codes else []


def siblings(request: Request, response: Response) -> list[KnownSend]:
    campaigns = {send.campaign for send in named(request)} if response.status == 200 else set[str]()
    return [send for send in SENDS if send.campaign in campaigns]


def everything(_: Request, response: Response) -> list[KnownSend]:
    return list(SENDS) if response.status == 200 else []


def varies(path: str, change: Callable[[Any, int], object]) -> Wrapper:
    """Let a member depend on how often the send was stopped."""

    def spoil(moment: Moment) -> Response:
        return with_json(moment.response, lambda body: turn(body, path, lambda value: change(value, moment.repeats)))

    return spoils(spoil)


def moved(_: str, n: int) -> str:
    return f"2024-06-01T00:00:{n:02}.000000Z" if n < 60 else "2024-06-02T00:00:00Z"


def moved_back(_: str, n: int) -> str:
    return f"2024-06-{30 - min(n, 20):02}T00:00:00.000000Z"


def created(_: str, n: int) -> str:
    return f"2024-04-{min(n, 29):02}T00:00:00.000000Z"


def logged_again(logs: list[object], n: int) -> list[object]:
    return logs + logs[-1:] * (n - 1)


def after_refusal(handle: Handle) -> Handle:
    """Let a refused request spoil the settings of a send."""
    touched: set[bytes] = set()

    def faulty(request: Request) -> Response:
        response = handle(request)
        parts = PATH.fullmatch(request.target)
        send = parts[4] if parts else b""
        if response.status == 405:
            touched.add(send)
        if response.status == 200 and send in touched:
            return with_json(response, lambda body: put(body, "meta.segment_ids", []))
        return response

    return faulty


TOGETHER = 0.2
"""Seconds within which two requests count as asked at the same moment."""


def at_once(answered: Callable[[int, Response, Response], Response]) -> Wrapper:
    """Answer the first (0) and second (1) of two requests at the same moment with what becomes of both answers."""

    def wrap(handle: Handle) -> Handle:
        meeting, answers_of_both = Barrier(2), dict[int, Response]()

        def faulty(request: Request) -> Response:
            own = handle(request)
            if current_thread() is main_thread():  # which asks one request after the other
                return own
            try:
                place = meeting.wait(TOGETHER)
                answers_of_both[place] = own
                meeting.wait(TOGETHER)
            except BrokenBarrierError:
                meeting.reset()
                return own
            return answered(place, own, answers_of_both[1 - place])

        return faulty

    return wrap


def the_other(_number: int, _own: Response, other: Response) -> Response:
    return other


def manual_rarely(moment: Moment) -> bool:
    return of("manual")(moment) and moment.repeats % 20 == 0


# fmt: off
FAULTS: Table = {
    "untouched": [
        ("stops-anyway", "answers 401 and stops the send", stopping_too(refused(401))),
        ("stops-foreign", "answers 404 for another campaign and stops the send", stopping_too(refused(404))),
        ("stops-on-get", "answers 405 and stops the send", stopping_too(refused(405))),
        ("stops-siblings", "stops the whole campaign", stopping_too(siblings)),
        ("stops-all", "stops every send", stopping_too(everything)),
    ],
    "first-call": [
        ("first-conflict", "answers the first stop with 409", answers(409, when=nth(1))),
        ("wants-body", "wants a body", answers(415)),
        ("wants-length", "answers 411 to a stop as the page shows it", answers(411, when=of("planner"))),
        ("post-refused", "does not allow POST", answers(405, headers=(JSON, (b"allow", b"PUT")))),
        ("no-planner", "does not know planner sends", answers(404, when=of("planner"))),
    ],
    "later-stops": [
        ("third-gone", "does not know the send at its third stop", answers(404, when=nth(3))),
        ("third-conflict", "answers a third stop with 409", codes(409, both(of("multistep"), nth(3)))),
        ("second-415", "wants a body the second time", answers(415, when=from_nth(2))),
        ("token-once", "takes the token once", answers(401, when=from_nth(2))),
        ("gone", "forgets a send that was stopped", answers(404, when=from_nth(2))),
    ],
    "at-once": [
        ("mixed-up", "swaps the answers to two requests at once", at_once(the_other)),
        ("one-for-both", "gives two requests at once the same answer", at_once(lambda n, own, other: (own, other)[n])),
        ("one-at-a-time", "refuses one of two requests at once", at_once(lambda n, own, _: BUSY if n else own)),
    ],
    "steady": [
        ("lost-rarely", "does not know the send every fiftieth time", answers(404, when=rarely(50))),
        ("refused-rarely", "refuses the token every twentieth time", codes(401, rarely(20))),
        ("gone-later", "does not know the send after fifty stops", answers(404, when=from_nth(50))),
        ("forbidden-rarely", "answers 403 for 404 now and then", codes(403, both(status(404), every(51)))),
        ("open-rarely", "answers 403 for 401 now and then", codes(403, both(status(401), every(51)))),
    ],
    "repeat-changes-nothing": [
        ("created-anew", "creates the send anew at each stop", varies("created_at", created)),
        ("type-changes", "changes the type", shows("meta.send_type", "multistep", both(of("manual"), nth(2)))),
        ("amount-changes", "changes the settings", varies("meta.manual_data.send_amount", lambda v, n: v - n)),
        ("window-changes", "changes a time of day", varies(f"{WEEK}.Sat.end", lambda v, n: v if n < 3 else "16:00")),
        ("plan-changes", "changes the routing plan at the third stop", shows("meta.sms_routing_plan_id", PLAN, nth(3))),
        ("segments-shuffled", "shuffles segments", varies("meta.segment_ids", lambda v, n: v[::-1] if n % 2 else v)),
        ("goes-on", "goes on sending after the stop", varies(SENT, lambda v, n: v - 500 + 5 * n)),
        ("steps-on", "goes on to further steps", varies(CONTACTS, lambda v, n: v + n)),
        ("sent-again", "moves the last message", varies(LAST, lambda v, n: v + n)),
        ("other-word", "has another word for the status the second time", shows("status", "cancelled", from_nth(2))),
        ("updated-forward", "calls a repeated stop a change", varies("updated_at", moved)),
        ("updated-back", "lets the last change go back", varies("updated_at", moved_back)),
        ("logs-again", "logs a repeated stop", varies("logs", logged_again)),
        ("logs-lost", "loses its history", turns("logs", lambda logs: logs[-1:], from_nth(3))),
        ("logs-rewritten", "rewrites its history", varies("logs.0.text", lambda v, n: f"{v} ({n})")),
        ("refusal-spoils", "loses segments when another method is refused", after_refusal),
        ("changes-rarely", "changes the settings rarely", shows("meta.use_dedicated_domains", True, manual_rarely)),
    ],
}
# fmt: on
