"""Fixtures for tests of code that stops sends. pytest loads them wherever comm-sms is installed."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .in_process import InProcessMock
from .loopback import serve
from .switchable import SwitchableMock


@pytest.fixture(scope="session")
def _comm_sms_mock_server() -> Iterator[SwitchableMock]:
    mock = SwitchableMock("")
    with ExitStack() as stack:
        try:
            mock.base_url = stack.enter_context(serve(mock.handle))
        except ModuleNotFoundError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        yield mock


@pytest.fixture
def comm_sms_mock(_comm_sms_mock_server: SwitchableMock) -> SwitchableMock:
    """A mock of the API on a free port of this machine: `base_url`, `token`, `sends`; reset for each test."""
    _comm_sms_mock_server.reset()
    return _comm_sms_mock_server


@pytest.fixture
def async_comm_sms_mock() -> InProcessMock:
    """The same without a socket, for `AsyncCommSms(transport=async_comm_sms_mock.transport)`; new for each test."""
    return InProcessMock()
