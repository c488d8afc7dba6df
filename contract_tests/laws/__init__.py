"""What a server of this contract must keep: one table, one file a subject."""

from contract_tests.laws import authentication, errors, send, sense, shape, state, wire
from contract_tests.laws.law import AnswerLaw, ServerLaw

# In the order in which they ask: a budget is spent on the most telling requests first.
SERVER_LAWS: tuple[ServerLaw, ...] = (*authentication.LAWS, *state.LAWS)

ANSWER_LAWS: tuple[AnswerLaw, ...] = (*wire.LAWS, *shape.LAWS, *send.LAWS, *sense.LAWS, *errors.LAWS)
