"""ComplexPayment, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class ComplexPayment(Model, kw_only=True):
    """An amount that applies to some cycles instead of the regular one, such as a first quarter at half the
    price.

    Attributes:
        amount_in_cents: Amount collected in these cycles, in cents of a peso.
        apply_on_cicle: Number of the first cycle that it applies to.
        for_cicles: For how many cycles it applies.
        label: Text that names these cycles to the customer.
        target_price: Regular price that these cycles deviate from, in cents of a peso, as a string of
            digits.
    """

    __required_is_documented__: ClassVar[bool] = False

    amount_in_cents: int
    """Amount collected in these cycles, in cents of a peso."""
    apply_on_cicle: int
    """Number of the first cycle that it applies to."""
    for_cicles: int
    """For how many cycles it applies."""
    label: str
    """Text that names these cycles to the customer."""
    target_price: str
    """Regular price that these cycles deviate from, in cents of a peso, as a string of digits."""
