# Copied from scripts/client/templates/runtime/settled.py into the client.
"""What blocking and asyncio clients have in common: their settings, and the calls that follow from them."""

from collections.abc import Mapping
from typing import NoReturn, TypeVar, cast

from . import settings
from .call import Call
from .messages import Request
from .retries import Retry
from .settings import Settings

T = TypeVar("T")


class Settled:
    """A client with its settings."""

    _closed = False
    _settings: Settings
    _headers: Mapping[str, str]

    @property
    def base_url(self) -> str:
        """The URL before every path. It is empty in a traceback out of `__init__`, which shows the client too early."""
        return self._settings.base_url if hasattr(self, "_settings") else ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be copied or pickled: make a client in each process")

    def _call(
        self,
        request: Request[T],
        timeout: float | None,
        headers: Mapping[str, str] | None,
        retries: int | Retry | None,
    ) -> Call[T]:
        self._require_open()
        if not isinstance(cast("object", request), Request):
            kind = type(request).__name__
            raise TypeError(f"request must be made by request() of a module of comm_sms.api, not {kind}")
        more = settings.headers({} if headers is None else headers)
        all_headers = {**self._headers, **settings.headers(request.headers), **more}
        return Call(request, all_headers, self._settings, timeout, retries)

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError("the client is closed")
