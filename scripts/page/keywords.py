"""Compare two schemas keyword by keyword: the vendor's own, and that of the contract.

Both are compared as OpenAPI 3.1 writes them. Words for people, such as descriptions and examples, are not compared.
"""

from dataclasses import dataclass, field

from scripts.contract.document import Contract
from scripts.contract.values import Json, Object, at, items, join, members, target, types
from scripts.page.difference import Difference
from scripts.page.explain import show
from scripts.page.mintlify import text

_WORDS = {"$ref", "title", "description", "example", "examples", "nullable", "externalDocs", "xml"}
_BELOW = {"properties", "items"}
_COMPOSED = ("allOf", "anyOf", "oneOf")
_UNMARKED = ("format", "int64")  # a convention that the contract does not mark one by one


@dataclass
class Keywords:
    """Two documents, their differences, and the numbers of keywords that agree and that only the contract has.

    A keyword that only the contract has is a difference if the contract calls it documented.
    """

    theirs: Contract
    ours: Contract
    differences: list[Difference] = field(default_factory=list[Difference])
    confirmed: int = 0
    silent: int = 0
    seen: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def compare(self, place: str, theirs: str, ours: str) -> None:
        """Compare the schemas at two pointers, and all below them; each pair once."""
        their_pointer, their = _schema(self.theirs.document, theirs)
        our_pointer, our = _schema(self.ours.document, ours)
        pair = (their_pointer, our_pointer, text(their.get("type")))
        if pair in self.seen:
            return
        self.seen.add(pair)
        for keyword in [keyword for keyword in our | their if keyword not in _BELOW]:
            if keyword not in their:
                unmarked = (keyword, our[keyword]) == _UNMARKED
                self.lacking(place, f"{keyword} {show(our[keyword])}", our_pointer, keyword, unmarked=unmarked)
            elif text(their[keyword]) == text(our.get(keyword)):
                self.confirmed += 1
            else:
                was, follows = f"no {keyword}", f"has {keyword}"
                if keyword in our:
                    was, follows = f"{keyword} {show(our[keyword])}", f"has another {keyword}"
                self.report(place, f"{keyword} {show(their[keyword])}", was, follows, join(our_pointer, keyword))
        self._properties(place, their_pointer, our_pointer)
        if "items" in their and "items" in our:
            self.compare(join(place, 0), join(their_pointer, "items"), join(our_pointer, "items"))

    def _properties(self, place: str, their_pointer: str, our_pointer: str) -> None:
        theirs, ours = join(their_pointer, "properties"), join(our_pointer, "properties")
        their = members(members(at(self.theirs.document, their_pointer)).get("properties"))
        our = members(members(at(self.ours.document, our_pointer)).get("properties"))
        for name in our | their:
            if name not in their:
                self.lacking(join(place, name), "a property", ours, name)
            elif name not in our:
                shown = show(_schema(self.theirs.document, join(theirs, name))[1])
                self.report(join(place, name), shown, "nothing", "is new", ours)
            else:
                self.compare(join(place, name), join(theirs, name), join(ours, name))

    def lacking(self, place: str, stated: str, pointer: str, key: str, *, unmarked: bool = False) -> None:
        """Note that the vendor says nothing of a member of an object of the contract."""
        if unmarked or _level(self.ours.document, pointer, key) != "documented":
            self.silent += 1
        else:
            self.report(place, "nothing", stated, "is not in the vendor's schema", join(pointer, key))

    def report(self, place: str, shown: str, stated: str, follows: str, pointer: str) -> None:
        """Note a difference."""
        self.differences.append(Difference(place.strip(), shown, stated, follows, "documented", pointer))


def _schema(document: Object, pointer: str, seen: frozenset[str] = frozenset()) -> tuple[str, Object]:
    """Where the references from a pointer lead, and the schema there without words.

    Null is a type beside another one, whether OpenAPI 3.0 or a composition of one schema says so.
    """
    pointer, raw = target(document, pointer)
    schema = {key: value for key, value in raw.items() if key not in _WORDS and not key.startswith("x-")}
    null = raw.get("nullable") is True
    for keyword in _COMPOSED:
        options = items(schema.get(keyword))
        solid = [index for index, option in enumerate(options) if types(members(option)) != ["null"]]
        if len(solid) == 1 and len(schema) == 1 and pointer not in seen:
            null = null or len(options) > 1
            pointer, schema = _schema(document, join(pointer, keyword, solid[0]), seen | {pointer})
    names = {*map(str, types(schema)), *(["null"] if null else [])}
    if types(schema):
        schema["type"] = " | ".join([*sorted(names - {"null"}), *(["null"] if "null" in names else [])])
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(exclusive) is True and bound in schema:  # as OpenAPI 3.0 writes it
            schema[exclusive] = schema.pop(bound)
    if "required" in schema:
        required: list[Json] = [*sorted(map(str, items(schema["required"])))]
        schema["required"] = required
    if schema.get("additionalProperties") in (True, {}):
        del schema["additionalProperties"]
    return pointer, schema


def _level(document: Object, pointer: str, key: str) -> Json:
    """The evidence level of a member of an object: its own mark, or the mark of an object around it."""
    holder = pointer
    while holder:
        evidence = members(at(document, holder)).get("x-evidence")
        if isinstance(evidence, str):
            return evidence
        if holder == pointer and isinstance(evidence, dict) and key in evidence:
            return evidence[key]
        holder = holder.rpartition("/")[0]
    return "documented"
