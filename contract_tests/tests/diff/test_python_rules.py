"""The public surface of a client and its rules: changes after which callers fail type checking or fail to run."""

import pytest

from scripts.diff import python_rules
from scripts.diff.python_rules import RULES, Rule
from scripts.diff.python_surface import surface

MODEL = "@define\nclass Send:\n    {}\n"

CASES = [
    ("member-gone", "def stop(): ...", "def halt(now): ...", "m.stop"),
    ("member-gone", MODEL.format("id: str\n    text: str"), MODEL.format("words: str\n    id: str"), "m.Send.text"),
    ("member-renamed", "def stop(): ...", "def halt(): ...", "m.halt"),
    ("member-renamed", "class Send:\n    def stop(self): ...", "class Send:\n    def halt(self): ...", "m.Send.halt"),
    ("member-renamed", MODEL.format("id: str\n    text: str"), MODEL.format("id: str\n    words: str"), "m.Send.words"),
    ("member-renamed", MODEL.format("id: str"), MODEL.format("id: str").replace("Send", "Run"), "m.Run"),
    ("member-renamed", "__all__ = ['a', 'b']", "__all__ = ['a', 'c']", "m:c"),
    ("member-gone", MODEL.format("id: str"), "", "m.Send"),
    ("member-gone", MODEL.format("id: str\n    text: str"), MODEL.format("id: str"), "m.Send.text"),
    ("member-gone", "__all__ = ['a', 'b']", "__all__ = ['a']", "m:b"),
    ("member-new", "", "def stop(): ...", "m.stop"),
    ("member-new", MODEL.format("id: str"), MODEL.format("id: str\n    text: str | None = None"), "m.Send.text"),
    (
        "member-new",
        MODEL.format("id: str"),
        MODEL.format("id: str\n    extra: dict = field(init=False)"),
        "m.Send.extra",
    ),
    ("member-kind", "def stop(): ...", "stop: int = 1", "m.stop"),
    ("member-kind", "class Error(Exception): ...", "class Error(ValueError): ...", "m.Error"),
    ("attribute-required", MODEL.format("id: str"), MODEL.format("id: str\n    text: str"), "m.Send.text"),
    ("attribute-required", MODEL.format("id: str = ''"), MODEL.format("id: str"), "m.Send.id"),
    ("attribute-type", MODEL.format("id: str | None"), MODEL.format("id: str"), "m.Send.id"),
    ("attribute-type", MODEL.format("id: str"), MODEL.format("id: 'str | None'"), "m.Send.id"),
    ("attribute-type", "KINDS = ('a',)", "KINDS = ('a', 'b')", "m.KINDS"),
    ("default", MODEL.format("size: int = 200"), MODEL.format("size: int = 300"), "m.Send.size"),
    (
        "default",
        MODEL.format("at: list = field(factory=list)"),
        MODEL.format("at: list = field(factory=tuple)"),
        "m.Send.at",
    ),
    ("default", "def stop(wait=5): ...", "def stop(wait=10): ...", "m.stop(wait)"),
    ("call", "def stop(): ...", "async def stop(): ...", "m.stop"),
    ("call", "class Send:\n    def age(self): ...", "class Send:\n    @property\n    def age(self): ...", "m.Send.age"),
    ("call", "def stop(a, b): ...", "def stop(b, a): ...", "m.stop"),
    ("call", "def stop(a): ...", "def stop(*, a): ...", "m.stop"),
    ("argument-gone", "def stop(*, a, b): ...", "def stop(*, a): ...", "m.stop(b)"),
    ("argument-required", "def stop(*, a): ...", "def stop(*, a, b): ...", "m.stop(b)"),
    ("argument-required", "def stop(*, a=1): ...", "def stop(*, a): ...", "m.stop(a)"),
    ("argument-new", "def stop(*, a): ...", "def stop(*, a, b=None): ...", "m.stop(b)"),
    ("argument-narrower", "def stop(a: str | UUID): ...", "def stop(a: UUID): ...", "m.stop(a)"),
    ("argument-wider", "def stop(a: UUID): ...", "def stop(a: Union[str, UUID]): ...", "m.stop(a)"),
    ("argument-wider", "def stop(a: int): ...", "def stop(a: float): ...", "m.stop(a)"),
    ("result-wider", "def stop() -> Send: ...", "def stop() -> Send | None: ...", "m.stop"),
    ("result-narrower", "def stop() -> Optional[Send]: ...", "def stop() -> Send: ...", "m.stop"),
]


def found(old: str, new: str) -> set[tuple[str, str]]:
    return {
        (change.rule, change.place) for change in python_rules.changes({"m.py": old.encode()}, {"m.py": new.encode()})
    }


@pytest.mark.parametrize(("rule", "old", "new", "place"), CASES)
def test_a_change_is_found_by_its_rule_and_by_no_other(rule: str, old: str, new: str, place: str) -> None:
    assert {one for one in found(old, new) if one[0] == rule} == {(rule, place)}
    others = {one for one, _ in found(old, new)} - {rule}
    assert others <= {"member-new", "attribute-required"} if rule == "member-gone" else others == set(), others


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_case(rule: Rule) -> None:
    assert rule.id in {case[0] for case in CASES}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def stop(): ...", '"""Words."""\ndef stop():\n    """More."""\n    return 1'),
        ("def _stop(): ...", ""),
        ("__all__ = ['a']\ndef a(): ...\ndef b(): ...", "__all__ = ['a']\ndef a(): ..."),
        ("import httpx", "import json"),
        (MODEL.format("a: int\n    b: str"), MODEL.format("b: str\n    a: int")),
        ("VERSION = '0.1.0'", "VERSION = '0.2.0'"),
        ("def stop(a: 'str | None'): ...", "def stop(a: None | str): ..."),
        ("class Send:\n    def _parse(self): ...", "class Send: ..."),
    ],
)
def test_private_changes_are_no_changes(old: str, new: str) -> None:
    assert found(old, new) == set()


def test_the_modules_that_read_and_write_messages_are_private() -> None:
    names = [f"{name}.py" for name in ("decoding", "parameters", "readers", "writers")]
    assert surface(dict.fromkeys(names, b"def stop(): ...")) == {}


def test_a_new_name_is_told_with_the_old_one() -> None:
    old, new = MODEL.format("id: str\n    text: str"), MODEL.format("id: str\n    words: str")
    (change,) = python_rules.changes({"m.py": old.encode()}, {"m.py": new.encode()})
    assert change.sentence == "callers that use it break: `text` is now `words`"


def test_a_module_with_a_new_name_is_told_as_one_change() -> None:
    module = b"class Send:\n    def stop(self): ...\n"
    (change,) = python_rules.changes({"a/b.py": module}, {"a/c.py": module})
    assert (change.rule, change.place) == ("member-renamed", "a.c")
    assert (
        python_rules.changes({"a/b.py": module}, {"a/c.py": module.replace(b"stop", b"halt")})[0].rule == "member-gone"
    )


def test_private_modules_are_not_public() -> None:
    tree = {"_core.py": b"def a(): ...", "models/_parse.py": b"def b(): ...", "__init__.py": b"", "py.typed": b""}
    assert surface(tree).keys() == {"."}
