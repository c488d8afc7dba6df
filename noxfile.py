"""Every job of the project; `nox -l` is the manual, plain `nox` is what a change must pass."""

from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "typing", "drift", "tests", "contract"]

GROUPS = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, group: str) -> None:
    """Install one dependency group of pyproject.toml as constraints.txt pins it, hashes checked."""
    session.install("--constraint=constraints.txt", *nox.project.dependency_groups(GROUPS, group))


@nox.session
def contract(session: nox.Session) -> None:
    """Verify openapi.yaml, the client and a server: the mock, or the one named with `-- --base-url URL`."""
    install(session, "verify")
    session.run("python", "-m", "contract_tests", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; arguments after `--` go to pytest."""
    install(session, "tests")
    session.run("python", "-m", "pytest", "--numprocesses=auto", "--dist=loadfile", *session.posargs)


@nox.session
def generate(session: nox.Session) -> None:
    """Write generated/ anew from openapi.yaml; `-- --only client` leaves the reference and needs no Node."""
    install(session, "generate" if "--only" in session.posargs else "reference")
    session.run("python", "-m", "scripts.generate", *session.posargs)


@nox.session
def rules(session: nox.Session) -> None:
    """List where openapi.yaml breaks the rules of the house."""
    install(session, "generate")
    session.run("python", "-m", "scripts.contract.rules", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Say whether generated/ is byte for byte what openapi.yaml gives."""
    install(session, "reference")
    session.run("python", "-m", "scripts.generate", "--check", *session.posargs)


@nox.session
def mock(session: nox.Session) -> None:
    """Serve the mock until Ctrl-C; `-- --port 0` picks a free port."""
    install(session, "mock")
    session.run("python", "-m", "contract_tests.mock", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting of the hand-written code."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types with mypy --strict and pyright strict."""
    install(session, "typing")
    session.run("mypy")
    session.run("pyright")


@nox.session
def audit(session: nox.Session) -> None:
    """Hold recorded traffic against the contract, sending nothing: `-- traffic.har`."""
    install(session, "verify")
    session.run("python", "-m", "contract_tests.verifier.audit.command", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Say which laws notice which faulty servers; `-- --compare` sets stock Schemathesis beside them."""
    install(session, "verify")
    session.run("python", "-m", "contract_tests.quality.fault_matrix", *session.posargs)
    session.run("python", "-m", "contract_tests.quality.guard_mutants")


@nox.session
def mutation(session: nox.Session) -> None:
    """Change mock and laws bit by bit and see whether a test fails: hours."""
    install(session, "mutation")
    session.run("mutmut", "run", *session.posargs)
    session.run("mutmut", "results")


def client_httpx2(session: nox.Session) -> None:
    """Run the client's tests with httpx2, httpx's successor, in the place of httpx."""
    install(session, "httpx2")
    program = "import sys, httpx2, pytest; sys.modules['httpx'] = httpx2; sys.exit(pytest.main(sys.argv[1:]))"
    tests = sorted(map(str, Path("contract_tests").glob("test_client_*.py")))
    session.run("python", "-c", program, "-p", "no:schemathesis", *(session.posargs or tests))


@nox.session
def bench(session: nox.Session) -> None:
    """Print what the client costs, as ratios to httpx and to the stock client."""
    install(session, "bench")
    session.run("python", "-m", "scripts.benchmark", env={"PYTHONPATH": "generated"})


@nox.session
def reference(session: nox.Session) -> None:
    """Try generated/reference in other languages; wants Go, a JDK and Chromium."""
    install(session, "languages")
    session.run("python", "-m", "pytest", "contract_tests/test_reference.py", "contract_tests/test_vectors.py")
    session.run("python", "-m", "pytest", "-m", "reference", *session.posargs)


@nox.session
def page(session: nox.Session) -> None:
    """Compare the text of a documentation page with openapi.yaml: `-- FILE...`; `--update DATE` keeps it."""
    install(session, "contract")
    session.run("python", "-m", "scripts.page", *session.posargs)


@nox.session
def diff(session: nox.Session) -> None:
    """Say what a change of openapi.yaml means for callers, and which version it demands: `-- [OLD [NEW]]`."""
    install(session, "generate")
    session.run("python", "-m", "scripts.diff", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Say whether this version can be released: `-- check`."""
    install(session, "release")
    session.run("python", "-m", "contract_tests.quality.release", *session.posargs)


@nox.session
def hostile(session: nox.Session) -> None:
    """Generate from hundreds of hostile contracts, one at a time; each must be refused or do no harm."""
    install(session, "tests")
    session.run("python", "-m", "contract_tests.quality.hostile", *session.posargs)


@nox.session
def oasdiff(session: nox.Session) -> None:
    """Judge the table of edits with oasdiff too, side by side; wants the registry of npm."""
    install(session, "tests")
    session.run("python", "-m", "contract_tests.quality.oasdiff", *session.posargs)
