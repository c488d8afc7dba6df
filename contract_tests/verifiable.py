"""The seam between the mock and the verifier, which have messages of their own."""

from collections.abc import Callable

from contract_tests import mock
from contract_tests.verifier.exchange import Request, Response


def verifiable(handle: mock.Handle) -> Callable[[Request], Response]:
    """The `handle` of the mock, or of a faulty server made of it, as the verifier's `InProcess` takes it."""

    def answer(request: Request) -> Response:
        response = handle(mock.Request(request.method, request.target, request.headers, request.body))
        return Response(response.status, response.headers, response.body)

    return answer
