"""Say whether a release of this version would be consistent: `nox -s release -- check`.

One line is printed for each check, `ok` or the problem, and the wheel is left in dist/. The tests are not run: the last
line says that CI decides about them. Exit status: 0 consistent, 1 cannot be released, 2 could not check.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence

from contract_tests.quality import wheel
from scripts import release
from scripts.contract.document import ROOT, Contract, load
from scripts.contract.values import ContractError
from scripts.crash import guarded
from scripts.release import Check


def _contract(_: Contract) -> Iterator[str]:
    """The run of `nox -s contract` against the mock, unless it keeps the contract."""
    command = [sys.executable, "-m", "contract_tests"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - this project
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        yield f"{said[-1] if said else 'it fails'}; `nox -s contract` says why"


CHECKS = (
    *release.CHECKS,
    Check("contract", "The mock keeps the contract.", _contract),
    Check("wheel", "The wheel, in an empty environment, stops a send on the mock.", wheel.problems),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and print them."""
    parser = argparse.ArgumentParser(prog="release", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("action", choices=["check"], help="check whether a release would be consistent")
    parser.parse_args(arguments)
    try:
        contract = load()
    except ContractError as error:
        print(f"release: {error}", file=sys.stderr)
        return 2
    ready = True
    for row, problems in release.table(contract, CHECKS):
        ready = ready and not problems
        print("\n".join(f"{row.id}: {problem}" for problem in problems) or f"{row.id}: ok. {row.sentence}", flush=True)
    verdict = "is consistent; the tests decide: run `nox`, as CI does" if ready else "cannot be released yet"
    print(f"{release.version(contract)} {verdict}")
    return 0 if ready else 1


if __name__ == "__main__":
    sys.exit(guarded("release", main))
