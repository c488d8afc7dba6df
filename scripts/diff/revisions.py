"""The versions to compare: a file, a git revision or the working tree, each with its contract and its client."""

import io
import subprocess
import tarfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from scripts import trees
from scripts.contract.document import PATH, Contract, load, parse
from scripts.contract.operations import operations
from scripts.contract.places import reachable, walk
from scripts.contract.rules.house import FOUNDATION
from scripts.contract.rules.rule import first_breaches
from scripts.contract.values import Object, join, members
from scripts.diff.openapi_30 import VERSIONS, upgraded

ROOT = PATH.parent
CLIENT = "generated/comm_sms"


class RevisionError(Exception):
    """A version cannot be read; the text is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Version:
    """A contract, its name for messages, and the client that was committed beside it, if any."""

    name: str
    contract: Contract
    client: Mapping[str, bytes] | None


def working_tree() -> Version:
    """The contract as it is now. The client in generated/ is used only if it was rendered from this contract.

    Raises:
        RevisionError: The contract is not valid.
        ContractError: It cannot be read.
    """
    contract = _valid(load())
    provenance = ROOT / "generated" / "provenance.json"
    current = provenance.is_file() and contract.sha256 in provenance.read_text("utf-8")
    return Version("the working tree", contract, trees.read(ROOT / CLIENT) if current else None)


def released(besides: str | None = None) -> str:
    """The last release (other than `besides`): the nearest tag such as `v1.2.3`, or HEAD if there is no release."""
    excluded = [f"--exclude={besides}"] if besides else []
    tag = _git("describe", "--tags", "--abbrev=0", "--match=v[0-9]*", *excluded)
    return tag.stdout.decode().strip() if tag.returncode == 0 else "HEAD"


def baseline(tree: Version) -> str:
    """What the working tree is compared with: the last release; if it is that very release, the one before it."""
    last = released()
    is_released = last == f"v{members(tree.contract.document.get('info')).get('version')}"
    if is_released and _git("diff", "--quiet", last, "--", PATH.name, CLIENT).returncode == 0:
        return released(besides=last)
    return last


def is_head(tag: str) -> bool:
    """Whether HEAD carries the tag."""
    return _git("describe", "--tags", "--exact-match", f"--match={tag}").returncode == 0


def named(name: str) -> Version:
    """The contract in a file, or at a revision; OpenAPI 3.0 is read as 3.1.

    Raises:
        RevisionError: There is neither such a file nor such a revision, or no valid contract there.
        ContractError: The contract cannot be read.
    """
    if Path(name).exists():
        return Version(name, _valid(upgraded(load(Path(name), VERSIONS, lenient=True))), None)
    if _git("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}").returncode:
        raise RevisionError(f"{name}: neither a file nor a revision of this repository; name one, or fetch it.")
    source = _git("show", f"{name}:{PATH.name}")
    if source.returncode:
        raise RevisionError(f"{name}: that revision holds no {PATH.name}; name a later one.")
    archive = _git("archive", "--format=tar", name, CLIENT)
    client = _unpacked(archive.stdout) if archive.returncode == 0 else None
    return Version(name, parsed(f"{name}:{PATH.name}", source.stdout), client)


def parsed(name: str, source: bytes) -> Contract:
    """The contract in bytes that have a name; OpenAPI 3.0 is read as 3.1.

    Raises:
        RevisionError: It is not valid.
        ContractError: It cannot be read.
    """
    return _valid(upgraded(parse(Path(name), source, VERSIONS, lenient=True)))


def _valid(contract: Contract) -> Contract:
    references_and_schemas = FOUNDATION[:2]
    for flaw in first_breaches(contract, references_and_schemas):
        raise RevisionError(f"{contract.path}:{flaw.line}: #{flaw.pointer} {flaw.sentence} {flaw.remedy}")
    return contract


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)  # noqa: S603, S607 - git
    except OSError:
        raise RevisionError("git is not installed; name two files: `nox -s diff -- OLD NEW`.") from None
    if b"not a git repository" in done.stderr:
        raise RevisionError("this is no git repository; name two files: `nox -s diff -- OLD NEW`.")
    return done


def _unpacked(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {
            member.name.removeprefix(f"{CLIENT}/"): content.read()
            for member in tar
            if (content := tar.extractfile(member))
        }


def clients(old: Version, new: Version) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Both clients as {path: content}: as committed, or rendered.

    If both are rendered, operations that are equal in both contracts are left out: they give equal code, and rendering
    takes time for each operation. Beside a committed client, the other one is rendered as if it were to be committed.

    Raises:
        BreachError: A contract breaks a rule that the client needs.
        GenerationError: The generator refuses a contract.
    """
    if old.client is not None or new.client is not None:
        return _committed(old), _committed(new)
    if old.contract.document == new.contract.document:
        return {}, {}
    here, there = _differing(old.contract, new.contract)
    return _rendered(here, formatted=False), _rendered(there, formatted=False)


def _committed(version: Version) -> Mapping[str, bytes]:
    return version.client or _rendered(version.contract, formatted=True)


def _rendered(contract: Contract, *, formatted: bool) -> dict[str, bytes]:
    from scripts.client import package  # noqa: PLC0415 - another generator than the pinned one may lack what it imports

    document = deepcopy(contract.document)
    for place in walk(document):  # the generator knows media types in lower case only
        if content := members(place.value.get("content")):
            place.value["content"] = {media_type.lower(): value for media_type, value in content.items()}
    return package.render(replace(contract, document=document), formatted=formatted)


def _differing(old: Contract, new: Contract) -> tuple[Contract, Contract]:
    """Both contracts without the operations that are equal in both, and without the components that only those use."""
    here, there = _closures(old), _closures(new)
    equal = {pointer for pointer, closure in here.items() if there.get(pointer) == closure}
    return _without(old, here, equal), _without(new, there, equal)


def _closures(contract: Contract) -> dict[str, Object]:
    """The operations by pointer, each with the components that it uses."""
    return {
        operation.place.pointer: {
            place.pointer: place.value
            for place in reachable(contract.document, operation.place)
            if place == operation.place or place.pointer.count("/") == 3
        }
        for operation in operations(contract.document)
    }


def _without(contract: Contract, closures: dict[str, Object], dropped: set[str]) -> Contract:
    kept = {name for pointer, closure in closures.items() if pointer not in dropped for name in closure}
    gone = {name for pointer in dropped for name in closures[pointer]} - kept
    paths: Object = {
        path: {key: value for key, value in members(item).items() if join("/paths", path, key) not in gone}
        for path, item in members(contract.document.get("paths")).items()
    }
    components: Object = {
        kind: {name: value for name, value in members(named).items() if join("/components", kind, name) not in gone}
        for kind, named in members(contract.document.get("components")).items()
    }
    document = contract.document | {"paths": paths, "components": components}
    return replace(contract, document=document)
