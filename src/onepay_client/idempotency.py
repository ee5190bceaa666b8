"""Idempotency keys: made from the caller's own facts, and checked before they are sent.

A key names one intention. Derive it from what makes the intention unique in your own books (an invoice
number and its month), and the same run, a later run, or another machine will send the same key:

    >>> idempotency_key("invoice", 4711, "2026-11")
    'invoice-mnkm2twedekmn6aoerxmfcc2lhapxsi2'
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from onepay_core.tracebacks import private_locals

from .errors import InvalidValue

__all__ = (
    "Fact",
    "idempotency_key",
)


Fact: TypeAlias = str | int | date | datetime | UUID
"""What a key can be derived from. A moment (``datetime``) needs its time zone."""

MAX_LENGTH: Final = 64
"""Longest key in characters; a limit that was observed in a third-party program and stands in no document."""

KEY_LIFETIME: Final = 24 * 3600.0
"""Seconds for which a server is trusted to know a key; no document says for how long OnePay does."""

_CLOCKS_DIFFER: Final = 300.0
"""Seconds by which a moment may lie in the future without the clock being called wrong."""

_SCHEME: Final = b"onepay-key-1:"
_DIGEST_BYTES: Final = 20
_PREFIX_LENGTH: Final = 31
_LETTERS: Final = re.compile("[A-Za-z]+")
_PLAIN: Final = str.maketrans("ÁÉÍÓÚÜÑáéíóúüñ", "AEIOUUNaeiouun")
_VISIBLE: Final = re.compile(r"[!-~]+")


@private_locals
def idempotency_key(*facts: Fact) -> str:
    """A key that is the same whenever, wherever and with whatever Python it is derived from ``facts``.

    It is at most 64 visible ASCII characters: the words of the first fact (say there what is paid, such as
    ``"invoice"``; it can be read in logs) and 160 bits of a SHA-256 over all facts with their types and
    lengths. So ``("a", "bc")`` and ``("ab", "c")``, ``1`` and ``"1"``, and texts that only differ after
    their hundredth letter give different keys. Texts that look alike but are written with other code
    points are different facts.

    Raises:
        InvalidValue: there is no fact, or one is empty, None, a float, a bool, or a moment without time zone.
    """
    if not facts:
        raise InvalidValue("An idempotency key needs at least one fact, which makes this intention unique.")
    encoded = _SCHEME + b"".join(_encoded(number, fact) for number, fact in enumerate(facts, 1))
    digest = hashlib.sha256(encoded).digest()[:_DIGEST_BYTES]
    return f"{_prefix(facts[0])}-{base64.b32encode(digest).decode('ascii').lower()}"


def check_key(key: object, *, allow_long: bool = False) -> str:
    """``key`` itself, if it can be sent as ``x-idempotency``.

    Raises:
        InvalidValue: it is not text, empty, not visible ASCII, or (unless ``allow_long``) over 64 characters.
    """
    if not isinstance(key, str):
        raise InvalidValue(f"An idempotency key is text, not {_type_name(key)}; see onepay_client.idempotency_key.")
    if not key:
        raise InvalidValue("An idempotency key must not be empty; leave it out to have one made.")
    if not _VISIBLE.fullmatch(key):
        raise InvalidValue(
            "An idempotency key is visible ASCII without blanks or line breaks; "
            "onepay_client.idempotency_key makes a legal one from any text."
        )
    if len(key) > MAX_LENGTH and not allow_long:
        raise InvalidValue(
            f"This idempotency key has {len(key)} characters, and a server that cuts keys at {MAX_LENGTH} would take "
            "two long ones for the same. onepay_client.idempotency_key makes a short one; where longer keys are known "
            "to work, allow them with allow_long_keys=True."
        )
    return str.__str__(key)


def may_be_forgotten(sent_at: float, now: float, *, latest_at: float = 0.0, lifetime: float = KEY_LIFETIME) -> bool:
    """Whether a server may have forgotten a key that was first sent at ``sent_at``, and would do it again.

    All are Unix seconds, ``lifetime`` seconds. ``latest_at`` is the latest moment that is known to have passed. Where
    it, or ``sent_at`` itself, lies after ``now``, a clock is or was wrong, the age is not known, and counts as too old.
    """
    if lifetime == float("inf"):
        return False
    return max(now, latest_at) - sent_at > lifetime or sent_at > now + _CLOCKS_DIFFER


def _prefix(fact: Fact) -> str:
    # Only what no version of Unicode will ever change: a key must outlive the Python that made it.
    words = _LETTERS.findall(fact.translate(_PLAIN)) if isinstance(fact, str) else []
    return "-".join(words).lower()[:_PREFIX_LENGTH].strip("-") or "key"


def _encoded(number: int, fact: object) -> bytes:
    tag, text = _tagged(number, fact)
    return b"%b%d:%b," % (tag, len(text), text)


def _tagged(number: int, fact: object) -> tuple[bytes, bytes]:
    """The type of a fact as a letter, and its value in one spelling; enums count as their values."""
    if isinstance(fact, bool) or not isinstance(fact, (str, int, date, UUID)):
        raise InvalidValue(f"Fact {number} is {_type_name(fact)}. {_why_not(fact)}")
    if isinstance(fact, str):
        return b"s", _text(number, str.__str__(fact))
    if isinstance(fact, int):
        return b"i", f"{int(fact):x}".encode()  # hexadecimal: decimal has a limit on digits
    if isinstance(fact, datetime):
        return b"m", _moment(number, fact).encode()
    return (b"u", fact.bytes) if isinstance(fact, UUID) else (b"d", fact.isoformat().encode())


def _text(number: int, text: str) -> bytes:
    if not text:
        raise InvalidValue(f"Fact {number} is an empty text, which makes nothing unique.")
    return text.encode("utf-8", "surrogatepass")


def _moment(number: int, moment: datetime) -> str:
    if moment.utcoffset() is None:
        raise InvalidValue(f"Fact {number} is a datetime without time zone: another moment on each machine.")
    return moment.astimezone(UTC).isoformat()


def _why_not(fact: object) -> str:
    if fact is None:
        return "Something is missing that should make the key unique."
    if isinstance(fact, float):
        return "Floats that look equal may differ; pass the number as int or as text."
    return "Pass text, a whole number, a date, a moment with time zone, or a UUID."


def _type_name(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
