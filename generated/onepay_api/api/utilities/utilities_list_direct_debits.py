"""The record of utilities_list_direct_debits: List the bills enrolled in automatic debits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.direct_debit_page import DirectDebitPage

UTILITIES_LIST_DIRECT_DEBITS: Operation[DirectDebitPage] = Operation(
    id="utilities_list_direct_debits",
    method="GET",
    path="/utilities/direct-debits",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/utilities/auto-debit-list",
    replies={
        "200": Shape("DirectDebitPage"),
        "401": Shape("ErrorReply"),
    },
)
