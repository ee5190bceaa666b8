"""Who may notice a planted mistake in the package: the quick tests of it, in a copy of the tree.

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
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest

from mutation.code_edits import CodeMutant, code_mutants

PACKAGE: Final = Path("generated/onepay_api")
_COPIED: Final = ("contract_tests", "generated", "openapi", "scripts", "src", "pyproject.toml")
_PRELOADED: Final = ["__main__", "pytest", "hypothesis", "hypothesis.internal.conjecture.engine", "schemathesis"]
_PRELOADED_TOO: Final = ["httpx", "jsonschema_rs", "msgspec", "openapi_python_client", "respx", "rich.console"]

_QUICK: Final = (
    *(
        "client/test_absence.py",
        "client/test_reading_rules.py",
        "client/test_array_rules.py",
        "client/test_variants.py",
    ),
    *("generation/test_calls.py", "generation/test_operations.py", "generation/test_strays.py"),
    *("generation/test_stock_replies.py", "generation/test_stock_requests.py", "generation/test_other_defects.py"),
)
_THOROUGH: Final = (
    *("generation/test_models.py", "generation/test_methods.py", "generation/test_loading.py"),
    *("client/test_documented_bodies.py", "client/test_no_reply.py", "client/test_enums.py", "client/test_pages.py"),
    *(
        "client/test_pages_end.py",
        "client/test_masking.py",
        "client/test_bad_replies.py",
        "client/test_webhooks_read.py",
    ),
)
_FEW: Final = ("client/test_requests.py", "client/test_replies.py", "client/test_bent_replies.py")
_OPERATIONS: Final = "charges_create or invoices_list or customer_sessions_get or payments_get or webhooks_update"
"""Operations that between them have every kind of parameter, body and key; the slow tests meet only these."""
_QUIET: Final = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_SECONDS: Final = 120.0
"""After this a mutant has hung, which is noticed too."""


class CodeCourt:
    """Judges the mistakes in the package, one after the other, in a copy of the tree under `root`."""

    area = "code"

    def __init__(self, root: Path, copy: Path) -> None:
        """Copy what the tests need into the empty folder `copy`."""
        self._root: Final = root
        self._copy: Final = copy
        for name in _COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
            elif (root / name).exists():
                shutil.copy(root / name, copy / name)

    def mutants(self) -> list[CodeMutant]:
        """Every mistake that we know to make in what is written by hand, and as many in what is generated."""
        package = self._copy / PACKAGE
        names = {path.name for path in (self._copy / "scripts/runtime").glob("*.py")}
        written = [mutant for name in sorted(names) for mutant in self._mutants_of(package / name)]
        generated = [mutant for path in sorted(package.glob("api/*/*.py")) for mutant in self._mutants_of(path)]
        share = max(1, len(generated) * 4 // max(1, len(written)))
        return written + generated[::share]

    def group(self, mutant: CodeMutant) -> str:
        """Its module; those that are generated stand together."""
        return "api" if mutant.module.startswith("api.") else mutant.module

    def verdict(self, mutant: CodeMutant | None) -> str | None:
        """The first test that notices the mistake; None when all are content."""
        if mutant is None:
            return self._complaint()
        path = self._copy / PACKAGE / f"{mutant.module.replace('.', '/')}.py"
        right = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            return self._complaint()
        finally:
            path.write_text(right, encoding="utf-8")

    def _mutants_of(self, path: Path) -> Iterator[CodeMutant]:
        module = path.relative_to(self._copy / PACKAGE).with_suffix("").as_posix().replace("/", ".")
        return code_mutants(path.read_text(encoding="utf-8"), module)

    def _complaint(self) -> str | None:
        for selection in (_files(_QUICK), _files(_THOROUGH), [*_files(_FEW), "-k", _OPERATIONS]):
            if found := _tried(self._root, self._copy, selection):
                return found
        return None


def _files(names: Sequence[str]) -> list[str]:
    return [f"contract_tests/{name}" for name in names]


def _tried(root: Path, copy: Path, selection: Sequence[str]) -> str | None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_PRELOADED, *_PRELOADED_TOO])
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(root, copy, [*_QUIET, *selection], sending))
    process.start()
    sending.close()
    try:
        return str(receiving.recv()) or None if receiving.poll(_SECONDS) else "a limit of time"
    except EOFError:
        return "the end of the process"
    finally:
        process.kill()
        process.join()


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
    _forget(root)
    os.chdir(copy)
    first = _FirstFailure()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        status = pytest.main(list(arguments), plugins=[first])
    answer.send("" if status == pytest.ExitCode.OK else first.name or pytest.ExitCode(status).name)


def _forget(root: Path) -> None:
    """Unload our own modules, so that those of the copy are imported."""
    sys.path[:] = [folder for folder in sys.path if not Path(folder).absolute().is_relative_to(root)]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(root) and "site-packages" not in file and name != "__main__":
            del sys.modules[name]
