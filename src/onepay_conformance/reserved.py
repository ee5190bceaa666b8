"""Nobody is written to: which phones, e-mail addresses and web addresses may leave, and how others become such.

The domains are those that RFC 2606 reserves. No page names a range of Colombian mobile numbers that belongs to nobody,
so ours is the one that the contract's own examples use: +57 300 000 00 00 to 99.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from onepay_core.json_values import Json, is_array, is_object, limit_depth

PHONE: Final = "+573000000001"
MAIL: Final = "contract@example.com"
WEB: Final = "https://contract.invalid/"

_DOMAIN: Final = re.compile(r"(.*\.)?(example\.(com|net|org)|example|test|invalid)\.?", re.IGNORECASE)
_MAIL: Final = re.compile(r"@\s*([^\s@<>,;:/?#\"']*)")
_WEB: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#\s@]*@)?([^/?#\s:\"\\]*)", re.IGNORECASE)
_WWW: Final = re.compile(r"\bwww\.[^/?#\s:\"]+", re.IGNORECASE)
_PUNCTUATION: Final = re.compile(r"[\s().\-/]")
_RESERVED_PHONE: Final = re.compile(r"(\+?57|0057)?30000000\d\d")
_MOBILE: Final = re.compile(r"(\+?57|0057)?3\d{9}|\+\d{7,15}|00\d{9,15}")
PHONE_FIELDS: Final = frozenset(("phone", "account_number"))
"""Fields whose digits may be somebody's telephone. What protects people does not ask the contract."""
_DIALLED: Final = 7
_NO_JSON: Final = b"{"


def reaches_somebody(value: Json, field: str = "") -> Iterator[str]:
    """The fields, as paths, whose values might belong to a person or a host that is not ours."""
    if is_object(value):
        for name, item in value.items():
            yield from reaches_somebody(name, f"{field}/{name[:40]}")
            yield from reaches_somebody(item, f"{field}/{name[:40]}")
    elif is_array(value):
        for item in value:
            yield from reaches_somebody(item, field)
    elif _mended(value, _name(field)) != value:
        yield field or "the body"


def made_safe(value: Json, field: str = "") -> Any:
    """A copy in which whatever might reach somebody is replaced by what is reserved."""
    if is_object(value):
        return {str(made_safe(name)): made_safe(item, name) for name, item in value.items()}
    if is_array(value):
        return [made_safe(item, field) for item in value]
    return _mended(value, field)


def safe_bytes(body: bytes) -> bytes:
    """The same for a body that is JSON or none; one that might reach somebody becomes another that is none."""
    return _NO_JSON if any(reaches_somebody(json_or_text(body))) else body


def json_or_text(body: bytes) -> Json:
    """The JSON value of a body, or its text where it is no JSON."""
    try:
        return json.loads(limit_depth(body)) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _mended(value: Json, field: str) -> Json:
    if isinstance(value, str):
        return _mended_text(value, field)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return 0 if is_number and field in PHONE_FIELDS and _is_foreign_phone(f"{value:.0f}", field) else value


@functools.lru_cache(maxsize=10_000)
def _mended_text(text: str, field: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if any(not _DOMAIN.fullmatch(found) for found in _MAIL.findall(plain)):
        return MAIL
    if any(not _DOMAIN.fullmatch(found) for found in [*_WEB.findall(plain), *_WWW.findall(plain)]):
        return WEB
    return PHONE if _is_foreign_phone(plain, field) else text


def _is_foreign_phone(text: str, field: str) -> bool:
    squeezed = _PUNCTUATION.sub("", text)
    if _RESERVED_PHONE.fullmatch(squeezed):
        return False
    digits = sum(character.isdigit() for character in squeezed)
    is_dialled = field == "phone" and digits >= _DIALLED
    return is_dialled or _MOBILE.fullmatch(squeezed) is not None
