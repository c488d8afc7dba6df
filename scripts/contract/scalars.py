"""Scalars of YAML as JSON values: one row for each tag that JSON knows, and no value that JSON cannot say.

The tags and their forms are those of the core schema of YAML 1.2. Numbers are those that a double can hold, since
readers of JSON do not agree about larger ones.
"""

import re
import sys
from collections.abc import Callable

_CORE = "tag:yaml.org,2002:"
_LONGEST = 309  # digits of the largest double


def _integer(text: str) -> int:
    return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)


# fmt: off
_FORMS: dict[str, tuple[str, Callable[[str], bool | int | float | None]]] = {
    "null": (r"|~|null|Null|NULL", lambda _: None),
    "bool": (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    "int": (rf"[-+]?[0-9]{{1,{_LONGEST}}}|0o[0-7]{{1,{_LONGEST}}}|0x[0-9a-fA-F]{{1,{_LONGEST}}}", _integer),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
}
# fmt: on
_NO_FORM = (r"(?!)", float)


def scalar(tag: str, text: str) -> str | int | float | None:
    """The value of a scalar with a tag, written in full or as the core schema's short name.

    Raises:
        ValueError: The tag is not JSON's, the text is none of its forms, or JSON cannot say the value.
    """
    kind = tag.removeprefix(_CORE)
    if kind == "str":
        return _characters(text)
    form, read = _FORMS.get(kind, _NO_FORM)
    if not re.fullmatch(form, text):
        raise ValueError("the text is no form of the tag")
    value = read(text)
    if value is not None and not -sys.float_info.max <= value <= sys.float_info.max:
        raise ValueError("the number is larger than a double")
    return value


def _characters(text: str) -> str:
    r"""The text, in which two halves of a character, such as `\ud83d\ude00`, are one.

    Raises:
        ValueError: A half stands alone.
    """
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16")
