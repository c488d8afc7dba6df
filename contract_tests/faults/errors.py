"""Faults of errors: their bodies, their headers, and what they give away."""

from contract_tests.faults.fault import Moment, Table, spoils
from contract_tests.faults.what import (
    AUTH,
    HTML,
    JSON,
    PAGE,
    answers,
    edits,
    heads,
    says,
    with_headers,
    with_json,
    writes,
)
from contract_tests.faults.when import every, header, method, status, target
from contract_tests.mock import Response

TRACE = {
    "message": "No query results",
    "exception": "Illuminate\\Database\\Eloquent\\ModelNotFoundException",
    "file": "/var/www/html/vendor/laravel/framework/src/Illuminate/Database/Eloquent/Builder.php",
    "line": 650,
    "trace": [{"function": "firstOrFail", "class": "Builder"}],
}
TRACEBACK = 'Traceback (most recent call last):\n  File "/app/main.py", line 7'
SQL = "SQLSTATE[22P02]: invalid input syntax for type uuid"
FRAME = "TypeError: x is undefined at Router.handle(router.js:12)"
BASIC = (b"www-authenticate", b'Basic realm="api"')
TEXT = (b"content-type", b"text/plain")
DETAIL = b'{"detail":"bad id"}'
MORE_LEFT = ((b"x-ratelimit-limit", b"60"), (b"x-ratelimit-remaining", b"61"))
THROTTLED = b'{"message":"Too Many Attempts."}'
SOON = (JSON, (b"retry-after", b"soon"))


def echo(moment: Moment) -> Response:
    token = header(moment.request, AUTH).decode("latin-1")
    return with_json(moment.response, lambda body: {"message": f"{body['message']} You sent {token}."})


def echo_in_header(moment: Moment) -> Response:
    return with_headers(moment.response, (b"x-auth-token", header(moment.request, AUTH)))


def unlimited(moment: Moment) -> bool:
    return moment.number > 300


# fmt: off
FAULTS: Table = {
    "error-body": [
        ("html-error", "answers an unknown send with a page", answers(404, PAGE, (HTML,), when=status(404))),
        ("html-405", "answers GET with a page", answers(405, PAGE, (HTML, (b"allow", b"POST")), when=method("GET"))),
        ("empty-error", "answers an unknown send with nothing", answers(404, b"", (), when=status(404))),
        ("text-error", "answers without token in plain text", answers(401, b"Unauthorized", (TEXT,), when=status(401))),
        ("other-error", "calls the message error", writes(lambda _: b'{"error":"No."}', status(404))),
        ("list-error", "sends errors as a list", writes(lambda _: b'["No."]', status(401))),
        ("string-error", "sends errors as a string", writes(lambda _: b'"No."', status(405))),
        ("blank-error", "has no words for an error", writes(lambda _: b'{"message":""}', status(404))),
        ("wrapped-error", "wraps errors in the envelope", writes(lambda _: b'{"data":{"message":"No."}}', status(404))),
        ("malformed-error", "has another error for malformed ids", answers(422, DETAIL, when=target(b"not-a-uuid"))),
    ],
    "error-leak": [
        ("trace", "shows a stack trace", edits(lambda _: TRACE, status(404))),
        ("trace-in-text", "shows a stack trace in the message", says(TRACEBACK, status(405))),
        ("sql", "shows a statement of the database", says(SQL, target(b"not-a-uuid"))),
        ("path", "shows a file of the server", says("cannot open /var/www/storage/sends.json", status(404))),
        ("frame", "shows a frame of the server", says(FRAME, status(401))),
    ],
    "secret": [
        ("echo-token", "repeats the token in errors", spoils(echo, status(404))),
        ("echo-bad-token", "repeats a wrong token", spoils(echo, status(401))),
        ("echo-header", "repeats the token in a header of the 200", spoils(echo_in_header)),
    ],
    "allow": [
        ("no-allow", "does not say what is allowed", heads(without=b"allow", when=status(405))),
        ("empty-allow", "allows nothing", heads((b"allow", b""), when=status(405))),
        ("allow-get", "says that GET is allowed", heads((b"allow", b"GET, HEAD, POST"), when=status(405))),
        ("allow-other", "says that only PUT is allowed", heads((b"allow", b"PUT"), when=method("DELETE"))),
    ],
    "challenge": [
        ("no-challenge", "does not say how to authenticate", heads(without=b"www-authenticate", when=status(401))),
        ("basic-challenge", "asks for a password", heads(BASIC, when=status(401))),
    ],
    "pace": [
        ("throttled-no-end", "throttles and does not say until when", answers(429, THROTTLED, when=unlimited)),
        ("throttled-soon", "throttles and says soon", answers(429, THROTTLED, SOON, when=every(90))),
        ("many-allowed", "has a limit that is not a number", heads((b"x-ratelimit-limit", b"lots"))),
        ("more-left", "has more left than is allowed", heads(*MORE_LEFT)),
    ],
}
# fmt: on
