"""Say which version the next release must have, and fail where `pyproject.toml` has a lower one.

    python scripts/next_version.py               compares with the newest release, and says why
    python scripts/next_version.py --changelog   prints the changelog's section as it would be today
    python scripts/next_version.py --write       writes the version, the changelog and the bundle of the release

The contract is compared with the newest bundle in `openapi/released/`, and the public Python names with the commit
that put that bundle there.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from packaging.version import Version

from onepay_contract.diff.forms import headline
from onepay_contract.document import ContractError
from releasing import changelog
from releasing.surface import HistoryError
from releasing.versions import BUNDLES, Changes, VersionError, changes_since_release, project_version, write_version

ROOT: Final = Path(__file__).resolve().parent.parent
_SHOWN: Final = 10


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command; return its exit status: 0 where the version is high enough, 1 where not, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    try:
        changes = changes_since_release(root)
        if options.changelog:
            print(changelog.draft(root, changes))
            return 0
        print(report(changes))
        if options.write:
            return _write(root, changes)
        return _checked(changes, project_version(root))
    except (VersionError, HistoryError, ContractError) as error:
        print(error, file=sys.stderr)
        return 2


def report(changes: Changes) -> str:
    """What changed, and the version that follows from it."""
    surface = changes.surface
    lines = [
        f"Contract: {headline(changes.contract)}",
        f"Python names: {len(surface.breaking)} changes that break programs, {len(surface.added)} new.",
        *(f"  {sentence}" for sentence in surface.breaking[:_SHOWN]),
    ]
    if len(surface.breaking) > _SHOWN:
        lines.append(f"  and {len(surface.breaking) - _SHOWN} more")
    if changes.required == changes.released:
        return "\n".join([*lines, f"Nothing that was promised changed since {changes.released}."])
    return "\n".join([*lines, f"The next release after {changes.released} needs at least version {changes.required}."])


def _checked(changes: Changes, version: Version) -> int:
    if version >= changes.required:
        print(f"pyproject.toml has {version}: high enough.")
        return 0
    advice = f"write {changes.required} into pyproject.toml and openapi/openapi.yaml, then run scripts/generate.py"
    print(f"pyproject.toml has {version}, which is too low: {advice}.", file=sys.stderr)
    return 1


def _write(root: Path, changes: Changes) -> int:
    version = max(changes.required, project_version(root))
    if version == changes.released:
        print(f"There is nothing to release: {version} stands in {BUNDLES} already.", file=sys.stderr)
        return 1
    import generate  # noqa: PLC0415 - only a release needs the generator

    write_version(root, version)
    if status := generate.main(["--openapi", str(root / "openapi"), "--output", str(root / "generated")]):
        return status
    changelog.build(root, changes, str(version), datetime.now(UTC).date().isoformat())
    shutil.copy(root / "generated/openapi.json", root / BUNDLES / f"{version}.json")
    print(f"Version {version} is written. Read CHANGELOG.md, commit everything, and tag the commit v{version}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python scripts/next_version.py", description="The next release's version.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--changelog", action="store_true", help="print the changelog's section as it would be today")
    choice.add_argument("--write", action="store_true", help="write the version, the changelog and the bundle")
    return parser


if __name__ == "__main__":
    sys.exit(main())
