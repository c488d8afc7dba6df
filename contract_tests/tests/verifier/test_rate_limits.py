"""Limits are read as servers write them."""

import pytest

from contract_tests.verifier.exchange import Response
from contract_tests.verifier.rate_limits import RateLimit, rate_limit, retry_after

NOW = 1_700_000_000.0
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"  # the same moment


def answer(**headers: str) -> Response:
    """An answer with headers, their underscores read as hyphens."""
    return Response(
        200, tuple((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()), b""
    )


# fmt: off
@pytest.mark.parametrize(("response", "expected"), [
    (answer(), RateLimit()),
    (answer(x_ratelimit_limit="60", x_ratelimit_remaining="59"), RateLimit(60, 59)),
    (answer(x_ratelimit_remaining="0", x_ratelimit_reset="30"), RateLimit(None, 0, 30.0)),
    (answer(x_ratelimit_remaining="0", x_ratelimit_reset="1700000030"), RateLimit(None, 0, 30.0)),
    (answer(x_ratelimit_remaining="0", x_ratelimit_reset="1700000030000"), RateLimit(None, 0, 30.0)),
    (answer(x_ratelimit_remaining="0", x_ratelimit_reset="1699999999"), RateLimit(None, 0, 0.0)),
    (answer(ratelimit_limit="100", ratelimit_remaining="50", ratelimit_reset="7"), RateLimit(100, 50, 7.0)),
    (answer(ratelimit="limit=100, remaining=50, reset=7"), RateLimit(100, 50, 7.0)),
    (answer(ratelimit='"default";r=50;t=30'), RateLimit(None, 50, 30.0)),
    (answer(ratelimit='"minute";r=9;t=30, "day";r=3;t=7200'), RateLimit(None, 3, 7200.0)),
    (answer(ratelimit='"default";r=50'), RateLimit(None, 50, None)),
    (answer(x_ratelimit_remaining="many"), RateLimit()),
    (answer(x_ratelimit_remaining="-1"), RateLimit()),
    (answer(x_ratelimit_remaining="9" * 400), RateLimit()),
    (answer(ratelimit="r"), RateLimit()),
])
def test_a_limit_is_read_in_every_spelling(response: Response, expected: RateLimit) -> None:
    assert rate_limit(response, NOW) == expected


@pytest.mark.parametrize(("response", "seconds"), [
    (answer(), None),
    (answer(retry_after="17"), 17.0),
    (answer(retry_after="Tue, 14 Nov 2023 22:13:50 GMT"), 30.0),
    (answer(retry_after="Tue, 14 Nov 2023 22:13:50 GMT", date="Tue, 14 Nov 2023 22:13:45 GMT"), 5.0),
    (answer(retry_after=DATE), 0.0),
    (answer(retry_after="Tue, 14 Nov 2023 22:00:00 GMT"), 0.0),
    (answer(retry_after="soon"), None),
    (answer(retry_after="-5"), None),
    (answer(retry_after="9" * 400), None),
    (answer(retry_after="Tue, 99 Nov 99999 22:00:00 GMT"), None),
])
def test_when_to_come_back_is_read_as_seconds_or_as_a_date(response: Response, seconds: float | None) -> None:
    assert retry_after(response, NOW) == seconds
# fmt: on
