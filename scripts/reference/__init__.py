"""The schema reference for every other language: one emitter a file, and the table of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from scripts.contract.document import Contract
from scripts.contract.rules import require
from scripts.pins import GenerationError
from scripts.reference.emitters import (
    examples,
    go,
    guide,
    html,
    java,
    json_schema,
    llms,
    openapi,
    postman,
    typescript,
    vectors,
)
from scripts.reference.json_text import pretty

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Emitter:
    """A part of the reference. Only Node can write the files that it names; any others, Python writes."""

    render: Callable[[Contract], dict[str, bytes]]
    by_node: tuple[str, ...] = ()


EMITTERS = (
    Emitter(openapi.render),
    Emitter(json_schema.render),
    Emitter(typescript.render, by_node=typescript.FILES),
    Emitter(go.render),
    Emitter(java.render),
    Emitter(vectors.render),
    Emitter(examples.render),
    Emitter(postman.render),
    Emitter(html.render),
    Emitter(llms.render),
    Emitter(guide.render),
)


def render(contract: Contract, committed: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The files of generated/reference by their path in it.

    With `committed`, what only Node can write is taken from there instead; the manifest still tells whether somebody
    changed it since.

    Raises:
        ContractError: The contract breaks a rule that the reference needs.
        GenerationError: A tool fails.
    """
    require(contract, "reference")
    tree: dict[str, bytes] = {}
    for emitter in EMITTERS:
        if committed is None or not emitter.by_node:
            _add(tree, emitter.render(contract))
        else:
            _add(tree, {path: committed[path] for path in emitter.by_node if path in committed})
    digests = {path: sha256(content).hexdigest() for path, content in sorted(tree.items())}
    return tree | {MANIFEST: pretty({"openapi.yaml": contract.sha256, "files": {**digests}})}


def _add(tree: dict[str, bytes], files: dict[str, bytes]) -> None:
    """Add files to the tree, none in the place of another; some file systems do not tell `A` from `a`.

    Raises:
        GenerationError: Two files would have one path.
    """
    taken = {path.lower() for path in tree}
    for path in files:
        if path.lower() in taken:
            raise GenerationError(f"generated/reference/{path} would be written twice: rename what it is named after")
        taken.add(path.lower())
    tree |= files
