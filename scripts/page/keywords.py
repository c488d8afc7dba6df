"""Compare the objects of two OpenAPI documents keyword by keyword: the vendor's own, and those of the contract.

Each keyword of the contract is confirmed, contradicted or not mentioned by the vendor; each keyword that only the
vendor has is new.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from scripts.contract.document import Contract
from scripts.contract.values import Json, Object, at, join, members, target
from scripts.page.explain import show
from scripts.page.statements import ABSENT, Part, Said, Statements, canonical, is_terse, read

Word: TypeAlias = Literal["contradicted", "new", "not mentioned"]
VERDICTS: tuple[Word, ...] = ("contradicted", "new", "not mentioned")
_Key: TypeAlias = tuple[str, str]

WORDING = "wording"  # the level of words for people
_LONGEST = 96  # characters of a value in a line
_TEXTS = ("type",)  # said in words already


@dataclass(frozen=True)
class Verdict:
    """What the vendor says of one keyword.

    `pointer` is the place of the keyword in the contract, `theirs` and `ours` what the two documents say, if they do.
    `level` is the evidence that the contract has for it; words for people have the level WORDING.
    """

    word: Word
    pointer: str
    theirs: str
    ours: str = ""
    level: str = "documented"

    @property
    def differs(self) -> bool:
        """Whether the documents disagree. That a vendor is silent about what is not documented is no disagreement."""
        return self.word != "not mentioned" or self.level == "documented"


@dataclass
class Keywords:
    """Two documents, the verdicts with the places for which each was found, and the keywords that agree.

    `confirmed` counts the places by the pointer in the contract; `marks` are the pointers of the evidence marks of
    keywords that are confirmed.
    """

    theirs: Contract
    ours: Contract
    verdicts: dict[Verdict, list[str]] = field(default_factory=dict[Verdict, list[str]])
    confirmed: Counter[str] = field(default_factory=Counter[str])
    marks: set[str] = field(default_factory=set[str])
    _terse: bool = field(init=False)
    _seen: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def __post_init__(self) -> None:
        """Note how the vendor writes."""
        self._terse = is_terse(self.theirs.document)

    def compare(self, place: str, theirs: Part, ours: Part) -> None:
        """Compare two objects and all below them; each pair once."""
        if (theirs.pointer, ours.pointer) in self._seen:
            return
        self._seen.add((theirs.pointer, ours.pointer))
        their, our = read(self.theirs.document, theirs, terse=self._terse), read(self.ours.document, ours)
        self._words(place, their, our)
        self._values(place, their, our)
        self.parts(place, their, our)

    def parts(self, place: str, their: Statements, our: Statements) -> None:
        """Compare the objects below two others."""
        pairs = self._paired(their, our)
        for key, part in our.parts.items():
            if key not in pairs.values() and not _is_empty(self.ours.document, key, part):
                self.lacking(part.place(place), part.pointer, shown(self.ours.document, part))
        for key, part in their.parts.items():
            if key in pairs:
                self.compare(part.place(place), part, our.parts[pairs[key]])
            elif not _is_empty(self.theirs.document, key, part):
                new = Verdict("new", _home(their, our, part.pointer), shown(self.theirs.document, part))
                self.note(part.place(place), new)

    def _paired(self, their: Statements, our: Statements) -> dict[_Key, _Key]:
        """The parts of the vendor's object that the contract has too, by key, with their keys there."""
        pairs: dict[_Key, _Key] = {}
        for key, part in their.parts.items():
            keyword, name = key
            candidates = [key]
            if keyword == "responses":
                candidates += [(keyword, f"{name[0]}XX")]  # a status belongs to its class
            elif keyword in {"anyOf", "oneOf"}:
                left = [one for one in our.parts if one[0] == keyword and one not in pairs.values()]
                candidates = sorted(left, key=lambda one: (self._distance(part, our.parts[one]), one != key))
            if found := next((one for one in candidates if one in our.parts), None):
                pairs[key] = found
        return pairs

    def _distance(self, theirs: Part, ours: Part) -> int:
        """The number of verdicts about two objects."""
        trial = Keywords(self.theirs, self.ours, _seen={*self._seen})
        trial.compare("", theirs, ours)
        return len(trial.verdicts)

    def _words(self, place: str, their: Statements, our: Statements) -> None:
        """Compare the words for people: layer by layer, or, if only one of the documents refers, as a whole."""
        if len(their.layers) != len(our.layers):
            for keyword in dict.fromkeys(keyword for words in (*our.words, *their.words) for keyword in words or {}):
                self._words_of_one(place, keyword, their, our)
            return
        for layer, (theirs, ours) in enumerate(zip(their.words, our.words, strict=True)):
            for keyword in [*({} if theirs is None else (ours or {}) | theirs)]:
                said, known = (theirs or {}).get(keyword), (ours or {}).get(keyword)
                self._word(place, said, known, _home(their, our, said.pointer, layer) if said else "")

    def _words_of_one(self, place: str, keyword: str, their: Statements, our: Statements) -> None:
        """Compare the words under a keyword: what is written in place of a reference has the words of one layer."""
        said, known = ([words[keyword] for words in one.words if words and keyword in words] for one in (their, our))
        texts, stated = ({canonical(one.value) for one in ones} for ones in (said, known))
        self.confirmed.update(one.pointer for one in known if canonical(one.value) in texts)
        left = next((one for one in said if canonical(one.value) not in stated), None)
        if left or not said:
            unlike = next((one for one in known if canonical(one.value) not in texts), None)
            home = our.layers[0] + left.pointer.removeprefix(their.layers[left.layer]) if left else ""
            self._word(place, left, unlike, home)

    def _word(self, place: str, theirs: Said | None, ours: Said | None, home: str) -> None:
        if theirs and ours and canonical(theirs.value) == canonical(ours.value):
            self.confirmed[ours.pointer] += 1
        elif theirs or ours:
            now, was = (show(said.value, _LONGEST) if said else "" for said in (theirs, ours))
            word: Word = "not mentioned" if theirs is None else "contradicted" if ours else "new"
            self.note(place, Verdict(word, ours.pointer if ours else home, now, was, WORDING))

    def _values(self, place: str, their: Statements, our: Statements) -> None:
        for keyword in our.values | their.values:
            theirs, ours = their.values.get(keyword), our.values.get(keyword)
            now, was = (_text(keyword, said.value) if said else "" for said in (theirs, ours))
            if theirs is None and ours and isinstance(ours.value, bool) and keyword in ABSENT:  # silence has a meaning
                now = _text(keyword, ABSENT[keyword])
            if ours is None:
                self.note(place, Verdict("new", _home(their, our, theirs.pointer) if theirs else "", now))
                continue
            level, mark = _evidence(self.ours.document, *ours.pointer.rsplit("/", 1))
            if theirs and canonical(theirs.value) == canonical(ours.value):
                self.confirmed[ours.pointer] += 1
                self.marks |= {mark} - {""}
            else:
                level = _unmarked(keyword, theirs, ours) or level
                word: Word = "contradicted" if now else "not mentioned"
                self.note(place, Verdict(word, ours.pointer, now, was, level))

    def lacking(self, place: str, pointer: str, stated: str) -> None:
        """Note that the vendor does not mention an object of the contract."""
        inside = _evidence(self.ours.document, target(self.ours.document, pointer)[0], "")[0]
        around = _evidence(self.ours.document, *pointer.rsplit("/", 1))[0]
        self.note(place, Verdict("not mentioned", pointer, "", stated, around if inside == "documented" else inside))

    def note(self, place: str, verdict: Verdict) -> None:
        """Note what the vendor says of a keyword or an object."""
        self.verdicts.setdefault(verdict, []).append(place.strip() or "/")


