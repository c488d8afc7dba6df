"""Every job of the project. `nox -l` lists them; plain `nox` runs the ones that a change must pass."""

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "typing", "drift", "tests", "contract"]

GROUPS = nox.project.load_toml("pyproject.toml")


def _install(session: nox.Session, group: str) -> None:
    """Install one dependency group of pyproject.toml as constraints.txt pins it, hashes checked."""
    session.install("--constraint=constraints.txt", *nox.project.dependency_groups(GROUPS, group))


def _test_with_httpx2(session: nox.Session) -> None:
    """Run the tests of the client where `import httpx` gives httpx2."""
    program = "import sys, httpx2, pytest; sys.modules['httpx'] = httpx2; sys.exit(pytest.main(sys.argv[1:]))"
    tests = session.posargs or ["contract_tests/tests/client"]
    session.run("python", "-c", program, "-p", "no:schemathesis", *tests)  # schemathesis imports httpx itself


@nox.session
def contract(session: nox.Session) -> None:
    """Verify openapi.yaml, generated/ and a server: the mock, or the one of `-- --base-url URL`."""
    _install(session, "verify")
    session.run("python", "-m", "contract_tests", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests, those of the client with httpx2 too; with arguments after `--`, pytest gets them and runs once."""
    _install(session, "httpx2")
    session.run("python", "-m", "pytest", "--numprocesses=auto", "--dist=loadfile", *session.posargs)
    if not session.posargs:
        _test_with_httpx2(session)


@nox.session
def generate(session: nox.Session) -> None:
    """Write generated/ from openapi.yaml; `-- --only client` leaves the reference out and needs no Node."""
    alone = any(argument.partition("=")[0] == "--only" for argument in session.posargs)
    _install(session, "generate" if alone else "reference")
    session.run("python", "-m", "scripts.generate", *session.posargs)


@nox.session
def rules(session: nox.Session) -> None:
    """List every breach of the rules about openapi.yaml."""
    _install(session, "generate")
    session.run("python", "-m", "scripts.contract.rules", *session.posargs)


@nox.session
def drift(session: nox.Session) -> None:
    """Check that generated/ is byte for byte what openapi.yaml gives."""
    _install(session, "reference")
    session.run("python", "-m", "scripts.generate", "--check", *session.posargs)


@nox.session
def mock(session: nox.Session) -> None:
    """Serve the mock until Ctrl-C; `-- --port 0` picks a free port."""
    _install(session, "mock")
    session.run("python", "-m", "contract_tests.mock", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting of the code, who imports whom, and the workflows."""
    _install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")
    session.run("zizmor", "--offline", ".github")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types with mypy --strict and pyright strict, and a user's code with pyrefly too."""
    _install(session, "typing")
    session.run("mypy")
    session.run("pyright")
    user = "contract_tests/tests/client/typing_of_client.py"
    session.run("pyrefly", "check", "--preset=strict", "--search-path=generated", "--summary=none", user)


@nox.session
def audit(session: nox.Session) -> None:
    """Check recorded traffic against the contract without sending anything: `-- traffic.har`."""
    _install(session, "verify")
    if any(argument.startswith("--dask") for argument in session.posargs):
        _install(session, "dask")
    session.run("python", "-m", "contract_tests", "audit", *session.posargs)


@nox.session
def evidence(session: nox.Session) -> None:
    """Merge what `--evidence FILE` of `contract` and `audit` wrote, and print the edits it suggests: `-- FILE...`."""
    _install(session, "verify")
    session.run("python", "-m", "contract_tests", "evidence", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Print which laws detect which faulty servers; options: `--compare`, `--plan`, `--connections`."""
    _install(session, "verify")
    session.run("python", "-m", "contract_tests.quality.fault_matrix", *session.posargs)
    if not session.posargs:
        session.run("python", "-m", "contract_tests.quality.guard_mutants")


@nox.session
def mutation(session: nox.Session) -> None:
    """Mutate the mock and the laws and check that a test fails; takes hours."""
    _install(session, "mutation")
    session.run("mutmut", "run", *session.posargs)
    session.run("mutmut", "results")


@nox.session
def client_httpx2(session: nox.Session) -> None:
    """Run the client's tests with httpx2, the successor of httpx, in place of httpx; arguments go to pytest."""
    _install(session, "httpx2")
    _test_with_httpx2(session)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure what users feel beside its peers; takes half an hour. Options: `--only GROUP`, `--guide`."""
    _install(session, "bench")
    session.run("python", "-m", "contract_tests.quality.bench", *session.posargs, env={"PYTHONPATH": "generated"})


@nox.session
def compare(session: nox.Session) -> None:
    """Print what the client, the stock client and the openai package make of the same answers."""
    _install(session, "compare")
    session.run("python", "-m", "contract_tests.quality.compare", env={"PYTHONPATH": "generated"})


@nox.session
def reference(session: nox.Session) -> None:
    """Test generated/reference in other languages; needs Go, a JDK, PHP, Ruby, rustfmt and Chromium."""
    _install(session, "languages")
    session.run("python", "-m", "pytest", "contract_tests/tests/reference")
    session.run("python", "-m", "pytest", "-m", "reference", *session.posargs)


@nox.session
def page(session: nox.Session) -> None:
    """Compare the text of a documentation page with openapi.yaml: `-- FILE...`; `--update DATE` keeps it."""
    _install(session, "contract")
    session.run("python", "-m", "scripts.page", *session.posargs)


@nox.session
def watch(session: nox.Session) -> None:
    """Fetch the documentation page as HTML and in Markdown, and compare both with openapi.yaml: `-- URL`."""
    _install(session, "watch")
    session.run("python", "-m", "scripts.page.watch", *session.posargs)


@nox.session
def calibrate(session: nox.Session) -> None:
    """Measure how often `page --draft` is right, with the OpenAPI documents of a folder: `-- FOLDER`."""
    _install(session, "contract")
    session.run("python", "-m", "scripts.page.calibrate", *session.posargs)


@nox.session
def diff(session: nox.Session) -> None:
    """Print what a change of openapi.yaml means for callers and for the version: `-- [OLD [NEW]]`."""
    _install(session, "generate")
    session.run("python", "-m", "scripts.diff", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Check that a release of this version would be consistent; CI runs the tests: `-- check`."""
    _install(session, "release")
    session.run("python", "-m", "contract_tests.quality.release", *session.posargs)


@nox.session
def hostile(session: nox.Session) -> None:
    """Generate from hundreds of hostile contracts; each must be refused or do no harm."""
    _install(session, "tests")
    session.run("python", "-m", "contract_tests.quality.hostile", *session.posargs)


@nox.session
def oasdiff(session: nox.Session) -> None:
    """Compare the verdicts of `nox -s diff` with those of oasdiff and Redocly; needs the npm registry."""
    _install(session, "tests")
    session.run("python", "-m", "contract_tests.quality.oasdiff", *session.posargs)


@nox.session
def histories(session: nox.Session) -> None:
    """Judge the history of any OpenAPI document with `nox -s diff`, oasdiff and Redocly: `-- REPOSITORY PATH`."""
    _install(session, "tests")
    session.run("python", "-m", "contract_tests.quality.histories", *session.posargs)
