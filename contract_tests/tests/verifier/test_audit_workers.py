"""An audit by several processes, or by a Dask cluster, says what one process says; a lost worker is no verdict."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

import contract_tests.stop  # noqa: F401  # pyright: ignore[reportUnusedImport]  # registers its laws
from contract_tests.tests.verifier.test_audit import entry, har, no_type
from contract_tests.tests.verifier.test_audit_split import KEPT, STACKED, WHOLE, WRONG
from contract_tests.verifier.audit import command, progress, spread, workers
from contract_tests.verifier.audit.judge import Block, Judged, Terms
from contract_tests.verifier.audit.outcome import Outcome
from contract_tests.verifier.interruption import SIGNALS
from scripts.contract.document import ROOT, Contract

WAIT = 240
"""Seconds after which a process that should have begun or ended never will."""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of about ten blocks."""
    path = tmp_path / "traffic.jsonl"
    path.write_text("".join(WHOLE), "utf-8")
    for name in ("BLOCK", "WORTH"):
        monkeypatch.setattr(spread, name, path.stat().st_size // 10)
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = command.main(list(map(str, arguments)))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_several_processes_say_what_one_says(capsys: pytest.CaptureFixture[str], record: Path) -> None:
    files = record, record.with_name("other.har")
    files[1].write_text(har([entry(), entry(edit=no_type), entry() | {"response": None}]))
    told: list[object] = []
    for jobs in (1, 2):
        evidence = record.with_name("evidence.json")
        told.append(
            [
                said(capsys, *files, "--jobs", str(jobs), "--evidence", evidence),
                said(capsys, *files, "--jobs", str(jobs), "--json"),
                evidence.read_bytes(),
            ]
        )
    assert told[0] == told[1]
    status, out, _ = said(capsys, *files)
    assert (status, "audit       2 files: " in out) == (1, True)
    assert f"{files[1]} 3" in out


def dies(_: Terms, __: Block) -> Judged:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_worker_that_is_killed_is_no_verdict(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    monkeypatch.setattr(workers, "judge", dies)
    assert said(capsys, record, "--jobs", "2") == (
        2, "", f"could not audit: {record}: {workers.DEAD}; the 0 exchanges before that were read.\n"
    )  # fmt: skip


def test_a_worker_of_another_version_is_no_verdict(contract: Contract, record: Path) -> None:
    terms = replace(Terms.of(contract), code="of another version")
    with workers.processes(terms, 1) as those, pytest.raises(workers.LostError, match="another version"):
        those.result(those.submit(Block(record.name, str(record))))


def test_an_interrupt_tells_what_was_judged_and_ends_the_workers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    results, count, before = workers.Workers.result, 0, active_children()

    def interrupted(self: workers.Workers, future: workers.Outstanding) -> Judged:
        nonlocal count
        count += 1
        if count == 3:
            signal.raise_signal(signal.SIGTERM)
        return results(self, future)

    monkeypatch.setattr(workers.Workers, "result", interrupted)
    record.write_text(WRONG + record.read_text("utf-8"), "utf-8")
    status, out, err = said(capsys, record, "--jobs", "2", "--json")
    outcome = json.loads(out)
    assert (status, outcome["verdict"]) == (2, "unproven")
    assert "schema" in {finding["check"] for finding in outcome["findings"]}
    assert (
        err.splitlines()[-1]
        == f"could not audit: {record}: interrupted; the {outcome['exchanges']} exchanges before that were read."
    )
    assert 0 < outcome["exchanges"] < len(WHOLE)
    for child in active_children():
        if child not in before:
            child.join(WAIT)  # a thread of the executor may have taken the exit status first
            assert not is_running(child.pid or 0)


def test_an_interrupt_loses_little_of_a_record_of_a_few_megabytes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read = progress.Progress.read

    def interrupted(self: progress.Progress, size: int, exchanges: int) -> None:
        read(self, size, exchanges)
        if size >= 2**20:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(progress.Progress, "read", interrupted)
    path = tmp_path / "traffic.jsonl"
    path.write_text(json.dumps(entry() | {"_padding": "x" * 2**16}).join(["", "\n"]) * 100, "utf-8")
    status, out, _ = said(capsys, path, "--jobs", "2", "--json")
    assert (status, 10 < json.loads(out)["exchanges"] < 40) == (2, True)


def test_no_worker_is_started_for_a_har(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(workers, "processes", refused)
    record.write_text(STACKED * 20, "utf-8")
    assert said(capsys, record, "--jobs", "2")[0] == 1


def test_progress_of_several_processes_ends_at_the_size_of_the_records(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    told: list[int] = []

    def read(_: progress.Progress, size: int, __: int) -> None:
        told.append(size)

    monkeypatch.setattr(progress.Progress, "read", read)
    hars = [record.with_name(f"{number}.har") for number in range(3)]
    for each in hars:
        each.write_text(STACKED * 20, "utf-8")
    said(capsys, *hars, "--jobs", "2")
    assert told == [number * hars[0].stat().st_size for number in range(3)]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_before_anything_is_judged_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path, jobs: str
) -> None:
    def interrupted(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(command, "Progress", interrupted)
    status, out, err = said(capsys, record, "--jobs", jobs)
    assert (status, out) == (2, "")
    assert err == f"could not audit: {record}: interrupted; the 0 exchanges before that were read.\n"


def blocks_signals(_: Terms, block: Block) -> Judged:
    assert set(SIGNALS) <= signal.pthread_sigmask(signal.SIG_BLOCK, [])
    return Judged(block, 0, os.getpid(), Outcome())


def test_a_signal_for_the_terminal_does_not_reach_a_worker(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "judge", blocks_signals)
    with workers.processes(Terms.of(contract), 1) as those:
        assert those.result(those.submit(Block("x", "x"))).stop != os.getpid()
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, []) & set(SIGNALS)


STARTS_A_WORKER = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from contract_tests.verifier.audit.workers import _end_with_parent
executor = ProcessPoolExecutor(1, get_context("spawn"), _end_with_parent)
print(executor.submit(os.getpid).result(), flush=True)
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended may still be listed."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip()) and not listed.stdout.startswith("Z")


def test_a_worker_ends_with_the_process_that_started_it() -> None:
    command = [sys.executable, "-c", STARTS_A_WORKER]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    assert eventually(lambda: not is_running(worker))


def eventually(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so."""
    for _ in range(WAIT * 5):
        if is_so():
            return True
        time.sleep(0.2)
    return False


# Names that cannot be opened, and what is said.
# fmt: off
UNOPENED: list[tuple[str, str]] = [
    ("/no/such/file", "no such file or directory; give a HAR file, or JSON lines of its entries."),
    ("memory://gone.jsonl", "no such file or directory; give a HAR file, or JSON lines of its entries."),
    ("file:///no/such/*.jsonl", "no such file; correct the URL."),
    ("nope://x", "ValueError: Protocol not known: nope."),
]
# fmt: on


@pytest.mark.parametrize(("name", "words"), UNOPENED, ids=[row[0] for row in UNOPENED])
def test_a_name_that_cannot_be_opened_is_one_sentence_and_the_others_are_judged(
    capsys: pytest.CaptureFixture[str], record: Path, name: str, words: str
) -> None:
    status, out, err = said(capsys, name, record, "--jobs", "1")
    assert (status, err) == (1, f"could not audit: {name}: {words}\n")
    assert "broken" in out


@pytest.mark.parametrize(
    ("module", "arguments", "words"),
    [
        (
            "aiohttp",
            ["https://127.0.0.1:1/traffic.jsonl"],
            'traffic.jsonl: HTTPFileSystem requires "requests" and "aiohttp"',
        ),
        ("s3fs", ["s3://bucket/traffic.jsonl"], "s3://bucket/traffic.jsonl: install s3fs to access S3"),
        ("fsspec", ["s3://bucket/traffic.jsonl"], "fsspec, which opens URLs, is not installed"),
        ("distributed", ["--dask", "tcp://127.0.0.1:1"], "install the dependency group dask"),
        ("fsspec", ["--dask", "tcp://127.0.0.1:1"], "install the dependency group dask"),
    ],
)
def test_a_missing_package_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    record: Path,
    module: str,
    arguments: Sequence[str],
    words: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    status, _, err = said(capsys, *arguments, *([record] if arguments[0] == "--dask" else []))
    assert (status, words in err, err.count("\n")) == (2, True, 1)


def test_a_url_with_a_wildcard_names_many_records(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_text(KEPT + KEPT)
    status, out, err = said(capsys, f"file://{tmp_path}/*.jsonl", "--jobs", "1")
    assert (status, err) == (0, "")
    assert "2 files: 4 exchanges" in out


def test_progress_is_told_of_large_records_and_never_among_the_results(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    _, out, err = said(capsys, record, "--jobs", "1")
    assert err == ""
    monkeypatch.setattr(progress, "LARGE", 1)
    for jobs in ("1", "2"):
        _, told, err = said(capsys, record, "--jobs", jobs)
        assert told == out
        assert 4 < err.count(" exchanges\n") == err.count("\n") <= progress.STEPS


def test_a_record_is_audited_once(capsys: pytest.CaptureFixture[str], record: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([str(record), str(record.parent / "." / record.name)])
    assert (ended.value.code, "is given twice" in capsys.readouterr().err) == (2, True)


# A Dask cluster: a scheduler and two workers, each a process of its own.


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """The address of a scheduler, and its workers."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    common = [f"--scheduler-file={file}", "--host=127.0.0.1", "--no-dashboard"]
    of_worker = ["--nthreads=1", "--no-nanny", f"--local-directory={folder}"]
    with ExitStack() as stack, (folder / "log").open("wb") as log:

        def start(kind: str, *options: str) -> "subprocess.Popen[bytes]":
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *common, *options]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            stack.callback(process.wait, WAIT)
            stack.callback(process.terminate)
            return process

        scheduler = start("scheduler", "--port=0")
        assert eventually(lambda: scheduler.poll() is not None or file.exists())
        assert scheduler.poll() is None, (folder / "log").read_text()
        those = [start("worker", *of_worker) for _ in range(2)]
        yield json.loads(file.read_text())["address"], those


def test_a_dask_cluster_says_what_one_process_says(
    cluster: tuple[str, list["subprocess.Popen[bytes]"]], tmp_path: Path
) -> None:
    address, those = cluster
    path = tmp_path / "traffic.jsonl"
    padding = json.dumps({"_padding": "x" * 2**18, **json.loads(WHOLE[8])}) + "\n"
    path.write_text("\ufeff" + "".join(text + padding for text in WHOLE * 3), "utf-8")
    assert path.stat().st_size > 4 * spread.BLOCK

    def told(*options: str) -> tuple[int, bytes, bytes, bytes]:
        evidence = tmp_path / "evidence.json"
        arguments = [sys.executable, "-m", "contract_tests", "audit", str(path), *options, f"--evidence={evidence}"]
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, check=False, timeout=2 * WAIT)
        return done.returncode, done.stdout, done.stderr, evidence.read_bytes()

    alone = told("--jobs=1")
    assert alone[0] == 1
    assert told(f"--dask={address}") == alone
    those[0].kill()
    assert told(f"--dask={address}") == alone


class NoWorkers:
    """A client of a cluster without workers."""

    def get_executor(self, **_: object) -> None:
        """No executor is needed."""

    def nthreads(self) -> dict[str, int]:
        """No worker."""
        return {}


def test_a_cluster_that_has_no_workers_for_long_is_no_verdict(contract: Contract) -> None:
    those = workers._Cluster(NoWorkers(), Terms.of(contract))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    for _ in range(int(workers.PATIENCE / workers.OFTEN) - 1):
        those.check()
    with pytest.raises(workers.LostError, match="no workers"):
        those.check()


def test_an_address_without_a_scheduler_is_one_sentence(tmp_path: Path) -> None:
    program = (
        "import sys; from contract_tests.verifier.audit import command, workers; workers.PATIENCE = 1; "
        "sys.exit(command.main(sys.argv[1:]))"
    )
    (tmp_path / "traffic.jsonl").write_text(KEPT)
    arguments = [sys.executable, "-c", program, str(tmp_path / "traffic.jsonl"), "--dask", "tcp://127.0.0.1:1"]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=WAIT)
    sentence = workers.NO_SCHEDULER.format("tcp://127.0.0.1:1")
    assert (done.returncode, done.stderr) == (
        2, f"could not audit: {tmp_path}/traffic.jsonl: {sentence}; the 0 exchanges before that were read.\n"
    )  # fmt: skip


# Options that are refused, and what is said.
# fmt: off
REFUSED: list[tuple[list[str], str]] = [
    (["--dask", "nonsense"], "'nonsense' is no address such as tcp://127.0.0.1:8786"),
    (["--dask", "tcp://127.0.0.1"], "is no address such as"),
    (["--dask", "tcp://127.0.0.1:8786", "--jobs", "2"], "--jobs and --dask exclude each other"),
    (["--jobs", "0"], "'0' is no whole number from 1"),
    (["--jobs", "many"], "'many' is no whole number from 1"),
]
# fmt: on


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_wrong_options_are_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], record: Path, arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([str(record), *arguments])
    err = capsys.readouterr().err
    assert (ended.value.code, words in err, err.count("\n")) == (2, True, 1)
