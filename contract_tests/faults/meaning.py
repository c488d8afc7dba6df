"""Faults of meaning: another send, a send that still runs, an answer that contradicts itself."""

from contract_tests.faults.fault import Moment, Table, Wrapper, spoils, success
from contract_tests.faults.what import (
    CONTACTS,
    DAYS,
    LAST,
    NEXT,
    PLANNER,
    SENT,
    START,
    STEP,
    STEPS,
    WEEK,
    Body,
    edits,
    lacks,
    put,
    shows,
    swaps,
    turns,
    with_json,
)
from contract_tests.faults.when import both, from_nth, nth, of, rarely
from contract_tests.mock import SENDS, Handle, Request, Response

NIL = "00000000-0000-0000-0000-000000000000"
BURST = {"send_amount": 200, "send_datetime": None, "throttle_batch_size": 0}
MANUAL = "meta.manual_data"
AMOUNT = f"{MANUAL}.send_amount"
DAILY, WEEKLY = f"{PLANNER}.daily_sms_contact_limit", f"{PLANNER}.weekly_sms_contact_limit"
FRIDAY = f"{STEPS}.planner_data.weekly_schedule.Fri.end"
STATUS = f"{STEPS}.status"


def repeats(index: int) -> Wrapper:
    """Give the first success for ever (0), or the one before this one (-2)."""

    def wrap(handle: Handle) -> Handle:
        kept: list[Response] = []

        def faulty(request: Request) -> Response:
            response = handle(request)
            if response.status != 200:
                return response
            kept.append(response)
            return kept[index] if len(kept) > 1 else response

        return faulty

    return wrap


def new_id(moment: Moment) -> Response:
    return with_json(moment.response, lambda body: put(body, "id", f"9d3f6c2a-e41d-4c8b-a05f-{moment.number:012}"))


def copies(name: str, source: str) -> Wrapper:
    """Show another member's value."""

    def edit(body: Body) -> None:
        body["data"][name] = body["data"][source]

    return edits(edit)


second_of_multistep = both(of("multistep"), nth(2))


def even(moment: Moment) -> bool:
    return success(moment) and moment.repeats % 2 == 0


