"""Laws of shape: a body against the contract's schema, and what the schema leaves open although the page shows it."""

from collections.abc import Callable, Iterator

from contract_tests.verifier.laws.answer import Answer, Breach
from contract_tests.verifier.laws.law import AnswerLaw
from contract_tests.verifier.laws.response_schema import Lack
from contract_tests.verifier.laws.strict_json import NotJsonError


def is_json(answer: Answer) -> bool:
    return answer.is_of_the_contract and not isinstance(answer.json, NotJsonError)


def is_send(answer: Answer) -> bool:
    return answer.data is not None


def valid(answer: Answer) -> Iterator[Breach]:
    if not isinstance(answer.json, NotJsonError):
        for error in answer.shapes.of(answer.status).errors(answer.json):
            yield answer.breach(error.sentence, error.pointer, error.level)


def without(lack: Lack, sentence: str) -> Callable[[Answer], Iterator[Breach]]:
    def judge(answer: Answer) -> Iterator[Breach]:
        return (answer.breach(sentence, pointer) for kind, pointer in answer.lacks if kind == lack)

    return judge


LAWS = (
    AnswerLaw(
        "schema",
        "Every body has the contract's shape.",
        "documented",
        is_json,
        valid,
    ),
    AnswerLaw(
        "declared-fields",
        "Every field that the page shows is there.",
        "convention",
        is_send,
        without("missing", "the field is missing"),
    ),
    AnswerLaw(
        "nulls",
        "Null stands only where having nothing to say is ordinary.",
        "convention",
        is_json,
        without("null", "null where a value is expected"),
    ),
    AnswerLaw(
        "undeclared-fields",
        "There is no field that the contract does not know.",
        "convention",
        is_json,
        without("undeclared", "the contract does not know this field"),
    ),
    AnswerLaw(
        "integers",
        "A whole number is written without fraction or exponent and fits in 64 bits.",
        "convention",
        is_send,
        without("no plain integer", "the number has a fraction, an exponent or more than 64 bits"),
    ),
)
