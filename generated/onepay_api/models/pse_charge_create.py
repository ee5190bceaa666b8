"""PseChargeCreate, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class PseChargeCreate(Model, kw_only=True):
    """A PSE charge to be made, which the payer completes behind a link.

    Attributes:
        customer_id: UUID of the customer who pays.
        amount: Amount in whole Colombian pesos. One program sends fractions to four decimals; what the
            API makes of them is not known, so they are refused here.
        bank_id: UUID of the payer's bank.
        external_id: Your own id for the charge.
        redirect_url: Address to which the payer is sent after paying.
    """

    customer_id: str
    """UUID of the customer who pays."""
    amount: int
    """Amount in whole Colombian pesos.

    One program sends fractions to four decimals; what the API makes of them is not known, so they are refused
    here.
    """
    bank_id: str
    """UUID of the payer's bank."""
    external_id: str | Unset | None = UNSET
    """Your own id for the charge."""
    redirect_url: str | Unset | None = UNSET
    """Address to which the payer is sent after paying."""
