"""TemplateList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    TemplateList: TypeAlias = "TemplatePage"
    """Templates, either wrapped in an object or as a bare array.

    Neither form is documented. An object is a `TemplatePage`; an array holds the templates themselves.
    """
else:

    class TemplateList(VariantBase):
        """Templates, either wrapped in an object or as a bare array.

        Neither form is documented. An object is a `TemplatePage`; an array holds the templates themselves.
        """


# After the class, because what a variant holds may hold the variant.
from .template import Template
from .template_page import TemplatePage

if not TYPE_CHECKING:
    TemplateList.options = (
        TemplatePage,
        list[Template],
    )
    TemplateList.page = TemplatePage
