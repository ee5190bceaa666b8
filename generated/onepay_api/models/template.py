"""Template, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class Template(Model, kw_only=True):
    """A WhatsApp template with which a payment notice can be sent.

    Attributes:
        id: Number of the template, which the payment requests take as `template_id`.
        category: What the template is for.
        status: Whether the template may be sent.
        selectable: Whether a payment may name this template; one that is not selectable is refused with
            status 422. That it is a boolean is inferred.
    """

    id: int
    """Number of the template, which the payment requests take as `template_id`."""
    category: TemplateCategory | Unset = UNSET
    """What the template is for."""
    status: TemplateStatus | Unset = UNSET
    """Whether the template may be sent."""
    selectable: bool | Unset = UNSET
    """Whether a payment may name this template; one that is not selectable is refused with status 422.

    That it is a boolean is inferred.
    """


# After the class, because objects may hold each other.
from .template_category import TemplateCategory
from .template_status import TemplateStatus
