"""What one can do here: `nox -l` lists it, `nox -s tests` does it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.error_on_external_run = True

BOUND_EXTRAS = (
    "--extra",
    "cli",
    "--extra",
    "contract",
    "--extra",
    "payouts",
    "--extra",
    "postgres",
    "--extra",
    "sandbox",
)
BOUND_TESTS = (
    "contract_tests/client/test_call_path.py",
    "contract_tests/client/test_deadlines.py",
    "contract_tests/client/test_journal.py",
    "contract_tests/client/test_pages.py",
    "contract_tests/client/test_requests.py",
    "contract_tests/client/test_webhooks_verification.py",
    "contract_tests/diff/test_sources.py",
    "contract_tests/payouts/test_tables.py",
    "contract_tests/server/test_postgres.py",
    "contract_tests/server/test_bank_days.py",
    "contract_tests/server/test_command.py",
    "contract_tests/server/test_faults_over_sockets.py",
    "contract_tests/server/test_lists.py",
    "contract_tests/server/test_pages.py",
    "contract_tests/server/test_paying.py",
    "contract_tests/server/test_payments.py",
    "contract_tests/server/test_restarts.py",
    "contract_tests/server/test_same_bytes.py",
    "contract_tests/server/test_site.py",
    "contract_tests/server/test_strict_input.py",
    "contract_tests/server/test_webhooks.py",
)
"""The tests in which versions of other packages show: HTTP, SQL, templates, schemas, calendars, tables."""
SOAKS = ("contract_tests/conformance/soak.py", "contract_tests/server/soak.py")
SOAKED_TESTS = (
    "contract_tests/browser/test_pages_in_a_browser.py",
    "contract_tests/client/test_bad_replies.py",
    "contract_tests/client/test_canaries.py",
    "contract_tests/client/test_fault_matrix.py",
    "contract_tests/client/test_foreign_transports.py",
    "contract_tests/stories/test_payroll.py",
)
"""The tests that try a sample of the combinations in the ordinary run, and all of them in a long one."""
PATHS = os.pathsep.join(["src", "generated", "scripts", "contract_tests"])


def _prepare(session: nox.Session, *locks: str) -> None:
    """Install exactly what the locks say, compiled as pip does it, and let the packages be imported from the tree."""
    for lock in locks:
        session.install("--compile-bytecode", "--require-hashes", "-r", f"locks/{lock}.txt")
    session.env["PYTHONPATH"] = PATHS
    session.env["PYTHONDONTWRITEBYTECODE"] = ""  # tests start hundreds of processes, each of which would compile anew


def _consumer(session: nox.Session, extras: str = "") -> Path:
    """The interpreter of an empty environment into which only the freshly built wheel was installed, with `extras`."""
    shutil.rmtree("dist", ignore_errors=True)
    session.run("uv", "build", "--wheel", "--out-dir", "dist", ".")
    environment = Path(session.create_tmp()).resolve() / ("consumer-of-extras" if extras else "consumer")
    session.run("uv", "venv", "--clear", str(environment))
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wheel = f"{next(Path('dist').glob('*.whl'))}{extras}"
    session.run("uv", "pip", "install", "--compile-bytecode", "--python", str(python), wheel)
    return python


@nox.session
def generate(session: nox.Session) -> None:
    """Make generated/ anew from openapi/ (-- --check: only say what is not current)."""
    _prepare(session, "generate")
    session.run("python", "scripts/generate.py", *session.posargs)


@nox.session
def tour(session: nox.Session) -> None:
    """Start the sandbox, and tell one merchant's day through the client."""
    _prepare(session, "dev")
    session.run("python", "scripts/tour.py", *session.posargs)


