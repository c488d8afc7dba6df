"""Where the entries of a record begin and end, whatever stands in them or around them.

A record is a HAR, an array of entries, or values one after another, as in JSON lines, each an entry or a HAR. It is
read in pieces, and nesting is only counted: neither size nor depth costs memory.

A line that begins like an object of JSON begins an entry, unless it is inside of a HAR or an array: no value of a
record in lines has a line like that. So a record may be read in parts that begin with such lines.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

PIECE = 2**16
"""The longest piece, in bytes."""
BEGINNING = '{"'
"""How a line begins that may begin an entry."""
BIGGEST_ENTRY = 2**24
"""How many characters an entry may have."""
DEEPEST_ENTRY = 500
"""How many levels of an entry may be nested."""
NOT_JSON = "the entry is not JSON"
NO_OBJECT = "the entry is not a JSON object"
TOO_LARGE = f"the entry has more than {BIGGEST_ENTRY} characters"
TOO_DEEP = f"the entry is nested more than {DEEPEST_ENTRY} levels deep"
WITHIN, AFTER = "within", "after"
"""How a record breaks off: within its next entry, or after its last."""

Level: TypeAlias = Literal["top", "value", "log", "entries"]
# What opens a level: the level around it, the bracket, and the name before the bracket where that matters.
_OPENED_BY: dict[tuple[Level, str, str], Level] = {
    ("top", "{", ""): "value",
    ("top", "[", ""): "entries",
    ("value", "{", "log"): "log",
    ("log", "[", "entries"): "entries",
}
_NAMED = {"value", "log"}
_LONGEST_NAME = 16
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+("?)|[\[\]{}]|[^\s\[\]{}",:]++', re.DOTALL)
_REST_OF_STRING = re.compile(r'(?:[^"\\]++|\\.)*+("?)', re.DOTALL)


class UnreadableError(Exception):
    """A record breaks off, `WITHIN` or `AFTER` an entry."""


@dataclass(frozen=True)
class Entry:
    """The text of one entry, or the flaw for which it was not kept."""

    text: str
    flaw: str = ""


class Piece(NamedTuple):
    """Some text of a record, not longer than its line; where it is, in bytes; and whether a line begins with it."""

    text: str
    place: int
    begins_line: bool


class Part:
    """The entries of a part of a record, one at a time.

    Attributes:
        place: where the piece is that was read last; at the end of the part, where the next one begins.
        is_last: whether the record ends with the part.
    """

    def __init__(self, pieces: Iterable[Piece], end: int | None = None) -> None:
        """Read until the first line from `end` on with which another part may begin; without it, to the end."""
        self.place, self.is_last = 0, False
        self._pieces, self._end = pieces, end

    def __iter__(self) -> Iterator[Entry]:
        """The entries.

        Raises:
            UnreadableError: the record breaks off.
        """
        framing = _Framing()
        for text, place, begins_line in self._pieces:
            self.place = place
            if begins_line and text.startswith(BEGINNING) and framing.may_begin_anew:
                if framing.taken is not None:
                    yield Entry("", NOT_JSON)
                if self._end is not None and self.place >= self._end:
                    return
                framing = _Framing()
            yield from framing.read(text, begins_line=begins_line)
        self.is_last = True
        if framing.taken is not None:
            raise UnreadableError(WITHIN)
        if framing.levels:
            raise UnreadableError(AFTER)


class _Framing:
    """Follows the brackets and strings of a record.

    Attributes:
        levels: the levels that are open.
        taken: the parts of the entry that has begun, so far; None between entries.
    """

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.taken: list[str] | None = None
        self._size, self._flaw = 0, ""  # of what is taken
        self._depth = 0  # brackets open inside the innermost level
        self._name = ""  # the last string, which names what opens after it
        self._string: str | None = None  # how a string begins that goes on in the next piece
        self._is_escaped = False  # the last piece ended with a backslash
        self._in_word = False  # the last piece ended within a number or the like
        self._is_counted = False  # this line has held an entry, or was counted as one that is not JSON

    def read(self, piece: str, *, begins_line: bool) -> Iterator[Entry]:
        """The entries that end in a piece. Without `begins_line` it continues the line of the last one."""
        self._is_counted = self._is_counted and not begins_line
        begin = 0  # of what is taken
        for token in _TOKEN.finditer(piece, self._after_string(piece)):
            kind = piece[token.start()]
            if kind in "[{":
                begin = token.start() if self._open(kind) else begin
            elif kind in "]}" and self.levels:
                if self._close():
                    yield self._ended(piece[begin : token.end()])
            elif not self._depth and not (self._in_word and token.start() == 0):
                yield from self._stray()
            if kind == '"':
                self._remember(piece, token)
        self._in_word = not piece[-1].isspace() and piece[-1] not in '[]{}",:'
        self._take(piece[begin:])

    @property
    def _level(self) -> Level:
        return self.levels[-1] if self.levels else "top"

    def _after_string(self, piece: str) -> int:
        """Where the string of the last piece ends in this one; 0 if none is open."""
        if self._string is None:
            return 0
        rest = _REST_OF_STRING.match(piece, 1 if self._is_escaped else 0)
        end = rest.end() if rest else len(piece)
        self._is_escaped = end < len(piece) and not (rest and rest[1])
        if rest and rest[1]:
            self._name, self._string = (self._string + piece[: end - 1])[:_LONGEST_NAME], None
            return end
        self._string = (self._string + piece)[:_LONGEST_NAME]
        return len(piece)

    def _remember(self, piece: str, token: re.Match[str]) -> None:
        """Keep a string as a name, or as one that goes on in the next piece."""
        if token[1]:
            self._name = piece[token.start() + 1 : token.end() - 1][:_LONGEST_NAME]
        else:
            self._string = piece[token.start() + 1 : token.end()][:_LONGEST_NAME]
            self._is_escaped = token.end() < len(piece)

    def _open(self, bracket: str) -> bool:
        """Follow an opening bracket; returns whether an entry may begin with it."""
        level = self._level
        opened = None if self._depth else _OPENED_BY.get((level, bracket, self._name if level in _NAMED else ""))
        if opened:
            self.levels.append(opened)
            self.taken = None  # what holds entries is no entry itself
        else:
            self._depth += 1
            if self._depth > DEEPEST_ENTRY:
                self._flaw = TOO_DEEP
        begins = opened == "value" or (level == "entries" and self._depth == 1 and not opened)
        if begins:
            self.taken, self._size, self._flaw = [], 0, ""
        return begins

    def _close(self) -> bool:
        """Follow a closing bracket; returns whether an entry ends with it."""
        if self._depth:
            self._depth -= 1
            return self._level == "entries" and not self._depth
        return self.levels.pop() == "value" and self.taken is not None

    def _take(self, text: str) -> None:
        if self.taken is None:
            return
        self._size += len(text)
        if self._size > BIGGEST_ENTRY:
            self._flaw = TOO_LARGE
        if self._flaw:
            self.taken.clear()
        else:
            self.taken.append(text)

    def _ended(self, text: str) -> Entry:
        self._take(text)
        entry = Entry("".join(self.taken or ()), self._flaw)
        self.taken, self._is_counted = None, True
        return entry

    def _stray(self) -> Iterator[Entry]:
        """What stands where an entry should; outside of any value, a line of it counts once."""
        if self._level == "entries":
            yield Entry("", NO_OBJECT)
        elif self._level == "top" and not self._is_counted:
            self._is_counted = True
            yield Entry("", NOT_JSON)

    @property
    def may_begin_anew(self) -> bool:
        """Whether a line that begins like an entry is one, whatever came before it."""
        return self._level == "top" or (self._level == "value" and self.taken is not None)
