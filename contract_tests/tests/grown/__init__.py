"""openapi.yaml, grown to eight operations, a server that keeps it, and servers that break it."""

import json
from pathlib import Path

from scripts.contract.document import Contract, load, parse
from scripts.contract.operations import operations
from scripts.contract.reading import read
from scripts.contract.values import Object, members

MORE = Path(__file__).with_name("more.yaml")


def merged(old: Object, new: Object) -> Object:
    """An object with all members of another; objects that both have are merged too."""
    result: Object = dict(old)
    for name, value in new.items():
        below = old.get(name)
        result[name] = merged(below, members(value)) if isinstance(below, dict) else value
    return result


def grown(contract: Contract) -> Contract:
    """A contract with seven more operations."""
    document = merged(contract.document, members(read(MORE.read_text("utf-8"))[0]))
    return parse(MORE, json.dumps(document).encode())


CONTRACT = grown(load())
OPERATIONS = tuple(operations(CONTRACT.document))
