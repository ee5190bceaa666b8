"""PaymentResend, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class PaymentResend(Model, kw_only=True):
    """What to change when the notice of a payment is sent again.

    Two programs send `[]` for "nothing", as PHP writes an empty object.

    Attributes:
        template_id: Id of the WhatsApp template to send this time.
    """

    __required_is_documented__: ClassVar[bool] = False

    template_id: int | Unset | None = UNSET
    """Id of the WhatsApp template to send this time."""
