"""PaymentIntents: The attempts to collect money, whatever they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from .payment_intents_get import PAYMENT_INTENTS_GET
from .payment_intents_list import PAYMENT_INTENTS_LIST

if TYPE_CHECKING:
    from typing import Literal

    from ...models.payment_intent import PaymentIntent
    from ...models.payment_intent_page import PaymentIntentPage
    from ...models.payment_intent_sort import PaymentIntentSort
    from ...models.payment_intent_status import PaymentIntentStatus

__all__ = ("AsyncPaymentIntents", "PaymentIntents")


class PaymentIntents(Resource):
    """The attempts to collect money, whatever they belong to."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        filter_id: str | Unset = UNSET,
        filter_status: PaymentIntentStatus
        | Literal["created", "processing", "paid", "failed", "refunded", "disputed"]
        | Unset = UNSET,
        filter_external_id: str | Unset = UNSET,
        sort: PaymentIntentSort | Literal["created_at", "-created_at", "paid_at", "-paid_at"] | Unset = UNSET,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> PaymentIntentPage:
        """List payment intents.

        Lists the attempts to collect money of the whole company, filtered and sorted. The filters are in the
        newer dialect, `filter[…]`.

        Args:
            filter_id: Answer only the payment intent with this id.
            filter_status: Answer only payment intents in this state. A member of the enum, or one of
                "created", "processing", "paid", "failed", "refunded", "disputed".
            filter_external_id: Answer only payment intents with this id of your own.
            sort: Order of the list. A member of the enum, or one of "created_at", "-created_at", "paid_at",
                "-paid_at".
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payment-intent/list
        """
        return self._caller.call(
            Call(
                operation=PAYMENT_INTENTS_LIST,
                arguments={
                    "filter_id": filter_id,
                    "filter_status": filter_status,
                    "filter_external_id": filter_external_id,
                    "sort": sort,
                    "page": page,
                },
                options=options,
            )
        )

    def get(
        self,
        payment_intent_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> PaymentIntent:
        """Get a payment intent.

        Answers one attempt to collect money, with the method and the customer.

        Args:
            payment_intent_id: Id of the payment intent. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payment-intent/get
        """
        return self._caller.call(
            Call(
                operation=PAYMENT_INTENTS_GET,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                options=options,
            )
        )


class AsyncPaymentIntents(Resource):
    """The attempts to collect money, whatever they belong to."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        filter_id: str | Unset = UNSET,
        filter_status: PaymentIntentStatus
        | Literal["created", "processing", "paid", "failed", "refunded", "disputed"]
        | Unset = UNSET,
        filter_external_id: str | Unset = UNSET,
        sort: PaymentIntentSort | Literal["created_at", "-created_at", "paid_at", "-paid_at"] | Unset = UNSET,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> PaymentIntentPage:
        """List payment intents.

        Lists the attempts to collect money of the whole company, filtered and sorted. The filters are in the
        newer dialect, `filter[…]`.

        Args:
            filter_id: Answer only the payment intent with this id.
            filter_status: Answer only payment intents in this state. A member of the enum, or one of
                "created", "processing", "paid", "failed", "refunded", "disputed".
            filter_external_id: Answer only payment intents with this id of your own.
            sort: Order of the list. A member of the enum, or one of "created_at", "-created_at", "paid_at",
                "-paid_at".
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payment-intent/list
        """
        return await self._caller.call(
            Call(
                operation=PAYMENT_INTENTS_LIST,
                arguments={
                    "filter_id": filter_id,
                    "filter_status": filter_status,
                    "filter_external_id": filter_external_id,
                    "sort": sort,
                    "page": page,
                },
                options=options,
            )
        )

    async def get(
        self,
        payment_intent_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> PaymentIntent:
        """Get a payment intent.

        Answers one attempt to collect money, with the method and the customer.

        Args:
            payment_intent_id: Id of the payment intent. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payment-intent/get
        """
        return await self._caller.call(
            Call(
                operation=PAYMENT_INTENTS_GET,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                options=options,
            )
        )
