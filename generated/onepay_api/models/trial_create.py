"""TrialCreate, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, DateTime, Unset


class TrialCreate(Model, kw_only=True):
    """A trial period to grant. Which of its fields are required is not documented."""

    __required_is_documented__: ClassVar[bool] = False

    has_trial: bool | Unset = UNSET
    """Whether to grant a trial."""
    trial_days: int | Unset = UNSET
    """Length of the trial in days."""
    start_trial_date: DateTime | Unset = UNSET
    """Moment at which the trial starts."""
