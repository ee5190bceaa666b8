"""TrialCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class TrialCreate(Model, kw_only=True):
    """A trial period to grant. Which of its fields are required is not documented.

    Attributes:
        has_trial: Whether to grant a trial.
        trial_days: Length of the trial in days.
        start_trial_date: Moment at which the trial starts.
    """

    __required_is_documented__: ClassVar[bool] = False

    has_trial: bool | Unset | None = UNSET
    """Whether to grant a trial."""
    trial_days: int | Unset | None = UNSET
    """Length of the trial in days."""
    start_trial_date: DateTime | Unset | None = UNSET
    """Moment at which the trial starts."""
