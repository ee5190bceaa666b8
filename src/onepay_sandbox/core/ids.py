"""Ids and codes that a seed decides: the same seed and the same calls give the same bytes."""

from __future__ import annotations

import hashlib
import uuid


def digest(*parts: str | int) -> bytes:
    """Sixteen bytes that look like chance and depend on nothing but `parts`."""
    text = "\x1f".join(map(str, parts))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def identifier(*parts: str | int) -> str:
    """A UUID of version 4 that `parts` decide."""
    return str(uuid.UUID(bytes=digest(*parts), version=4))


def code(length: int, *parts: str | int) -> str:
    """A code of decimal digits that `parts` decide, such as a one-time password."""
    return str(int.from_bytes(digest(*parts), "big") % 10**length).zfill(length)


def token(prefix: str, *parts: str | int) -> str:
    """A secret such as `wh_tok_…` that `parts` decide."""
    return f"{prefix}{digest(*parts).hex()}"
