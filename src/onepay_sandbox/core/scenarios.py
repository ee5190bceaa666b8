"""What forces an outcome: the documented `test_scenario`, and values that mean something to this sandbox only.

The page on testing is not public. So the card numbers, account numbers, phones and amounts below are ours: none
of them means anything to the real API.
"""

from __future__ import annotations

import difflib
from typing import Final

from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import APPROVE

DECLINES: Final = {
    "INTERNAL_ERROR": "Ocurrió un error interno al procesar la transacción.",
    "CARD_CVV": "El código de seguridad de la tarjeta no es correcto.",
    "INSUFFICIENT_FUNDS": "El medio de pago no tiene fondos suficientes.",
    "CARD_NUMBER": "El número de la tarjeta no es correcto.",
    "FRAUDULENT": "La transacción fue marcada como fraudulenta.",
    "STOLEN": "La tarjeta fue reportada como robada.",
    "CURRENCY_NOT_SUPPORTED": "La moneda no está soportada.",
    "CARD_VELOCITY": "La tarjeta superó la cantidad de intentos permitidos.",
    "CARD_DATE": "La fecha de vencimiento de la tarjeta no es correcta.",
    "TRANSACTION_NOT_FOUND": "La transacción no fue encontrada.",
    "MIN_AMOUNT": "El monto es menor que el mínimo permitido.",
    "ACCOUNT_NOT_CONNECTED": "La cuenta no está vinculada.",
    "ACCOUNT_BLOCKED": "La cuenta está bloqueada.",
    "ACCOUNT_CLOSED": "La cuenta está cerrada.",
    "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER": "La cuenta no pertenece al cliente.",
    "TRANSACTION_EXPIRED": "La transacción expiró.",
    "CARD_GENERIC_ERROR": "La tarjeta no pudo ser procesada.",
    "TRANSACTION_REJECTED": "La transacción fue rechazada por el banco.",
    "UNKNOWN": "La transacción falló por un motivo desconocido.",
    "BANK_IS_NOT_AVAILABLE": "El banco no está disponible.",
    "CARD_RESTRICTED": "La tarjeta está restringida.",
    "CARD_EXPIRED": "La tarjeta está vencida.",
    "ACCOUNT_IS_NOT_AUTHORIZED": "La cuenta no está autorizada para débitos.",
    "TRANSACTION_TEMPORALLY_BLOCKED": "La transacción está bloqueada temporalmente.",
    "ACCOUNT_FAILED": "La cuenta no pudo ser debitada.",
    "CUSTOMER_DATA_INVALID": "Los datos del cliente no son válidos.",
    "MAX_AMOUNT": "El monto es mayor que el máximo permitido.",
    "DONT_HONOR": "El banco emisor no autorizó la transacción.",
    "COMPANY_TRANSACTION_LIMIT_COUNT": "La compañía superó la cantidad de transacciones permitidas.",
    "COMPANY_TRANSACTION_LIMIT_AMOUNT": "La compañía superó el monto de transacciones permitido.",
    "CUSTOMER_WALLET_NOT_FOUND": "La billetera del cliente no fue encontrada.",
    "RISK_CONTROL": "La transacción fue bloqueada por control de riesgo.",
    "ACCOUNT_MAX_AMOUNT": "El monto es mayor que el permitido por la cuenta.",
    "ACCOUNT_SERVICE_NOT_AVAILABLE": "El servicio de la cuenta no está disponible.",
}
"""Every known decline code, with the words that the sandbox gives it."""

CARDS: Final = {
    "4000000000000002": "DONT_HONOR",
    "4000000000009995": "INSUFFICIENT_FUNDS",
    "4000000000000069": "CARD_EXPIRED",
    "4000000000000127": "CARD_CVV",
    "4000000000009979": "STOLEN",
    "4100000000000019": "FRAUDULENT",
}
ACCOUNTS: Final = {
    "9000000000": APPROVE,
    "9000000051": "INSUFFICIENT_FUNDS",
    "9000000062": "ACCOUNT_BLOCKED",
    "9000000014": "ACCOUNT_CLOSED",
}
PHONES: Final = {
    "+573009000051": "INSUFFICIENT_FUNDS",
    "+573009000014": "CUSTOMER_WALLET_NOT_FOUND",
    "+573009000005": "TRANSACTION_REJECTED",
}
AMOUNTS: Final = {
    900_005: "DONT_HONOR",
    900_051: "INSUFFICIENT_FUNDS",
    900_054: "CARD_EXPIRED",
    900_059: "FRAUDULENT",
    900_061: "MAX_AMOUNT",
    900_091: "BANK_IS_NOT_AVAILABLE",
}

_MAGIC: Final = "tok_test_"

ASSUMPTIONS: Final = (
    Assumption(
        "magic-card-tokens",
        "ours",
        "A card_token of tok_test_ and a decline code, such as tok_test_insufficient_funds, makes a card that is "
        "declined with it.",
        "No page tells tokens for tests; these mean something to the sandbox only.",
    ),
    Assumption(
        "test-scenario",
        "inferred",
        "A test_scenario that is a decline code declines the test charge with it; any other lets it succeed.",
        "The charge page has the field, and the page on resolving charges names test scenarios by decline codes.",
    ),
    Assumption(
        "decline-words",
        "ours",
        "The description beside a decline code is the sandbox's own.",
        "The page that describes the codes is not available.",
    ),
    *(
        Assumption(
            f"magic-{what.replace(' ', '-')}s",
            "ours",
            f"These values of the {what} decide what becomes of a charge: "
            + ", ".join(f"{value} ({result})" for value, result in table)
            + ".",
            "The real ones stand on a page that is not public; these mean something to the sandbox only.",
        )
        for what, table in (
            ("card number", CARDS.items()),
            ("account number", ACCOUNTS.items()),
            ("wallet phone", PHONES.items()),
            ("amount", ((str(amount), code) for amount, code in AMOUNTS.items())),
        )
    ),
)


def check_outcome(field: str, outcome: str) -> None:
    """Raises `Refusal`, which lists the words, for an outcome that is neither `approve` nor a decline code."""
    if outcome != APPROVE and outcome not in DECLINES:
        close = difflib.get_close_matches(outcome.upper(), DECLINES, 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise invalid_field(
            field, f"There is no outcome {outcome[:100]!r}.{hint} The words are {APPROVE}, {', '.join(DECLINES)}."
        )


def of_test_scenario(scenario: str | None) -> str | None:
    """The decline code that a `test_scenario` asks for."""
    return scenario if scenario in DECLINES else None


def of_number(number: str | None) -> str | None:
    """What the number of a card or an account, or a phone, forces: `approve`, a decline code, or nothing."""
    return {**CARDS, **ACCOUNTS, **PHONES}.get(number or "")


def of_token(token: str) -> str | None:
    """The decline code that the token of a card forces."""
    code = token.removeprefix(_MAGIC).upper()
    return code if token.startswith(_MAGIC) and code in DECLINES else None
