"""The client package, generated/comm_sms: rendered from the contract by openapi-python-client, formatted by ruff.

Both run in an empty temporary directory: they look around themselves for configuration and leave caches behind.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.strings import ClassName, PythonIdentifier

from scripts import trees
from scripts.client.cycles import untangle
from scripts.client.pruning import prune
from scripts.client.successes import without_errors
from scripts.contract.document import Contract
from scripts.contract.operations import operations
from scripts.contract.places import walk
from scripts.contract.rules import require
from scripts.contract.rules.client import FIELD_PREFIX
from scripts.contract.rules.client_discriminators import told_apart
from scripts.contract.values import Object, items, members, types
from scripts.pins import GenerationError, ToolError

PACKAGE = "comm_sms"
HEADER = b"# Generated from openapi.yaml by `nox -s generate`; do not edit.\n"
TEMPLATES = Path(__file__).parent / "templates"
SETTINGS: dict[str, object] = {
    "package_name_override": PACKAGE,
    "docstrings_on_attributes": True,
    "field_prefix": FIELD_PREFIX,
    "post_hooks": [],
}
RUFF = (
    ("check", "--fix", "--select=F,I,PIE790,RUF100,TC005,UP"),
    ("format",),
)
RUFF_OPTIONS = ("--isolated", "--quiet", "--line-length=120", "--target-version=py311")


def render(contract: Contract, *, formatted: bool = True) -> dict[str, bytes]:
    """The package's files by their path in it; GenerationError if the generator would leave anything out.

    Unformatted, they come sooner, and with the whole runtime.
    """
    require(contract, "client")
    with TemporaryDirectory() as directory:
        tree = trees.read(_generate(contract, Path(directory)))
        _require_every_operation(contract, tree)
        if formatted:
            needed = Path(directory) / "needed"
            trees.write(needed, untangle(prune(tree, [path.name for path in runtime()])))
            _format(needed)
            tree = trees.read(needed)
    return {path: HEADER + content for path, content in tree.items()} | {"py.typed": b""}


def templates() -> dict[str, str]:
    """The generator's custom templates, and the runtime."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8")
        for path in TEMPLATES.rglob("*")
        if path.suffix in {".jinja", ".py"}
    }


def runtime() -> list[Path]:
    """The modules of the runtime: real Python, of which the package contains what it needs."""
    return sorted(TEMPLATES.glob("runtime/*.py"))


def fingerprint() -> str:
    """The sha256 of all that shapes the package besides the contract and the versions of the tools."""
    shape: list[object] = [templates(), SETTINGS, RUFF, RUFF_OPTIONS, HEADER.decode()]
    return sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()


def _generate(contract: Contract, directory: Path) -> Path:
    texts = templates() | {"facts.jinja": _facts(contract)}
    trees.write(directory / "templates", {name: text.encode() for name, text in texts.items()})
    document = directory / "openapi.json"
    document.write_text(json.dumps(_described(_enums_alone(told_apart(without_errors(contract.document))))), "utf-8")
    package = directory / PACKAGE
    settings = ConfigFile.model_validate(SETTINGS | {"class_overrides": _component_names(contract)})
    config = Config.from_sources(settings, MetaType.NONE, document, "utf-8", overwrite=False, output_path=package)
    with redirect_stdout(StringIO()):
        problems = openapi_python_client.generate(config=config, custom_template_path=directory / "templates")
    if problems:
        shown = (f"{problem.header.strip()} {problem.detail or ''}".strip() for problem in problems)
        raise ToolError("openapi-python-client", "cannot write a part of openapi.yaml", "\n".join(shown))
    modules = _modules(contract)
    trees.write(package, {name: module for name, module in modules.items() if not (package / name).exists()})
    return package


def _facts(contract: Contract) -> str:
    """What the templates need to know about each operation, by its name in Python, but the generator passes over."""
    document = contract.document
    facts = {
        PythonIdentifier(operation.operation_id, FIELD_PREFIX): {
            "repeated": {parameter.name: parameter.repeated_at for parameter in operation.ids if parameter.repeated_at},
            "secured": bool(operation.place.value.get("security", document.get("security"))),
        }
        for operation in operations(document)
    }
    return f"{{% set FACTS = {facts!r} %}}"


def _modules(contract: Contract) -> dict[str, bytes]:
    """The modules of the runtime, and one of what they know about the contract but the generator passes over."""
    server = members(items(contract.document["servers"])[0])
    version = members(contract.document["info"])["version"]
    facts = (
        '"""What the contract says of the API as a whole."""\n\n'
        f"BASE_URL = {str(server['url']).rstrip('/')!r}\nVERSION = {version!r}\n"
    )
    modules = {path.name: path.read_bytes() for path in runtime()}
    return modules | {"contract.py": facts.encode()}


def _described(document: Object) -> Object:
    """Put the description of each parameter into its schema, the only place where the generator looks."""
    for place in walk(document):
        schema = place.value.get("schema")
        if place.keyword == "parameters" and "description" in place.value and isinstance(schema, dict):
            schema.setdefault("description", place.value["description"])
    return document


def _enums_alone(document: Object) -> Object:
    """Leave out several types beside an enum, whose values have them: the generator would write a class for each."""
    for place in walk(document):
        if place.is_schema and "enum" in place.value and isinstance(place.value.get("type"), list):
            del place.value["type"]
    return document


def _component_names(contract: Contract) -> dict[str, dict[str, str]]:
    """Let components of type [object, "null"] keep their names: the generator would call SendMeta SendMetaType0."""
    return {
        ClassName(f"{place.name}_type_{types(place.value).index('object')}", FIELD_PREFIX): {"class_name": place.name}
        for place in walk(contract.document)
        if place.keyword == "schemas" and {"object", "null"} <= set(types(place.value))
    }


def _format(package: Path) -> None:
    """Sort imports, drop unused ones and format; the files are named one by one, so that no ignore file hides any."""
    modules = [str(path) for path in sorted(package.rglob("*.py"))]
    for command in RUFF:
        ruff = subprocess.run(  # noqa: S603 - the command is ours, the paths are the generator's
            [sys.executable, "-m", "ruff", *command, *RUFF_OPTIONS, *modules],
            cwd=package.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        if ruff.returncode:
            raise ToolError("ruff", "refuses the generated code", ruff.stdout + ruff.stderr)


def _require_every_operation(contract: Contract, tree: Mapping[str, bytes]) -> None:
    """Compare operation ids with modules, as the generator passes over some operations without a word."""
    modules = Counter(path.stem for path in map(PurePosixPath, tree) if path.match("api/*/*.py"))
    for operation in operations(contract.document):
        module = PythonIdentifier(operation.operation_id, FIELD_PREFIX)
        modules[module] -= 1
        if modules[module] < 0:
            raise GenerationError(
                f"{operation.method.upper()} {operation.path} gets no module and method {module} of its own: "
                f"give it another operationId than {operation.operation_id!r}"
            )
