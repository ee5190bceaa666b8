"""How old an event may be, and how far ahead of our clock."""

from dataclasses import dataclass
from math import inf

from onepay_client.errors import ConfigurationError

from .errors import RefusalReason, WebhookRefused

_LARGEST_BOUND = 1e15


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Bounds in seconds on the moment that an event names; None for no bound.

    The moment is that of the event, not of the delivery, so ``max_age`` must leave room for every
    repetition: OnePay tries six times within ten minutes. An event that names no moment passes.

    Raises:
        ConfigurationError: a bound is negative.
    """

    max_age: float | None = 60 * 60.0
    max_ahead: float | None = 5 * 60.0

    def __post_init__(self) -> None:
        if not all(_is_bound(bound) for bound in (self.max_age, self.max_ahead)):
            raise ConfigurationError("The bounds of a tolerance are seconds, zero or more; or None for no bound.")

    def check(self, timestamp: int | None, now: float) -> None:
        """Refuse a moment outside of the tolerance.

        Raises:
            WebhookRefused: the event is too old, or lies in the future.
        """
        if timestamp is None:
            return
        if self.max_age is not None and timestamp < now - self.max_age:
            explanation = f"the event is more than {self.max_age:g} seconds old, as this machine's clock has it."
            raise WebhookRefused(RefusalReason.STALE, explanation)
        if self.max_ahead is not None and timestamp > now + self.max_ahead:
            explanation = f"the event lies more than {self.max_ahead:g} seconds ahead of this machine's clock."
            raise WebhookRefused(RefusalReason.FROM_THE_FUTURE, explanation)

    def check_retention(self, remember: float) -> None:
        """See to it that an event is remembered for as long as it could be replayed.

        Raises:
            ConfigurationError: it would be forgotten before.
        """
        passes = (self.max_age or 0) + (self.max_ahead or 0)
        if self.max_age is not None and remember < passes:
            raise ConfigurationError(
                f"An event is remembered for {remember:g} seconds, but passes for {passes:g}: it could be replayed in "
                "between. Remember it for longer, or narrow the tolerance."
            )


def _is_bound(bound: object) -> bool:
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        return bound is None
    return bound == inf or 0 <= bound < _LARGEST_BOUND