@nox.session
def examples(session: nox.Session) -> None:
    """Read every documented example through the generated client, and run the console samples of the pages."""
    _prepare(session, "dev")
    session.run("python", "scripts/examples.py")
    session.run("python", "scripts/console_samples.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the contract against its rules, and the code against its style."""
    _prepare(session, "dev")
    session.run("python", "scripts/lint.py")
    session.run("python", "scripts/code_names.py")
    session.run("python", "scripts/assumptions.py", "--check")
    session.run("python", "scripts/page_messages.py", "--check")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check every annotation with mypy and pyright, both strict, and that the public surface is typed in full."""
    _prepare(session, "dev", "nox")
    session.run("mypy", "src", "generated", "scripts", "contract_tests", "noxfile.py")
    session.run("pyright", "--pythonpath", str(Path(session.virtualenv.location) / "bin" / "python"))
    session.run("python", "scripts/completeness.py")


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test that needs no network and no key."""
    _prepare(session, "dev")
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session(name="tests-on-postgres")
def tests_on_postgres(session: nox.Session) -> None:
    """Run the tests of the sandbox with its data on a PostgreSQL server."""
    _prepare(session, "dev")
    session.env["SANDBOX_DATABASE"] = "postgresql"
    session.run("pytest", "-n", "2", "contract_tests/server", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build site/ in Spanish and English (-- --update: collect the messages that want translating)."""
    _prepare(session, "dev")
    session.run("python", "scripts/build_docs.py", *session.posargs)


@nox.session
def conformance(session: nox.Session) -> None:
    """Check the real API against the contract. Needs ONEPAY_API_KEY; see docs/conformance.md (-- --read-only)."""
    _prepare(session, "dev")
    session.run("python", "-m", "onepay_cli", "conformance", "run", *session.posargs)


@nox.session
def version(session: nox.Session) -> None:
    """Say which version the next release needs, and fail on a lower one (-- --changelog, -- --write)."""
    _prepare(session, "dev")
    session.run("python", "scripts/next_version.py", *session.posargs)


@nox.session
def redocly(session: nox.Session) -> None:
    """Record anew how redocly judges the planted changes of contracts. It needs the network, for npm."""
    _prepare(session, "redocly")
    session.run("python", "scripts/redocly_verdicts.py")


@nox.session
def soak(session: nox.Session) -> None:
    """Hold the sandbox, and the client, against the contract for long, spread over processes (-- -n 8 for more)."""
    _prepare(session, "dev")
    session.run("pytest", "-n", "2", *SOAKS, *session.posargs)
    search = {"HYPOTHESIS_PROFILE": "searching"}
    session.run("pytest", "-n", "2", *SOAKED_TESTS, *session.posargs, env=search)


@nox.session
def coverage(session: nox.Session) -> None:
    """Show which branches of the code, and of the tests, no test takes."""
    _prepare(session, "dev")
    session.run("pytest", "-n", "2", "--cov", "--cov-report=term", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the speed, against peers in the same run."""
    _prepare(session, "dev", "bench", "peers", "nox")
    consumer = _consumer(session)
    session.run("python", "scripts/bench.py", "--python", str(consumer), *session.posargs)


@nox.session(name="fault-matrix")
def fault_matrix(session: nox.Session) -> None:
    """Show what the client does, operation by operation, when the server fails."""
    _prepare(session, "dev")
    session.run("python", "scripts/fault_matrix.py", *session.posargs)


@nox.session
def peers(session: nox.Session) -> None:
    """Show what other payment clients do when the server fails."""
    _prepare(session, "peers")
    session.run("python", "scripts/peers.py", *session.posargs)


@nox.session(name="conformance-peers")
def conformance_peers(session: nox.Session) -> None:
    """Compare our checks of a server with schemathesis on planted faults (-- --faults 300 --minutes 600)."""
    _prepare(session, "dev")
    session.run("python", "scripts/conformance_peers.py", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Count the planted mistakes, in the contract and in the code, that the tests notice."""
    _prepare(session, "dev")
    session.run("python", "scripts/mutants.py", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel, install it into empty environments, with and without its extras, and use it there."""
    _prepare(session, "nox")
    session.run(str(_consumer(session)), "-I", "scripts/releasing/use_wheel.py", external=True)
    session.run(str(_consumer(session, "[cli,sandbox]")), "-I", "scripts/releasing/use_sandbox.py", external=True)


@nox.session
def release(session: nox.Session) -> None:
    """Make a release in dist/, everything but the upload (-- --dry-run: a rehearsal of any tree)."""
    _prepare(session, "release")
    session.run("python", "scripts/release.py", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Test the client, its files and the sandbox on the lowest versions that pyproject.toml allows."""
    _bounds(session, "lowest-direct")


@nox.session
def newest(session: nox.Session) -> None:
    """Test the same on the newest versions that pyproject.toml allows, whatever the locks say."""
    _bounds(session, "highest")


def _bounds(session: nox.Session, resolution: str) -> None:
    """Resolve the package and what its tests need, and run the tests in which versions of others show."""
    session.install("--resolution", resolution, "-r", "pyproject.toml", *BOUND_EXTRAS, "--group", "bounds")
    session.run("uv", "pip", "list")
    session.env["PYTHONPATH"] = PATHS
    session.run("pytest", "-n", "2", *(session.posargs or BOUND_TESTS))


@nox.session
def audit(session: nox.Session) -> None:
    """Ask for known vulnerabilities of every locked version. It needs the network."""
    _prepare(session, "audit")
    for path in sorted(Path("locks").glob("*.txt")):
        session.run("pip-audit", "--strict", "--disable-pip", "--require-hashes", "-r", str(path))


@nox.session
def lock(session: nox.Session) -> None:
    """Write locks/ anew from pyproject.toml."""
    _prepare(session, "nox")
    for group in ("nox", "generate", "dev", "audit", "bench", "peers", "redocly", "release"):
        session.run(
            *("uv", "pip", "compile", "pyproject.toml", "--group", group, "--output-file", f"locks/{group}.txt"),
            *("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--python-version", "3.11"),
            *session.posargs,
            silent=True,
        )
