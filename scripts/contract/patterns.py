"""Texts that a regular expression matches, made from the expression: enough for those that contracts hold."""

import re
from collections.abc import Iterator

_CLASSES = {"d": "0", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a", "t": "\t", "n": "\n", "r": "\r"}
_TOKEN = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)|\[(\^?)((?:\\.|[^\]\\])*)\]|([\s\S])")
_QUANTIFIER = re.compile(r"([*+?]|\{(\d+)(,(\d*))?\})\??")
_MOST = 40  # repetitions beyond the least that are tried


def matches(pattern: str) -> Iterator[str]:
    """Texts that may match, the shortest first. The caller checks: look-arounds and back references are not obeyed."""
    yield from dict.fromkeys(_Reader(pattern, more).alternatives() for more in range(_MOST))


class _Reader:
    """Reads a pattern once and writes one text; what may repeat without end repeats `more` times beyond the least."""

    def __init__(self, pattern: str, more: int) -> None:
        self.pattern = pattern
        self.more = more
        self.at = 0

    def alternatives(self) -> str:
        """The text of the first of several alternatives, up to the end of the group."""
        texts = [self._sequence()]
        while self._next("|"):
            texts.append(self._sequence())
        return texts[0]

    def _sequence(self) -> str:
        text = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            text += self._repeated(self._atom())
        return text

    def _atom(self) -> str:
        if self._next("("):
            flag = re.compile(r"\?(?:[:=!]|<[=!]|P?<\w+>)").match(self.pattern, self.at)
            self.at = flag.end() if flag else self.at
            text = self.alternatives()
            self._next(")")
            return "" if flag and flag[0][-1] in "=!" else text
        token = _TOKEN.match(self.pattern, self.at)
        if not token:
            return ""
        self.at = token.end()
        code, escaped, negated, members, plain = token.groups()
        if code:
            return chr(int(code, 16))
        if escaped:
            return "" if escaped in "bB" else _CLASSES.get(escaped, escaped)
        if members is not None:
            return _member(token[0], members, negated=bool(negated))
        return {"^": "", "$": "", ".": "a"}.get(plain, plain)

    def _repeated(self, text: str) -> str:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if not found:
            return text
        self.at = found.end()
        sign, least, ranged, most = found.groups()
        low = int(least) if least else int(sign == "+")
        bound = 1 if sign == "?" else low if least and not ranged else int(most) if most else low + self.more
        return text * min(low + self.more, bound)

    def _next(self, character: str) -> bool:
        found = self.pattern.startswith(character, self.at)
        self.at += found
        return found


def _member(whole: str, members: str, *, negated: bool) -> str:
    """A character of a class such as `[A-Z]`: its first one, or a common one that it does not exclude."""
    if not negated:
        return _CLASSES.get(members[1:2], members[1:2]) if members.startswith("\\") else members[:1]
    try:
        return next(one for one in "a0 -A~" if re.fullmatch(whole, one))
    except (StopIteration, re.error):
        return ""
