"""TemplatePage, as the contract describes it."""

from __future__ import annotations

from onepay_core.pages import Page


class TemplatePage(Page["Template"], kw_only=True):
    """Templates wrapped in `data`.

    Attributes:
        data: The templates that match.
    """

    data: list[Template]
    """The templates that match."""


# After the class, because objects may hold each other.
from .template import Template
