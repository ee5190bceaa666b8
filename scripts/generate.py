"""Generate `generated/` from `openapi/`, or say what in it is not current.

    python scripts/generate.py            writes generated/
    python scripts/generate.py --check    compares, changes nothing, and names what differs

Both make the whole folder anew in a temporary place first. Before it takes the place of the old one, the new
package is imported and compared with the contract; so a failure leaves the old folder as it was.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from codegen.package import BuildError, write_package
from codegen.views import GenerationError
from onepay_contract import bundling

ROOT: Final = Path(__file__).resolve().parent.parent
COMMAND: Final = "python scripts/generate.py"
_IGNORED: Final = {"__pycache__", ".ruff_cache", ".mypy_cache"}


class BrokenPackageError(Exception):
    """The package that was generated cannot be imported, or has lost a part of the contract."""

    def __init__(self, output: str) -> None:
        super().__init__(f"The new package does not hold what the contract says:\n{output.strip()}")


def generate(openapi: Path, target: Path) -> None:
    """Write everything that belongs into `generated/` under `target`, which is empty."""
    read = bundling.read_bundle(openapi)
    for name, text in bundling.texts(openapi, read.document).items():
        (target / name).write_text(text, encoding="utf-8")
    try:
        write_package(read.document, target / "onepay_api")
    except GenerationError as error:
        found = error.complaints
        raise bundling.BundleError(
            bundling.Problem(read.locate(complaint.pointer), complaint.sentence) for complaint in found
        ) from None


def import_package(generated: Path) -> None:
    """Import everything in the new package, in a process of its own, and compare it with the contract.

    Raises `BrokenPackageError`, with what that process said, when a part does not import or is missing.
    """
    check = [sys.executable, "-P", "-B", "-W", "error", str(ROOT / "scripts/codegen/import_package.py"), str(generated)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if done.returncode:
        raise BrokenPackageError(done.stdout + done.stderr)


def differences(fresh: Path, current: Path) -> Iterator[str]:
    """One sentence for each file of `current` that is stale, missing or stray."""
    wanted, present = _files(fresh), _files(current)
    for name in sorted(wanted | present):
        if name not in present:
            yield f"{name} is missing"
        elif name not in wanted:
            yield f"{name} is stray: nothing in openapi/ or scripts/ makes it"
        elif (fresh / name).read_bytes() != (current / name).read_bytes():
            yield f"{name} is stale"


def swap(fresh: Path, current: Path) -> None:
    """Put `fresh` in the place of `current`; if that fails or is interrupted, `current` is put back."""
    old = _aside(current)
    shutil.rmtree(old, ignore_errors=True)
    if current.exists():
        current.rename(old)
    try:
        fresh.rename(current)
    except BaseException:
        recover(current)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(current: Path) -> None:
    """Put `current` back where a run was killed after it had put it aside."""
    old = _aside(current)
    if old.exists() and not current.exists():
        old.rename(current)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options.openapi, options.output, check=options.check)
    except (bundling.BundleError, BrokenPackageError, BuildError, OSError) as error:
        print(f"{error}\nNothing was written: {options.output} is as it was.", file=sys.stderr)
        return 1


def _run(openapi: Path, output: Path, *, check: bool) -> int:
    output.parent.mkdir(parents=True, exist_ok=True)
    if not check:
        recover(output)
    with tempfile.TemporaryDirectory(prefix=".generating-", dir=output.parent) as folder:
        fresh = Path(folder) / output.name
        fresh.mkdir()
        generate(openapi, fresh)
        if check:
            return _report(list(differences(fresh, output)))
        import_package(fresh)
        swap(fresh, output)
    return 0


def _aside(current: Path) -> Path:
    return current.with_name(f".{current.name}.old")


def _report(found: list[str]) -> int:
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        print(f"{len(found)} file(s) of generated/ are not current. To mend it: {COMMAND}", file=sys.stderr)
    return 1 if found else 0


def _files(folder: Path) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if not _IGNORED & set(path.parts)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=COMMAND, description="Generate the package from the description.")
    parser.add_argument("--check", action="store_true", help="only say what is not current")
    parser.add_argument("--openapi", type=Path, default=ROOT / "openapi", help="the description")
    parser.add_argument("--output", type=Path, default=ROOT / "generated", help="the folder to write")
    return parser


if __name__ == "__main__":
    sys.exit(main())
