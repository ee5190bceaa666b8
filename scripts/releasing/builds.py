"""Build the distributions twice, look into them, and use them in empty environments."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from importlib import import_module
from pathlib import Path
from typing import Final

NO_EXTRA: Final = ""
_RELATIVE_LINK: Final = re.compile(r"\]\((?!https?:|mailto:|#)[^)]*\)")
_STRAY: Final = re.compile(r"(^|/)(\.env|contract_tests|\.git|dist|locks)(/|$)|\.(pem|sqlite|log)$")
_SBOMS: Final = ".dist-info/sboms/"


class ReleaseError(Exception):
    """A release would be wrong; the message says what to mend."""


def build_twice(root: Path, folder: Path, output: Path) -> dict[str, str]:
    """Build a source distribution and from it a wheel, in two copies of the tree, and compare their bytes.

    Args:
        root: the tree; what git does not track is left out.
        folder: an empty folder to work in.
        output: where the distributions go.

    Returns:
        The digest of each distribution, by its name.

    Raises:
        ReleaseError: the two builds differ.
    """
    digests: list[dict[str, str]] = []
    for name in ("first", "second-in-a-longer-path"):
        copy = folder / name / "tree"
        copy_tracked(root, copy)
        built = folder / name / "dist"
        _run("uv", "build", "--quiet", "--out-dir", str(built), str(copy))
        digests.append({path.name: _digest(path) for path in distributions(built)})
    if digests[0] != digests[1]:
        raise ReleaseError(f"Two builds of the same tree differ: {digests[0]} and {digests[1]}.")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    for path in distributions(folder / "first/dist"):
        shutil.copy(path, output)
    return digests[0]


def copy_tracked(root: Path, target: Path) -> None:
    """Copy what git tracks in a tree, as it is in the working tree."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], check=True, capture_output=True).stdout  # noqa: S603, S607 - git of whoever releases
    for name in filter(None, listed.decode().split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, target / name)


def distributions(folder: Path) -> list[Path]:
    """The wheel and the source distribution in a folder."""
    return sorted([*folder.glob("*.whl"), *folder.glob("*.tar.gz")])


def check_contents(wheel: Path, source: Path) -> None:
    """Look for an SBOM, for links that lead nowhere from a package page, and for files that do not belong there.

    Raises:
        ReleaseError: something is missing or does not belong there.
    """
    problems = [*_problems_of_wheel(wheel), *_problems_of_names(wheel.name, zipfile.ZipFile(wheel).namelist())]
    with tarfile.open(source) as archive:
        problems += _problems_of_names(source.name, archive.getnames())
    if problems:
        raise ReleaseError("\n".join(problems))


def read_sbom(wheel: Path) -> Mapping[str, object]:
    """The SBOM in a wheel (PEP 770); raises `ReleaseError` where there is none."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if _SBOMS in name]
        if len(names) != 1:
            raise ReleaseError(f"{wheel.name} has {len(names)} files in {_SBOMS}; one is needed.")
        sbom: Mapping[str, object] = json.loads(archive.read(names[0]))
    return sbom


def validate_sbom(wheel: Path) -> None:
    """Compare the SBOM with CycloneDX' own schema; raises `ReleaseError` where it does not fit."""
    version = import_module("cyclonedx.schema").SchemaVersion.V1_6  # only the session `release` installs it
    validator = import_module("cyclonedx.validation.json").JsonStrictValidator(version)
    error = validator.validate_str(json.dumps(read_sbom(wheel)))
    if error is not None:
        raise ReleaseError(f"The SBOM does not fit CycloneDX 1.6: {error}")


def extras_of(wheel: Path) -> list[str]:
    """The extras that a wheel offers."""
    return list(_metadata(wheel).get_all("Provides-Extra", []))


def use(wheel: Path, interpreter: str, extra: str, folder: Path, smoke_test: Path) -> None:
    """Install a wheel with an extra into an empty environment of an interpreter, and use it there.

    Raises:
        ReleaseError: it cannot be installed, or the smoke test fails.
    """
    environment = folder / "environment"
    _run("uv", "venv", "--quiet", "--clear", "--python", interpreter, str(environment))
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    _run("uv", "pip", "install", "--quiet", "--python", str(python), wanted)
    _run(str(python), "-I", str(smoke_test), extra)


def _problems_of_wheel(wheel: Path) -> Iterator[str]:
    metadata = _metadata(wheel)
    page = str(metadata.get_payload())
    yield from (f"The package page links to {link}, which leads nowhere." for link in _RELATIVE_LINK.findall(page))
    if not metadata.get_all("Project-URL"):
        yield "The metadata name no address of the project."
    read_sbom(wheel)


def _problems_of_names(distribution: str, names: list[str]) -> Iterator[str]:
    yield from (f"{distribution} holds {name}, which does not belong there." for name in names if _STRAY.search(name))


def _metadata(wheel: Path) -> EmailMessage:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return BytesParser(policy=default).parsebytes(archive.read(name))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(*command: str) -> None:
    # What is installed has to stand alone: the tree must not be importable by way of the environment.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603 - our own words
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise ReleaseError(f"This command failed: {' '.join(command)}")
