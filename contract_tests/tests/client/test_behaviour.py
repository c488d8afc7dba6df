"""Every row of the table of behaviour, blocking and with asyncio, over real sockets.

No test reads a clock: a call that did not end would hang the run.
"""

import pytest
from comm_sms import ApiError, CommSmsError, ConnectionFailed, InvalidResponse, TimedOut
from comm_sms.errors import class_for
from comm_sms.invalid import InvalidBody

from contract_tests.quality.behaviour import LATE, LOST, RESULT, ROWS, Row
from contract_tests.quality.sockets import talking
from contract_tests.tests.client.client_harness import CALLERS, SEND, TOKEN, Caller, Options

ENOUGH, SHORT = 30.0, 0.3  # seconds; the short time is for servers that never end


@pytest.mark.parametrize("call", CALLERS)
@pytest.mark.parametrize("row", ROWS, ids=[f"{row.subject}: {row.name}" for row in ROWS])
def test_the_table(call: Caller, row: Row) -> None:
    endless = row.expected == LATE or row.name == "no end in time"
    with talking(row.talk) as url:
        options = Options(base_url=url, timeout=SHORT if endless else ENOUGH)
        if row.expected == RESULT:
            assert call(options).data.id.lower() == SEND
            return
        with pytest.raises(CommSmsError) as caught:
            call(options)
    error = caught.value
    assert TOKEN not in f"{error!r} {error}"
    match error:
        case ApiError():
            assert (error.status_code, type(error)) == (row.expected, class_for(error.status_code))
        case InvalidResponse():
            assert error.pointer == row.expected
            assert isinstance(error.__cause__, InvalidBody)
            assert str(error).partition(": ")[2].startswith(f"{row.expected or 'the body'} ")
        case ConnectionFailed():
            assert (LATE if type(error) is TimedOut else LOST) == row.expected
            assert error.sent
            assert str(error).startswith(f"POST {url}/v1/")
            assert str(error).endswith("it is unknown whether the server acted")
            assert error.__context__ is None
        case _:
            pytest.fail(f"undocumented: {error!r}")


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({(row.subject, row.name) for row in ROWS}) == len(ROWS) >= 200