# fmt: off
FAULTS: Table = {
    "own-id": [
        ("stale", "repeats its first answer", repeats(0)),
        ("previous", "gives the answer of the stop before", repeats(-2)),
        ("swapped-ids", "shows send and campaign in each other's place", swaps("id", "sms_campaign_id")),
        ("id-of-another", "shows the id of another send", shows("id", SENDS[0].send, of("planner"))),
        ("nil-id", "shows the nil UUID", shows("id", NIL, nth(2))),
        ("cut-id", "cuts the id", turns("id", lambda s: s[:8])),
        ("padded-id", "pads the id", turns("id", lambda s: s + " ")),
        ("no-id", "leaves out the id", lacks("id")),
        ("new-id", "gives every answer an id of its own", spoils(new_id)),
        ("other-id-rarely", "shows another id every fiftieth time", shows("id", NIL, rarely(50))),
        ("campaign-of-another", "shows another campaign", shows("sms_campaign_id", SENDS[0].campaign, of("planner"))),
        ("nil-campaign", "shows the nil UUID for the campaign", shows("sms_campaign_id", NIL, from_nth(2))),
        ("send-as-campaign", "shows the send's id for the campaign", copies("sms_campaign_id", "id")),
    ],
    "stopped": [
        ("still-running", "says that the send is in progress", shows("status", "in_progress")),
        ("still-running-one", "says so of multistep sends", shows("status", "running", of("multistep"))),
        ("toggles", "starts the send again at every second stop", shows("status", "in_progress", even)),
        ("resumes", "starts the send again at the third stop", shows("status", "resumed", nth(3))),
        ("scheduled", "says that the send is scheduled", shows("status", "Scheduled", of("planner"))),
        ("blank-status", "says nothing about the status", shows("status", "")),
        ("null-status", "shows null for the status", shows("status", None, of("manual"))),
        ("unknown-status", "shows an unknown status", shows("status", "zombie")),
        ("running-rarely", "says running every fiftieth time", shows("status", "active", rarely(50))),
    ],
    "steps-stopped": [
        ("steps-run", "leaves the steps in progress", turns(STATUS, lambda _: "in_progress")),
        ("steps-run-planner", "leaves the steps of planner sends running", shows(STATUS, "running", of("planner"))),
        ("steps-resume", "starts the steps again at the second stop", shows(STATUS, "running", second_of_multistep)),
        ("steps-unknown", "shows an unknown status of the steps", turns(STATUS, lambda _: "limbo")),
    ],
    "nothing-planned": [
        ("next-step", "keeps the next step", shows(NEXT, "2024-05-01T12:30:00Z")),
        ("next-step-again", "plans a next step again", shows(NEXT, "2024-05-03T09:00:00Z", nth(2))),
        ("active-steps", "keeps the steps active", turns("meta.multistep_data.is_active", lambda _: True)),
        ("active-planner", "keeps the planner active", turns(f"{PLANNER}.is_active", lambda _: True)),
    ],
    "own-block": [
        ("wrong-type", "calls a planner send manual", shows("meta.send_type", "manual", of("planner"))),
        ("new-type", "shows an unknown type of send", shows("meta.send_type", "bulk")),
        ("no-own-block", "leaves the settings of a manual send null", shows("meta.manual_data", None)),
        ("both-blocks", "shows settings of another type too", shows(MANUAL, BURST, of("multistep"))),
        ("no-progress", "leaves the progress of a planner send null", shows(STEPS, None, of("planner"))),
    ],
    "times-in-order": [
        ("swapped-times", "shows creation and change in each other's place", swaps("created_at", "updated_at")),
        ("created-late", "was created tomorrow", shows("created_at", "2034-05-02T00:00:00Z", nth(3))),
        ("swapped-stamps", "swaps start and last message", swaps(START, LAST)),
        ("milliseconds", "counts milliseconds", turns(START, lambda s: s * 1000)),
        ("last-in-milliseconds", "counts milliseconds in one place", turns(LAST, lambda s: s * 1000, of("planner"))),
        ("log-of-tomorrow", "has an entry of tomorrow", shows("logs.0.created_at", "2034-05-02T00:00:00Z")),
        ("log-before-creation", "has an entry older than the send", shows("logs.0.created_at", "1999-01-01T00:00:00Z")),
        ("updated-frozen", "does not say that the send changed", copies("updated_at", "created_at")),
    ],
    "readable-values": [
        ("date-in-words", "writes dates in words", shows("created_at", "yesterday")),
        ("zero-date", "writes a date that does not exist", shows("updated_at", "0000-00-00 00:00:00")),
        ("impossible-date", "writes the 31st of February", shows("updated_at", "2024-02-31T00:00:00Z", nth(2))),
        ("empty-text", "has an entry without text", shows("logs.0.text", "")),
        ("blank-reason", "has a reason of blanks", turns(f"{STEPS}.status_reason", lambda _: "  ")),
        ("no-such-hour", "has a window that ends at 25:99", shows(f"{WEEK}.Sun.end", "25:99")),
        ("half-past", "writes times of day with AM and PM", shows(f"{WEEK}.Mon.start", "9:00 AM")),
        ("long-day", "calls a day Monday", shows(f"{DAYS}.0", "Monday")),
        ("epoch", "was created in 1970", shows("created_at", "1970-01-01T00:00:00Z")),
        ("far-future", "was changed in 2099", shows("updated_at", "2099-01-01T00:00:00Z")),
        ("nul-text", "has a NUL in a text", shows("logs.0.text", "Send\x00started")),
    ],
    "consistent": [
        ("swapped-window", "swaps start and end of a window", swaps(f"{WEEK}.Tue.start", f"{WEEK}.Tue.end")),
        ("sent-too-many", "sent more messages than it has contacts", shows(CONTACTS, 7)),
        ("one-too-many", "counts one message too many", turns(SENT, lambda n: n + 1)),
        ("one-step-less", "counts one step too few", turns(STEP, lambda n: n - 1)),
        ("negative-count", "has sent -1 messages", turns(SENT, lambda _: -1)),
        ("negative-step", "is in step -1", turns(STEP, lambda _: -1, of("planner"))),
        ("swapped-counts", "swaps contacts and messages", swaps(SENT, CONTACTS)),
        ("swapped-amounts", "swaps amount and batch", swaps(AMOUNT, f"{MANUAL}.throttle_batch_size", of("manual"))),
        ("swapped-limits", "swaps daily and weekly limit", swaps(DAILY, WEEKLY)),
        ("other-planner", "shows another planner in the status", turns(FRIDAY, lambda _: "13:30")),
        ("log-of-another", "shows an entry of another send", shows("logs.0.caller_id", SENDS[0].send, of("planner"))),
        ("same-segment", "shows a segment twice", turns("meta.segment_ids", lambda ids: [*ids, ids[0]])),
        ("missing-result", "forgets the result of a step", turns(f"{STEPS}.steps_performance", lambda r: r[1:])),
    ],
}
# fmt: on
