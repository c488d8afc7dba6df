"""The contract as one page for people: no program in it, nothing to fetch, for any width, light and dark."""

import re
from functools import partial
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from scripts.contract.document import Contract
from scripts.contract.values import Json, Object, items, members
from scripts.reference.calls import LOCATIONS, bodies, calls
from scripts.reference.json_text import pretty
from scripts.reference.shapes import components, fields
from scripts.reference.words import DEFAULTS, evidence, kind

TEMPLATE = Path(__file__).parent / "html.html"
FILE = "html/index.html"
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])
MARK = "\x00"  # before and after the name of a component, until the words around it are text of HTML


def render(contract: Contract) -> dict[str, bytes]:
    """The page."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"markdown": markdown, "kind": linked, "evidence": evidence, "json": readable}
    page = environment.from_string(TEMPLATE.read_text("utf-8")).render(
        info=contract.document["info"],
        server=members(items(contract.document["servers"])[0])["url"],
        calls=list(calls(contract)),
        locations=LOCATIONS,
        components=components(contract),
        fields=partial(fields, contract.document),
        nameless=nameless,
        bodies=list(bodies(contract)),
        defaults=DEFAULTS,
    )
    return {FILE: page.encode()}


def markdown(text: object) -> Markup:
    """A description as HTML; tags in it are text."""
    return Markup(MARKDOWN.render(str(text)))  # noqa: S704 - the library escapes what is no Markdown


def linked(schema: Object) -> Markup:
    """A schema in a few words, with links to the components that it names."""
    words = str(escape(kind(schema, lambda name: f"{MARK}{name}{MARK}")))
    return Markup(re.sub(f"{MARK}(.+?){MARK}", r'<a href="#\1">\1</a>', words))  # noqa: S704 - escaped above


def readable(value: Json) -> str:
    """A value as indented JSON."""
    return pretty(value).decode()


def nameless(schema: Object) -> list[Object]:
    """The schemas below a property that have no name, and so no place of their own on the page."""
    return [below for below in (schema, members(schema.get("items"))) if "$ref" not in below]
