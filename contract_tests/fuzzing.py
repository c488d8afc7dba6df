"""Schemathesis against a server: it draws requests from the contract and judges the answers.

Every request goes through one ASGI application in front of the guard, whatever the server is, so that the guard is
below the probes that checks send on their own, and no redirect is followed.
"""

# pyright: reportUnknownMemberType=false
# Schemathesis leaves the items of some containers unannotated.

import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.cli.commands.run.context import ExecutionContext
from schemathesis.cli.commands.run.handlers.html import HtmlReportHandler
from schemathesis.cli.commands.run.handlers.junitxml import JunitXMLHandler
from schemathesis.cli.events import LoadingFinished
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import CheckFailureInfo
from schemathesis.openapi.checks import JsonSchemaError
from schemathesis.schemas import BaseSchema

from contract_tests.findings import Finding
from contract_tests.guard import MALFORMED, UUID, Guard, Pair
from contract_tests.mock import Request, Response, asgi
from contract_tests.server import CouldNotVerifyError
from scripts.contract import join

PHASES = ("examples", "coverage", "fuzzing")
SETTINGS: dict[str, Any] = {
    "cache": {"enabled": False},
    # Whether a send can be stopped twice is not documented, and each named one is stopped often.
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409", "422", "429"]}
    },
    "continue-on-failure": True,
    "generation": {"database": "none", "max-examples": 100, "mode": "all", "no-shrink": True},
    "headers": {"Accept": "application/json"},
    "max-redirects": 0,
    "phases": {"stateful": {"enabled": False}},  # one operation and no link: nothing to chain
}


@schemathesis.check
def no_redirect(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]) -> None:
    """An API call is answered, never sent elsewhere: a client that followed would lose method or token."""
    del ctx, case
    if 300 <= response.status_code < 400:
        target = response.headers.get("location", ["nowhere"])[0]
        message = f"Answered {response.status_code}, a redirect to {target}, instead of JSON."
        raise AssertionError(message)


@dataclass
class Front:
    """What Schemathesis talks to: the guard, the token taken out of what comes back, as reports show all of that.

    A server that once gave no answer is not asked again.
    """

    guard: Guard
    token: str
    failure: CouldNotVerifyError | None = None

    def handle(self, request: Request) -> Response:
        """Pass a request on and its answer back."""
        if self.failure:
            raise self.failure
        try:
            response = self.guard.exchange(request).response
        except CouldNotVerifyError as error:
            self.failure = error
            raise
        headers = tuple((name, self._masked(value)) for name, value in response.headers)
        return Response(response.status, headers, self._masked(response.body))

    def _masked(self, text: bytes) -> bytes:
        return text.replace(self.token.encode(), b"[masked]")


@dataclass
class Run:
    """What one run of Schemathesis did: requests by phase, verdicts by check, findings, what went wrong in between."""

    requests: Counter[str] = field(default_factory=Counter[str])
    verdicts: Counter[str] = field(default_factory=Counter[str])
    findings: dict[tuple[str, str, int], Finding] = field(default_factory=dict[tuple[str, str, int], Finding])
    errors: dict[str, None] = field(default_factory=dict[str, None])

    def note(self, finding: Finding) -> None:
        """Count a finding with its equals; the first one is shown."""
        key = finding.check, finding.pointer, finding.status
        known = self.findings.setdefault(key, replace(finding, count=0))
        self.findings[key] = replace(known, count=known.count + 1)


