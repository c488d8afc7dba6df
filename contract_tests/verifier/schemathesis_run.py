"""Schemathesis: it generates requests from the contract and judges the answers.

Every request goes through an ASGI application to the guard, even those that checks send on their own. Redirects are
not followed. Nothing is repeated: no shrinking, no retries, no replay.

Schemathesis asks one request after the other. Where several may be under way at once, it runs twice: first to draw the
requests, which are then asked together, and then to judge their answers.
"""

# pyright: reportUnknownMemberType=false
# Schemathesis leaves the items of some containers unannotated.

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

import schemathesis
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import CheckFailureInfo, CheckNode, ScenarioRecorder
from schemathesis.engine.run import probes

from contract_tests.verifier.asgi import asgi
from contract_tests.verifier.exchange import Exchange, Request, Response
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.guard import Guard, NotSent, RefusedError
from contract_tests.verifier.ids import UUID, WORDS, is_id
from contract_tests.verifier.laws.law import AWAY
from contract_tests.verifier.laws.strict_json import TooDeepError, parsed
from contract_tests.verifier.pace import OutOfTimeError
from contract_tests.verifier.redaction import masked
from contract_tests.verifier.transport import CouldNotVerifyError
from scripts.contract.levels import Level
from scripts.contract.operations import Operation
from scripts.crash import TOKEN_VARIABLE

PHASES = ("examples", "coverage", "fuzzing")


@dataclass(frozen=True)
class Check:
    """A check of Schemathesis: its name, what it says, and how sure that is."""

    id: str
    sentence: str
    level: Level


# Laws cover the rest: they judge the answers to the requests of Schemathesis too.
CHECKS = (
    Check("ignored_auth", "What succeeds with a token fails without it.", "documented"),
    Check("negative_data_rejection", "What the contract forbids to ask does not succeed.", "documented"),
    Check("positive_data_acceptance", "What the contract allows to ask is not rejected as malformed.", "convention"),
    Check("missing_required_header", "Without a header that is needed, a request fails.", "convention"),
    Check("status_code_conformance", "Every status is one that the contract names.", "convention"),
    Check("content_type_conformance", "Every media type is one that the contract names.", "convention"),
    Check("response_headers_conformance", "Every header is as the contract says.", "convention"),
)
LEVELS: Mapping[str, Level] = {check.id: check.level for check in CHECKS}
# Whether an operation succeeds twice is not documented, and each named target is called often.
ACCEPTED = ["2xx", "400", "401", "403", "404", "409", "422", "429", "5xx"]
_ALONE = {"extra-data-sources": {"responses": False}}
SETTINGS: dict[str, Any] = {
    "cache": {"enabled": False},
    "checks": {"enabled": False}
    | {check.id: {"enabled": True} for check in CHECKS}
    | {"positive_data_acceptance": {"enabled": True, "expected-statuses": ACCEPTED}},
    "continue-on-failure": True,
    "generation": {"database": "none", "max-examples": 100, "mode": "all", "no-shrink": True},
    # A compressed body would reach the laws undecoded.
    "headers": {"Accept": "application/json", "Accept-Encoding": "identity"},
    "max-redirects": 0,
    "phases": {
        "examples": _ALONE,
        "coverage": _ALONE,
        "fuzzing": _ALONE,
        "stateful": {"enabled": False},  # laws cover state
    },
    "request-retries": 0,
    "workers": 1,
}
# Without the token every request should be refused, so one of each kind is enough.
KNOCKING = SETTINGS["phases"] | {"fuzzing": {"enabled": False}}
CASE_HEADER = b"x-schemathesis-testcaseid"
NO_GATEWAY = Response(502, ((b"content-type", b"application/json"),), b'{"message": "no answer"}')