def _home(their: Statements, our: Statements, pointer: str, layer: int | None = None) -> str:
    """The place in the contract for something that stands at a pointer in the vendor's object."""
    if layer is None:
        layer = next((index for index, own in enumerate(their.layers) if pointer.startswith(own + "/")), 0)
    home = our.layers[layer if len(their.layers) == len(our.layers) else -1]
    return home + pointer.removeprefix(their.layers[layer])


def _is_empty(document: Object, key: _Key, part: Part) -> bool:
    """Whether an object is a schema that says nothing, as if it were not there; a property is there all the same."""
    return part.kind == "schema" and key[0] != "properties" and at(document, part.pointer) == {}


def shown(document: Object, part: Part) -> str:
    """An object in a few characters."""
    own = target(document, part.pointer)[1]
    return f"{part.kind} {show({key: value for key, value in own.items() if not key.startswith('x-')}, _LONGEST)}"


def _text(keyword: str, value: Json) -> str:
    return f"{keyword} {value if keyword in _TEXTS else show(value, _LONGEST)}"


def _unmarked(keyword: str, theirs: Said | None, ours: Said) -> str:
    """The level of what the contract does not mark one by one: null, whole numbers and their width."""
    if keyword == "format" and ours.value == "int64":
        return "convention"
    now, was = ({*str(said.value).split(" or ")} if said else set[str]() for said in (theirs, ours))
    if keyword == "type" and theirs:
        if now - {"null"} == was - {"null"}:
            return "convention"
        return "inferred" if "integer" in was and now - {"null"} == {"number"} else ""
    return ""


def _evidence(document: Object, pointer: str, key: str) -> tuple[str, str]:
    """The evidence level of a member of an object, and the pointer of the mark: its own, or one of an object around."""
    holder = pointer
    while holder:
        evidence = members(at(document, holder)).get("x-evidence")
        if isinstance(evidence, str):
            return evidence, join(holder, "x-evidence")
        if holder == pointer and isinstance(evidence, dict) and key in evidence:
            return str(evidence[key]), join(holder, "x-evidence", key)
        holder = holder.rpartition("/")[0]
    return "documented", ""
