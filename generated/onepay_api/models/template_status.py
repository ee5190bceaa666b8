"""TemplateStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class TemplateStatus(OpenEnum):
    """Whether a WhatsApp template may be sent; only the value of approved ones was observed."""

    __extensible__: ClassVar[bool] = True

    APPROVED = "APPROVED"
