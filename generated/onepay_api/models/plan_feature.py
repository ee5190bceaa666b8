"""PlanFeature, as the contract describes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

PlanFeature: TypeAlias = dict[str, str]
"""A feature that is shown with a plan.

The old reference declares a list of objects and no page shows one, so the names of its fields are open and
its values are taken for text (inferred).
"""

if TYPE_CHECKING:
    PlanFeatureLike: TypeAlias = Mapping[str, str]
    """What requests take: any mapping."""
else:
    PlanFeatureLike = PlanFeature
