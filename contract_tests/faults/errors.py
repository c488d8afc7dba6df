"""Faults of errors: their bodies, their headers, and what they give away."""

from contract_tests.faults.fault import (
    Fault,
    Moment,
    answer,
    edited,
    headed,
    header,
    method,
    raw,
    spoilt,
    status,
    target,
)
from contract_tests.faults.http import HTML, PAGE
from contract_tests.mock import Response

TRACE = {
    "message": "No query results",
    "exception": "Illuminate\\Database\\Eloquent\\ModelNotFoundException",
    "file": "/var/www/html/vendor/laravel/framework/src/Illuminate/Database/Eloquent/Builder.php",
    "line": 650,
    "trace": [{"function": "firstOrFail", "class": "Builder"}],
}


def echo(moment: Moment) -> Response:
    token = header(moment.request, b"authorization").decode("latin-1")
    return edited(lambda body: {"message": f"{body['message']} You sent {token}."})(moment)


def echo_in_header(moment: Moment) -> Response:
    return headed((b"x-auth-token", header(moment.request, b"authorization")))(moment)


THROTTLED = b'{"message":"Too Many Attempts."}'
JSON = (b"content-type", b"application/json")

FAULTS = (
    # error-body
    Fault(
        "html-error",
        "answers an unknown send with a page",
        "error-body",
        spoilt(answer(404, PAGE, (HTML,)), status(404)),
    ),
    Fault(
        "html-405",
        "answers GET with a page",
        "error-body",
        spoilt(answer(405, PAGE, (HTML, (b"allow", b"POST"))), method("GET")),
    ),
    Fault(
        "empty-error", "answers an unknown send with nothing", "error-body", spoilt(answer(404, b"", ()), status(404))
    ),
    Fault(
        "text-error",
        "answers without token in plain text",
        "error-body",
        spoilt(answer(401, b"Unauthorized", ((b"content-type", b"text/plain"),)), status(401)),
    ),
    Fault(
        "other-error", "calls the message error", "error-body", spoilt(raw(lambda _: b'{"error":"No."}'), status(404))
    ),
    Fault("list-error", "sends errors as a list", "error-body", spoilt(raw(lambda _: b'["No."]'), status(401))),
    Fault("string-error", "sends errors as a string", "error-body", spoilt(raw(lambda _: b'"No."'), status(405))),
    Fault(
        "blank-error", "has no words for an error", "error-body", spoilt(raw(lambda _: b'{"message":""}'), status(404))
    ),
    Fault(
        "wrapped-error",
        "wraps errors in the envelope",
        "error-body",
        spoilt(raw(lambda _: b'{"data":{"message":"No."}}'), status(404)),
    ),
    Fault(
        "malformed-error",
        "has another error for ids that are no UUID",
        "error-body",
        spoilt(answer(422, b'{"detail":"bad id"}'), target(b"not-a-uuid")),
    ),
    # error-leak
    Fault("trace", "shows a stack trace", "error-leak", spoilt(edited(lambda _: TRACE), status(404))),
    Fault(
        "trace-in-text",
        "shows a stack trace in the message",
        "error-leak",
        spoilt(
            edited(lambda _: {"message": 'Traceback (most recent call last):\n  File "/app/main.py", line 7'}),
            status(405),
        ),
    ),
    Fault(
        "sql",
        "shows a statement of the database",
        "error-leak",
        spoilt(
            edited(lambda _: {"message": "SQLSTATE[22P02]: invalid input syntax for type uuid"}), target(b"not-a-uuid")
        ),
    ),
    Fault(
        "path",
        "shows a file of the server",
        "error-leak",
        spoilt(edited(lambda _: {"message": "cannot open /var/www/storage/sends.json"}), status(404)),
    ),
    Fault(
        "frame",
        "shows a frame of the server",
        "error-leak",
        spoilt(edited(lambda _: {"message": "TypeError: x is undefined at Router.handle(router.js:12)"}), status(401)),
    ),
    # secret
    Fault("echo-token", "repeats the token in errors", "secret", spoilt(echo, status(404))),
    Fault("echo-bad-token", "repeats a wrong token", "secret", spoilt(echo, status(401))),
    Fault("echo-header", "repeats the token in a header of the 200", "secret", spoilt(echo_in_header)),
    # allow
    Fault("no-allow", "does not say what is allowed", "allow", spoilt(headed(without=b"allow"), status(405))),
    Fault("empty-allow", "allows nothing", "allow", spoilt(headed((b"allow", b"")), status(405))),
    Fault(
        "allow-get", "says that GET is allowed", "allow", spoilt(headed((b"allow", b"GET, HEAD, POST")), status(405))
    ),
    Fault(
        "allow-other", "says that only PUT is allowed", "allow", spoilt(headed((b"allow", b"PUT")), method("DELETE"))
    ),
    # challenge
    Fault(
        "no-challenge",
        "does not say how to authenticate",
        "challenge",
        spoilt(headed(without=b"www-authenticate"), status(401)),
    ),
    Fault(
        "basic-challenge",
        "asks for a password",
        "challenge",
        spoilt(headed((b"www-authenticate", b'Basic realm="api"')), status(401)),
    ),
    # pace
    Fault(
        "throttled-no-end",
        "throttles and does not say until when",
        "pace",
        spoilt(answer(429, THROTTLED, (JSON,)), lambda moment: moment.number > 300),
    ),
    Fault(
        "throttled-soon",
        "throttles and says soon",
        "pace",
        spoilt(answer(429, THROTTLED, (JSON, (b"retry-after", b"soon"))), lambda moment: moment.number % 90 == 0),
    ),
    Fault("many-allowed", "has a limit that is no number", "pace", spoilt(headed((b"x-ratelimit-limit", b"lots")))),
    Fault(
        "more-left",
        "has more left than is allowed",
        "pace",
        spoilt(headed((b"x-ratelimit-limit", b"60"), (b"x-ratelimit-remaining", b"61"))),
    ),
)
