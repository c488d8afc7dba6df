"""Models import each other at the top of their modules, except where a model contains itself."""

from scripts.client.cycles import untangle


def model(name: str, *imports: str) -> bytes:
    lines = [f"from .{one} import {one.title()}\n" for one in imports]
    return (
        f"from .. import types\n{''.join(lines)}\n\nclass {name}:\n    ...\n\n\ntypes.resolve_hints({name})\n".encode()
    )


def test_models_that_contain_others_stay_as_they_are() -> None:
    tree = {
        "models/a.py": model("A", "b", "c"),
        "models/b.py": model("B", "c"),
        "models/c.py": model("C"),
        "models/__init__.py": b"from .a import A\n",
        "py.typed": b"",
    }
    assert untangle(tree) == tree


def test_an_import_in_a_circle_comes_last_and_the_others_stay() -> None:
    tree = {
        "models/a.py": model("A", "b", "d"),
        "models/b.py": model("B", "c"),
        "models/c.py": model("C", "a", "d"),
        "models/d.py": model("D"),
    }
    last = "\n\n# Imported last, because these models contain each other.\nfrom .{0} import {1}\ntypes.resolve_hints("
    untangled = untangle(tree)
    for name, circular in (("a", "b"), ("b", "c"), ("c", "a")):
        text = untangled[f"models/{name}.py"].decode()
        assert last.format(circular, circular.title()) in text
        assert text.count(f"from .{circular} import") == 1
    for name in ("a", "c"):
        above, _, _ = untangled[f"models/{name}.py"].partition(b"class")
        assert b"from .d import D\n" in above
    assert untangled["models/d.py"] == tree["models/d.py"]
