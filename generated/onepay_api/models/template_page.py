"""TemplatePage, as the contract describes it."""

from ..model import Model
from .template import Template


class TemplatePage(Model, kw_only=True):
    """Templates wrapped in `data`."""

    data: list[Template]
    """The templates that match."""
