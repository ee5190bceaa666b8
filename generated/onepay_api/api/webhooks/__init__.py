"""Webhooks: The addresses that are told about events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.webhook_endpoint_create import WebhookEndpointCreate
from ...models.webhook_endpoint_update import WebhookEndpointUpdate
from .webhooks_create import WEBHOOKS_CREATE
from .webhooks_delete import WEBHOOKS_DELETE
from .webhooks_get import WEBHOOKS_GET
from .webhooks_list import WEBHOOKS_LIST
from .webhooks_update import WEBHOOKS_UPDATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ...models.event_name import EventName
    from ...models.webhook_endpoint_envelope import WebhookEndpointEnvelope
    from ...models.webhook_endpoint_page import WebhookEndpointPage
    from ...models.webhook_endpoint_with_secret_envelope import WebhookEndpointWithSecretEnvelope

__all__ = ("AsyncWebhooks", "Webhooks")


class Webhooks(Resource):
    """The addresses that are told about events."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointPage:
        """List webhooks.

        Returns all webhooks of the company, without their secrets.

        Args:
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/list
        """
        return self._caller.call(
            Call(
                operation=WEBHOOKS_LIST,
                arguments={},
                options=options,
            )
        )

    def create(
        self,
        *,
        name: str,
        url: str,
        events: Sequence[
            EventName
            | Literal[
                "payment.created",
                "payment.deleted",
                "payment.rejected",
                "payment.approved",
                "payment.expired",
                "payment.partially_paid",
                "payment.partial_expired",
                "charge.created",
                "charge.processing",
                "charge.paid",
                "charge.succeeded",
                "charge.failed",
                "charge.refunded",
                "charge.disputed",
                "cashout.created",
                "cashout.processing",
                "cashout.approved",
                "cashout.processed",
                "cashout.completed",
                "cashout.rejected",
                "cashout.cancelled",
                "subscription.created",
                "subscription.active",
                "subscription.paid",
                "subscription.unpaid",
                "subscription.pass_due",
                "subscription.frozen",
                "subscription.cancelled",
                "subscription.canceled",
                "subscription.finished",
                "account.validated",
                "account.failed",
                "invoice.created",
                "invoice.paid",
                "connect_link.completed",
            ]
        ],
        description: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointWithSecretEnvelope:
        """Create a webhook.

        Registers an address of yours for some events. The reply is the only one that shows the secret. The
        sample of the page shows no idempotency header; it is required here by the general rule for calls that
        create.

        Args:
            name: Name that tells the webhook from others, at most 255 characters.
            url: Address to post events to, at most 500 characters. It must use HTTPS.
            events: Events to post, at least one. A member of the enum, or one of "payment.created",
                "payment.deleted", "payment.rejected", "payment.approved", "payment.expired",
                "payment.partially_paid", "payment.partial_expired", "charge.created", "charge.processing",
                "charge.paid", "charge.succeeded", "charge.failed", "charge.refunded", "charge.disputed",
                "cashout.created", "cashout.processing", "cashout.approved", "cashout.processed",
                "cashout.completed", "cashout.rejected", "cashout.cancelled", "subscription.created",
                "subscription.active", "subscription.paid", "subscription.unpaid", "subscription.pass_due",
                "subscription.frozen", "subscription.cancelled", "subscription.canceled",
                "subscription.finished", "account.validated", "account.failed", "invoice.created",
                "invoice.paid", "connect_link.completed".
            description: Longer text about the webhook, at most 500 characters; null for none.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/create
        """
        body = WebhookEndpointCreate(
            name=name,
            url=url,
            events=events,
            description=description,
        )
        return self._caller.call(
            Call(
                operation=WEBHOOKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: WebhookEndpointCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointWithSecretEnvelope:
        """Create a webhook, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=WEBHOOKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        webhook_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointEnvelope:
        """Get a webhook.

        Returns one webhook without its secret. The overview page promises audit data of the webhook here; the
        sample shows none.

        Args:
            webhook_id: Id of the registered webhook. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/detail
        """
        return self._caller.call(
            Call(
                operation=WEBHOOKS_GET,
                arguments={
                    "webhook_id": webhook_id,
                },
                options=options,
            )
        )

    def update(
        self,
        webhook_id: str,
        *,
        name: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        url: str | Unset | None = UNSET,
        events: Sequence[
            EventName
            | Literal[
                "payment.created",
                "payment.deleted",
                "payment.rejected",
                "payment.approved",
                "payment.expired",
                "payment.partially_paid",
                "payment.partial_expired",
                "charge.created",
                "charge.processing",
                "charge.paid",
                "charge.succeeded",
                "charge.failed",
                "charge.refunded",
                "charge.disputed",
                "cashout.created",
                "cashout.processing",
                "cashout.approved",
                "cashout.processed",
                "cashout.completed",
                "cashout.rejected",
                "cashout.cancelled",
                "subscription.created",
                "subscription.active",
                "subscription.paid",
                "subscription.unpaid",
                "subscription.pass_due",
                "subscription.frozen",
                "subscription.cancelled",
                "subscription.canceled",
                "subscription.finished",
                "account.validated",
                "account.failed",
                "invoice.created",
                "invoice.paid",
                "connect_link.completed",
            ]
        ]
        | Unset
        | None = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointEnvelope:
        """Update a webhook.

        Changes the parts of a webhook that are sent and keeps the others.

        Args:
            webhook_id: Id of the registered webhook. The id is a UUID.
            name: Name that tells the webhook from others, at most 255 characters.
            description: Longer text about the webhook, at most 500 characters; null removes it.
            url: Address to post events to, at most 500 characters. It must use HTTPS.
            events: Events to post from now on, at least one; they replace the earlier ones (inferred). A
                member of the enum, or one of "payment.created", "payment.deleted", "payment.rejected",
                "payment.approved", "payment.expired", "payment.partially_paid", "payment.partial_expired",
                "charge.created", "charge.processing", "charge.paid", "charge.succeeded", "charge.failed",
                "charge.refunded", "charge.disputed", "cashout.created", "cashout.processing",
                "cashout.approved", "cashout.processed", "cashout.completed", "cashout.rejected",
                "cashout.cancelled", "subscription.created", "subscription.active", "subscription.paid",
                "subscription.unpaid", "subscription.pass_due", "subscription.frozen",
                "subscription.cancelled", "subscription.canceled", "subscription.finished",
                "account.validated", "account.failed", "invoice.created", "invoice.paid",
                "connect_link.completed".
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/update
        """
        body = WebhookEndpointUpdate(
            name=name,
            description=description,
            url=url,
            events=events,
        )
        return self._caller.call(
            Call(
                operation=WEBHOOKS_UPDATE,
                arguments={
                    "webhook_id": webhook_id,
                },
                body=body,
                options=options,
            )
        )

    def update_from(
        self,
        webhook_id: str,
        body: WebhookEndpointUpdate,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointEnvelope:
        """Update a webhook, from a ready-made body; see `update`."""
        return self._caller.call(
            Call(
                operation=WEBHOOKS_UPDATE,
                arguments={
                    "webhook_id": webhook_id,
                },
                body=body,
                options=options,
            )
        )

    def delete(
        self,
        webhook_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete a webhook.

        Removes a webhook, which then hears of nothing more. The overview names this call; its page is not
        available.

        Args:
            webhook_id: Id of the registered webhook. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/index
        """
        return self._caller.call(
            Call(
                operation=WEBHOOKS_DELETE,
                arguments={
                    "webhook_id": webhook_id,
                },
                options=options,
            )
        )


class AsyncWebhooks(Resource):
    """The addresses that are told about events."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointPage:
        """List webhooks.

        Returns all webhooks of the company, without their secrets.

        Args:
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/list
        """
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_LIST,
                arguments={},
                options=options,
            )
        )

    async def create(
        self,
        *,
        name: str,
        url: str,
        events: Sequence[
            EventName
            | Literal[
                "payment.created",
                "payment.deleted",
                "payment.rejected",
                "payment.approved",
                "payment.expired",
                "payment.partially_paid",
                "payment.partial_expired",
                "charge.created",
                "charge.processing",
                "charge.paid",
                "charge.succeeded",
                "charge.failed",
                "charge.refunded",
                "charge.disputed",
                "cashout.created",
                "cashout.processing",
                "cashout.approved",
                "cashout.processed",
                "cashout.completed",
                "cashout.rejected",
                "cashout.cancelled",
                "subscription.created",
                "subscription.active",
                "subscription.paid",
                "subscription.unpaid",
                "subscription.pass_due",
                "subscription.frozen",
                "subscription.cancelled",
                "subscription.canceled",
                "subscription.finished",
                "account.validated",
                "account.failed",
                "invoice.created",
                "invoice.paid",
                "connect_link.completed",
            ]
        ],
        description: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointWithSecretEnvelope:
        """Create a webhook.

        Registers an address of yours for some events. The reply is the only one that shows the secret. The
        sample of the page shows no idempotency header; it is required here by the general rule for calls that
        create.

        Args:
            name: Name that tells the webhook from others, at most 255 characters.
            url: Address to post events to, at most 500 characters. It must use HTTPS.
            events: Events to post, at least one. A member of the enum, or one of "payment.created",
                "payment.deleted", "payment.rejected", "payment.approved", "payment.expired",
                "payment.partially_paid", "payment.partial_expired", "charge.created", "charge.processing",
                "charge.paid", "charge.succeeded", "charge.failed", "charge.refunded", "charge.disputed",
                "cashout.created", "cashout.processing", "cashout.approved", "cashout.processed",
                "cashout.completed", "cashout.rejected", "cashout.cancelled", "subscription.created",
                "subscription.active", "subscription.paid", "subscription.unpaid", "subscription.pass_due",
                "subscription.frozen", "subscription.cancelled", "subscription.canceled",
                "subscription.finished", "account.validated", "account.failed", "invoice.created",
                "invoice.paid", "connect_link.completed".
            description: Longer text about the webhook, at most 500 characters; null for none.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/create
        """
        body = WebhookEndpointCreate(
            name=name,
            url=url,
            events=events,
            description=description,
        )
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: WebhookEndpointCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointWithSecretEnvelope:
        """Create a webhook, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        webhook_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointEnvelope:
        """Get a webhook.

        Returns one webhook without its secret. The overview page promises audit data of the webhook here; the
        sample shows none.

        Args:
            webhook_id: Id of the registered webhook. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/detail
        """
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_GET,
                arguments={
                    "webhook_id": webhook_id,
                },
                options=options,
            )
        )

    async def update(
        self,
        webhook_id: str,
        *,
        name: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        url: str | Unset | None = UNSET,
        events: Sequence[
            EventName
            | Literal[
                "payment.created",
                "payment.deleted",
                "payment.rejected",
                "payment.approved",
                "payment.expired",
                "payment.partially_paid",
                "payment.partial_expired",
                "charge.created",
                "charge.processing",
                "charge.paid",
                "charge.succeeded",
                "charge.failed",
                "charge.refunded",
                "charge.disputed",
                "cashout.created",
                "cashout.processing",
                "cashout.approved",
                "cashout.processed",
                "cashout.completed",
                "cashout.rejected",
                "cashout.cancelled",
                "subscription.created",
                "subscription.active",
                "subscription.paid",
                "subscription.unpaid",
                "subscription.pass_due",
                "subscription.frozen",
                "subscription.cancelled",
                "subscription.canceled",
                "subscription.finished",
                "account.validated",
                "account.failed",
                "invoice.created",
                "invoice.paid",
                "connect_link.completed",
            ]
        ]
        | Unset
        | None = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointEnvelope:
        """Update a webhook.

        Changes the parts of a webhook that are sent and keeps the others.

        Args:
            webhook_id: Id of the registered webhook. The id is a UUID.
            name: Name that tells the webhook from others, at most 255 characters.
            description: Longer text about the webhook, at most 500 characters; null removes it.
            url: Address to post events to, at most 500 characters. It must use HTTPS.
            events: Events to post from now on, at least one; they replace the earlier ones (inferred). A
                member of the enum, or one of "payment.created", "payment.deleted", "payment.rejected",
                "payment.approved", "payment.expired", "payment.partially_paid", "payment.partial_expired",
                "charge.created", "charge.processing", "charge.paid", "charge.succeeded", "charge.failed",
                "charge.refunded", "charge.disputed", "cashout.created", "cashout.processing",
                "cashout.approved", "cashout.processed", "cashout.completed", "cashout.rejected",
                "cashout.cancelled", "subscription.created", "subscription.active", "subscription.paid",
                "subscription.unpaid", "subscription.pass_due", "subscription.frozen",
                "subscription.cancelled", "subscription.canceled", "subscription.finished",
                "account.validated", "account.failed", "invoice.created", "invoice.paid",
                "connect_link.completed".
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/update
        """
        body = WebhookEndpointUpdate(
            name=name,
            description=description,
            url=url,
            events=events,
        )
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_UPDATE,
                arguments={
                    "webhook_id": webhook_id,
                },
                body=body,
                options=options,
            )
        )

    async def update_from(
        self,
        webhook_id: str,
        body: WebhookEndpointUpdate,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WebhookEndpointEnvelope:
        """Update a webhook, from a ready-made body; see `update`."""
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_UPDATE,
                arguments={
                    "webhook_id": webhook_id,
                },
                body=body,
                options=options,
            )
        )

    async def delete(
        self,
        webhook_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete a webhook.

        Removes a webhook, which then hears of nothing more. The overview names this call; its page is not
        available.

        Args:
            webhook_id: Id of the registered webhook. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/webhooks/index
        """
        return await self._caller.call(
            Call(
                operation=WEBHOOKS_DELETE,
                arguments={
                    "webhook_id": webhook_id,
                },
                options=options,
            )
        )
