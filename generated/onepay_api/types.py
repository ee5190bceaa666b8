"""Names that models and methods share."""

from datetime import datetime
from typing import Annotated, TypeAlias, TypeVar

from msgspec import UNSET, Meta, UnsetType

from .model import Model

__all__ = ("UNSET", "DateTime", "Unset", "present")

Unset: TypeAlias = UnsetType
"""The type of ``UNSET``: the field is absent, which is not the same as null."""

DateTime: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""A moment with its time zone."""

M = TypeVar("M", bound=Model)


def present(body: M) -> M | Unset:
    """``body``, or ``UNSET`` when nothing in it is set: an operation whose body may be left out."""
    return UNSET if body == type(body)() else body
