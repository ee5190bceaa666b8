"""The signature of a delivery: HMAC-SHA256 over the raw body, in lower-case hexadecimal digits."""

import hmac
import re
from collections.abc import Sequence

from onepay.errors import ConfigurationError

SIGNATURE_HEADERS = ("Signature", "x-signature")
"""Where the signature stands: its current name, then that of the older pages. The first one present decides."""

TOKEN_HEADER = "x-webhook-token"  # noqa: S105 - the name of a header
"""Where the webhook's ``header`` value stands, on every delivery."""

_SIGNATURE = re.compile("[0-9a-f]{64}")


def sign(body: bytes, secret: str) -> str:
    """The signature that OnePay sends with ``body`` to a webhook with ``secret``, for your tests.

    ``body`` is the raw bytes of the request. Send the result in the header ``Signature``.
    Source: https://docs.onepay.la/client/webhooks/index; that it covers the raw bytes, and the
    header's name, are what working programs rely on.

    Raises:
        ConfigurationError: ``body`` is not bytes, or ``secret`` is not text.
    """
    kinds = type(body).__name__, type(secret).__name__
    if isinstance(body, bytes | bytearray | memoryview) and isinstance(secret, str):
        return hmac.digest(secret.encode(), body, "sha256").hex()
    del body, secret
    raise ConfigurationError(
        "A signature is made of bytes and a secret, which is text; not of a {} and a {}.".format(*kinds)
    )


def is_well_formed(signature: str) -> bool:
    """Whether this could be a signature at all: 64 lower-case hexadecimal digits."""
    return _SIGNATURE.fullmatch(signature) is not None


def signer_of(body: bytes, signature: str, secrets: Sequence[str]) -> int | None:
    """The position of the secret that made ``signature``, found in constant time; None when none did."""
    return position_of(signature, [sign(body, secret) for secret in secrets])


def position_of(given: str, expected: Sequence[str]) -> int | None:
    """The position of ``given`` in ``expected``. Every one is compared, in constant time."""
    seen = given.encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(seen, candidate.encode()) for candidate in expected]
    return matches.index(True) if any(matches) else None
