"""The record of utilities_create_direct_debit_link: Create a link to enrol a bill in automatic debits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.direct_debit_link import DirectDebitLink

UTILITIES_CREATE_DIRECT_DEBIT_LINK: Operation[DirectDebitLink] = Operation(
    id="utilities_create_direct_debit_link",
    method="POST",
    path="/utilities/direct-debits/link",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/utilities/auto-debit-link",
    body=Shape("DirectDebitLinkCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": Shape("DirectDebitLink"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
