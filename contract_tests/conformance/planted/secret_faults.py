"""Faults with spoilt secrets: keys, codes and tokens that are nearly those that were given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from conformance.planted.answers import Answer
from conformance.planted.edits import BACKEND, owner_of
from conformance.planted.faults import EVERYTHING, Call, planted
from onepay_contract.findings import Kind

_OPENED: Final = (Kind.KEY_NOT_REQUIRED, Kind.LEAK_BETWEEN_ACCOUNTS)
_CODE: Final = "otp"
_VERIFY: Final = "customer_sessions_verify_otp"


@planted("customers_list payments_get", *_OPENED)
def a_key_without_its_end(call: Call) -> Answer | None:
    """The first letters of a key open what the whole key opens."""
    owner = owner_of(call)
    is_cut = call.key.startswith(BACKEND) and owner.startswith(call.key) and call.key != owner
    return call.instead(headers={"authorization": owner}) if is_cut else None


@planted("charges_list invoices_get", *_OPENED)
def a_key_with_more_behind_it(call: Call) -> Answer | None:
    """A key with further letters behind it opens what the key opens."""
    owner = owner_of(call)
    is_longer = call.key == f"{owner}0"
    return call.instead(headers={"authorization": owner}) if is_longer else None


@planted("webhooks_list customers_get", *_OPENED)
def a_key_in_other_letters(call: Call) -> Answer | None:
    """Capitals do not count in a key."""
    owner = owner_of(call)
    is_turned = call.key.casefold() == owner.casefold() and call.key != owner and call.key.startswith("Bearer sk_test_")
    return call.instead(headers={"authorization": owner}) if is_turned else None


@planted(_VERIFY, Kind.KEY_NOT_REQUIRED, hears=EVERYTHING)
def a_code_of_five_digits(call: Call) -> Answer | None:
    """The last digit of a code that logs in does not count."""
    return _logged_in(call, lambda code, sent: code[:-1] == sent[:-1])


@planted(_VERIFY, Kind.KEY_NOT_REQUIRED, hears=EVERYTHING)
def a_code_with_more_behind_it(call: Call) -> Answer | None:
    """A code with a further digit logs in."""
    return _logged_in(call, lambda code, sent: sent.startswith(code))


@planted("customer_sessions_list_payment_methods", Kind.KEY_NOT_REQUIRED)
def a_token_that_never_expires(call: Call) -> Answer | None:
    """A customer's token shows the methods of its customer for as long as anybody asks."""
    shown = call.remembered("shown")
    token = call.request.headers.get("x-customer-token")
    if call.truth.succeeded:
        shown[token] = call.truth
    return shown.get(token) if not call.truth.succeeded else None


@planted("customer_sessions_get_charge", Kind.LEAK_BETWEEN_ACCOUNTS)
def a_charge_for_every_token(call: Call) -> Answer | None:
    """Any customer who is logged in can read the charge of any other."""
    shown = call.remembered("shown")
    [charge] = call.ids.values()
    if call.truth.succeeded:
        shown[charge] = call.truth
    return shown.get(charge) if call.truth.status == 404 else None


def _logged_in(call: Call, is_alike: Callable[[str, str], bool]) -> Answer | None:
    """A login with a code that is like the one that was sent, which the control API has told."""
    sent = call.remembered("sent")
    if call.operation is None:
        shown: dict[str, Any] = call.truth.value if call.truth.succeeded and call.truth.body.startswith(b"{") else {}
        sent["code"] = shown.get(_CODE) or sent.get("code")
        return None
    code, tried = str(sent.get("code") or ""), str(call.fields.get(_CODE, ""))
    is_near = call.operation == _VERIFY and not call.truth.succeeded and bool(code) and is_alike(code, tried)
    answer = call.instead(body={**call.fields, _CODE: code}) if is_near and tried != code else None
    return answer if answer and answer.succeeded else None
