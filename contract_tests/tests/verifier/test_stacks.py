"""A right server is kept, whatever framework it is written with, and a common mistake in it is found."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from contract_tests import command
from contract_tests.mock import SENDS, TOKEN
from scripts.contract.document import ROOT

pytestmark = pytest.mark.usefixtures("few_examples")
PAIRS = [word for send in SENDS for word in ("--pair", "/".join(send.ids))]
# fmt: off
STACKS = {
    "with_fastapi.py": ("uvicorn", "--port", "0", "--no-access-log", "server:app"),
    "with_flask.py":   ("flask", "--app", "server", "run", "--port", "0"),
}
MISTAKES = [
    ("with_fastapi.py", ", dependencies=[Depends(authenticated)]", "", "no-token"),
    ("with_fastapi.py", ".encode()", "", "server-error"),  # compare_digest takes no text beyond ASCII
    ("with_fastapi.py", 'stop/{campaign_send}"', 'stop/{campaign_send}", status_code=202', "status"),
    ("with_flask.py",   "@token_required\n", "", "no-token"),
    ("with_flask.py",   "jsonify(data=sends", "jsonify(sends", "schema"),
    ("with_flask.py",   "campaign, campaign_send)", "campaign_send, campaign)", "confused-ids"),
]
# fmt: on
Serve = Callable[..., str]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with ExitStack() as stack:

        def started(name: str, old: str = "", new: str = "") -> str:
            """Serve a file of the stacks, with an edit of its text, in another process; return the base URL."""
            text = (Path(__file__).parent / "stacks" / name).read_text("utf-8")
            assert old in text
            (tmp_path / "server.py").write_text(text.replace(old, new), "utf-8")
            return stack.enter_context(running(STACKS[name], tmp_path))

        yield started


@contextmanager
def running(module: tuple[str, ...], folder: Path) -> Generator[str]:
    """Run a module of Python that serves HTTP and says where; yield the base URL."""
    environment = os.environ | {"COMM_API_TOKEN": TOKEN, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", *module], cwd=folder, env=environment, stdout=output, stderr=output
        )
    try:
        while not (found := re.search(r"unning on (http://127\.0\.0\.1:[0-9]+)", log.read_text("utf-8"))):
            assert server.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)
        yield f"{found[1]}/api"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none(*_: object) -> list[str]:
        return []

    monkeypatch.setattr(command, "differences", none)
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setenv("COMM_API_TOKEN", TOKEN)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("name", STACKS)
def test_a_right_server_is_kept(capsys: pytest.CaptureFixture[str], serve: Serve, name: str) -> None:
    assert command.main(["--base-url", serve(name), "--own", *PAIRS]) == 0
    out = capsys.readouterr().out
    assert "\nbroken " not in out
    assert "\nkept " in out


@pytest.mark.parametrize(("name", "old", "new", "law"), MISTAKES)
def test_a_mistake_that_is_common_there_is_found(
    capsys: pytest.CaptureFixture[str], serve: Serve, name: str, old: str, new: str, law: str
) -> None:
    assert command.main(["--base-url", serve(name, old, new), "--own", *PAIRS[:2]]) == 1
    assert f"\nbroken      {law} " in capsys.readouterr().out
