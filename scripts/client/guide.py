"""The guide to the client, generated/README.md, which is also the description of the wheel.

The operations, the server and the tree of errors are filled in. The template has the rest: words that are true of every
contract, and programs that stop a send of the mock. They need an edit when the stop has another name.
"""

import ast

from jinja2 import Environment, StrictUndefined
from openapi_python_client.strings import PythonIdentifier

from scripts.client.package import TEMPLATES
from scripts.contract.document import Contract
from scripts.contract.operations import operations
from scripts.contract.rules.client import FIELD_PREFIX
from scripts.contract.values import at

TEMPLATE = "guide.md.jinja"


def render(contract: Contract) -> dict[str, bytes]:
    """The guide by its path in generated/."""
    rows = [
        {
            "method": PythonIdentifier(operation.operation_id, FIELD_PREFIX),
            "request": f"{operation.method.upper()} {operation.path}",
            "summary": _cell(operation.place.value.get("summary", "")),
        }
        for operation in operations(contract.document)
    ]
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - Markdown
    template = environment.from_string((TEMPLATES / TEMPLATE).read_text("utf-8"))
    text = template.render(operations=rows, server=at(contract.document, "/servers/0/url"), errors=_errors())
    return {"README.md": text.encode()}


def _errors() -> str:
    """The tree that is drawn in the docstring of errors.py."""
    drawn = ast.get_docstring(ast.parse((TEMPLATES / "runtime" / "errors.py").read_text("utf-8"))) or ""
    return drawn.split("\n\n")[1]


def _cell(text: object) -> str:
    """A text of the contract as one cell of a table."""
    return " ".join(str(text).split()).replace("|", r"\|").replace("<", "&lt;")
