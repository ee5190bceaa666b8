"""Make a release in `dist/`: everything but the upload, which only the hosted workflow does.

    python scripts/release.py --dry-run    a rehearsal of today's tree
    python scripts/release.py              the same, and refuses a tree that must not be released

It says which version is needed, shows the changelog, builds twice and compares the bytes, looks into the distributions,
and uses the wheel with each of its extras in an empty environment of each Python that is here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import interpreters
import next_version
from onepay_contract.document import ContractError
from releasing import changelog
from releasing.builds import (
    NO_EXTRA,
    ReleaseError,
    build_twice,
    check_contents,
    distributions,
    extras_of,
    use,
    validate_sbom,
)
from releasing.surface import HistoryError
from releasing.versions import BUNDLES, Changes, VersionError, changes_since_release, project_version

ROOT: Final = Path(__file__).resolve().parent.parent
OUTPUT: Final = ROOT / "dist"
SMOKE_TEST: Final = ROOT / "scripts/releasing/use_extra.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python scripts/release.py", description="Everything but the upload.")
    parser.add_argument("--dry-run", action="store_true", help="a rehearsal: any tree will do")
    options = parser.parse_args(arguments)
    try:
        _release(is_rehearsal=options.dry_run)
    except (ContractError, HistoryError, ReleaseError, VersionError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _release(*, is_rehearsal: bool) -> None:
    changes = changes_since_release(ROOT)
    print(next_version.report(changes))
    if is_rehearsal:
        print(changelog.draft(ROOT, changes))
    else:
        _refuse_unfinished(ROOT, changes)
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        digests = build_twice(ROOT, Path(folder), OUTPUT)
        print("Two builds in two folders have the same bytes:", *(f"{d}  {n}" for n, d in digests.items()), sep="\n  ")
        source, wheel = sorted(distributions(OUTPUT), key=lambda path: path.suffix == ".whl")
        check_contents(wheel, source)
        validate_sbom(wheel)
        subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *map(str, (source, wheel))], check=True)  # noqa: S603 - our own words
        _use_everywhere(wheel, Path(folder))
    print(f"{'A rehearsal: ' if is_rehearsal else ''}dist/ holds what would be uploaded.")


def _use_everywhere(wheel: Path, folder: Path) -> None:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    versions = interpreters.claimed(ROOT / "pyproject.toml")
    found = interpreters.installed(versions, os.environ.get("PATH", os.defpath), pyenv)
    if not found:
        raise ReleaseError(f"No Python of {', '.join(versions)} is here to try the wheel on: install one.")
    extras = [NO_EXTRA, *extras_of(wheel)]
    for interpreter in found:
        for extra in extras:
            use(wheel, interpreter, extra, folder, SMOKE_TEST)
        print(f"{interpreter}: the wheel works alone and with {', '.join(extras[1:])}.")


def _refuse_unfinished(root: Path, changes: Changes) -> None:
    """Refuse a tree that is no release: its version must be the newest in `openapi/released/`, and nothing be open."""
    version = project_version(root)
    problems: list[str] = []
    if changes.released != version or changes.required != version:
        problems.append(f"{version} is not prepared as a release: run `nox -s version -- --write` and commit it.")
    hooks = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["metadata"]["hooks"]
    if not hooks["custom"]["repository"]:
        problems.append("The address of the repository is not known: write it into pyproject.toml (`repository`).")
    if subprocess.run(["git", "-C", str(root), "status", "--porcelain"], check=True, capture_output=True).stdout:  # noqa: S603, S607 - git of whoever releases
        problems.append("The tree has changes that are not committed.")
    if not (root / BUNDLES / f"{version}.json").exists():
        problems.append(f"{BUNDLES}/{version}.json is missing.")
    if problems:
        raise ReleaseError("\n".join(problems))


if __name__ == "__main__":
    sys.exit(main())
