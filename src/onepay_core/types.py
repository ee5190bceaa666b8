"""Names that models and methods share."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

from msgspec import UNSET, Meta, UnsetType

from .model import Model, wire_fields
from .values import CLASSES

__all__ = ("UNSET", "Array", "Date", "DateText", "DateTime", "DateTimeText", "Unset", "present")

Unset: TypeAlias = UnsetType
"""The type of ``UNSET``: the field is absent, which is not the same as null."""

if TYPE_CHECKING:
    from collections.abc import Sequence as Array  # what requests take for a list

    Date: TypeAlias = date
    """A day."""
    DateTime: TypeAlias = Annotated[datetime, Meta(tz=True)]
    """A moment with its time zone."""
    DateText: TypeAlias = date | str
    """A day, for a field that is text in the contract; a ``date`` is written as YYYY-MM-DD."""
    DateTimeText: TypeAlias = datetime | str
    """A moment with its time zone, for a field that is text in the contract; a ``datetime`` is written in ISO 8601."""
else:
    Array = list
    DateText = str
    DateTimeText = str
    Date = Annotated[CLASSES[0], Meta()]
    DateTime = Annotated[CLASSES[1], Meta(tz=True)]

M = TypeVar("M", bound=Model)


def present(body: M) -> M | Unset:
    """``body``, or ``UNSET`` when nothing in it is set: an operation whose body may be left out."""
    nothing = not body.undocumented and all(getattr(body, field.name) is UNSET for field in wire_fields(type(body)))
    return UNSET if nothing else body
