"""WalletTopUp, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Date, Unset


class WalletTopUp(Model, kw_only=True):
    """The movement that a top-up made.

    It is known that its `created_at` is a bare date, unlike that of the movements in the list; that its
    other fields are the same as theirs is inferred.

    Attributes:
        id: UUID of the transaction.
        amount: Amount in whole Colombian pesos.
        created_at: The day of the top-up, without a time.
        type: The direction of the movement.
        label: The amount formatted for people.
        concept: What the top-up is for.
        subtype: A closer kind of the movement; null when it has none.
        confirmed: Whether the movement is confirmed.
        node_type: What kind of object `node` is; null when there is none.
        node: The cashout behind the movement; null when there is none.
    """

    id: str
    """UUID of the transaction."""
    amount: int
    """Amount in whole Colombian pesos."""
    created_at: Date
    """The day of the top-up, without a time."""
    type: WalletTransactionType | Unset = UNSET
    """The direction of the movement."""
    label: str | Unset = UNSET
    """The amount formatted for people."""
    concept: str | Unset = UNSET
    """What the top-up is for."""
    subtype: WalletTransactionSubtype | Unset | None = UNSET
    """A closer kind of the movement; null when it has none."""
    confirmed: bool | Unset = UNSET
    """Whether the movement is confirmed."""
    node_type: WalletNodeType | Unset | None = UNSET
    """What kind of object `node` is; null when there is none."""
    node: Cashout | Unset | None = UNSET
    """The cashout behind the movement; null when there is none."""


# After the class, because objects may hold each other.
from .cashout import Cashout
from .wallet_node_type import WalletNodeType
from .wallet_transaction_subtype import WalletTransactionSubtype
from .wallet_transaction_type import WalletTransactionType
