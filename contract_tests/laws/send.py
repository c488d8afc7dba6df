"""Laws of meaning: a 200 is about the very send that was asked for, says that it is stopped, and agrees with itself."""

import re
from collections.abc import Iterator

from contract_tests.laws.answer import Answer, member
from contract_tests.laws.law import AnswerLaw, Breach
from scripts.contract import Json, Object

RUNNING = frozenset(
    "active created draft in_progress new ongoing pending processing queued ready resumed running scheduled sending "
    "started starting waiting".split()
)
STOPPED = frozenset(
    "abort aborted cancel canceled cancelled canceling cancelling closed complete completed done ended finished halted "
    "inactive interrupted stop stopped stopping terminated".split()
)
LEAVING = frozenset("canceling cancelling stopping".split())
BLOCKS = {
    "manual": ("manual_data",),
    "multistep": ("multistep_data", "multistep_status"),
    "planner": ("planner_data", "multistep_status"),
}


def word(value: Json) -> str:
    """A status as a word to compare: `In progress` and `in-progress` are `in_progress`."""
    return re.sub(r"[^a-z]+", "_", value.lower()).strip("_") if isinstance(value, str) else ""


def echoes_send(answer: Answer) -> Iterator[Breach] | None:
    if answer.status != 200 or answer.ids is None or answer.method != "POST":
        return None
    return _echo(answer, "id", answer.ids.send)


def echoes_campaign(answer: Answer) -> Iterator[Breach] | None:
    if answer.data is None or answer.ids is None or answer.data.get("sms_campaign_id") is None:
        return None
    return _echo(answer, "sms_campaign_id", answer.ids.campaign)


def _echo(answer: Answer, name: str, asked: str) -> Iterator[Breach]:
    shown = None if answer.data is None else answer.data.get(name)
    if not isinstance(shown, str) or shown.lower() != asked.lower():
        yield Breach(f"{shown!r} instead of the {asked} that was asked for", answer.exchange, f"/data/{name}")


def stopped(answer: Answer) -> Iterator[Breach] | None:
    return None if answer.data is None else _stopped(answer, answer.data)


def _stopped(answer: Answer, data: Object) -> Iterator[Breach]:
    said = word(data.get("status"))
    if said in RUNNING or not said:
        yield Breach(f"the send is {data.get('status')!r} after its stop", answer.exchange, "/data/status")
    elif said not in STOPPED:
        sentence = f"{data.get('status')!r} is no known word for a stopped send"
        yield Breach(sentence, answer.exchange, "/data/status", "convention")


def steps_agree(answer: Answer) -> Iterator[Breach] | None:
    if not isinstance(steps := member(answer.data, "meta", "multistep_status", "status"), str):
        return None
    return _steps_agree(answer, steps)


def _steps_agree(answer: Answer, steps: str) -> Iterator[Breach]:
    pointer = "/data/meta/multistep_status/status"
    said = word(member(answer.data, "status"))
    if word(steps) in RUNNING and said not in LEAVING:
        yield Breach(f"the steps are {steps!r} although the send was stopped", answer.exchange, pointer)
    elif word(steps) not in STOPPED | RUNNING:
        yield Breach(f"{steps!r} is no known word for stopped steps", answer.exchange, pointer, "convention")


def nothing_planned(answer: Answer) -> Iterator[Breach] | None:
    return None if answer.data is None else _nothing_planned(answer, answer.data)


def _nothing_planned(answer: Answer, data: Object) -> Iterator[Breach]:
    planned = data.get("next_step_timestamp")
    if planned is not None:
        yield Breach(f"a next step is planned for {planned!r}", answer.exchange, "/data/next_step_timestamp")
    for block in ("multistep_data", "planner_data"):
        if member(data, "meta", block, "is_active") is True:
            sentence = "the settings are still active after the stop"
            yield Breach(sentence, answer.exchange, f"/data/meta/{block}/is_active")


def own_block(answer: Answer) -> Iterator[Breach] | None:
    if not isinstance(meta := member(answer.data, "meta"), dict):
        return None
    return _own_block(answer, meta)


def _own_block(answer: Answer, meta: Object) -> Iterator[Breach]:
    send_type = meta.get("send_type")
    if not isinstance(send_type, str):
        return
    if send_type not in BLOCKS:
        yield Breach(f"{send_type!r} is no known type of send", answer.exchange, "/data/meta/send_type")
        return
    for block in ("manual_data", "multistep_data", "planner_data", "multistep_status"):
        belongs = block in BLOCKS[send_type]
        if belongs and meta.get(block) is None:
            yield Breach(f"a {send_type} send is without its {block}", answer.exchange, f"/data/meta/{block}")
        elif not belongs and meta.get(block) is not None:
            yield Breach(f"a {send_type} send has {block}", answer.exchange, f"/data/meta/{block}")



LAWS = (
    AnswerLaw("own-id", "The answer is about the send that was asked for.", "documented", echoes_send),
    AnswerLaw("own-campaign", "The answer names the campaign that was asked for.", "documented", echoes_campaign),
    AnswerLaw("stopped", "After a stop the send does not say that it is running.", "documented", stopped),
    AnswerLaw("steps-agree", "The steps of a stopped send do not say that they are running.", "documented", steps_agree),
    AnswerLaw("nothing-planned", "After a stop nothing is planned or active.", "convention", nothing_planned),
    AnswerLaw("own-block", "A send has the settings of its type, and those of no other.", "convention", own_block),
)
