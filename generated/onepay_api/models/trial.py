"""Trial, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class Trial(Model, kw_only=True):
    """A trial period, as plans and subscriptions show it.

    Attributes:
        has_trial: Whether there is a trial.
        trial_days: Length of the trial in days, 0 without one.
        start_trial_date: Moment at which the trial starts. Subscriptions show it, with null for no trial;
            plans leave it out.
    """

    has_trial: bool
    """Whether there is a trial."""
    trial_days: int
    """Length of the trial in days, 0 without one."""
    start_trial_date: DateTime | Unset | None = UNSET
    """Moment at which the trial starts. Subscriptions show it, with null for no trial; plans leave it out."""
