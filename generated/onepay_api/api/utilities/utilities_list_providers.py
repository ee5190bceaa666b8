"""The record of utilities_list_providers: List utility providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.utility_provider_page import UtilityProviderPage

UTILITIES_LIST_PROVIDERS: Operation[UtilityProviderPage] = Operation(
    id="utilities_list_providers",
    method="GET",
    path="/utilities/providers",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/utilities/payment",
    parameters=(Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),),
    replies={
        "200": Shape("UtilityProviderPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
