"""Laws of meaning: a 200 says that the send is stopped."""

import re
from collections.abc import Iterator

from contract_tests.stop.pair import STOP
from contract_tests.verifier.laws.answer import Answer, Violation, member
from contract_tests.verifier.laws.law import answer_law
from contract_tests.verifier.laws.schema import is_resource
from contract_tests.verifier.laws.strict_json import written
from scripts.contract.values import Json, join

# The contract names no statuses for certain, so these are the words that mean running, or at rest after a stop. A send
# that had ended before it was stopped may keep its word.
RUNNING = frozenset(
    {"active", "created", "draft", "in_progress", "inprogress", "live", "new", "ongoing", "open", "pending"}
    | {"processing", "queued", "ready", "resumed", "running", "scheduled", "sending", "started", "starting", "waiting"}
)
LEAVING = frozenset({"canceling", "cancelling", "stopping", "terminating"})
STOPPED = LEAVING | frozenset(
    {"abort", "aborted", "cancel", "canceled", "cancelled", "closed", "complete", "completed", "done", "ended"}
    | {"failed", "finished", "halted", "inactive", "interrupted", "sent", "stop", "stopped", "terminated"}
)
STEPS_STATUS = ("meta", "multistep_status", "status")
BLOCKS = {
    "manual": ("manual_data",),
    "multistep": ("multistep_data", "multistep_status"),
    "planner": ("planner_data", "multistep_status"),
}


def word(value: Json) -> str:
    """A status as a word to compare: `In progress` and `in-progress` are `in_progress`."""
    return re.sub(r"[^a-z]+", "_", value.lower()).strip("_") if isinstance(value, str) else ""


@answer_law("documented", is_resource, operation=STOP)
def stopped(answer: Answer) -> Iterator[Violation]:
    """After a stop, the send does not say that it is running."""
    shown = member(answer.data, "status")
    if not isinstance(shown, str) or not shown.strip() or word(shown) in RUNNING:
        yield answer.violation(f"the send is {written(shown)} after its stop", "/data/status")
    elif word(shown) not in STOPPED:
        yield answer.violation(f"{written(shown)} is not a known word for a stopped send", "/data/status", "convention")


@answer_law("documented", lambda answer: isinstance(member(answer.data, *STEPS_STATUS), str), operation=STOP)
def steps_stopped(answer: Answer) -> Iterator[Violation]:
    """After a stop, the send's steps do not say that they are running."""
    shown = member(answer.data, *STEPS_STATUS)
    pointer = join("/data", *STEPS_STATUS)
    if word(shown) in RUNNING:
        leaving = word(member(answer.data, "status")) in LEAVING
        sentence = f"the steps are {written(shown)} although the send was stopped"
        yield answer.violation(sentence, pointer, "convention" if leaving else None)
    elif word(shown) not in STOPPED:
        yield answer.violation(f"{written(shown)} is not a known word for stopped steps", pointer, "convention")


@answer_law("convention", is_resource, operation=STOP)
def nothing_planned(answer: Answer) -> Iterator[Violation]:
    """After a stop, no step is planned and no way of sending is active."""
    planned = member(answer.data, "next_step_timestamp")
    if planned is not None:
        yield answer.violation(f"a next step is planned for {written(planned)}", "/data/next_step_timestamp")
    for block in ("multistep_data", "planner_data"):
        if member(answer.data, "meta", block, "is_active") is True:
            yield answer.violation("the settings are active after the stop", f"/data/meta/{block}/is_active")


@answer_law("convention", lambda answer: member(answer.data, "meta") is not None, operation=STOP)
def own_block(answer: Answer) -> Iterator[Violation]:
    """A send has the settings of its type, and those of no other."""
    meta = member(answer.data, "meta")
    send_type = member(meta, "send_type")
    own = BLOCKS.get(send_type) if isinstance(send_type, str) else None
    if own is None:
        yield answer.violation(f"{written(send_type)} is not a known type of send", "/data/meta/send_type")
        return
    for block in ("manual_data", "multistep_data", "planner_data", "multistep_status"):
        is_there = member(meta, block) not in (None, {})
        if is_there != (block in own):
            yield answer.violation(
                f"a {send_type} send {'has' if is_there else 'lacks'} {block}", f"/data/meta/{block}"
            )
