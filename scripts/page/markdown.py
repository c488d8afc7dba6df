"""Read the vendor's own OpenAPI from a page in Markdown.

The maker of the documentation serves each page in Markdown too. The page of an operation then ends with a block that
holds an OpenAPI document of that one operation.
"""

import re
from pathlib import Path

from scripts.contract.document import Contract, parse
from scripts.contract.operations import operations
from scripts.contract.places import walk
from scripts.contract.values import ContractError, resolve
from scripts.page.page import NotAPageError

_FENCED = re.compile(r"^ *(`{3,}|~{3,})[^\n`]*\n(.*?)^ *\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
_VERSION = re.compile(r"""^([{ \t]*["']?openapi["']?[ \t]*:[ \t]*["']?)3\.[01]\.\d+""", re.MULTILINE)


def load(path: Path) -> Contract | None:
    """The document of a page in Markdown; None if the file is no text or has no block of OpenAPI 3.0 or 3.1.

    Raises:
        NotAPageError: It has several such blocks, or a block without exactly one operation.
        ContractError: The block cannot be read. The message names the line of the page.
    """
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    blocks = [block for block in _FENCED.finditer(text) if _VERSION.search(block[2])]
    if not blocks:
        return None
    line = text.count("\n", 0, blocks[-1].start(2))
    if len(blocks) > 1:
        raise NotAPageError(f"{path}:{line}: not a page: it has {len(blocks)} blocks of OpenAPI; keep one.")
    source = "\n" * line + _VERSION.sub(r"\g<1>3.1.0", blocks[0][2], count=1)  # lines are those of the page
    contract = parse(path, source.encode())
    found = [f"{one.method.upper()} {one.path}" for one in operations(contract.document)]
    if len(found) != 1:
        said = ", ".join(found) or "no operation"
        raise NotAPageError(f"{path}:{line}: not a page: its OpenAPI has {said}; it must have one operation.")
    for place in walk(contract.document):
        try:
            resolve(contract.document, place.value)
        except ContractError as error:
            raise NotAPageError(f"{path}:{contract.line(place.pointer)}: {error}") from None
    return contract