@dataclass
class Front:
    """What Schemathesis talks to: the guard. The token is masked in answers, because findings show them.

    A request that gets no whole answer, is throttled, is refused by the guard, or for which no time is left, is
    answered with 502, which no check judges. A server that was given up is not asked again.
    """

    guard: Guard
    token: str
    answers: dict[Request, list[Exchange | NotSent]] = field(default_factory=dict[Request, list[Exchange | NotSent]])
    statuses: list[int] = field(default_factory=list[int])
    end: CouldNotVerifyError | None = None

    def ask_all(self, requests: Sequence[Request]) -> None:
        """Ask these requests together, and keep what came back for the time when they are asked one by one."""
        permitted = list(filter(self.guard.permits, requests))
        for request, result in zip(permitted, self.guard.exchange_all(permitted), strict=True):
            self.answers.setdefault(request, []).append(result)

    def handle(self, request: Request) -> Response:
        """Pass a request on and its answer back."""
        if self.end:
            raise self.end
        try:
            exchange = self._exchange(unnumbered(request))
        except CouldNotVerifyError as error:
            self.end = error
            raise
        except (OutOfTimeError, RefusedError):
            return NO_GATEWAY
        self.statuses.append(exchange.response.status)
        # Schemathesis would crash on a body that is too deep.
        is_judged = not exchange.failure and exchange.response.status not in AWAY
        is_judged = is_judged and not isinstance(parsed(exchange.response.body), TooDeepError)
        response = exchange.response if is_judged else NO_GATEWAY
        # Without its coding nothing unpacks a body that is small only as long as it is packed.
        plain = (header for header in response.headers if header[0] != b"content-encoding")
        headers = tuple((name, self._masked(value)) for name, value in plain)
        return Response(response.status, headers, self._masked(response.body))

    def _exchange(self, request: Request) -> Exchange:
        kept = self.answers.get(request)
        result = kept.pop(0) if kept else self.guard.exchange(request)
        if isinstance(result, Exception):
            raise result
        return result

    def _masked(self, text: bytes) -> bytes:
        return masked(text.decode("latin-1"), [self.token]).encode("latin-1")


def unnumbered(request: Request) -> Request:
    """The request without the random number of its test case, so that the same seed sends the same bytes."""
    return replace(request, headers=tuple(header for header in request.headers if header[0].lower() != CASE_HEADER))


@dataclass
class Run:
    """What one run of Schemathesis did.

    Statuses of the answers, requests by phase, verdicts and findings by check, and what went wrong in between.
    """

    statuses: list[int]
    requests: Counter[str] = field(default_factory=Counter[str])
    verdicts: Counter[str] = field(default_factory=Counter[str])
    findings: list[Finding] = field(default_factory=list[Finding])
    errors: dict[str, None] = field(default_factory=dict[str, None])


def run(
    document: dict[str, Any], guard: Guard, operations: Sequence[Operation], *, token: str | None, into: list[Run]
) -> None:
    """Run all phases on some operations of the guarded server, with a token or, on purpose, without.

    `document` is the OpenAPI document. Only named targets can succeed. A budget is left to the laws: with one, only
    random ids are sent here. What is found is in the list `into` at once, so that an interrupt loses nothing.
    """
    if not operations:
        return
    targets = guard.named if token and guard.budget is None else ()
    known = {
        one.operation_id: [each.values for each in targets if each.operation == one.operation_id] for one in operations
    }
    settings = SETTINGS | {"base-url": guard.base_url, "seed": guard.seed}
    settings |= {"auth": {"openapi": credentials(document, token)}} if token else {"phases": KNOCKING}
    config = SchemathesisConfig.from_dict(settings)

    def executed(handle: Callable[[Request], Response]) -> Iterator[events.EngineEvent]:
        schema = schemathesis.openapi.from_dict(with_examples(document, operations, known), config=config)
        schema.app = asgi(handle)
        schema.hook(id_chooser(guard, operations, known))
        with (
            patch.object(probes, "PROBES", ()),  # they are sent by an HTTP client of their own, past the guard
            patch.object(providers, "_get_local_constants", Constants),  # the seed decides
        ):
            yield from from_schema(schema).execute()

    front = Front(guard, token or "")
    if guard.connections > 1:
        front.ask_all(_drawn(executed))
    result = Run(front.statuses)
    into.append(result)
    ids = {f"{one.method.upper()} {one.path}": one.operation_id for one in operations}
    for event in executed(front.handle):
        _note(event, result, ids)


def _drawn(executed: Callable[[Callable[[Request], Response]], Iterator[events.EngineEvent]]) -> list[Request]:
    """The requests of a run in which nothing is answered."""
    requests: list[Request] = []

    def handle(request: Request) -> Response:
        requests.append(unnumbered(request))
        return NO_GATEWAY

    for event in executed(handle):
        if isinstance(event, events.Interrupted):
            raise KeyboardInterrupt
    return requests


