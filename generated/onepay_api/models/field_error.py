"""FieldError, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class FieldError(Model, kw_only=True):
    """What is wrong with one field of the request.

    Attributes:
        key: Name of the field.
        description: What is wrong with it, in Spanish.
    """

    key: str
    """Name of the field."""
    description: str
    """What is wrong with it, in Spanish."""
