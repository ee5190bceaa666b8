"""ChargeCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, Unset


class ChargeCreate(Model, kw_only=True):
    """A charge to be made, with exactly one of `card_id` and `account_id`.

    The creation page gives names and types and not which fields are required. The concepts page asks for
    the customer and one method, an amount follows from what a charge is, and the documented sample sends
    a title, which one program leaves null.

    Attributes:
        customer_id: UUID of the customer who pays.
        amount: Amount in whole Colombian pesos.
        title: What the charge is for.
        account_id: UUID of the account to debit, whose holder has authorised it.
        card_id: UUID of the card to charge, whose holder has authorised it.
        installments: In how many instalments a card pays; only the newest version of the page has the
            field.
        currency: Currency of the amount, COP when it is absent.
        redirect_url: Address to which the payer is sent; only the mirror of the page has the field.
        splits: Shares of the charge that go to others.
        test_scenario: Outcome that a test charge shall have. No available page lists the values; that
            they are the decline codes is inferred from the page on settling test charges.
        allows: Which payment methods are allowed.
        metadata: Your own data, kept with the charge; one program sends it as a list of entries.
        external_id: Your own id for the charge.
    """

    __exactly_one__: ClassVar[tuple[tuple[str, ...], ...]] = (("card_id", "account_id"),)

    __required_is_documented__: ClassVar[bool] = False

    customer_id: str
    """UUID of the customer who pays."""
    amount: int
    """Amount in whole Colombian pesos."""
    title: str | Unset | None = UNSET
    """What the charge is for."""
    account_id: str | Unset | None = UNSET
    """UUID of the account to debit, whose holder has authorised it."""
    card_id: str | Unset | None = UNSET
    """UUID of the card to charge, whose holder has authorised it."""
    installments: int | Unset | None = UNSET
    """In how many instalments a card pays; only the newest version of the page has the field."""
    currency: CurrencyLike | Unset | None = UNSET
    """Currency of the amount, COP when it is absent."""
    redirect_url: str | Unset | None = UNSET
    """Address to which the payer is sent; only the mirror of the page has the field."""
    splits: Array[SplitCreate] | Unset | None = UNSET
    """Shares of the charge that go to others."""
    test_scenario: str | Unset | None = UNSET
    """Outcome that a test charge shall have.

    No available page lists the values; that they are the decline codes is inferred from the page on settling
    test charges.
    """
    allows: Allows | Unset | None = UNSET
    """Which payment methods are allowed."""
    metadata: MetadataLike | Unset | None = UNSET
    """Your own data, kept with the charge; one program sends it as a list of entries."""
    external_id: str | Unset | None = UNSET
    """Your own id for the charge."""


# After the class, because objects may hold each other.
from .allows import Allows
from .currency import CurrencyLike
from .metadata import MetadataLike
from .split_create import SplitCreate
