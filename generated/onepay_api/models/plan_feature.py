"""PlanFeature, as the contract describes it."""

from typing import TypeAlias

PlanFeature: TypeAlias = dict[str, str]
"""A feature that is shown with a plan.

The old reference declares a list of objects and no page shows one, so the names of its fields are open and
its values are taken for text (inferred).
"""
