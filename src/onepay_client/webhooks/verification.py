"""Verification of the token and the signature of a request, on its raw bytes, before they are parsed.

The signature of a delivery is an HMAC-SHA256 over the raw body, in lower-case hexadecimal digits.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf
from typing import Any, NoReturn, Protocol, TypeAlias, cast

from msgspec import Struct

from onepay_api.wire_names import COMMON_NAMES
from onepay_client.errors import ConfigurationError, RefusalReason, WebhookRefused
from onepay_core.arguments import OptionsMeta
from onepay_core.tracebacks import private_locals

__all__ = (
    "SIGNATURE_HEADERS",
    "TOKEN_HEADER",
    "Tolerance",
    "sign",
)

SIGNATURE_HEADERS = (COMMON_NAMES["signature"], COMMON_NAMES["older_signature"])
"""Where the signature stands: its current name, then that of the older pages. The first one present decides."""

TOKEN_HEADER = COMMON_NAMES["delivery_token"]
"""Where the webhook's ``header`` value stands, on every delivery."""

_SIGNATURE = re.compile("[0-9a-f]{64}")


@private_locals
def sign(body: bytes, secret: str) -> str:
    """The signature that OnePay sends with ``body`` to a webhook with ``secret``, for your tests.

    ``body`` is the raw bytes of the request. Send the result in the header ``Signature``.
    Source: https://docs.onepay.la/client/webhooks/index. That it covers the raw bytes is inferred from it; the header's
    name was observed in a program that accepts no other.

    Raises:
        ConfigurationError: ``body`` is not bytes, or ``secret`` is not text.
    """
    try:
        if isinstance(cast(object, secret), str):
            return hmac.digest(secret.encode("utf-8", "surrogatepass"), raw_bytes(body), "sha256").hex()
    finally:
        del body, secret
    raise ConfigurationError("The secret of a webhook must be text.")


def raw_bytes(body: object) -> bytes:
    """A copy of ``body``.

    Raises:
        ConfigurationError: ``body`` is not bytes.
    """
    kind = type(body).__name__
    if isinstance(body, bytes | bytearray | memoryview):
        try:
            return bytes(cast(bytes, body))
        except ValueError:
            problem = "The memoryview of the body was released already. Give bytes that are still there."
            raise ConfigurationError(problem) from None
    del body
    raise ConfigurationError(
        f"A signature is made over the raw bytes of the body, not over a {kind}. Give the bytes as they came, before "
        "any framework decodes or parses them. Where a server has only text (AWS Lambda), they are body.encode(), or "
        "base64.b64decode(body) when it says that the body is base64."
    )


def is_well_formed(signature: str) -> bool:
    """Whether this could be a signature at all: 64 lower-case hexadecimal digits."""
    return _SIGNATURE.fullmatch(signature) is not None


def matching_secret(body: bytes, signature: str, secrets: Sequence[str]) -> int | None:
    """The position of the secret that made ``signature``, found in constant time; None when none did."""
    return matching_index(signature, [sign(body, secret) for secret in secrets])


def matching_index(given: str, expected: Sequence[str]) -> int | None:
    """The position of ``given`` in ``expected``. Every one is compared, in constant time."""
    encoded = given.encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(encoded, candidate.encode()) for candidate in expected]
    return matches.index(True) if any(matches) else None


Secrets = str | Sequence[str] | None
"""One secret or token, several of them while they are being exchanged, or none."""

_Values = Mapping[str, list[str]]
_NAMES = tuple(name.lower() for name in (*SIGNATURE_HEADERS, TOKEN_HEADER))
_FORBIDDEN = re.compile(r"[^!#-&(-+\--~]")
_OTHER_KINDS = {
    "secret": (("wh_hdr_", "sk_", "pk_"), "the webhook's `secret`, which only the reply that creates it shows"),
    "token": (("wh_tok_", "whsec_", "sk_", "pk_"), "the webhook's `header` value, which begins with wh_hdr_"),
}