def run(document: dict[str, Any], guard: Guard, *, token: str, reports: Path) -> Run:
    """Run all phases against the guarded server; JUnit and HTML reports go below `reports`.

    `document` is the OpenAPI document. The ids of `guard.pairs` are what reaches a 200.
    """
    config = SchemathesisConfig.from_dict(
        SETTINGS
        | {
            "auth": {"openapi": {"bearerAuth": {"bearer": token}}},
            "base-url": guard.base_url,
            "seed": guard.seed,
        }
    )
    schema = schemathesis.openapi.from_dict(with_examples(document, guard.pairs), config=config)
    schema.app = asgi(Front(guard, token).handle)
    schema.hook(id_chooser(guard))
    result = Run()
    for event in _executed(schema, reports):
        if isinstance(event, events.ScenarioFinished):
            result.requests[event.phase.value] += len(event.recorder.interactions)
            for case, nodes in event.recorder.checks.items():
                response = event.recorder.find_response(case_id=case)
                for node in nodes:
                    result.verdicts[node.name] += 1
                    if node.failure_info is not None:
                        result.note(_finding(node.name, response, node.failure_info))
        elif isinstance(event, events.Interrupted):
            raise KeyboardInterrupt
        elif isinstance(event, events.NonFatalError):
            if isinstance(event.value, CouldNotVerifyError):
                raise event.value
            result.errors.setdefault(" ".join(str(event.info.message).split()))
        elif isinstance(event, events.FatalError):
            raise CouldNotVerifyError(f"Schemathesis failed: {event.exception}.") from event.exception
    return result


def with_examples(document: dict[str, Any], pairs: Sequence[Pair]) -> dict[str, Any]:
    """Replace the examples of the path parameters by the sends that may be stopped: only those reach a 200."""
    document = deepcopy(document)
    for path_item in document["paths"].values():
        for operation in path_item.values():
            for parameter in operation["parameters"]:
                attribute = {"campaign": "campaign", "campaignSend": "send"}[parameter["name"]]
                values = {str(number): {"value": getattr(pair, attribute)} for number, pair in enumerate(pairs)}
                parameter["examples"] = values
    return document


def id_chooser(guard: Guard) -> Callable[[schemathesis.HookContext, schemathesis.Case[Any]], schemathesis.Case[Any]]:
    """Return the hook that puts known ids in the place of drawn ones, or no case but the examples would reach a 200.

    On a server that is not our own, no id leaves as it was drawn. The choice is a function of the drawn ids alone, so
    that Hypothesis may replay a case.
    """
    named = {name for pair in guard.pairs for name in (pair.campaign, pair.send)}

    def map_case(context: schemathesis.HookContext, case: schemathesis.Case[Any]) -> schemathesis.Case[Any]:
        del context
        drawn = {name: str(value) for name, value in case.path_parameters.items()}
        number = zlib.crc32(repr(sorted(drawn.items())).encode())
        known = (
            {
                "campaign": guard.pairs[number % len(guard.pairs)].campaign,
                "campaignSend": guard.pairs[number // 4 % len(guard.pairs)].send,
            }
            if guard.pairs
            else {}
        )
        for name, value in drawn.items():
            if value in named:
                continue
            if UUID.fullmatch(value) and known and number % 4:
                case.path_parameters[name] = known[name]
            elif not guard.own:
                case.path_parameters[name] = (
                    guard.stranger(value) if UUID.fullmatch(value) else MALFORMED[number % len(MALFORMED)]
                )
        return case

    return map_case


def _executed(schema: BaseSchema, reports: Path) -> Iterator[events.EngineEvent]:
    """Yield the engine's events while Schemathesis's own reporters write `junit.xml` and `html/`."""
    try:
        reports.mkdir(parents=True, exist_ok=True)
        (reports / "junit.xml").write_bytes(b"")
    except OSError as error:
        raise CouldNotVerifyError(f"reports cannot be written to {reports}: {error.strerror}.") from error
    context = ExecutionContext(config=schema.config)
    reporters = (JunitXMLHandler(reports / "junit.xml"), HtmlReportHandler(reports / "html"))
    loaded = LoadingFinished.from_schema(
        schema, location="openapi.yaml", start_time=time.time(), base_url=schema.get_base_url()
    )
    try:
        for event in chain([loaded], from_schema(schema).execute()):
            context.on_event(event)
            for reporter in reporters:
                reporter.handle_event(context, event)
            yield event
    finally:
        for reporter in reporters:
            reporter.shutdown(context)


def _finding(check: str, response: schemathesis.Response | None, info: CheckFailureInfo) -> Finding:
    failure = info.failure
    if isinstance(failure, JsonSchemaError):
        pointer = join("", *failure.instance_path)
        sentence = failure.validation_message
    else:
        pointer = ""
        sentence = " ".join(failure.message.split()) or failure.title
    return Finding(check, response.status_code if response else 0, pointer, sentence, info.code_sample)
