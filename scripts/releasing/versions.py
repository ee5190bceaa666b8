"""The version that the next release must have: it follows from what changed since the newest one."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version

from onepay_contract.diff import Comparison, Grade, compare
from onepay_contract.diff.sources import read_contract
from releasing.surface import SurfaceChanges, compare_surfaces, extract_release

BUNDLES: Final = Path("openapi/released")
"""Where the bundle of each released version stands: a version is released when its bundle is there."""

_CURRENT: Final = "generated/openapi.json"
_PROJECT: Final = Path("pyproject.toml")
_CONTRACT: Final = Path("openapi/openapi.yaml")
_PROJECT_VERSION: Final = re.compile(r'^version = "(?P<version>[^"]+)"$', re.MULTILINE)
_CONTRACT_VERSION: Final = re.compile(r"^  version: (?P<version>\S+)$", re.MULTILINE)


class VersionError(Exception):
    """The version cannot be told, or is not the one that it has to be; the message says what to do."""


class Impact(IntEnum):
    """What the changes since the newest release ask of programs."""

    NONE = 0
    WORDS = 1
    COMPATIBLE = 2
    BREAKING = 3


_IMPACTS: Final = {
    Grade.NOTE: Impact.WORDS,
    Grade.COMPATIBLE: Impact.COMPATIBLE,
    Grade.CAUTION: Impact.COMPATIBLE,
    Grade.BREAKING: Impact.BREAKING,
    Grade.DANGER: Impact.BREAKING,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the newest release."""

    released: Version
    contract: Comparison
    surface: SurfaceChanges

    @property
    def impact(self) -> Impact:
        """The gravest thing that happened to programs."""
        if self.surface.breaking:
            return Impact.BREAKING
        grades = [_IMPACTS[change.grade] for change in self.contract]
        return max([*grades, Impact.COMPATIBLE if self.surface.added else Impact.NONE])

    @property
    def required(self) -> Version:
        """The lowest version that the next release may have; the released one where nothing changed."""
        return next_version(self.released, self.impact)


def next_version(released: Version, impact: Impact) -> Version:
    """The version after a released one. While it begins with 0, a minor version may break programs."""
    major, minor, patch = released.release[:3]
    if impact is Impact.NONE:
        return released
    if impact is Impact.WORDS or (impact is Impact.COMPATIBLE and not major):
        return Version(f"{major}.{minor}.{patch + 1}")
    if impact is Impact.COMPATIBLE or not major:
        return Version(f"{major}.{minor + 1}.0")
    return Version(f"{major + 1}.0.0")


def changes_since_release(root: Path) -> Changes:
    """What changed in a tree since its newest release; raises `VersionError`, `HistoryError` or `ContractError`."""
    released = newest([path.stem for path in (root / BUNDLES).glob("*.json")])
    bundle = root / BUNDLES / f"{released}.json"
    before, after = read_contract(str(bundle), root), read_contract(_CURRENT, root)
    contract = compare(before, after, (str(released), "now"))
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        extract_release(root, bundle, Path(folder))
        surface = compare_surfaces(Path(folder), root)
    return Changes(released, contract, surface)


def newest(names: Iterable[str]) -> Version:
    """The newest of these versions."""
    try:
        versions = [Version(name) for name in names]
    except InvalidVersion as error:
        raise VersionError(f"{BUNDLES} holds a file that is not named for a version: {error}.") from None
    if not versions:
        raise VersionError(f"{BUNDLES} is empty: put the bundle of the first release there.")
    return max(versions)


def project_version(root: Path) -> Version:
    """The version that `pyproject.toml` and `openapi/openapi.yaml` agree on."""
    project = Version(tomllib.loads((root / _PROJECT).read_text(encoding="utf-8"))["project"]["version"])
    found = _CONTRACT_VERSION.search((root / _CONTRACT).read_text(encoding="utf-8"))
    if found is None or Version(found["version"]) != project:
        shown = found["version"] if found else "nothing"
        raise VersionError(f"{_PROJECT} says {project} and {_CONTRACT} says {shown}: write the same version into both.")
    return project


def write_version(root: Path, version: Version) -> None:
    """Write a version into `pyproject.toml` and `openapi/openapi.yaml`."""
    for path, pattern in ((root / _PROJECT, _PROJECT_VERSION), (root / _CONTRACT, _CONTRACT_VERSION)):
        text = path.read_text(encoding="utf-8")
        found = pattern.search(text)
        if found is None:
            raise VersionError(f"{path} has no line with a version: write one.")
        path.write_text(f"{text[: found.start('version')]}{version}{text[found.end('version') :]}", encoding="utf-8")
