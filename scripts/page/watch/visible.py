"""The text of an HTML page as a browser shows it, one line for each block."""

from html.parser import HTMLParser

_HIDDEN = {"head", "script", "style", "template", "noscript", "svg"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self.literal = 0
        self.password = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden.append(tag)
        self.literal += tag == "pre"
        self.password = self.password or (tag == "input" and ("type", "password") in attrs)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        self.literal -= tag == "pre" and self.literal > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data if self.literal else " ".join(data.split("\n")))

    def _break(self, tag: str) -> None:
        if tag not in _INLINE and not self.hidden:
            self.pieces.append("\n")


def text(html: str) -> str:
    """The visible text; empty lines are left out, the lines of code blocks keep their indentation."""
    lines = "".join(_read(html).pieces).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())


def asks_for_password(html: str) -> bool:
    """Whether the page has a field for a password."""
    return _read(html).password


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
