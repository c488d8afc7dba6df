"""Fetch a public page: only GET, no credentials, with limits of time and size, and no redirect to another host."""

import re
import time
from dataclasses import dataclass

import httpx

SECONDS = 60.0  # for one page, redirects included
MOST_BYTES = 10_000_000
MOST_REDIRECTS = 3
_LOGIN = re.compile(r"log-?in|sign-?in|sso|oauth|/auth\b", re.IGNORECASE)


class UnfitError(Exception):
    """The page was not served as a page; the text says what came instead."""


class GoneError(UnfitError):
    """Nothing is served at the address."""


@dataclass(frozen=True)
class Served:
    """What a server gave: the address after redirects, the media type, and the text."""

    url: str
    media_type: str
    text: str


def fetch(url: str, accept: str, *, seconds: float = SECONDS) -> Served:
    """Fetch a page.

    Raises:
        UnfitError: It is gone, asks for a login, moved to another host, is cut, too large or too slow, or no text.
    """
    ends = time.monotonic() + seconds
    here = httpx.URL(url)
    with httpx.Client(timeout=seconds, headers={"Accept": accept}) as client:
        for _ in range(MOST_REDIRECTS + 1):
            try:
                with client.stream("GET", here) as response:
                    if response.has_redirect_location:
                        here = _redirected(here, response)
                        continue
                    _check(response)
                    return _served(response, ends)
            except httpx.TimeoutException:
                raise UnfitError(f"too slow: no answer within {seconds:g} seconds") from None
            except httpx.RemoteProtocolError:
                raise UnfitError("cut: the connection ended before the page did") from None
            except httpx.HTTPError as error:
                raise UnfitError(f"not reachable: {error or type(error).__name__}") from None
    raise UnfitError(f"not reachable: more than {MOST_REDIRECTS} redirects")


def _redirected(here: httpx.URL, response: httpx.Response) -> httpx.URL:
    """Where a redirect leads on the same host.

    Raises:
        UnfitError: It leads to a login page or to another host.
    """
    there = here.join(response.headers["Location"])
    if _LOGIN.search(there.path):
        raise UnfitError(f"a login page: redirected to {there.copy_with(query=None)}")
    if (there.scheme, there.host, there.port) != (here.scheme, here.host, here.port):
        raise UnfitError(f"gone: moved to {there.copy_with(query=None)}; if it is the vendor's, watch that address")
    return there


def _check(response: httpx.Response) -> None:
    """Whether the status is that of a page.

    Raises:
        UnfitError: It is not.
    """
    status = response.status_code
    if status in {404, 410}:
        raise GoneError(f"gone: HTTP {status}")
    if status in {401, 403}:
        raise UnfitError(f"a login page: HTTP {status}")
    if status != 200:
        raise UnfitError(f"not reachable: HTTP {status}")


def _served(response: httpx.Response, ends: float) -> Served:
    """The body as text.

    Raises:
        UnfitError: It is empty, too large, too slow, or no text.
    """
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise UnfitError(f"too large: more than {MOST_BYTES} bytes")
        if time.monotonic() > ends:
            raise UnfitError("too slow: the time for one page is over")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise UnfitError("not UTF-8 text") from None
    if not text.strip():
        raise UnfitError("empty")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Served(str(response.url), media_type, text)
