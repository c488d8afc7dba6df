"""openapi.yaml, grown to any number of operations, always the same for the same number.

Each new operation is the stop under another path and name, with an envelope, a resource and an example of its own. The
parts below the resource are shared, as they are in contracts that grow by hand.
"""

import io
import json
from copy import deepcopy
from typing import Any

from ruamel.yaml import YAML

from contract_tests.stop.pair import STOP
from scripts.contract.document import Contract
from scripts.contract.values import Json

ENVELOPE, RESOURCE, ANSWER = "SmsCampaignSendResponse", "SmsCampaignSendResource", "Stopped"


def grown(contract: Contract, count: int) -> bytes:
    """The contract with so many operations, as YAML."""
    document: Any = deepcopy(dict(contract.document))
    (path, item), *_ = document["paths"].items()
    components = deepcopy(document["components"])
    examples = components["responses"][ANSWER]["content"]["application/json"]["examples"]
    for name in [*examples][1:]:
        del examples[name]
    for letters in map(_letters, range(26, 25 + count)):
        document["paths"][path.replace("/stop/", f"/stop-{letters.lower()}/")] = _renamed(item, letters)
        for room, name in (("responses", ANSWER), ("schemas", ENVELOPE), ("schemas", RESOURCE)):
            document["components"][room][name + letters] = _renamed(components[room][name], letters)
    yaml, text = YAML(typ="safe"), io.StringIO()
    yaml.default_flow_style = False
    yaml.dump(document, text)  # pyright: ignore[reportUnknownMemberType]  # untyped
    return text.getvalue().encode()


def _renamed(part: Json, letters: str) -> Json:
    """A copy of a part of the document, whose names of its own end with the letters."""
    text = json.dumps(part)
    for name in (ENVELOPE, RESOURCE, ANSWER):
        text = text.replace(f'/{name}"', f'/{name}{letters}"')
    renamed: Json = json.loads(text.replace(f'"operationId": "{STOP}"', f'"operationId": "{STOP}{letters}"'))
    return renamed


def _letters(number: int) -> str:
    """Letters for a number: A, B, ... Z, and from 26 on Aa, Ab, ..., which an operationId may end with."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + (chr(ord("a" if before else "A") + last))
