"""Starts from nothing: makes `.venv`, installs nox as locked, runs a nox session.

    python3 scripts/start.py tour     a sandbox of the API, and one merchant's day told through the client
    python3 scripts/start.py tests    every test that needs no network and no key

It needs Python 3.11 or later with pip, and uses nothing else. The sessions run on the Python that runs this file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT: Final = ROOT / ".venv"
LOCK: Final = ROOT / "locks" / "nox.txt"
OLDEST: Final = (3, 11)


class CannotStart(Exception):
    """The environment cannot be made; the message says why, and what to do."""


def main(arguments: list[str]) -> int:
    """Run the sessions that are named; arguments after `--` go to them."""
    if sys.version_info < OLDEST:
        oldest, here = ".".join(map(str, OLDEST)), sys.version.split()[0]
        print(f"This needs Python {oldest} or later, and this is {here}: run it with python{oldest}.", file=sys.stderr)
        return 2
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    separator = arguments.index("--") if "--" in arguments else len(arguments)
    try:
        nox = [str(_python()), "-m", "nox", "--noxfile", str(ROOT / "noxfile.py")]
        return subprocess.run([*nox, "-s", *arguments[:separator], *arguments[separator:]], check=False).returncode  # noqa: S603 - our own words
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _python() -> Path:
    """The interpreter of `.venv`, which is made if it is missing, half made, or of another Python or lock."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed, wanted = ENVIRONMENT / "installed-lock.txt", f"# {sys.version}\n".encode() + LOCK.read_bytes()
    if not installed.exists() or installed.read_bytes() != wanted:
        try:
            _make_environment()
            _install(python)
            installed.write_bytes(wanted)
        except OSError as error:
            raise CannotStart(f"{ENVIRONMENT} cannot be made: {error.strerror or error}.") from None
    return python


def _make_environment() -> None:
    try:
        import venv  # noqa: PLC0415 - some systems leave it out

        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    except (ImportError, subprocess.CalledProcessError):  # the latter where there is venv and no ensurepip
        version = ".".join(map(str, sys.version_info[:2]))
        raise CannotStart(
            f"This Python has no venv with pip. On Debian and Ubuntu: apt install python{version}-venv. "
            "Then run this again."
        ) from None


def _install(python: Path) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603 - our own words
        [*pip, "--require-hashes", "-r", str(LOCK)], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        reason = next(iter(done.stderr.strip().splitlines()[-1:]), f"exit status {done.returncode}")
        raise CannotStart(
            f"nox could not be installed ({reason}). It comes from the package index: check the network, the proxy in "
            "HTTPS_PROXY or the index in PIP_INDEX_URL, and run this again."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
