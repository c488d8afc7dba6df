"""A guarded server as an ASGI application: what Schemathesis talks to."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from contract_tests.verifier.exchange import Request, Response

Handle = Callable[[Request], Response]

Message = MutableMapping[str, Any]  # ASGI: the type of a value depends on its key
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Message, Receive, Send], Awaitable[None]]


def asgi(handle: Handle) -> AsgiApplication:
    """An ASGI application that answers with `handle`. A client that leaves early gets no answer."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(f"{scope['type']} is not HTTP")
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        response = handle(Request(scope["method"], target, tuple(map(tuple, scope["headers"])), body))
        await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers)})
        await send({"type": "http.response.body", "body": response.body})

    return application
