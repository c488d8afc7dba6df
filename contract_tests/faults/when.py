"""When a fault shows: conditions on a moment, and on the request alone."""

import re
from collections.abc import Callable

from contract_tests.faults.fault import Moment, When, success
from contract_tests.mock import SENDS, Request

Asked = Callable[[Request], bool]


def always(_: Moment) -> bool:
    """Every answer."""
    return True


def status(*codes: int) -> When:
    """Every answer with one of these statuses."""
    return lambda moment: moment.response.status in codes


def of(send_type: str) -> When:
    """Every 200 for the sends of a type."""
    ids = [send.send.encode() for send in SENDS if send.send_type == send_type]
    return stops(names(*ids))


def nth(count: int) -> When:
    """The stop of a send with this number."""
    return lambda moment: success(moment) and moment.repeats == count


def from_nth(count: int) -> When:
    """The stops of a send from this number on."""
    return lambda moment: success(moment) and moment.repeats >= count


def every(count: int) -> When:
    """Every so many-th request."""
    return lambda moment: moment.number % count == 0


def rarely(count: int) -> When:
    """Every so many-th request, if it is answered with 200."""
    return both(success, every(count))


def method(*methods: str) -> When:
    """Every answer to these methods."""
    return lambda moment: moment.request.method in methods


def both(*conditions: When) -> When:
    """Where all conditions hold."""
    return lambda moment: all(condition(moment) for condition in conditions)


def asked(condition: Asked) -> When:
    """Every answer to requests of a kind."""
    return lambda moment: condition(moment.request)


def stops(condition: Asked) -> When:
    """Every 200 to requests of a kind."""
    return lambda moment: success(moment) and condition(moment.request)


def target(*texts: bytes) -> When:
    """Every answer to targets that contain one of these texts."""
    return asked(names(*texts))


# Requests


def header(request: Request, name: bytes) -> bytes:
    """The values of a header, joined; empty without one."""
    return b", ".join(value for key, value in request.headers if key.lower() == name)


def names(*texts: bytes) -> Asked:
    """Requests whose target contains one of these texts."""
    return lambda request: any(text in request.target for text in texts)


def sent(name: bytes, pattern: bytes = b".+") -> Asked:
    """Requests with a header that matches; a header that is not sent is empty."""
    compiled = re.compile(pattern, re.DOTALL)
    return lambda request: compiled.fullmatch(header(request, name)) is not None


def has_body(text: bytes = b"") -> Asked:
    """Requests with a body that contains a text."""
    return lambda request: bool(request.body) and text in request.body


def is_upper(request: Request) -> bool:
    """Requests whose ids have a letter in upper case."""
    ids = request.target.partition(b"/campaigns/")[2].partition(b"?")[0]
    return ids.lower() != ids
