"""Which of endless keys are kept: a choice that is the same however what comes is split, counted apart and merged."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

Key = TypeVar("Key", bound="SupportsRichComparison")
Value = TypeVar("Value")


class Smallest(Generic[Key]):
    """The smallest keys of all that came.

    A key that is among the smallest of all is among the smallest of every part that has it, so what is counted for it
    in the parts adds up. That is not true of the keys that came first.
    """

    def __init__(self, size: int) -> None:
        """Begin with none; there will be at most `size`."""
        self._size = size
        self._keys: list[Key] = []

    def __contains__(self, key: Key) -> bool:
        """Whether the key is one of them."""
        place = bisect_left(self._keys, key)
        return self._keys[place : place + 1] == [key]

    def add(self, key: Key) -> Key | None:
        """Take a key in; returns the one that is too many now, which may be the same."""
        place = bisect_left(self._keys, key)
        if self._keys[place : place + 1] == [key]:
            return None
        if place >= self._size:
            return key
        self._keys.insert(place, key)
        return self._keys.pop() if len(self._keys) > self._size else None


class First(Generic[Value]):
    """The first names that came, each with the number and the value with which it came first, in their order.

    Nothing may be counted for them: a name that comes late in one part may come early in another.

    Attributes:
        known: the names, each with its number and value.
    """

    def __init__(self, size: int) -> None:
        """Begin with none; there will be at most `size`."""
        self._size = size
        self.known: dict[str, tuple[int, Value]] = {}

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self.known)

    @property
    def values(self) -> Iterator[Value]:
        """The values."""
        return (value for _, value in self.known.values())

    def add(self, number: int, name: str, value: Value) -> None:
        """Take a name in; of equal numbers, the first comes first."""
        self._take({name: (number, value)})

    def merge(self, other: "First[Value]", count: int = 0) -> None:
        """Take in the names of another, whose numbers begin after `count`."""
        self._take({name: (number + count, value) for name, (number, value) in other.known.items()})

    def _take(self, others: dict[str, tuple[int, Value]]) -> None:
        last = next(reversed(self.known.values()))[0] if self.known else 0
        has_room = len(self.known) < self._size
        new = {
            name: one
            for name, one in others.items()
            if (one[0] < self.known[name][0] if name in self.known else has_room or one[0] < last)
        }
        comes_after = all(number >= last for number, _ in new.values())
        self.known |= new
        if not comes_after:
            self.known = dict(sorted(self.known.items(), key=lambda item: item[1][0]))
        while len(self.known) > self._size:
            self.known.popitem()
