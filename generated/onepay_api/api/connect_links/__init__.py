"""ConnectLinks: Links behind which a customer saves a payment method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.connect_link_create import ConnectLinkCreate
from .connect_links_create import CONNECT_LINKS_CREATE

if TYPE_CHECKING:
    from ...models.allows import Allows
    from ...models.connect_link import ConnectLink
    from ...models.metadata import MetadataLike

__all__ = ("AsyncConnectLinks", "ConnectLinks")


class ConnectLinks(Resource):
    """Links behind which a customer saves a payment method."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create(
        self,
        *,
        customer_id: str,
        single_use: bool | Unset | None = UNSET,
        notify: bool | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> ConnectLink:
        """Create a connect link.

        Makes a link behind which a customer saves a payment method that can be charged later.

        Args:
            customer_id: UUID of the customer who hands over a payment method.
            single_use: Whether the link can be completed once only.
            notify: Whether OnePay sends the link to the customer.
            allows: The payment methods that the page offers.
            external_id: Your own identifier of the link.
            redirect_url: Address to which the customer returns afterwards.
            metadata: Your own notes about the link.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/connections/create
        """
        body = ConnectLinkCreate(
            customer_id=customer_id,
            single_use=single_use,
            notify=notify,
            allows=allows,
            external_id=external_id,
            redirect_url=redirect_url,
            metadata=metadata,
        )
        return self._caller.call(
            Call(
                operation=CONNECT_LINKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: ConnectLinkCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> ConnectLink:
        """Create a connect link, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=CONNECT_LINKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncConnectLinks(Resource):
    """Links behind which a customer saves a payment method."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create(
        self,
        *,
        customer_id: str,
        single_use: bool | Unset | None = UNSET,
        notify: bool | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> ConnectLink:
        """Create a connect link.

        Makes a link behind which a customer saves a payment method that can be charged later.

        Args:
            customer_id: UUID of the customer who hands over a payment method.
            single_use: Whether the link can be completed once only.
            notify: Whether OnePay sends the link to the customer.
            allows: The payment methods that the page offers.
            external_id: Your own identifier of the link.
            redirect_url: Address to which the customer returns afterwards.
            metadata: Your own notes about the link.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/connections/create
        """
        body = ConnectLinkCreate(
            customer_id=customer_id,
            single_use=single_use,
            notify=notify,
            allows=allows,
            external_id=external_id,
            redirect_url=redirect_url,
            metadata=metadata,
        )
        return await self._caller.call(
            Call(
                operation=CONNECT_LINKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: ConnectLinkCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> ConnectLink:
        """Create a connect link, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=CONNECT_LINKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
