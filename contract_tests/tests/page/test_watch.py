"""The watch of the documentation page, against a local server: what needs a look is loud, and nothing else is."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from contract_tests.quality.frozen import CONTRACT
from contract_tests.quality.frozen import PAGE as TEXT
from contract_tests.tests.page.vendor import block, edited, page
from scripts.contract.operations import operations
from scripts.page.watch import command, fetch, visible
from scripts.page.watch.command import main

Output = pytest.CaptureFixture[str]
(OPERATION,) = operations(CONTRACT.document)
BLOCK = block(OPERATION)
MARKDOWN = page(BLOCK)


def html(text: str) -> str:
    """A page as a browser gets it: its code in one block, every other line in a block of its own."""
    begin, end = text.index("curl --request"), text.index("\n\nAuthorizations")
    lines = [f"<div><span>{escape(line)}</span></div>" for line in text[:begin].splitlines()]
    lines += [f"<pre><code>{escape(text[begin:end])}</code></pre>"]
    lines += [f"<p>{escape(line)}</p>" for line in text[end:].splitlines()]
    head = "<head><title>Stop</title><script>const a = '</div>Body';</script><style>p {}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body>{''.join(lines)}<script>more('curl')</script></body></html>"


HTML = html(TEXT)
LOGIN = "<html><body><form>Sign in <input name=p type=password></form></body></html>"


@dataclass(frozen=True)
class Answer:
    """What the server answers; `missing` bytes of what it announces do not come."""

    body: str | bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    missing: int = 0


def markdown(body: str) -> Answer:
    return Answer(body, media_type="text/markdown; charset=utf-8")


@dataclass
class Site:
    """A site on this machine: its answers by path, or by path and media type, and the requests that it got."""

    url: str
    answers: dict[str, Answer]
    asked: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])


class Server(ThreadingHTTPServer):
    """A server of a site."""

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.site = Site(f"http://127.0.0.1:{self.server_port}", {})


class Handler(BaseHTTPRequestHandler):
    """Answers as the site of its server says."""

    def do_GET(self) -> None:
        """Answer."""
        assert isinstance(self.server, Server)
        site, accept = self.server.site, self.headers["Accept"]
        site.asked.append((self.command, self.path, accept))
        own = site.answers.get(self.path, Answer("Not found", 404))
        answer = site.answers.get(f"{self.path} {accept}", own)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        headers = {"Content-Type": answer.media_type, "Content-Length": str(len(body) + answer.missing)}
        for name, value in (headers | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in the library
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    monkeypatch.setattr(command, "load", lambda: CONTRACT)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Server()
    server.site.answers |= {"/stop": Answer(HTML), "/stop.md": markdown(MARKDOWN)}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.site
    server.shutdown()
    thread.join()
    server.server_close()


def watched(site: Site, capsys: Output) -> tuple[int, list[str]]:
    """Exit status, and what is printed without the address."""
    status = main([f"{site.url}/stop"])
    return status, capsys.readouterr().out.replace(site.url, "").splitlines()


def test_a_page_that_agrees_in_both_forms_is_quiet(site: Site, capsys: Output) -> None:
    status, (rendered, published) = watched(site, capsys)
    assert rendered.startswith("rendered page /stop: POST ")
    assert published.startswith("Markdown page /stop: POST ")
    assert (status, " agrees: " in rendered, " agrees: " in published) == (0, True, True)
    assert site.asked == [("GET", "/stop", "text/html"), ("GET", "/stop.md", "text/markdown")]


def test_markdown_is_also_served_under_the_address_of_the_page(site: Site, capsys: Output) -> None:
    site.answers["/stop.md"] = Answer("Not found", 404)
    site.answers["/stop text/markdown"] = markdown(MARKDOWN)
    status, lines = watched(site, capsys)
    assert (status, " agrees: " in lines[-1]) == (0, True)
    assert site.asked[-1] == ("GET", "/stop", "text/markdown")


AWAY = {"Location": "https://login.example.com/sign-in?next=/stop"}
MOVED = {"Location": "http://127.0.0.2:1/stop"}
LOOP = {"Location": "/stop"}
DIFFERS = edited(BLOCK, "/servers/0/url", "https://eu.example.com")

# fmt: off
RENDERED = (
    (Answer(html(TEXT.replace('"manual"', '"planner"'))), "differs in 1 place"),
    (Answer(html(TEXT + "\n202\napplication/json\n")), "differs in 1 place"),
    (Answer(html(TEXT.replace("The campaign ID\n", "Rate limit: 10\n"))), 'not read: "Rate limit: 10"'),
    (Answer("Not found", 404), "gone: HTTP 404"),
    (Answer("", 410), "gone: HTTP 410"),
    (Answer("", 302, headers=MOVED), "gone: moved to http://127.0.0.2:1/stop; if it is the vendor's, watch that "),
    (Answer("", 302, headers=AWAY), "a login page: redirected to https://login.example.com/sign-in"),
    (Answer(LOGIN), "a login page: it asks for a password"),
    (Answer("", 401), "a login page: HTTP 401"),
    (Answer(LOGIN, 403), "a login page: HTTP 403"),
    (Answer("", 302, headers=LOOP), "not reachable: more than 3 redirects"),
    (Answer("Failed", 500), "not reachable: HTTP 500"),
    (Answer(""), "empty"),
    (Answer(" \n"), "empty"),
    (Answer("<html><body><script>x</script></body></html>"), "empty: it shows no text"),
    (Answer("<html><body><p>Moved house.</p></body></html>"), "not read: "),
    (Answer(HTML[:-7]), "cut: its HTML does not end"),
    (Answer(HTML[:-7], missing=7), "cut: the connection ended before the page did"),
    (Answer(html(TEXT.replace('"logs"', '"logs', 1))), "cut: it is not the whole page"),
    (Answer(html(TEXT[: TEXT.index("Response")])), "cut: it is not the whole page"),
    (Answer(b"<html>\xff</html>"), "not UTF-8 text"),
)
PUBLISHED = (
    (markdown(page(DIFFERS)), "differs in 1 place"),
    (markdown(MARKDOWN.replace("openapi: 3.1.0", "openapi: 3.2.0")), "not read: "),
    (markdown(MARKDOWN.rstrip("`\n")), "has no end; the page is cut, save it anew."),
    (Answer(MARKDOWN, missing=9), "cut: the connection ended before the page did"),
    (markdown("# Stop\n\nStops a send.\n"), "without the vendor's OpenAPI: it has no such block"),
    (markdown(""), "empty"),
    (Answer("", 401), "a login page: HTTP 401"),
    (Answer("", 302, headers=AWAY), "a login page: redirected to https://login.example.com/sign-in"),
    (Answer(LOGIN), "a login page: it asks for a password"),
    (Answer("Not found", 404), "gone: HTTP 404"),
)
# fmt: on


@pytest.mark.parametrize(("answer", "said"), RENDERED)
def test_a_rendered_page_that_needs_a_look_is_loud(site: Site, capsys: Output, answer: Answer, said: str) -> None:
    site.answers["/stop"] = answer
    status, lines = watched(site, capsys)
    assert status == 1
    assert said in next(line for line in lines if line.startswith("rendered page /stop: "))
    assert " agrees: " in lines[-1]


@pytest.mark.parametrize(("answer", "said"), PUBLISHED)
def test_markdown_that_needs_a_look_is_loud(site: Site, capsys: Output, answer: Answer, said: str) -> None:
    site.answers["/stop.md"] = answer
    status, lines = watched(site, capsys)
    assert (status, " agrees: " in lines[0]) == (1, True)
    assert lines[-1].startswith("Markdown page /stop: ")
    assert said in lines[-1]


def test_what_was_fetched_is_kept(site: Site, capsys: Output, tmp_path: Path) -> None:
    assert watched(site, capsys)[0] == 0
    assert (tmp_path / "reports" / "page.md").read_text("utf-8") == MARKDOWN
    kept = (tmp_path / "reports" / "page.txt").read_text("utf-8")
    assert kept.split() == TEXT.split()


def test_size_and_time_are_limited(site: Site, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST_BYTES", 999)
    status, lines = watched(site, capsys)
    assert (status, lines[0]) == (1, "rendered page /stop: too large: more than 999 bytes")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/stop"
        with pytest.raises(fetch.UnfitError, match=r"too slow: no answer within 0\.1 seconds"):
            fetch.fetch(address, "text/html", seconds=0.1)


def test_a_site_that_cannot_be_reached_is_loud(site: Site, capsys: Output) -> None:
    assert main(["http://127.0.0.1:1/stop"]) == 1
    first, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("rendered page http://127.0.0.1:1/stop: not reachable: ")
    assert site.asked == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "'' is not a web address; give that of the documentation page."),
        ("ftp://127.0.0.1/x", "'ftp://127.0.0.1/x' is not a web address; give that of the documentation page."),
        ("http://docs.example.com/stop", "http://docs.example.com/stop: not encrypted; give the https address."),
        ("https://me:it@docs.example.com", "the address has credentials; the page is public, so leave them out."),
        (
            "https://api.comm.com/stop",
            "https://api.comm.com/stop: this is the API, to which nothing is sent here; give the documentation page.",
        ),
    ],
)
def test_a_wrong_address_is_refused(capsys: Output, url: str, sentence: str) -> None:
    assert main([url]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"watch: {sentence}\n")


def test_the_visible_text_of_a_page() -> None:
    written = (
        "<head><title>T</title></head><p>One <b>line</b></p><script>no</script><pre>{\n  1\n}</pre>a<br>b &lt;c&gt;"
    )
    assert visible.text(written) == "One line\n{\n  1\n}\na\nb <c>"
