"""What a shop may say to a payer whose charge was declined: one Spanish sentence for each code that is known.

    >>> payer_text("INSUFFICIENT_FUNDS")
    'Tu cuenta o tarjeta no tiene saldo suficiente. Intenta con otro medio de pago.'

The sentences are our own. They never say that a card is reported as stolen or that fraud is suspected: who stands at
the till may not be its holder. What OnePay itself says of a decline is ``Outcome.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ("DECLINE_TEXTS", "payer_text")

_OTHER: Final = "No pudimos cobrar el pago. Intenta de nuevo o usa otro medio de pago."
_ISSUER: Final = "Tu banco no autorizó el pago. Comunícate con él o usa otro medio de pago."
_LATER: Final = "No pudimos procesar el pago en este momento. Intenta de nuevo en unos minutos."
_MERCHANT: Final = "El comercio no puede recibir este pago por ahora. Comunícate con el comercio."

DECLINE_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ACCOUNT_BLOCKED": "Tu cuenta está bloqueada. Comunícate con tu banco o usa otro medio de pago.",
        "ACCOUNT_CLOSED": "La cuenta está cerrada. Usa otra cuenta u otro medio de pago.",
        "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER": "La cuenta no está a tu nombre. Usa una cuenta propia.",
        "ACCOUNT_FAILED": "No pudimos cobrar a esa cuenta. Revisa los datos o usa otro medio de pago.",
        "ACCOUNT_IS_NOT_AUTHORIZED": "La cuenta no está autorizada para cobros. Autorízala o usa otro medio de pago.",
        "ACCOUNT_MAX_AMOUNT": "El valor supera el tope de tu cuenta. Intenta con otro medio de pago.",
        "ACCOUNT_NOT_CONNECTED": "La cuenta no está vinculada. Vincúlala de nuevo o usa otro medio de pago.",
        "ACCOUNT_SERVICE_NOT_AVAILABLE": "Tu cuenta no está disponible ahora. Intenta de nuevo en unos minutos.",
        "BANK_IS_NOT_AVAILABLE": "Tu banco no está disponible en este momento. Intenta de nuevo en unos minutos.",
        "CARD_CVV": "El código de seguridad de la tarjeta no coincide. Revísalo e intenta de nuevo.",
        "CARD_DATE": "La fecha de vencimiento no coincide. Revísala e intenta de nuevo.",
        "CARD_EXPIRED": "La tarjeta está vencida. Usa otra tarjeta.",
        "CARD_GENERIC_ERROR": "No pudimos cobrar a la tarjeta. Revisa los datos o usa otro medio de pago.",
        "CARD_NUMBER": "El número de la tarjeta no es válido. Revísalo e intenta de nuevo.",
        "CARD_RESTRICTED": "La tarjeta no permite este pago. Comunícate con tu banco o usa otra tarjeta.",
        "CARD_VELOCITY": "La tarjeta alcanzó su límite de intentos o de compras. Intenta más tarde o usa otra.",
        "COMPANY_TRANSACTION_LIMIT_AMOUNT": _MERCHANT,
        "COMPANY_TRANSACTION_LIMIT_COUNT": _MERCHANT,
        "CURRENCY_NOT_SUPPORTED": "El medio de pago no acepta esta moneda. Usa otro medio de pago.",
        "CUSTOMER_DATA_INVALID": "Alguno de tus datos no es válido. Revísalos e intenta de nuevo.",
        "CUSTOMER_WALLET_NOT_FOUND": "No encontramos una billetera con ese número. Revísalo e intenta de nuevo.",
        "DONT_HONOR": _ISSUER,
        "FRAUDULENT": _ISSUER,
        "INSUFFICIENT_FUNDS": "Tu cuenta o tarjeta no tiene saldo suficiente. Intenta con otro medio de pago.",
        "INTERNAL_ERROR": _LATER,
        "MAX_AMOUNT": "El valor supera el máximo permitido. Comunícate con el comercio.",
        "MIN_AMOUNT": "El valor es menor que el mínimo permitido. Comunícate con el comercio.",
        "RISK_CONTROL": _ISSUER,
        "STOLEN": _ISSUER,
        "TRANSACTION_EXPIRED": "El tiempo para pagar se agotó. Inicia el pago de nuevo.",
        "TRANSACTION_NOT_FOUND": "No encontramos la transacción. Inicia el pago de nuevo.",
        "TRANSACTION_REJECTED": _ISSUER,
        "TRANSACTION_TEMPORALLY_BLOCKED": "El pago está bloqueado por ahora. Intenta más tarde o usa otro medio.",
        "UNKNOWN": _OTHER,
    }
)
"""The sentence for each decline code that is known."""


def payer_text(code: str | None) -> str:
    """A Spanish sentence for the payer, for a decline code such as ``Outcome.code``.

    A code that is not known, and None, get a sentence that is right for any decline.
    """
    return DECLINE_TEXTS.get(code or "", _OTHER)
