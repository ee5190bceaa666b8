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

PATHS = os.pathsep.join(["src", "generated", "scripts", "contract_tests"])


def _prepare(session: nox.Session, *locks: str) -> None:
    """Install exactly what the locks say, compiled as pip does it, and let the packages be imported from the tree."""
    for lock in locks:
        session.install("--compile-bytecode", "--require-hashes", "-r", f"locks/{lock}.txt")
    session.env["PYTHONPATH"] = PATHS


def _consumer(session: nox.Session, extras: str = "") -> Path:
    """The interpreter of an empty environment into which only the freshly built wheel was installed, with `extras`."""
    shutil.rmtree("dist", ignore_errors=True)
    session.run("uv", "build", "--wheel", "--out-dir", "dist", ".")
    environment = Path(session.create_tmp()).resolve() / ("consumer-of-extras" if extras else "consumer")
    session.run("uv", "venv", "--clear", str(environment))
    python = environment / "bin" / "python"
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
    """Read every documented example through the generated client, and show what came of it."""
    _prepare(session, "dev")
    session.run("python", "scripts/examples.py", *session.posargs)


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
    """Hold the sandbox against the contract for long, spread over processes (-- -n 8 for more of them)."""
    _prepare(session, "dev")
    session.run("pytest", "-n", "2", "contract_tests/conformance/soak.py", *session.posargs)


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


@nox.session
def mutants(session: nox.Session) -> None:
    """Count the planted mistakes, in the contract and in the code, that the tests notice."""
    _prepare(session, "dev")
    session.run("python", "scripts/mutants.py", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel, install it into empty environments, with and without its extras, and use it there."""
    _prepare(session, "nox")
    session.run(str(_consumer(session)), "-I", "scripts/use_wheel.py", external=True)
    session.run(str(_consumer(session, "[cli,sandbox]")), "-I", "scripts/use_sandbox.py", external=True)


@nox.session
def lock(session: nox.Session) -> None:
    """Write locks/ anew from pyproject.toml."""
    _prepare(session, "nox")
    for group in ("nox", "generate", "dev", "bench", "peers", "redocly", "release"):
        session.run(
            *("uv", "pip", "compile", "pyproject.toml", "--group", group, "--output-file", f"locks/{group}.txt"),
            *("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--python-version", "3.11"),
            *session.posargs,
            silent=True,
        )
