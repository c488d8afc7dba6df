"""What a server of this contract must keep: one table, one file a subject."""

from contract_tests.stop.laws import authentication, consistency, ids, meaning, requests, state
from contract_tests.verifier.laws import errors, http, schema
from contract_tests.verifier.laws.law import AnswerLaw, ServerLaw

_ASKING = {law.id: law for room in (authentication, ids, requests, state) for law in room.LAWS}

# In the order in which they ask: what is worth most while no send was stopped yet, then what tells most for a request.
SERVER_LAWS: tuple[ServerLaw, ...] = tuple(
    _ASKING.pop(id_)
    for id_ in (
        "unknown-send",
        "untouched",
        "no-token",
        "first-stop",
        "later-stops",
        "foreign-send",
        "confused-ids",
        "header-names",
        "other-methods",
        "token-first",
        "two-tokens",
        "token-forms",
        "any-phrasing",
        "malformed-id",
        "one-connection",
        "steady",
        "repeat-changes-nothing",
    )
)

ANSWER_LAWS: tuple[AnswerLaw, ...] = (*http.LAWS, *schema.LAWS, *meaning.LAWS, *consistency.LAWS, *errors.LAWS)
