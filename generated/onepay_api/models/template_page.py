"""TemplatePage, as the contract describes it."""

from ..pages import Page
from .template import Template


class TemplatePage(Page[Template], kw_only=True):
    """Templates wrapped in `data`."""

    data: list[Template]
    """The templates that match."""
