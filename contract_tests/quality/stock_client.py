"""The client that openapi-python-client writes without our templates, a peer of our own."""

import importlib
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType

from scripts.contract.document import PATH

PACKAGE = "stock_client"


class Stock(NamedTuple):
    """What is called of the stock client: its envelope, its module of the stop and its client class."""

    envelope: Any
    stop: Any
    client: Any


def generate(contract: Path, directory: Path, *, formatted: bool = False) -> None:
    """Write the stock client into a directory, formatted as it does by default or not at all.

    Raises:
        RuntimeError: a part of the contract, or the formatting, was left out.
    """
    settings: dict[str, object] = {"package_name_override": PACKAGE}
    if not formatted:
        settings["post_hooks"] = []
    package = directory / PACKAGE
    file = ConfigFile.model_validate(settings)
    config = Config.from_sources(file, MetaType.NONE, contract, "utf-8", overwrite=False, output_path=package)
    with redirect_stdout(StringIO()):
        problems = openapi_python_client.generate(config=config)
    if problems:
        raise RuntimeError(f"openapi-python-client: {problems[0].header} {problems[0].detail}")


def stock_client(directory: Path) -> Stock:
    """Write the stock client into a directory and import it."""
    generate(PATH, directory)
    sys.path.append(str(directory))
    return Stock(
        importlib.import_module(f"{PACKAGE}.models").SmsCampaignSendResponse,
        importlib.import_module(f"{PACKAGE}.api.sms_campaigns.stop_sms_campaign_send"),
        importlib.import_module(PACKAGE).AuthenticatedClient,
    )
