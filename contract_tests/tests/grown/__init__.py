"""A contract that has grown to eight operations, a server that keeps it, and servers that break it."""

from pathlib import Path

from scripts.contract.document import load
from scripts.contract.operations import operations

CONTRACT = load(Path(__file__).with_name("openapi.yaml"))
OPERATIONS = tuple(operations(CONTRACT.document))
