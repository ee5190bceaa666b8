"""WalletTransaction, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class WalletTransaction(Model, kw_only=True):
    """A movement in the wallet of a customer.

    Attributes:
        id: UUID of the transaction.
        type: The direction of the movement.
        amount: Amount in whole Colombian pesos.
        label: The amount formatted for people.
        concept: What the movement is for.
        subtype: A closer kind of the movement; null when it has none.
        confirmed: Whether the movement is confirmed.
        node_type: What kind of object `node` is; null when there is none.
        created_at: When the movement was made.
        node: The cashout behind the movement; null when there is none.
    """

    id: str
    """UUID of the transaction."""
    type: WalletTransactionType
    """The direction of the movement."""
    amount: int
    """Amount in whole Colombian pesos."""
    label: str
    """The amount formatted for people."""
    concept: str
    """What the movement is for."""
    subtype: WalletTransactionSubtype | None
    """A closer kind of the movement; null when it has none."""
    confirmed: bool
    """Whether the movement is confirmed."""
    node_type: WalletNodeType | None
    """What kind of object `node` is; null when there is none."""
    created_at: DateTime
    """When the movement was made."""
    node: Cashout | None
    """The cashout behind the movement; null when there is none."""


# After the class, because objects may hold each other.
from .cashout import Cashout
from .wallet_node_type import WalletNodeType
from .wallet_transaction_subtype import WalletTransactionSubtype
from .wallet_transaction_type import WalletTransactionType
