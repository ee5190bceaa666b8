"""Compare and write generated files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Literal


def mismatch(path: Path, text: str) -> Literal["missing", "stale"] | None:
    """Say how the file at `path` differs from `text`, if it does."""
    if not path.is_file():
        return "missing"
    return None if path.read_bytes() == text.encode() else "stale"


def write(path: Path, text: str) -> None:
    """Replace the file at `path` in one step: after a failure it is as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
