"""Addresses of databases: the path of a file, the address of a server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from onepay_client.errors import ConfigurationError
from onepay_core.errors import OnePayError

from .database import Database


def checked_path(path: object, instead: str) -> Path:
    """The absolute path of a file, links resolved, whatever the current folder is later.

    Raises:
        ValueError: it names no file; the text says why, and ``instead`` what to do.
    """
    if isinstance(path, os.PathLike):
        path = cast(object, os.fspath(cast("os.PathLike[str]", path)))
    if not isinstance(path, str):
        raise ValueError(f"The path of the file is text or a pathlib.Path, not {type(path).__name__}.")  # noqa: TRY004
    if not path or path.startswith(":memory:") or "\0" in path:
        raise ValueError(f"{path!r} names no file, and what is kept there would be lost. {instead}")
    try:
        resolved = Path(os.path.realpath(path))
        is_folder = resolved.is_dir()
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or "it has characters that no name of a file has"
        raise ValueError(f"The path of the file cannot be used: {reason}. Give another one.") from None
    if is_folder:
        raise ValueError(f"{path!r} is a folder. Name a file inside it.")
    return resolved


def postgres_database(conninfo: str, schema: str, connections: int, failure: type[OnePayError], owner: str) -> Database:
    """A ``schema`` of the PostgreSQL database at ``conninfo``, for an ``owner`` whose errors are ``failure``.

    Raises:
        ConfigurationError: psycopg is not installed, or what was given cannot be used.
    """
    try:
        from .postgres import PostgresDatabase, checked_address  # noqa: PLC0415 - who uses SQLite needs no psycopg
    except ImportError as error:
        raise ConfigurationError(
            f"{owner} needs psycopg 3 ({error}). Install it with: pip install 'onepay-client[postgres]'"
        ) from None
    if not isinstance(cast("object", connections), int) or connections < 1:
        raise ConfigurationError(f"connections is how many threads of a process write at once, not {connections!r}.")
    try:
        return PostgresDatabase(*checked_address(conninfo, schema), failure, connections=connections)
    except ValueError as error:
        raise ConfigurationError(f"{owner}: {error}") from None
