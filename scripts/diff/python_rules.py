"""The rules of compatibility of the Python client: what a change of its public surface means for callers.

An attribute is read and set, so any change of its type fails somebody's type checking. A parameter may accept more
types, and a result may have fewer. Callers may rely on names, not on the positions of attributes in a constructor.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scripts.diff.python_surface import Attribute, Function, Holder, Member, Parameter, surface
from scripts.diff.verdict import Change, Verdict, renaming

Surface: TypeAlias = dict[str, Member]
Found: TypeAlias = str | tuple[str, str]  # a member, or the two names that it had and has


@dataclass(frozen=True)
class Rule:
    """A rule of compatibility: a stable id, its verdict, a sentence for callers, and the members that it concerns."""

    id: str
    verdict: Verdict
    sentence: str
    find: Callable[[Surface, Surface], Iterator[Found]]


def changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Change]:
    """The changes from one client to another, both given as {path: content}."""
    differing = [path for path in {*old, *new} if old.get(path) != new.get(path)]
    surfaces = [surface({path: tree[path] for path in differing if path in tree}) for tree in (old, new)]
    return [_change(rule, found) for rule in RULES for found in dict.fromkeys(rule.find(*surfaces))]


def _change(rule: Rule, found: Found) -> Change:
    if isinstance(found, str):
        return Change("source", rule.id, rule.verdict, found, rule.sentence)
    return Change("source", rule.id, rule.verdict, found[1], f"{rule.sentence}: {renaming(*found)}")


def _holder(name: str) -> str:
    return name.rpartition(":")[0] or name.rpartition(".")[0] or "."


def _only(one: Surface, other: Surface) -> Iterator[str]:
    """The members that one surface has and the other lacks, without the members below them."""
    for name in one:
        if name not in other and (_holder(name) in other or _holder(name) not in one):
            yield name


def _renamed(old: Surface, new: Surface) -> Iterator[tuple[str, str]]:
    """The members of which only the name changed: of their kind, one is gone from a holder and an equal one is new.

    Attributes have a position too. Functions and modules may move, since their names give their order.
    """
    gone, came = _alone(_only(old, new), old), _alone(_only(new, old), new)
    for kind, was in gone.items():
        now = came.get(kind)
        if was and now and _content(old, was) == _content(new, now) and _position(old, was) == _position(new, now):
            yield was, now


def _alone(names: Iterator[str], members: Surface) -> dict[tuple[str, type[Member]], str | None]:
    """The only member of each kind in each holder, by both; None if there are more."""
    found: dict[tuple[str, type[Member]], str | None] = {}
    for name in names:
        kind = _holder(name), type(members[name])
        found[kind] = None if kind in found else name
    return found


def _content(members: Surface, name: str) -> Surface:
    """A member and those below it, by the rest of their names."""
    within = f"{name}.", f"{name}:"
    return {key.removeprefix(name): value for key, value in members.items() if key == name or key.startswith(within)}


def _position(members: Surface, name: str) -> int:
    """The number of attributes before one in its class or module; none before another member."""
    beside = [key for key, value in members.items() if isinstance(value, Attribute) and _holder(key) == _holder(name)]
    return beside.index(name) if name in beside else 0


def _gone(old: Surface, new: Surface) -> Iterator[str]:
    renamed = {was for was, _ in _renamed(old, new)}
    yield from (name for name in _only(old, new) if name not in renamed)


def _new(old: Surface, new: Surface) -> Iterator[str]:
    told = {now for _, now in _renamed(old, new)} | set(_required_attribute(old, new))
    yield from (name for name in _only(new, old) if name not in told)


def _required_attribute(old: Surface, new: Surface) -> Iterator[str]:
    renamed = {now for _, now in _renamed(old, new)}
    for name, member in new.items():
        if name in renamed:
            continue
        if isinstance(member, Attribute) and member.constructed and member.default is None:
            was = old.get(name)
            if was is None and name.rpartition(".")[0] in old:
                yield name
            if isinstance(was, Attribute) and was.constructed and was.default is not None:
                yield name


def _both(old: Surface, new: Surface) -> Iterator[tuple[str, Member, Member]]:
    yield from ((name, member, new[name]) for name, member in old.items() if name in new)


def _functions(old: Surface, new: Surface) -> Iterator[tuple[str, Function, Function]]:
    for name, was, now in _both(old, new):
        if isinstance(was, Function) and isinstance(now, Function):
            yield name, was, now


def _parameters(old: Surface, new: Surface) -> Iterator[tuple[str, Parameter | None, Parameter | None]]:
    """The parameters of functions on both sides, named `function(parameter)`."""
    for name, was, now in _functions(old, new):
        olds, news = ({one.name: one for one in function.parameters} for function in (was, now))
        for key in olds | news:
            yield f"{name}({key})", olds.get(key), news.get(key)


def _kind(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _both(old, new):
        if type(was) is not type(now) or (
            isinstance(was, Holder) and isinstance(now, Holder) and was.bases != now.bases
        ):
            yield name


def _retyped(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _both(old, new):
        if isinstance(was, Attribute) and isinstance(now, Attribute) and was.annotation != now.annotation:
            yield name


def _redefaulted(old: Surface, new: Surface) -> Iterator[str]:
    required, retyped = set(_required_attribute(old, new)), set(_retyped(old, new))
    for name, was, now in _both(old, new):
        values = [member.default for member in (was, now) if isinstance(member, Attribute)]
        if len(set(values)) == 2 and name not in required and name not in retyped:
            yield name
    for name, before, after in _parameters(old, new):
        if before and after and before.default != after.default and after.default is not None:
            yield name


def _recalled(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _functions(old, new):
        if (was.asynchronous, was.decorators) != (now.asynchronous, now.decorators):
            yield name
        places, places_now = (
            [one.name for one in function.parameters if one.kind.startswith("positional")] for function in (was, now)
        )
        if places_now[: len(places)] != places:
            yield name


def _parameter_gone(old: Surface, new: Surface) -> Iterator[str]:
    yield from (name for name, was, now in _parameters(old, new) if was and not now)


def _parameter_required(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _parameters(old, new):
        if now and _needed(now) and not (was and _needed(was)):
            yield name


def _parameter_new(old: Surface, new: Surface) -> Iterator[str]:
    yield from (name for name, was, now in _parameters(old, new) if now and not was and not _needed(now))


def _needed(parameter: Parameter) -> bool:
    return parameter.default is None and parameter.kind not in {"list", "mapping"}


def _parameter_narrower(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _parameters(old, new):
        if was and now and not _within(was.annotation, now.annotation):
            yield name


def _parameter_wider(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _parameters(old, new):
        if was and now and was.annotation != now.annotation and _within(was.annotation, now.annotation):
            yield name


def _returns_wider(old: Surface, new: Surface) -> Iterator[str]:
    yield from (name for name, was, now in _functions(old, new) if not _within(now.returns, was.returns))


def _returns_narrower(old: Surface, new: Surface) -> Iterator[str]:
    for name, was, now in _functions(old, new):
        if was.returns != now.returns and _within(now.returns, was.returns):
            yield name


def _within(inner: frozenset[str], outer: frozenset[str]) -> bool:
    """Whether every member of a union is in another one; type checkers accept an int for a float."""
    return all(one in outer or (one == "int" and "float" in outer) for one in inner)


_B: Verdict = "breaking"
_C: Verdict = "compatible"

# fmt: off
RULES = (
    Rule("member-gone", _B, "callers that use it break because it is gone", _gone),
    Rule("member-renamed", _B, "callers that use it break", _renamed),
    Rule("member-new", _C, "callers can use it", _new),
    Rule("member-kind", _B, "callers that use it break because it is another kind of object or has other bases", _kind),

    Rule("attribute-required", _B, "callers that construct it break because they do not pass it", _required_attribute),
    Rule("attribute-type", _B, "callers that read or set it fail type checking: its type changed", _retyped),
    Rule("default", _C, "callers that rely on the default get another one", _redefaulted),

    Rule("call", _B, "callers that call it break because it is called in another way", _recalled),
    Rule("argument-gone", _B, "callers that pass it break because it is no longer accepted", _parameter_gone),
    Rule("argument-required", _B, "callers break because they do not pass it", _parameter_required),
    Rule("argument-new", _C, "callers can pass it", _parameter_new),
    Rule("argument-narrower", _B, "callers that pass such values fail type checking", _parameter_narrower),
    Rule("argument-wider", _C, "callers can pass more types", _parameter_wider),
    Rule("result-wider", _B, "callers that use the result fail type checking: it has more types", _returns_wider),
    Rule("result-narrower", _C, "callers get a result of fewer types", _returns_narrower),
)
# fmt: on
