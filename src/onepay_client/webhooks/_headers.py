"""Read a few headers from whatever a server or a framework calls headers."""

from collections.abc import Collection, Iterable
from typing import Any, Protocol, TypeAlias, cast

from onepay_client.errors import ConfigurationError


class SupportsItems(Protocol):
    """Anything whose ``items()`` gives names and values: a mapping, ``email.message.Message``, a multidict."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Pairs of a name and a value, or of a name and a list of values."""
        ...


Headers: TypeAlias = SupportsItems | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
"""Headers as servers and frameworks hand them over: an object with ``items()``, or pairs; names in any case.

Among them are mappings, multidicts, ``email.message.Message``, the environment of WSGI (``HTTP_SIGNATURE``), the pairs
of bytes in an ASGI scope, and the multi-value headers of AWS Lambda (``{"Signature": ["…"]}``).
"""

_WSGI_PREFIX = "HTTP_"
_KEYS_OF_A_REQUEST = ("headers", "multivalueheaders")


def read_headers(headers: Headers, names: Collection[str]) -> dict[str, list[str]]:
    """The values that ``headers`` has for each of ``names``, which are in lower case.

    Values lose the white space around them. A value that is None counts as absent.

    Raises:
        ConfigurationError: ``headers`` is nothing that headers can be read from.
    """
    values: dict[str, list[str]] = {name: [] for name in names}
    for given, value in _pairs_of(headers):
        name = _name_of(given)
        if name in values:
            values[name] += _values_of(name, value)
        elif name in _KEYS_OF_A_REQUEST and not isinstance(value, str | bytes):
            raise ConfigurationError(
                "A whole request is given where its headers should be, so no delivery can be verified. Give its "
                "headers alone: event['headers'] in AWS Lambda, scope['headers'] in ASGI."
            )
    return values


def _pairs_of(headers: Any) -> list[tuple[Any, Any]]:
    pairs = _items_of(headers)
    if pairs is None or not all(len(pair) == 2 for pair in pairs):  # noqa: PLR2004 - a name and a value
        raise ConfigurationError(
            f"Headers cannot be read from a {type(headers).__name__}, so no delivery can be verified. Give what the "
            "server or the framework calls headers: a mapping, or pairs of names and values."
        )
    return [(name, value) for name, value in pairs]


def _items_of(headers: Any) -> list[tuple[Any, ...]] | None:
    """The items of ``headers`` as tuples; None when it has none, or cannot tell them."""
    if isinstance(headers, str | bytes | bytearray | memoryview):
        return None
    try:
        items = cast(Iterable[Any], headers.items() if hasattr(headers, "items") else headers)
        return [_tuple_of(item) for item in items]
    except Exception:  # noqa: BLE001 - an object of anybody's, which may fail in any way; the caller refuses it
        return None


def _tuple_of(item: Any) -> tuple[Any, ...]:
    return () if isinstance(item, str | bytes) else tuple(cast(Iterable[Any], item))


def _name_of(given: Any) -> str:
    if not isinstance(given, str | bytes):
        raise ConfigurationError(f"The name of a header is text, and this one is a {type(given).__name__}.")
    name = _text(given)
    if name.startswith(_WSGI_PREFIX):
        name = name.removeprefix(_WSGI_PREFIX).replace("_", "-")
    return name.lower()


def _values_of(name: str, value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str | bytes):
        return [_text(value).strip(" \t")]
    if isinstance(value, list | tuple):
        return [text for item in cast(Iterable[Any], value) for text in _values_of(name, item)]
    raise ConfigurationError(f"The value of the header {name} is text, and this one is a {type(value).__name__}.")


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
