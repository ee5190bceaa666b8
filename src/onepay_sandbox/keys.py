"""Keys: which tenant a key opens, and whether it may do what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from onepay_sandbox.card_masking import has_card_number
from onepay_sandbox.contract import Operation
from onepay_sandbox.life import Assumption
from onepay_sandbox.moments import read
from onepay_sandbox.objects import Record
from onepay_sandbox.refusals import Refusal, unauthorized
from onepay_sandbox.unit import Unit

SESSION_HEADER: Final = "x-customer-token"
_KEY: Final = re.compile(r"(sk|pk)_((test|live)_[A-Za-z0-9._-]{1,100})")
_SCHEMES: Final = {"sk": "SecretKey", "pk": "PublicKey"}

ASSUMPTIONS: Final = (
    Assumption(
        "any-test-key",
        "ours",
        "Every key that begins with sk_test_ or pk_test_ is good and opens an account of its own.",
        "Tests need many accounts that know nothing of each other, and no registration.",
    ),
    Assumption(
        "live-keys-refused",
        "ours",
        "A live key is refused, unless the sandbox was started in its fake live mode.",
        "A real live key that strays into a test has to be noticed, and must never seem to work.",
    ),
    Assumption(
        "wrong-kind-of-key",
        "inferred",
        "A public key where a secret one is needed, and the reverse, is answered like a bad key, with 401.",
        "The concepts page tells what each kind is for; no page shows the refusal.",
    ),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was read: its kind by the contract's name, and the tenant that it opens."""

    scheme: str
    tenant: str


def read_key(headers: Mapping[str, str], *, live: bool) -> Key:
    """The key of a request. Raises `Refusal` where there is none, or none that the sandbox takes."""
    scheme, _, text = headers.get("authorization", "").partition(" ")
    found = _KEY.fullmatch(text.strip()) if scheme.lower() == "bearer" else None
    if not found or has_card_number(found[2]):
        raise unauthorized(
            "La llave de API no es válida: envía Authorization: Bearer sk_test_…, con el sufijo que quieras."
        )
    if found[3] == "live" and not live:
        raise unauthorized(
            "El sandbox no acepta llaves live: una llave real no debe usarse en pruebas. "
            "Usa sk_test_…, o inicia el sandbox con --fake-live."
        )
    return Key(_SCHEMES[found[1]], found[2])


def permit(operation: Operation, key: Key) -> None:
    """Raises `Refusal` where the contract asks for another kind of key."""
    if not any(key.scheme in requirement for requirement in operation.security):
        needed = "una llave pública (pk_)" if key.scheme == "SecretKey" else "una llave secreta (sk_)"
        raise unauthorized(f"Esta operación requiere {needed}.")


def session_of(unit: Unit, operation: Operation, headers: Mapping[str, str]) -> Record | None:
    """The customer session that an operation needs, None where it needs none.

    Raises `Refusal` for a token that is missing, unknown or expired. A session is an object of kind
    `session` whose id is the token, whose owner is the customer, and which has `expires_at`.
    """
    if not any("CustomerToken" in requirement for requirement in operation.security):
        return None
    session = unit.objects.get("session", headers.get(SESSION_HEADER, ""))
    if session is None or read(session["expires_at"]) <= unit.now:
        raise _not_logged_in()
    return session


def _not_logged_in() -> Refusal:
    return unauthorized("La sesión del cliente no es válida o ya expiró.")
