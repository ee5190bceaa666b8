"""The tests that may notice a planted mistake in the package: its quick ones, in a copy of the tree.

Each mutant has a process of its own, forked from one that has loaded the slow libraries already. A
few seconds of tests come first, and end most mutants; the others meet all that are listed here.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest

from mutation.code_edits import CodeMutant, code_mutants

CORE: Final = Path("src/onepay_core")
PACKAGE: Final = Path("generated/onepay_api")
_COPIED: Final = ("contract_tests", "generated", "openapi", "scripts", "src", "pyproject.toml")
LIBRARIES: Final = (
    *("__main__", "httpx", "hypothesis", "hypothesis.internal.conjecture.engine", "jsonschema_rs", "msgspec"),
    *("openapi_python_client", "pytest", "respx", "rich.console", "schemathesis"),
)
"""What every process finds loaded."""

_QUICK: Final = (
    *("client/test_absence.py", "client/test_reading_rules.py", "client/test_array_rules.py"),
    *("client/test_variants.py", "generation/test_calls.py", "generation/test_operations.py"),
    *("generation/test_unexpected_values.py", "generation/test_stock_replies.py", "generation/test_stock_requests.py"),
    "generation/test_other_defects.py",
)
_THOROUGH: Final = (
    *("generation/test_models.py", "generation/test_methods.py", "generation/test_loading.py"),
    *("client/test_documented_bodies.py", "client/test_no_reply.py", "client/test_enums.py", "client/test_pages.py"),
    *("client/test_pages_end.py", "client/test_masking.py", "client/test_bad_replies.py"),
    *("client/test_webhooks_events.py", "client/test_keys.py", "client/test_model_exports.py"),
    *("client/test_observed_limits.py", "client/test_wrong_options.py", "client/test_refusals.py"),
    *("client/test_checking.py", "client/test_canaries.py"),
)
_SLOW: Final = ("client/test_requests.py", "client/test_replies.py", "client/test_bent_replies.py")
_OPERATIONS: Final = "charges_create or invoices_list or customer_sessions_get or payments_get or webhooks_update"
"""Operations that between them have every kind of parameter, body and key; the slow tests meet only these."""
SELECTIONS: Final = (
    [f"contract_tests/{name}" for name in _QUICK],
    [f"contract_tests/{name}" for name in _THOROUGH],
    [*(f"contract_tests/{name}" for name in _SLOW), "-k", _OPERATIONS],
)
"""What pytest is asked to run, one after the other, until a test fails."""
_QUIET: Final = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_LONGEST: Final = 600.0
_PATIENCE: Final = 10
"""A mutant that takes so many times as long as the right code has hung, which is noticed too."""


class CodeSuite:
    """Judges the mistakes in the package, one after the other, in a copy of the tree under `root`."""

    area = "code"

    def __init__(
        self,
        root: Path,
        copy: Path,
        selections: Sequence[Sequence[str]] = SELECTIONS,
        libraries: Sequence[str] = LIBRARIES,
    ) -> None:
        """Copy what the tests need into the empty folder `copy`; `selections` are arguments of pytest."""
        self._root: Final = root
        self._copy: Final = copy
        self._selections: Final = selections
        self._limits: Final = [_LONGEST for _ in selections]
        self._processes: Final = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(list(libraries))
        for name in _COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
            elif (root / name).exists():
                shutil.copy(root / name, copy / name)

    def mutants(self) -> list[CodeMutant]:
        """Every mistake that we know to make in the package."""
        return mistakes(self._copy)

    def group(self, mutant: CodeMutant) -> str:
        """Its module; those that are generated stand together."""
        return "api" if mutant.module.startswith("api.") else mutant.module

    def killed_by(self, mutant: CodeMutant | None) -> str | None:
        """The first test that notices the mistake; None when all are content."""
        if mutant is None:
            return self._calibrated()
        package = PACKAGE if mutant.module.startswith("api.") else CORE
        path = self._copy / package / f"{mutant.module.replace('.', '/')}.py"
        right = path.read_text(encoding="utf-8")
        path.write_text(mutant.mutated(right), encoding="utf-8")
        try:
            return self._complaint()
        finally:
            path.write_text(right, encoding="utf-8")

    def _calibrated(self) -> str | None:
        """Run everything on the right code, to know how long it takes."""
        for number, selection in enumerate(self._selections):
            begun = time.monotonic()
            if found := self._tried(selection, _LONGEST):
                return found
            self._limits[number] = 10 + _PATIENCE * (time.monotonic() - begun)
        return None

    def _complaint(self) -> str | None:
        tried = (self._tried(*pair) for pair in zip(self._selections, self._limits, strict=True))
        return next((found for found in tried if found), None)

    def _tried(self, selection: Sequence[str], seconds: float) -> str | None:
        receiving, sending = self._processes.Pipe(duplex=False)
        arguments = (self._root, self._copy, [*_QUIET, *selection], sending)
        process = self._processes.Process(target=_run, args=arguments)
        process.start()
        sending.close()
        try:
            return str(receiving.recv()) or None if receiving.poll(seconds) else "a limit of time"
        except EOFError:
            return "the end of the process"
        finally:
            process.kill()
            process.join()


def mistakes(root: Path) -> list[CodeMutant]:
    """Every mistake in what generated code stands on, and a fourth as many in generated code."""
    core, package = root / CORE, root / PACKAGE
    written = [mutant for path in sorted(core.glob("*.py")) for mutant in _mistakes_in(path, core)]
    generated = [mutant for path in sorted(package.glob("api/*/*.py")) for mutant in _mistakes_in(path, package)]
    share = max(1, len(generated) * 4 // max(1, len(written)))
    return written + generated[::share]


def _mistakes_in(path: Path, package: Path) -> Iterator[CodeMutant]:
    module = path.relative_to(package).with_suffix("").as_posix().replace("/", ".")
    return code_mutants(path.read_text(encoding="utf-8"), module)


class _FirstFailure:
    """A plugin that remembers which test failed first."""

    def __init__(self) -> None:
        self.name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the name of the first test that fails."""
        if report.failed:
            self.name = self.name or report.nodeid.removeprefix("contract_tests/")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the name of the first module that cannot even be imported."""
        if report.failed:
            self.name = self.name or report.nodeid.removeprefix("contract_tests/")


def _run(root: Path, copy: Path, arguments: Sequence[str], answer: Connection) -> None:
    """Run the tests of the copy in this process, which ends with it."""
    _forget(root, {path.name for path in copy.glob("src/*")})
    sys.path[:0] = [str(copy / name) for name in ("src", "generated", "scripts", "contract_tests")]
    os.chdir(copy)
    first = _FirstFailure()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        status = pytest.main(list(arguments), plugins=[first])
    answer.send("" if status == pytest.ExitCode.OK else first.name or pytest.ExitCode(status).name)


def _forget(root: Path, packages: set[str]) -> None:
    """Unload our own modules, and all of the packages that the copy has, so that those of the copy are imported."""
    sys.path[:] = [folder for folder in sys.path if not Path(folder).absolute().is_relative_to(root)]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        is_ours = file and Path(file).is_relative_to(root) and "site-packages" not in file and name != "__main__"
        if is_ours or name.partition(".")[0] in packages:
            del sys.modules[name]