class Verifier:
    """Checks the token and the signature of deliveries; see ``Receiver`` for its settings."""

    __slots__ = ("_secrets", "_tokens")

    def __init__(self, secret: Secrets, token: Secrets, *, unsigned: bool) -> None:
        self._secrets = _checked("secret", secret)
        self._tokens = _checked("token", token)
        if unsigned and self._secrets:
            raise ConfigurationError("A webhook with a secret signs every delivery. Leave out unsigned=True.")
        if unsigned and not self._tokens:
            raise ConfigurationError("Without a signature, the token is all there is to check. Give token=….")
        if not unsigned and not self._secrets:
            raise ConfigurationError(
                "No secret is given, so no delivery could be verified. Give secret=…; or, if the webhook has none, "
                "token=… and unsigned=True, which trusts whoever knows the token."
            )

    def __repr__(self) -> str:
        return f"Verifier({len(self._secrets)} secrets, {len(self._tokens)} tokens)"

    def __reduce__(self) -> NoReturn:
        raise ConfigurationError("A webhook's secrets are never pickled. Build the receiver where it is needed.")

    def verify(self, body: bytes, headers: Headers) -> int | None:
        """The position of the secret that signed ``body``; None when only the token vouches for it.

        Raises:
            WebhookRefused: token or signature are missing, repeated, malformed or wrong.
            ConfigurationError: ``headers`` is nothing that headers can be read from.
        """
        values = read_headers(headers, _NAMES)
        if self._tokens:
            self._check_token(values)
        return self._check_signature(body, values) if self._secrets else None

    def _check_token(self, values: _Values) -> None:
        given = _only_value(TOKEN_HEADER, values)
        if given is None:
            raise WebhookRefused(
                RefusalReason.MISSING_TOKEN, f"there is no {TOKEN_HEADER} header, which OnePay always sends."
            )
        if matching_index(given, self._tokens) is None:
            raise WebhookRefused(
                RefusalReason.WRONG_TOKEN, f"the {TOKEN_HEADER} header is none of the tokens given to this receiver."
            )

    def _check_signature(self, body: bytes, values: _Values) -> int:
        given = _signature_in(values)
        if not is_well_formed(given):
            explanation = f"a signature is 64 lower-case hexadecimal digits; this has {len(given)} characters."
            raise WebhookRefused(RefusalReason.MALFORMED_SIGNATURE, explanation)
        position = matching_secret(body, given, self._secrets)
        if position is None:
            raise WebhookRefused(
                RefusalReason.WRONG_SIGNATURE,
                "no secret given to this receiver makes this signature of the body. If the delivery is genuine, the "
                "secret is another webhook's, or the body was changed on its way here: verify the raw bytes.",
            )
        return position


def _signature_in(values: _Values) -> str:
    for name in SIGNATURE_HEADERS:
        given = _only_value(name, values)
        if given is not None:
            return given
    raise WebhookRefused(
        RefusalReason.MISSING_SIGNATURE,
        f"there is neither a {' nor an '.join(SIGNATURE_HEADERS)} header. OnePay signs when the webhook has a secret.",
    )


def _only_value(name: str, values: _Values) -> str | None:
    """The only value of a header; servers join two with a comma, which neither header can hold."""
    parts = [part for value in values[name.lower()] for part in value.split(",")]
    if len(parts) > 1:
        explanation = f"the {name} header comes {len(parts)} times, and nothing says which one counts."
        raise WebhookRefused(RefusalReason.REPEATED_HEADER, explanation)
    return parts[0] if parts else None


def _checked(kind: str, given: Secrets) -> tuple[str, ...]:
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping)
    texts = tuple(cast(Iterable[str], given)) if several else () if given is None else (cast(str, given),)
    for text in texts:
        _check(kind, text)
    return texts


def _check(kind: str, text: object) -> None:
    others, wanted = _OTHER_KINDS[kind]
    if not isinstance(text, str) or not text or _FORBIDDEN.search(text):
        raise ConfigurationError(
            f"A webhook {kind} is empty, no text, or holds blanks, line breaks, quotes or commas. Copy {wanted}."
        )
    if text.startswith(others):
        prefix = next(other for other in others if text.startswith(other))
        raise ConfigurationError(
            f"What is given as the {kind} begins with {prefix}, so it is of another kind. Give {wanted}."
        )


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
        raise ConfigurationError(f"The name of a header must be text, not a {type(given).__name__}.")
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
    raise ConfigurationError(f"The value of the header {name} must be text, not a {type(value).__name__}.")


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


_LARGEST_BOUND = 1e15


class Tolerance(Struct, frozen=True, metaclass=OptionsMeta):
    """Bounds in seconds on the moment that an event names; None for no bound.

    The moment is that of the event, not of the delivery, so ``max_age`` must leave room for every
    repetition: OnePay tries six times within ten minutes. An event that names no moment passes.

    Raises:
        ConfigurationError: a bound is negative, or there is no such bound.
    """

    max_age: float | None = 60 * 60.0
    max_ahead: float | None = 5 * 60.0

    def __post_init__(self) -> None:
        if not all(_is_bound(bound) for bound in (self.max_age, self.max_ahead)):
            raise ConfigurationError("The bounds of a tolerance are seconds, zero or more; or None for no bound.")

    def check(self, timestamp: int | None, now: float) -> None:
        """Refuse a moment outside of the tolerance.

        Raises:
            WebhookRefused: the event is too old, or lies in the future.
        """
        if timestamp is None:
            return
        if self.max_age is not None and timestamp < now - self.max_age:
            explanation = f"the event is more than {self.max_age:g} seconds old, as this machine's clock has it."
            raise WebhookRefused(RefusalReason.STALE, explanation)
        if self.max_ahead is not None and timestamp > now + self.max_ahead:
            explanation = f"the event lies more than {self.max_ahead:g} seconds ahead of this machine's clock."
            raise WebhookRefused(RefusalReason.FROM_THE_FUTURE, explanation)

    def check_retention(self, remember: float) -> None:
        """See to it that an event is remembered for as long as it could be replayed.

        Raises:
            ConfigurationError: it would be forgotten before.
        """
        passes = (self.max_age or 0) + (self.max_ahead or 0)
        if self.max_age is not None and remember < passes:
            raise ConfigurationError(
                f"An event is remembered for {remember:g} seconds, but passes for {passes:g}: it could be replayed in "
                "between. Remember it for longer, or narrow the tolerance."
            )


def _is_bound(bound: object) -> bool:
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        return bound is None
    return bound == inf or 0 <= bound < _LARGEST_BOUND
