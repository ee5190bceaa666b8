"""ChargeEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    ChargeEvent: TypeAlias = "ChargeEventEnvelope | ChargeEventNotice"
    """News of a charge, in one of two envelopes.

    In the first, `event` is an object and the charge stands under `charge`, as the page about charge events
    shows it. In the second, `event` is the name of the event and the charge stands under `data`, as the
    newest page of samples announces for all events.
    """
else:

    class ChargeEvent(VariantBase):
        """News of a charge, in one of two envelopes.

        In the first, `event` is an object and the charge stands under `charge`, as the page about charge
        events shows it. In the second, `event` is the name of the event and the charge stands under `data`,
        as the newest page of samples announces for all events.
        """


# After the class, because what a variant holds may hold the variant.
from .charge_event_envelope import ChargeEventEnvelope
from .charge_event_notice import ChargeEventNotice

if not TYPE_CHECKING:
    ChargeEvent.options = (
        ChargeEventEnvelope,
        ChargeEventNotice,
    )
