"""Types for TypeScript, by openapi-typescript. Properties with a default stay optional: servers may leave them out."""

from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.contract.document import Contract
from scripts.reference import node
from scripts.reference.json_text import pretty

OPTIONS = ("--default-non-nullable=false", "--empty-objects-unknown")  # absent stays absent, and objects are open
FILES = ("typescript/comm-sms.d.ts",)


def render(contract: Contract) -> dict[str, bytes]:
    """The declarations.

    Raises:
        GenerationError: There is no Node, or openapi-typescript fails.
    """
    program = node.packages() / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    with TemporaryDirectory() as directory:
        folder = Path(directory)
        (folder / "openapi.json").write_bytes(pretty(contract.document))
        node.run([program, "openapi.json", *OPTIONS, "--output=types.d.ts"], folder)
        return {FILES[0]: (folder / "types.d.ts").read_bytes()}
