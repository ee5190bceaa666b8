"""Do everything from nothing: make `.venv`, install nox as locked, run a nox session.

    python3 scripts/start.py tour     a sandbox of the API, and one merchant's day told through the client
    python3 scripts/start.py tests    every test that needs no network and no key

It needs Python 3.11 or later with pip, and uses nothing else. The sessions run on the Python that runs this file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT: Final = ROOT / ".venv"
LOCK: Final = ROOT / "locks" / "nox.txt"
OLDEST: Final = (3, 11)


def main(arguments: list[str]) -> int:
    """Run the sessions that are named; arguments after `--` go to them."""
    if sys.version_info < OLDEST:
        print(f"This needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    separator = arguments.index("--") if "--" in arguments else len(arguments)
    nox = [str(_python()), "-m", "nox", "--noxfile", str(ROOT / "noxfile.py")]
    return subprocess.run([*nox, "-s", *arguments[:separator], *arguments[separator:]], check=False).returncode  # noqa: S603 - our own words


def _python() -> Path:
    """The interpreter of `.venv`, which is made if it is missing, half made, or of another Python or lock."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed, wanted = ENVIRONMENT / "installed-lock.txt", f"# {sys.version}\n".encode() + LOCK.read_bytes()
    if not installed.exists() or installed.read_bytes() != wanted:
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)  # noqa: S603 - our own words
        installed.write_bytes(wanted)
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
