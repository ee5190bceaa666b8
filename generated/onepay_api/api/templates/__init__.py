"""Templates: The texts of the messages that announce a payment on WhatsApp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from .templates_list import TEMPLATES_LIST

if TYPE_CHECKING:
    from typing import Literal

    from ...models.template_page import TemplatePage
    from ...models.template_status import TemplateStatus

__all__ = ("AsyncTemplates", "Templates")


class Templates(Resource):
    """The texts of the messages that announce a payment on WhatsApp."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        filter_selectable: int | Unset = UNSET,
        filter_status: TemplateStatus | Literal["APPROVED"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> TemplatePage:
        """List WhatsApp templates.

        Returns the templates with which a payment can be announced on WhatsApp. A payment that names a
        template which is not selectable is refused with status 422.

        Args:
            filter_selectable: Keep the templates that a payment may name, with the number 1. It was met in a
                third-party program.
            filter_status: Keep the templates in this state. It was met in a third-party program. A member of
                the enum, or one of "APPROVED".
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in a third-party program; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=TEMPLATES_LIST,
                arguments={
                    "filter_selectable": filter_selectable,
                    "filter_status": filter_status,
                    "per_page": per_page,
                },
                options=options,
            )
        )


class AsyncTemplates(Resource):
    """The texts of the messages that announce a payment on WhatsApp."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        filter_selectable: int | Unset = UNSET,
        filter_status: TemplateStatus | Literal["APPROVED"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> TemplatePage:
        """List WhatsApp templates.

        Returns the templates with which a payment can be announced on WhatsApp. A payment that names a
        template which is not selectable is refused with status 422.

        Args:
            filter_selectable: Keep the templates that a payment may name, with the number 1. It was met in a
                third-party program.
            filter_status: Keep the templates in this state. It was met in a third-party program. A member of
                the enum, or one of "APPROVED".
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in a third-party program; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=TEMPLATES_LIST,
                arguments={
                    "filter_selectable": filter_selectable,
                    "filter_status": filter_status,
                    "per_page": per_page,
                },
                options=options,
            )
        )
