"""Faults of state: what happens to sends besides the one stop that was asked for."""

import json
from collections.abc import Callable
from typing import Any

from contract_tests.faults.fault import (
    Fault,
    Moment,
    Wrapper,
    answer,
    both,
    changed,
    coded,
    edited,
    every,
    from_nth,
    nth,
    of,
    put,
    spoilt,
    status,
    success,
)
from contract_tests.faults.ids import PATH
from contract_tests.mock import SENDS, Handle, KnownSend, Request, Response, stop_request

STEPS = "meta.multistep_status"
LOST = answer(404)


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


def drifting(path: str, change: Callable[[Any, int], Any]) -> Wrapper:
    """Let a member depend on how often the send was stopped."""
    return spoilt(lambda moment: edited(changed(path, lambda value: change(value, moment.repeats)))(moment))


def logging(moment: Moment) -> Response:
    entry = json.loads(moment.response.body)["data"]["logs"][-1]
    return edited(changed("logs", lambda logs: logs + [entry] * (moment.repeats - 1)))(moment)


def moving(moment: Moment) -> Response:
    when = f"2024-06-01T00:00:{moment.repeats % 60:02}.000000Z" if moment.repeats < 60 else "2024-06-02T00:00:00Z"
    return edited(put("updated_at", when))(moment)


def going_back(moment: Moment) -> Response:
    return edited(put("updated_at", f"2024-06-{30 - min(moment.repeats, 20):02}T00:00:00.000000Z"))(moment)


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
            return edited(put("meta.segment_ids", []))(Moment(request, response, 0, 0, frozenset()))
        return response

    return faulty


FAULTS = (
    # untouched
    Fault("stops-anyway", "answers 401 and stops the send", "untouched", stopping_too(refused(401))),
    Fault(
        "stops-foreign", "answers 404 for another campaign and stops the send", "untouched", stopping_too(refused(404))
    ),
    Fault("stops-on-get", "answers 405 and stops the send", "untouched", stopping_too(refused(405))),
    Fault("stops-siblings", "stops the whole campaign", "untouched", stopping_too(siblings)),
    Fault("stops-all", "stops every send", "untouched", stopping_too(everything)),
    # first-stop
    Fault("first-conflict", "answers the first stop with 409", "first-stop", spoilt(answer(409), nth(1))),
    Fault("wants-body", "wants a body", "first-stop", spoilt(answer(415))),
    Fault(
        "wants-length", "answers 411 to a stop as the page shows it", "first-stop", spoilt(answer(411), of("planner"))
    ),
    Fault(
        "post-refused",
        "does not allow POST",
        "first-stop",
        spoilt(answer(405, headers=((b"content-type", b"application/json"), (b"allow", b"PUT")))),
    ),
    Fault("no-planner", "does not know planner sends", "first-stop", spoilt(LOST, of("planner"))),
    # later-stops
    Fault("third-gone", "does not know the send at its third stop", "later-stops", spoilt(LOST, nth(3))),
    Fault(
        "third-conflict",
        "answers the third stop of multistep sends with 409",
        "later-stops",
        spoilt(coded(409), both(of("multistep"), nth(3))),
    ),
    Fault("second-415", "wants a body the second time", "later-stops", spoilt(answer(415), from_nth(2))),
    Fault("token-once", "takes the token once", "later-stops", spoilt(answer(401), from_nth(2))),
    Fault("gone", "forgets a send that was stopped", "later-stops", spoilt(LOST, from_nth(2))),
    # steady
    Fault(
        "lost-rarely", "does not know the send every fiftieth time", "steady", spoilt(LOST, both(success, every(50)))
    ),
    Fault(
        "refused-rarely",
        "refuses the token every twentieth time",
        "steady",
        spoilt(coded(401), both(success, every(20))),
    ),
    Fault("gone-later", "does not know the send after fifty stops", "steady", spoilt(LOST, from_nth(50))),
    Fault(
        "open-rarely", "answers 403 for 401 now and then", "steady", spoilt(coded(403), both(status(401), every(51)))
    ),
    # repeat-changes-nothing
    Fault(
        "created-anew",
        "creates the send anew at each stop",
        "repeat-changes-nothing",
        drifting("created_at", lambda _, n: f"2024-04-{min(n, 29):02}T00:00:00.000000Z"),
    ),
    Fault(
        "type-changes",
        "changes the type at the second stop",
        "repeat-changes-nothing",
        spoilt(edited(put("meta.send_type", "multistep")), both(of("manual"), nth(2))),
    ),
    Fault(
        "amount-changes",
        "changes the settings of the send",
        "repeat-changes-nothing",
        drifting("meta.manual_data.send_amount", lambda value, n: value - n),
    ),
    Fault(
        "window-changes",
        "changes a time of day, deep in planner sends",
        "repeat-changes-nothing",
        drifting("meta.planner_data.weekly_schedule.Sat.end", lambda value, n: value if n < 3 else "16:00"),
    ),
    Fault(
        "plan-changes",
        "changes the routing plan at the third stop",
        "repeat-changes-nothing",
        spoilt(edited(put("meta.sms_routing_plan_id", "4b7e19dc-a3f0-4862-bd5c-e81f60a29c38")), nth(3)),
    ),
    Fault(
        "segments-shuffled",
        "changes the order of segments",
        "repeat-changes-nothing",
        drifting("meta.segment_ids", lambda value, n: value[::-1] if n % 2 else value),
    ),
    Fault(
        "goes-on",
        "goes on sending after the stop",
        "repeat-changes-nothing",
        drifting(f"{STEPS}.total_sent", lambda value, n: value - 500 + 5 * n),
    ),
    Fault(
        "steps-on",
        "goes on to further steps after the stop",
        "repeat-changes-nothing",
        drifting(f"{STEPS}.total_available_contacts", lambda value, n: value + n),
    ),
    Fault(
        "sent-again",
        "moves the last message",
        "repeat-changes-nothing",
        drifting(f"{STEPS}.last_sent_timestamp", lambda value, n: value + n),
    ),
    Fault(
        "other-word",
        "has another word for the status the second time",
        "repeat-changes-nothing",
        spoilt(edited(put("status", "cancelled")), from_nth(2)),
    ),
    Fault("updated-forward", "calls a repeated stop a change", "repeat-changes-nothing", spoilt(moving)),
    Fault("updated-back", "lets the last change go back", "repeat-changes-nothing", spoilt(going_back)),
    Fault("logs-again", "logs a repeated stop", "repeat-changes-nothing", spoilt(logging)),
    Fault(
        "logs-lost",
        "loses its history",
        "repeat-changes-nothing",
        spoilt(edited(changed("logs", lambda logs: logs[-1:])), from_nth(3)),
    ),
    Fault(
        "logs-rewritten",
        "rewrites its history",
        "repeat-changes-nothing",
        drifting("logs.0.text", lambda value, n: f"{value} ({n})"),
    ),
    Fault("refusal-spoils", "loses segments when another method is refused", "repeat-changes-nothing", after_refusal),
    Fault(
        "changes-rarely",
        "changes the settings every fiftieth time",
        "repeat-changes-nothing",
        spoilt(
            edited(put("meta.use_dedicated_domains", True)), both(of("manual"), lambda moment: moment.repeats % 20 == 0)
        ),
    ),
)
