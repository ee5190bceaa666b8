"""The oldest and the newest Python on this machine of those that the project claims: a path a line, for `.ci/run`.

It looks on PATH and among pyenv's versions, and downloads none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
_CLASSIFIER: Final = "Programming Language :: Python :: 3."
_USABLE: Final = (
    "import ensurepip, sqlite3, ssl, sys, sysconfig; sys.exit(bool(sysconfig.get_config_var('Py_GIL_DISABLED')))"
)
"""What a Python needs for an environment of its own; one without the lock that others count on is another one."""


def claimed(project: Path) -> list[str]:
    """The versions that a `pyproject.toml` claims, such as `3.11`, the oldest first."""
    classifiers = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["classifiers"]
    minors = [int(text.removeprefix(_CLASSIFIER)) for text in classifiers if text.startswith(_CLASSIFIER)]
    return [f"3.{minor}" for minor in sorted(minors)]


def installed(versions: list[str], path: str, pyenv: Path) -> list[str]:
    """The usable interpreters of these versions, in their order: at most one for each."""
    found = (next(filter(_is_usable, _candidates(version, path, pyenv)), None) for version in versions)
    return [interpreter for interpreter in found if interpreter]


def _candidates(version: str, path: str, pyenv: Path) -> Iterator[str]:
    on_path = shutil.which(f"python{version}", path=path)
    if on_path:
        yield on_path
    yield from (str(found) for found in sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True))


def _is_usable(interpreter: str) -> bool:
    """Whether it runs at all, which pyenv's stand-ins on PATH may not, and has what an environment needs."""
    return subprocess.run([interpreter, "-c", _USABLE], capture_output=True, check=False).returncode == 0  # noqa: S603 - found above


def main() -> int:
    """Print the two, or the one if there is only one."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    versions = claimed(ROOT / "pyproject.toml")
    found = installed(versions, os.environ.get("PATH", os.defpath), pyenv)
    if not found:
        print(f"No Python of {', '.join(versions)} is on PATH or among pyenv's versions: install one.", file=sys.stderr)
        return 1
    print(*dict.fromkeys((found[0], found[-1])), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
