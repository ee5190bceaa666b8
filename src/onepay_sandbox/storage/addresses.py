"""The address of a database: in memory, in a file, or on a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

FORM: Final = (
    "Name the path of a file, or a server as postgresql+psycopg://user:password@host/database; in a password, write @ "
    "as %40, / as %2F and : as %3A."
)
_SERVER: Final = "postgresql"


@dataclass(frozen=True, repr=False)
class Address:
    """The address of a database. No text of it shows a password; `url` does."""

    url: URL

    def __repr__(self) -> str:
        """What may be shown."""
        return self.shown

    @property
    def is_server(self) -> bool:
        """Whether a server is meant."""
        return self.url.get_backend_name() == _SERVER

    @property
    def is_memory(self) -> bool:
        """Whether the data live in memory."""
        return not self.is_server and self.url.database in (None, "", ":memory:")

    @cached_property
    def shown(self) -> str:
        """The path of the file, or the server without its options, of which some are secret."""
        if self.is_server:
            return self.url.set(query={}).render_as_string(hide_password=True)
        return self.url.database or "memory"

    def without_secrets(self, text: str) -> str:
        """What a driver says, without the passwords of the address, which it may repeat."""
        options = [value for name, value in self.url.query.items() if "password" in name]
        for secret in (str(self.url.password or ""), *(str(value) for value in options)):
            text = text.replace(secret, "***") if secret else text
        return text


def read_address(database: str | None) -> Address | str:
    """The address, or why there is none, which repeats nothing of what was given."""
    if database is None or "://" not in database:
        return Address(URL.create("sqlite", database=database))
    try:
        url = make_url(database)
        name = url.get_backend_name()
    except (ArgumentError, ValueError):
        return f"The address of the database cannot be read. {FORM}"
    if "@" in (url.host or ""):
        return f"The address of the database cannot be read. {FORM}"
    if name not in ("sqlite", _SERVER):
        return f"The sandbox keeps its data in SQLite or in PostgreSQL. {FORM}"
    if url.query.get("uri"):
        return f"An address of SQLite's own can name anything. {FORM}"
    return Address(url)
