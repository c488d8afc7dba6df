"""Laws of shape: an answer against the contract's schema, and what the schema leaves open but the page shows."""

from collections.abc import Callable, Iterator

from contract_tests.laws.answer import Answer
from contract_tests.laws.law import AnswerLaw, Breach
from contract_tests.laws.shapes import Lack
from contract_tests.laws.strict_json import NotJsonError


def schema(answer: Answer) -> Iterator[Breach] | None:
    if not _is_of_the_contract(answer) or isinstance(answer.json, NotJsonError):
        return None
    errors = answer.shapes.of(answer.status).errors(answer.json)
    return (Breach(error.sentence, answer.exchange, error.pointer, error.level) for error in errors)


def _without(lack: Lack, sentence: str, *, errors: bool) -> Callable[[Answer], Iterator[Breach] | None]:
    def judge(answer: Answer) -> Iterator[Breach] | None:
        if not _is_of_the_contract(answer) or isinstance(answer.json, NotJsonError) or (answer.is_error and not errors):
            return None
        lacks = answer.shapes.of(answer.status).lacks(answer.json)
        return (Breach(sentence, answer.exchange, pointer) for kind, pointer in lacks if kind == lack)

    return judge


def _is_of_the_contract(answer: Answer) -> bool:
    return answer.has_body and answer.is_json and (answer.status == 200 or answer.is_error) and answer.method != "OPTIONS"


LAWS = (
    AnswerLaw("schema", "Every body has the contract's shape.", "documented", schema),
    AnswerLaw(
        "declared-fields",
        "Every field that the page shows is there.",
        "convention",
        _without("missing", "the field is missing", errors=False),
    ),
    AnswerLaw(
        "nulls",
        "Nothing is null but where nothing is an ordinary answer.",
        "convention",
        _without("null", "null where a value is expected", errors=True),
    ),
    AnswerLaw(
        "undeclared-fields",
        "There is no field that the contract does not know.",
        "convention",
        _without("undeclared", "the contract does not know this field", errors=True),
    ),
    AnswerLaw(
        "integers",
        "A whole number is written as one, and fits in 64 bits.",
        "convention",
        _without("no plain integer", "the number has a fraction, an exponent or more than 64 bits", errors=False),
    ),
)