def credentials(document: dict[str, Any], token: str) -> dict[str, dict[str, str]]:
    """The token for every scheme of the contract that takes one as a bearer."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    return {name: {"bearer": token} for name, scheme in schemes.items() if scheme.get("scheme") == "bearer"}


def _note(event: events.EngineEvent, result: Run, ids: Mapping[str, str]) -> None:
    if isinstance(event, events.ScenarioFinished):
        result.requests[event.phase.value] += len(event.recorder.interactions)
        for node, response in _verdicts(event.recorder):
            result.verdicts[node.name] += 1
            if node.failure_info is not None:
                operation = ids.get(event.recorder.label, "")
                result.findings.append(_finding(node.name, operation, response, node.failure_info))
    elif isinstance(event, events.NonFatalError):
        if isinstance(event.value, CouldNotVerifyError):
            raise event.value
        result.errors.setdefault(" ".join(str(event.info.message).split()))
    elif isinstance(event, events.Interrupted):
        raise KeyboardInterrupt
    elif isinstance(event, events.FatalError):
        raise CouldNotVerifyError(f"Schemathesis failed: {event.exception}.") from event.exception


def _verdicts(recorder: ScenarioRecorder) -> Iterator[tuple[CheckNode, schemathesis.Response | None]]:
    for case, nodes in recorder.checks.items():
        response = recorder.find_response(case_id=case)
        if response is None or response.content != NO_GATEWAY.body:
            yield from ((node, response) for node in nodes)


Known = Mapping[str, Sequence[Sequence[str]]]
"""By operationId, the values of the named targets."""


def with_examples(document: dict[str, Any], operations: Sequence[Operation], known: Known) -> dict[str, Any]:
    """The document with these operations alone; the examples of their path's parameters are the named targets."""
    chosen = {(one.path, one.method): one for one in operations}
    paths: dict[str, Any] = {}
    for one in chosen.values():
        values = known[one.operation_id]
        parameters = [deepcopy(parameter.value) for parameter in one.parameters]
        for index, parameter in enumerate(one.ids):
            examples: Any = {str(number): {"value": target[index]} for number, target in enumerate(values)}
            for value in parameters:
                if (value["name"], value["in"]) == (parameter.name, "path"):
                    value["examples"] = examples
        paths.setdefault(one.path, {})[one.method] = {**deepcopy(one.place.value), "parameters": parameters}
    return {**document, "paths": paths}


def id_chooser(
    guard: Guard, operations: Sequence[Operation], known: Known
) -> Callable[[schemathesis.HookContext, schemathesis.Case[Any]], schemathesis.Case[Any]]:
    """Return the hook that replaces generated ids by named ones, so that more than the examples can succeed.

    On a server of others every generated id is replaced. The choice depends on the generated ids alone, so that
    Hypothesis may replay a case.
    """
    by_path = {(one.path, one.method.upper()): one for one in operations}
    named = {value for targets in known.values() for target in targets for value in target}

    def map_case(context: schemathesis.HookContext, case: schemathesis.Case[Any]) -> schemathesis.Case[Any]:
        del context
        operation = by_path[case.operation.path, case.operation.method.upper()]
        drawn = {name: str(value) for name, value in case.path_parameters.items()}
        number = zlib.crc32(repr(sorted(drawn.items())).encode())
        targets = known[operation.operation_id]
        for index, parameter in enumerate(operation.ids):
            value = drawn.get(parameter.name)
            if value is None or value in named or not is_id(parameter):
                continue
            if UUID.fullmatch(value) and targets and number % 4:
                target = targets[number // 4**index % len(targets)]
                case.path_parameters[parameter.name] = target[index]
            elif not guard.own:
                case.path_parameters[parameter.name] = (
                    guard.unknown_id(value) if UUID.fullmatch(value) else WORDS[number % len(WORDS)]
                )
        return case

    return map_case


def _finding(check: str, operation: str, response: schemathesis.Response | None, info: CheckFailureInfo) -> Finding:
    status = response.status_code if response else 0
    refused = check == "negative_data_rejection" and status >= 300
    sentence = " ".join(info.failure.message.split()) or info.failure.title
    level: Level = "convention" if refused else LEVELS[check]
    return Finding(check, level, status, "", sentence, _pasted(check, info.code_sample), operation)


def _pasted(check: str, line: str) -> str:
    """The curl line with what Schemathesis masks in it; to look at authentication, it sends a wrong token or none."""
    wrong = "Bearer wrong" if check == "ignored_auth" else f"Bearer ${TOKEN_VARIABLE}"
    return line.replace("'Authorization: [Filtered]'", f'"Authorization: {wrong}"')
