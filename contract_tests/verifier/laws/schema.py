"""Laws of schema: a body matches its schema, and what the schema leaves open is as the page shows it."""

from collections.abc import Iterator

from contract_tests.verifier.laws.answer import Answer, Violation
from contract_tests.verifier.laws.law import answer_law
from contract_tests.verifier.laws.response_schema import Remark
from contract_tests.verifier.laws.strict_json import NotJsonError


def is_json(answer: Answer) -> bool:
    return answer.is_documented and not isinstance(answer.json, NotJsonError)


def is_resource(answer: Answer) -> bool:
    return answer.data is not None


@answer_law("documented", is_json)
def schema(answer: Answer) -> Iterator[Violation]:
    """Every body matches the schema of its response."""
    if answer.schema and not isinstance(answer.json, NotJsonError):
        for error in answer.schema.errors(answer.json):
            yield answer.violation(error.sentence, error.pointer, error.level)


@answer_law("convention", is_resource)
def declared_fields(answer: Answer) -> Iterator[Violation]:
    """Every field that the page shows is there."""
    return _remarks(answer, "missing", "the field is missing")


@answer_law("convention", is_json)
def nulls(answer: Answer) -> Iterator[Violation]:
    """Null appears only where an empty value is ordinary."""
    return _remarks(answer, "null", "null where a value is expected")


@answer_law("convention", is_json)
def undeclared_fields(answer: Answer) -> Iterator[Violation]:
    """Every field is one that the contract names."""
    return _remarks(answer, "undeclared", "the contract does not know this field")


@answer_law("convention", is_json)
def integers(answer: Answer) -> Iterator[Violation]:
    """A whole number is written without fraction or exponent and fits in 64 bits."""
    return _remarks(answer, "no plain integer", "the number has a fraction, an exponent or more than 64 bits")


def _remarks(answer: Answer, kind: Remark, sentence: str) -> Iterator[Violation]:
    return (answer.violation(sentence, pointer) for found, pointer in answer.remarks if found == kind)
