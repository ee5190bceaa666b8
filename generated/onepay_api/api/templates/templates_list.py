"""The record of templates_list: List WhatsApp templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.template_page import TemplatePage

TEMPLATES_LIST: Operation[TemplatePage] = Operation(
    id="templates_list",
    method="GET",
    path="/templates",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in a third-party program; no public page is known.",
    parameters=(
        Parameter("filter[selectable]", "query", "filter_selectable", int),
        Parameter("filter[status]", "query", "filter_status", Shape("TemplateStatus")),
        Parameter("per_page", "query", "per_page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("TemplateList"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
