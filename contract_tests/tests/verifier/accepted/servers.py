"""Rows of an accept file, and faulty servers that are run with one."""

import functools
from datetime import date
from pathlib import Path

import pytest

from contract_tests import command
from contract_tests.faults import FAULTS
from contract_tests.mock import SENDS, Mock, serve
from contract_tests.quality.fault_runs import examined, schemas
from contract_tests.verifier.accepted import file
from contract_tests.verifier.accepted.rows import Row
from contract_tests.verifier.findings import Finding
from contract_tests.verifier.laws.law import all_laws
from contract_tests.verifier.transport import CouldNotVerifyError

PAIR = "/".join(SENDS[2].ids)
TODAY = date(2030, 1, 31)
LAWS = [law.id for law in all_laws()]
OPERATIONS = [operation.operation_id for operation in schemas().operations]
WRAPS = {fault.id: fault.wrap for fault in FAULTS}
STOP = "stopSmsCampaignSend"
ROW = f"""
[[accepted]]
law = "nulls"
operation = "{STOP}"
status = 200
pointer = "/data/name"
finding = "null where a value is expected"
reason = "an old client needs it"
until = 2030-01-31
"""


@functools.cache
def found(fault: str) -> tuple[Finding, ...]:
    """The findings of a faulty server."""
    return tuple(examined(WRAPS[fault]).findings.listed())


def rows_of(text: str) -> tuple[Row, ...]:
    """The rows of an accept file with this text."""
    path = Path("accepted.toml")
    path.write_text(text, "utf-8")
    return file.read(path, LAWS, OPERATIONS)


def run(fault: str, *arguments: str) -> int:
    """Verify a faulty server over HTTP with these options; returns the exit status."""
    with serve(WRAPS[fault](Mock().handle)) as url:
        return command.main(["--base-url", url, "--own", "--pair", PAIR, *arguments])


def refusal(text: str) -> str:
    """The sentence that refuses an accept file with this text."""
    with pytest.raises(CouldNotVerifyError) as refused:
        rows_of(text)
    return str(refused.value)
