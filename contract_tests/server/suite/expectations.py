"""What a server should do with a case, and what it may refuse though the contract allows it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from schemathesis import Case
from schemathesis.core import NotSet

from onepay_contract.contract import Operation
from server.suite.corpus import Drawn
from server.suite.surface import Surface


class Expected(StrEnum):
    """What should come of a request."""

    TAKEN = "taken"
    """A success."""
    REFUSED = "refused"
    """A refusal that says what is wrong."""
    ANSWERED = "answered"
    """Anything that is documented."""
    NO_METHOD = "no method"
    """No success, since the path does not have the method."""
    UNAUTHORIZED = "unauthorized"
    """A refusal, since the key is missing or wrong."""


MAY_REFUSE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "accounts_validate": "The account may be validated already, and the code goes to a phone.",
        "balances_cashout": "The account must be the company's own, and the balance may be empty.",
        "balances_withdraw": "The balance may be empty.",
        "cashouts_create": "The balance may be empty.",
        "charges_cancel": "The charge may be paid already.",
        "charges_create_pse": "A second one within two minutes is refused.",
        "charges_refund": "A test charge may not be refunded, as one program met.",
        "charges_resolve": "The charge may be paid already.",
        "customer_sessions_create_charge": "A pending charge makes the next one wait.",
        "customer_sessions_verify_otp": "The code goes to a phone.",
        "payments_delete": "The payment may be cancelled already.",
        "payments_resend": "The payment may be cancelled already, and the template must be selectable.",
        "request_to_pay_confirm_daviplata": "The code goes to a phone.",
        "request_to_pay_confirm_nequi": "The request may be confirmed already.",
        "subscriptions_cancel": "The subscription may be cancelled already.",
        "utilities_pay": "The bill must exist.",
        "wallets_top_up": "The balance may be empty.",
    }
)
"""Operations whose success depends on more than the request."""

MAY_REFUSE_FIELDS: Final[Mapping[str, str]] = MappingProxyType({})
"""Fields whose values a rule outside of the schema limits, as `operation field`, with the rule."""


def expectation(
    surface: Surface, operation: Operation, drawn: Drawn, case: Case[Any], *, is_about: str
) -> Expected | None:
    """What should come of the case; None where it has lost its point."""
    if is_about == "method":
        return Expected.NO_METHOD
    if drawn.is_negative:
        return _negative(surface, operation, drawn, case, is_about)
    if drawn.phase == "fuzzing" or operation.id in MAY_REFUSE or is_about == "path":
        return Expected.ANSWERED
    return Expected.TAKEN if _is_whole(surface, operation, case) else None


def _negative(surface: Surface, operation: Operation, drawn: Drawn, case: Case[Any], is_about: str) -> Expected | None:
    scenario = str(getattr(drawn.case.meta.phase.data, "scenario", "")) if drawn.case.meta else ""
    if "content_type" in scenario:
        return Expected.ANSWERED
    if is_about == "header" and "authorization" not in {name.lower() for name in drawn.case.headers}:
        return Expected.UNAUTHORIZED
    if is_about == "body":
        return None if _is_whole(surface, operation, case) else Expected.REFUSED
    is_refusable = operation.reply(422) is not None or is_about == "header"
    return Expected.REFUSED if is_refusable and drawn.phase == "coverage" and is_about != "whole" else Expected.ANSWERED


def _is_whole(surface: Surface, operation: Operation, case: Case[Any]) -> bool:
    """Whether the contract allows the body."""
    if isinstance(case.body, NotSet):
        return not operation.body_required
    return not isinstance(case.body, bytes) and surface.takes(operation, case.body)
