"""Faults of meaning: another send, a send that still runs, an answer that contradicts itself."""

from contract_tests.faults.fault import (
    Fault,
    both,
    changed,
    drop,
    edited,
    every,
    from_nth,
    nth,
    of,
    put,
    spoilt,
    success,
    swapped,
)
from contract_tests.mock import SENDS, Handle, Request, Response

NIL = "00000000-0000-0000-0000-000000000000"
STEPS = "meta.multistep_status"


def stale(handle: Handle) -> Handle:
    """Repeat the first success for ever."""
    kept: list[Response] = []

    def faulty(request: Request) -> Response:
        response = handle(request)
        if response.status == 200:
            kept.append(response)
            return kept[0]
        return response

    return faulty


def previous(handle: Handle) -> Handle:
    """Answer with the success before this one."""
    kept: list[Response] = []

    def faulty(request: Request) -> Response:
        response = handle(request)
        if response.status == 200:
            kept.append(response)
            return kept[-2:][0]
        return response

    return faulty


FAULTS = (
    # own-id
    Fault("stale", "repeats its first answer", "own-id", stale),
    Fault("previous", "gives the answer of the stop before", "own-id", previous),
    Fault(
        "swapped-ids",
        "shows send and campaign in each other's place",
        "own-id",
        spoilt(edited(swapped("id", "sms_campaign_id"))),
    ),
    Fault(
        "id-of-another",
        "shows the id of another send",
        "own-id",
        spoilt(edited(put("id", SENDS[0].send)), of("planner")),
    ),
    Fault("nil-id", "shows the nil UUID", "own-id", spoilt(edited(put("id", NIL)), nth(2))),
    Fault("cut-id", "cuts the id", "own-id", spoilt(edited(changed("id", lambda text: text[:8])))),
    Fault("padded-id", "pads the id", "own-id", spoilt(edited(changed("id", lambda text: text + " ")))),
    Fault("no-id", "leaves out the id", "own-id", spoilt(edited(drop("id")))),
    Fault(
        "new-id",
        "gives every answer an id of its own",
        "own-id",
        spoilt(lambda moment: edited(put("id", f"9d3f6c2a-e41d-4c8b-a05f-{moment.number:012}"))(moment)),
    ),
    Fault(
        "other-id-rarely",
        "shows another id every fiftieth time",
        "own-id",
        spoilt(edited(put("id", NIL)), both(success, every(50))),
    ),
    # own-campaign
    Fault(
        "campaign-of-another",
        "shows the campaign of another send",
        "own-campaign",
        spoilt(edited(put("sms_campaign_id", SENDS[0].campaign)), of("planner")),
    ),
    Fault(
        "nil-campaign",
        "shows the nil UUID for the campaign",
        "own-campaign",
        spoilt(edited(put("sms_campaign_id", NIL)), from_nth(2)),
    ),
    Fault(
        "send-as-campaign",
        "shows the send's id for the campaign",
        "own-campaign",
        spoilt(edited(lambda body: put("sms_campaign_id", body["data"]["id"])(body))),
    ),
    # stopped
    Fault(
        "still-running", "says that the send is in progress", "stopped", spoilt(edited(put("status", "in_progress")))
    ),
    Fault(
        "still-running-one",
        "says so of multistep sends",
        "stopped",
        spoilt(edited(put("status", "running")), of("multistep")),
    ),
    Fault(
        "toggles",
        "starts the send again at every second stop",
        "stopped",
        spoilt(edited(put("status", "in_progress")), lambda moment: success(moment) and moment.repeats % 2 == 0),
    ),
    Fault(
        "resumes",
        "starts the send again at the third stop",
        "stopped",
        spoilt(edited(put("status", "resumed")), nth(3)),
    ),
    Fault(
        "scheduled",
        "says that the send is scheduled",
        "stopped",
        spoilt(edited(put("status", "Scheduled")), of("planner")),
    ),
    Fault("blank-status", "says nothing about the status", "stopped", spoilt(edited(put("status", "")))),
    Fault("null-status", "shows null for the status", "stopped", spoilt(edited(put("status", None)), of("manual"))),
    Fault(
        "unknown-status",
        "has a word for the status that nobody knows",
        "stopped",
        spoilt(edited(put("status", "zombie"))),
    ),
    Fault(
        "running-rarely",
        "says that the send is running every fiftieth time",
        "stopped",
        spoilt(edited(put("status", "active")), both(success, every(50))),
    ),
    # steps-stopped
    Fault(
        "steps-run",
        "leaves the steps in progress",
        "steps-stopped",
        spoilt(edited(changed(f"{STEPS}.status", lambda _: "in_progress"))),
    ),
    Fault(
        "steps-run-planner",
        "leaves the steps of planner sends running",
        "steps-stopped",
        spoilt(edited(put(f"{STEPS}.status", "running")), of("planner")),
    ),
    Fault(
        "steps-resume",
        "starts the steps again at the second stop",
        "steps-stopped",
        spoilt(edited(put(f"{STEPS}.status", "in_progress")), both(of("multistep"), nth(2))),
    ),
    Fault(
        "steps-unknown",
        "has a word for the steps that nobody knows",
        "steps-stopped",
        spoilt(edited(changed(f"{STEPS}.status", lambda _: "limbo"))),
    ),
    # nothing-planned
    Fault(
        "next-step",
        "keeps the next step",
        "nothing-planned",
        spoilt(edited(put("next_step_timestamp", "2024-05-01T12:30:00Z"))),
    ),
    Fault(
        "next-step-again",
        "plans a next step at the second stop",
        "nothing-planned",
        spoilt(edited(put("next_step_timestamp", "2024-05-03T09:00:00Z")), nth(2)),
    ),
    Fault(
        "active-steps",
        "keeps the steps active",
        "nothing-planned",
        spoilt(edited(changed("meta.multistep_data.is_active", lambda _: True))),
    ),
    Fault(
        "active-planner",
        "keeps the planner active",
        "nothing-planned",
        spoilt(edited(changed("meta.planner_data.is_active", lambda _: True))),
    ),
    # own-block
    Fault(
        "wrong-type",
        "calls a planner send manual",
        "own-block",
        spoilt(edited(put("meta.send_type", "manual")), of("planner")),
    ),
    Fault(
        "new-type", "has a type of send that nobody knows", "own-block", spoilt(edited(put("meta.send_type", "bulk")))
    ),
    Fault(
        "no-own-block",
        "leaves the settings of a manual send null",
        "own-block",
        spoilt(edited(put("meta.manual_data", None))),
    ),
    Fault(
        "both-blocks",
        "shows settings of another type too",
        "own-block",
        spoilt(
            edited(put("meta.manual_data", {"send_amount": 200, "send_datetime": None, "throttle_batch_size": 0})),
            of("multistep"),
        ),
    ),
    Fault(
        "no-progress",
        "leaves the progress of a planner send null",
        "own-block",
        spoilt(edited(put(STEPS, None)), of("planner")),
    ),
    # times-in-order
    Fault(
        "swapped-times",
        "shows creation and change in each other's place",
        "times-in-order",
        spoilt(edited(swapped("created_at", "updated_at"))),
    ),
    Fault(
        "created-late",
        "was created tomorrow",
        "times-in-order",
        spoilt(edited(put("created_at", "2034-05-02T00:00:00Z")), nth(3)),
    ),
    Fault(
        "swapped-stamps",
        "shows start and last message in each other's place",
        "times-in-order",
        spoilt(edited(swapped(f"{STEPS}.start_timestamp", f"{STEPS}.last_sent_timestamp"))),
    ),
    Fault(
        "milliseconds",
        "counts milliseconds",
        "times-in-order",
        spoilt(edited(changed(f"{STEPS}.start_timestamp", lambda s: s * 1000))),
    ),
    Fault(
        "last-in-milliseconds",
        "counts milliseconds in one place",
        "times-in-order",
        spoilt(edited(changed(f"{STEPS}.last_sent_timestamp", lambda s: s * 1000)), of("planner")),
    ),
    Fault(
        "log-of-tomorrow",
        "has an entry of tomorrow",
        "times-in-order",
        spoilt(edited(put("logs.0.created_at", "2034-05-02T00:00:00Z"))),
    ),
    Fault(
        "log-before-creation",
        "has an entry from before the creation",
        "times-in-order",
        spoilt(edited(put("logs.0.created_at", "1999-01-01T00:00:00Z"))),
    ),
    Fault(
        "updated-frozen",
        "does not say that the send changed",
        "times-in-order",
        spoilt(edited(lambda body: put("updated_at", body["data"]["created_at"])(body))),
    ),
    # readable-values
    Fault("date-in-words", "writes dates in words", "readable-values", spoilt(edited(put("created_at", "yesterday")))),
    Fault(
        "zero-date",
        "writes a date that does not exist",
        "readable-values",
        spoilt(edited(put("updated_at", "0000-00-00 00:00:00"))),
    ),
    Fault(
        "impossible-date",
        "writes the 31st of February",
        "readable-values",
        spoilt(edited(put("updated_at", "2024-02-31T00:00:00Z")), nth(2)),
    ),
    Fault("empty-text", "has an entry without text", "readable-values", spoilt(edited(put("logs.0.text", "")))),
    Fault(
        "blank-reason",
        "has a reason of blanks",
        "readable-values",
        spoilt(edited(changed(f"{STEPS}.status_reason", lambda _: "  "))),
    ),
    Fault(
        "no-such-hour",
        "has a window that ends at 25:99",
        "readable-values",
        spoilt(edited(put("meta.planner_data.weekly_schedule.Sun.end", "25:99"))),
    ),
    Fault(
        "half-past",
        "writes times of day with AM and PM",
        "readable-values",
        spoilt(edited(put("meta.planner_data.weekly_schedule.Mon.start", "9:00 AM"))),
    ),
    Fault(
        "long-day",
        "calls a day Monday",
        "readable-values",
        spoilt(edited(put("meta.planner_data.days_of_week.0", "Monday"))),
    ),
    Fault("epoch", "was created in 1970", "readable-values", spoilt(edited(put("created_at", "1970-01-01T00:00:00Z")))),
    Fault(
        "far-future",
        "was changed in 2099",
        "readable-values",
        spoilt(edited(put("updated_at", "2099-01-01T00:00:00Z"))),
    ),
    Fault("nul-text", "has a NUL in a text", "readable-values", spoilt(edited(put("logs.0.text", "Send\0started")))),
    # consistent
    Fault(
        "swapped-window",
        "shows start and end of a window in each other's place",
        "consistent",
        spoilt(
            edited(swapped("meta.planner_data.weekly_schedule.Tue.start", "meta.planner_data.weekly_schedule.Tue.end"))
        ),
    ),
    Fault(
        "sent-too-many",
        "sent more messages than it has contacts",
        "consistent",
        spoilt(edited(put(f"{STEPS}.total_available_contacts", 7))),
    ),
    Fault(
        "one-too-many",
        "counts one message too many",
        "consistent",
        spoilt(edited(changed(f"{STEPS}.total_sent", lambda n: n + 1))),
    ),
    Fault(
        "one-step-less",
        "counts one step too few",
        "consistent",
        spoilt(edited(changed(f"{STEPS}.current_step", lambda n: n - 1))),
    ),
    Fault(
        "negative-count",
        "has sent -1 messages",
        "consistent",
        spoilt(edited(changed(f"{STEPS}.total_sent", lambda _: -1))),
    ),
    Fault(
        "negative-step",
        "is in step -1",
        "consistent",
        spoilt(edited(changed(f"{STEPS}.current_step", lambda _: -1)), of("planner")),
    ),
    Fault(
        "swapped-counts",
        "shows contacts and messages in each other's place",
        "consistent",
        spoilt(edited(swapped(f"{STEPS}.total_sent", f"{STEPS}.total_available_contacts"))),
    ),
    Fault(
        "swapped-amounts",
        "shows amount and batch in each other's place",
        "consistent",
        spoilt(edited(swapped("meta.manual_data.send_amount", "meta.manual_data.throttle_batch_size")), of("manual")),
    ),
    Fault(
        "swapped-limits",
        "shows daily and weekly limit in each other's place",
        "consistent",
        spoilt(
            edited(swapped("meta.planner_data.daily_sms_contact_limit", "meta.planner_data.weekly_sms_contact_limit"))
        ),
    ),
    Fault(
        "other-planner",
        "shows another planner in the status",
        "consistent",
        spoilt(edited(changed(f"{STEPS}.planner_data.weekly_schedule.Fri.end", lambda _: "13:30"))),
    ),
    Fault(
        "log-of-another",
        "shows an entry of another send",
        "consistent",
        spoilt(edited(put("logs.0.caller_id", SENDS[0].send)), of("planner")),
    ),
    Fault(
        "same-segment",
        "shows a segment twice",
        "consistent",
        spoilt(edited(changed("meta.segment_ids", lambda ids: [*ids, ids[0]]))),
    ),
    Fault(
        "missing-result",
        "forgets the result of a step",
        "consistent",
        spoilt(edited(changed(f"{STEPS}.steps_performance", lambda r: r[1:]))),
    ),
)
