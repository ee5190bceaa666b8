"""The record of companies_create: Create a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.company import Company

COMPANIES_CREATE: Operation[Company] = Operation(
    id="companies_create",
    method="POST",
    path="/companies",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/companies/create",
    body=Shape("CompanyCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": Shape("Company"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
