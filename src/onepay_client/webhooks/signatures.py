"""The signature of a delivery: HMAC-SHA256 over the raw body, in lower-case hexadecimal digits."""

import hmac
import re
from collections.abc import Sequence
from typing import cast

from onepay_client.errors import ConfigurationError
from onepay_core.tracebacks import private_locals

__all__ = (
    "SIGNATURE_HEADERS",
    "TOKEN_HEADER",
    "sign",
)


SIGNATURE_HEADERS = ("Signature", "x-signature")
"""Where the signature stands: its current name, then that of the older pages. The first one present decides."""

TOKEN_HEADER = "x-webhook-token"  # noqa: S105 - the name of a header
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
    raise ConfigurationError("The secret of a webhook is text, and this one is not.")


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
