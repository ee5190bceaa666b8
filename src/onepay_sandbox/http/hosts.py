"""Names under which a sandbox answers, so that no web page reaches it by a name of its own (DNS rebinding)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from onepay_sandbox.core.messages import Response, json_response

_PRIVATE: Final = (".localhost", ".test", ".internal", ".example", ".invalid")
"""Endings that nobody can register in the public DNS."""


class Hosts:
    """The hosts that a request may name."""

    def __init__(self, names: Iterable[str]) -> None:
        """Allow `names` besides addresses of IP, names without a dot, and names that the public DNS does not have."""
        self._names: Final = frozenset(name.lower() for name in names)

    def refusal(self, host: str) -> Response | None:
        """The answer to a request for a host that is not allowed; None where it is."""
        name = _name(host)
        if name is not None and self._is_allowed(name):
            return None
        message = (
            f"El sandbox no atiende el host {host[:100]}. Usa 127.0.0.1, o inícialo con --allow-host y ese nombre."
        )
        return json_response(421, {"message": message})

    def _is_allowed(self, name: str) -> bool:
        return "." not in name or name in self._names or name.endswith(_PRIVATE) or _is_address(name)


def _name(host: str) -> str | None:
    """The name in a Host header, without its port; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    is_plain = parts.netloc == host and "@" not in host and host.isascii() and host.isprintable()
    return name if name and is_plain else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
