"""Deviations from the stock generator: one row each, a replacement in the text of one of its templates.

A row must find its text exactly once. When a new version of the generator moves or cures what a row is about,
generation fails and names the row, which is then rewritten or deleted. What takes more than a line is a template of
our own under scripts/templates.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Override:
    """`old` becomes `new` in `template`; `reason` says why the stock text cannot stay, `upstream` is the report."""

    id: str
    template: str
    old: str
    new: str
    reason: str
    upstream: str


OVERRIDES = (
    Override(
        id="status-code-value",
        template="endpoint_module.py.jinja",
        old="HTTPStatus(response.status_code)",
        new="response.status_code",
        reason="HTTPStatus() knows registered codes only: Laravel's 419 and Cloudflare's 520 end in a ValueError",
        upstream="https://github.com/openapi-generators/openapi-python-client/issues/1442",
    ),
)
