"""Verification of the token and the signature of a request, on its raw bytes, before they are parsed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn, cast

from onepay_client.errors import ConfigurationError

from ._headers import Headers, read_headers
from .errors import RefusalReason, WebhookRefused
from .signatures import SIGNATURE_HEADERS, TOKEN_HEADER, is_well_formed, matching_index, matching_secret

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
