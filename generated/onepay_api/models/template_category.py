"""TemplateCategory, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class TemplateCategory(OpenEnum):
    """What a WhatsApp template is for; only the value of payment notices was observed."""

    __extensible__: ClassVar[bool] = True

    PAYMENT = "PAYMENT"
