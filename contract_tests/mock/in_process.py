"""The mock without a socket, for asynchronous code whose client takes a transport of httpx."""

import asyncio
from typing import TYPE_CHECKING

from .app import Request
from .switchable import SwitchableMock

if TYPE_CHECKING:
    import httpx


class InProcessMock(SwitchableMock):
    """A mock whose requests never leave the event loop: `AsyncCommSms(transport=mock.transport)`.

    The host of its base URL exists in no network, so that a client without the transport reaches nothing.
    """

    def __init__(self) -> None:
        """Start with no send stopped and nothing switched."""
        super().__init__("https://comm-sms-mock.invalid/api")

    @property
    def transport(self) -> "httpx.MockTransport":
        """A new transport."""
        from httpx import MockTransport  # noqa: PLC0415 - pytest loads this plugin at every start, and httpx takes long to import

        return MockTransport(self._respond)

    async def _respond(self, request: "httpx.Request") -> "httpx.Response":
        from httpx import RemoteProtocolError, Response  # noqa: PLC0415 - as above

        content = await request.aread()
        answer = self.handle(Request(request.method, request.url.raw_path, tuple(request.headers.raw), content))
        await asyncio.sleep(answer.delay)
        if len(answer.body) < int(dict(answer.headers)[b"content-length"]) and request.method != "HEAD":
            raise RemoteProtocolError("the connection closed in the middle of the body", request=request)
        return Response(answer.status, headers=list(answer.headers), content=answer.body)
