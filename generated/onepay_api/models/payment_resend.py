"""PaymentResend, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset


class PaymentResend(Model, kw_only=True):
    """What to change when the notice of a payment is sent again."""

    __required_is_documented__: ClassVar[bool] = False

    template_id: int | Unset = UNSET
    """Id of the WhatsApp template to send this time."""
