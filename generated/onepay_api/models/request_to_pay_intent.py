"""RequestToPayIntent, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class RequestToPayIntent(Model, kw_only=True):
    """A request to pay that was sent to a wallet.

    Attributes:
        id: UUID of the payment intent behind the request, which its confirmation asks for.
        description: What is paid for.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display; the documented sample holds a placeholder.
        source: Where the request was sent.
        status: State of the request.
        currency: Currency of the amount.
        payment_method_type: Kind of the wallet, in lower case.
        payment_method_id: UUID of the wallet.
        created_at: When the request was made.
        paid_at: When it was paid, null while it was not; a documented sample in state `paid` shows null
            too.
        remarks: Why the request went as it did, null when there is nothing to say.
        is_test: Whether the request belongs to the test environment.
        network_id: Id of the request in the payment network.
        external_id: Your own id for the request.
    """

    id: str
    """UUID of the payment intent behind the request, which its confirmation asks for."""
    description: str
    """What is paid for."""
    amount: int
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display; the documented sample holds a placeholder."""
    source: RequestToPaySource
    """Where the request was sent."""
    status: RequestToPayStatus
    """State of the request."""
    currency: Currency
    """Currency of the amount."""
    payment_method_type: PaymentMethodType
    """Kind of the wallet, in lower case."""
    payment_method_id: str
    """UUID of the wallet."""
    created_at: DateTime
    """When the request was made."""
    paid_at: DateTime | None
    """When it was paid, null while it was not; a documented sample in state `paid` shows null too."""
    remarks: Remarks | None
    """Why the request went as it did, null when there is nothing to say."""
    is_test: bool
    """Whether the request belongs to the test environment."""
    network_id: str
    """Id of the request in the payment network."""
    external_id: str
    """Your own id for the request."""


# After the class, because objects may hold each other.
from .currency import Currency
from .payment_method_type import PaymentMethodType
from .remarks import Remarks
from .request_to_pay_source import RequestToPaySource
from .request_to_pay_status import RequestToPayStatus
