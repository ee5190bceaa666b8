"""Subscriptions: Charges that recur for one customer, as a plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.subscription_create import SubscriptionCreate
from .subscriptions_cancel import SUBSCRIPTIONS_CANCEL
from .subscriptions_create import SUBSCRIPTIONS_CREATE
from .subscriptions_list import SUBSCRIPTIONS_LIST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from onepay_core.types import DateTime

    from ...models.allows import Allows
    from ...models.billing_frequency import BillingFrequency
    from ...models.complex_payment import ComplexPayment
    from ...models.currency import Currency
    from ...models.metadata import MetadataLike
    from ...models.subscription import Subscription
    from ...models.subscription_page import SubscriptionPage
    from ...models.subscription_payment_mode import SubscriptionPaymentMode
    from ...models.trial_create import TrialCreate

__all__ = ("AsyncSubscriptions", "Subscriptions")


class Subscriptions(Resource):
    """Charges that recur for one customer, as a plan says."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> SubscriptionPage:
        """List subscriptions.

        Returns one page of the subscriptions of the company. The page documents no parameters; that `page`
        works is shown by the addresses in its reply.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/subscriptions/list
        """
        return self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_LIST,
                arguments={
                    "page": page,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        customer_id: str,
        plan_id: str | Unset | None = UNSET,
        price_id: str | Unset | None = UNSET,
        payment_method_type: str | Unset | None = UNSET,
        payment_method_id: str | Unset | None = UNSET,
        card_id: str | Unset | None = UNSET,
        account_id: str | Unset | None = UNSET,
        name: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        amount_in_cents: int | Unset = UNSET,
        reference_price_in_cents: str | Unset | None = UNSET,
        cicle_frequency: BillingFrequency
        | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"]
        | Unset
        | None = UNSET,
        cicles: int | Unset | None = UNSET,
        start_date: DateTime | Unset | None = UNSET,
        internal_id: str | Unset | None = UNSET,
        payment_mode: SubscriptionPaymentMode | Literal["request"] | Unset | None = UNSET,
        suggest_auto_debit: bool | Unset | None = UNSET,
        remember_to_pay_before: int | Unset | None = UNSET,
        cancel_after_no_payment_before: int | Unset | None = UNSET,
        trial: TrialCreate | Unset | None = UNSET,
        complex_payments: Sequence[ComplexPayment] | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Subscription:
        """Create a subscription.

        Subscribes a customer, whose failed payments are then retried without further calls. The documentation
        is at odds with itself about the body; the request schema tells which form to send. The payment method
        comes from the card form or, without it, from a capture link that the customer completes first.

        Args:
            customer_id: Identifier of the customer who pays, a UUID.
            plan_id: Identifier of the plan to follow, a UUID. Both forms have it.
            price_id: Identifier of the price to follow, instead of a plan. Prices come from an endpoint
                without a public page.
            payment_method_type: Kind of the payment method that `payment_method_id` names; its values are not
                known. Newer form.
            payment_method_id: Identifier of the payment method, from the card form or from a capture link.
                Newer form.
            card_id: Identifier of the card to collect from. The introduction of the documentation's section
                names it where the create page has `payment_method_id`; which of the two holds is not settled.
            account_id: Identifier of the account to collect from, with the same doubt as `card_id`.
            name: Name of the subscription. Long form.
            description: Text about the subscription, which may hold HTML. Long form.
            currency: Currency of the amounts. Long form. A member of the enum, or one of "COP", "USD".
            amount_in_cents: Amount to collect in a cycle, in cents of a peso. Long form.
            reference_price_in_cents: List price of a cycle in cents of a peso, as a string of digits. Long
                form.
            cicle_frequency: Length of a cycle. Long form. A member of the enum, or one of "daily", "weekly",
                "monthly", "bi_monthly", "quarterly", "biannually", "yearly".
            cicles: Number of cycles after which the subscription ends; null lets it run on. Long form.
            start_date: Moment at which the first cycle starts. Long form. A `datetime` with its time zone,
                whichever it is; one without is refused.
            internal_id: Identifier of the subscription in your own system. Long form.
            payment_mode: How a cycle is collected. Long form. A member of the enum, or one of "request".
            suggest_auto_debit: Whether to offer the customer automatic debits. Long form.
            remember_to_pay_before: How long before the due moment to remind the customer, presumably in days.
                Long form.
            cancel_after_no_payment_before: How long an unpaid cycle may stand before the subscription is
                cancelled, presumably in days. Long form.
            trial: Trial period before the first collection. Long form.
            complex_payments: Cycles whose amount differs from the regular one. Long form.
            allows: Payment methods that the customer may use. Long form.
            metadata: Data of yours to keep with the subscription. Long form.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/subscriptions/create
        """
        body = SubscriptionCreate(
            customer_id=customer_id,
            plan_id=plan_id,
            price_id=price_id,
            payment_method_type=payment_method_type,
            payment_method_id=payment_method_id,
            card_id=card_id,
            account_id=account_id,
            name=name,
            description=description,
            currency=currency,
            amount_in_cents=amount_in_cents,
            reference_price_in_cents=reference_price_in_cents,
            cicle_frequency=cicle_frequency,
            cicles=cicles,
            start_date=start_date,
            internal_id=internal_id,
            payment_mode=payment_mode,
            suggest_auto_debit=suggest_auto_debit,
            remember_to_pay_before=remember_to_pay_before,
            cancel_after_no_payment_before=cancel_after_no_payment_before,
            trial=trial,
            complex_payments=complex_payments,
            allows=allows,
            metadata=metadata,
        )
        return self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: SubscriptionCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Subscription:
        """Create a subscription, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def cancel(
        self,
        subscription_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Cancel a subscription.

        Ends a subscription, so that nothing more is collected. Its reply is not documented.

        Args:
            subscription_id: Id of the subscription. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Planned in the notes of an integrator who read the documentation; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_CANCEL,
                arguments={
                    "subscription_id": subscription_id,
                },
                options=options,
            )
        )


class AsyncSubscriptions(Resource):
    """Charges that recur for one customer, as a plan says."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> SubscriptionPage:
        """List subscriptions.

        Returns one page of the subscriptions of the company. The page documents no parameters; that `page`
        works is shown by the addresses in its reply.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/subscriptions/list
        """
        return await self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_LIST,
                arguments={
                    "page": page,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        customer_id: str,
        plan_id: str | Unset | None = UNSET,
        price_id: str | Unset | None = UNSET,
        payment_method_type: str | Unset | None = UNSET,
        payment_method_id: str | Unset | None = UNSET,
        card_id: str | Unset | None = UNSET,
        account_id: str | Unset | None = UNSET,
        name: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        amount_in_cents: int | Unset = UNSET,
        reference_price_in_cents: str | Unset | None = UNSET,
        cicle_frequency: BillingFrequency
        | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"]
        | Unset
        | None = UNSET,
        cicles: int | Unset | None = UNSET,
        start_date: DateTime | Unset | None = UNSET,
        internal_id: str | Unset | None = UNSET,
        payment_mode: SubscriptionPaymentMode | Literal["request"] | Unset | None = UNSET,
        suggest_auto_debit: bool | Unset | None = UNSET,
        remember_to_pay_before: int | Unset | None = UNSET,
        cancel_after_no_payment_before: int | Unset | None = UNSET,
        trial: TrialCreate | Unset | None = UNSET,
        complex_payments: Sequence[ComplexPayment] | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Subscription:
        """Create a subscription.

        Subscribes a customer, whose failed payments are then retried without further calls. The documentation
        is at odds with itself about the body; the request schema tells which form to send. The payment method
        comes from the card form or, without it, from a capture link that the customer completes first.

        Args:
            customer_id: Identifier of the customer who pays, a UUID.
            plan_id: Identifier of the plan to follow, a UUID. Both forms have it.
            price_id: Identifier of the price to follow, instead of a plan. Prices come from an endpoint
                without a public page.
            payment_method_type: Kind of the payment method that `payment_method_id` names; its values are not
                known. Newer form.
            payment_method_id: Identifier of the payment method, from the card form or from a capture link.
                Newer form.
            card_id: Identifier of the card to collect from. The introduction of the documentation's section
                names it where the create page has `payment_method_id`; which of the two holds is not settled.
            account_id: Identifier of the account to collect from, with the same doubt as `card_id`.
            name: Name of the subscription. Long form.
            description: Text about the subscription, which may hold HTML. Long form.
            currency: Currency of the amounts. Long form. A member of the enum, or one of "COP", "USD".
            amount_in_cents: Amount to collect in a cycle, in cents of a peso. Long form.
            reference_price_in_cents: List price of a cycle in cents of a peso, as a string of digits. Long
                form.
            cicle_frequency: Length of a cycle. Long form. A member of the enum, or one of "daily", "weekly",
                "monthly", "bi_monthly", "quarterly", "biannually", "yearly".
            cicles: Number of cycles after which the subscription ends; null lets it run on. Long form.
            start_date: Moment at which the first cycle starts. Long form. A `datetime` with its time zone,
                whichever it is; one without is refused.
            internal_id: Identifier of the subscription in your own system. Long form.
            payment_mode: How a cycle is collected. Long form. A member of the enum, or one of "request".
            suggest_auto_debit: Whether to offer the customer automatic debits. Long form.
            remember_to_pay_before: How long before the due moment to remind the customer, presumably in days.
                Long form.
            cancel_after_no_payment_before: How long an unpaid cycle may stand before the subscription is
                cancelled, presumably in days. Long form.
            trial: Trial period before the first collection. Long form.
            complex_payments: Cycles whose amount differs from the regular one. Long form.
            allows: Payment methods that the customer may use. Long form.
            metadata: Data of yours to keep with the subscription. Long form.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/subscriptions/create
        """
        body = SubscriptionCreate(
            customer_id=customer_id,
            plan_id=plan_id,
            price_id=price_id,
            payment_method_type=payment_method_type,
            payment_method_id=payment_method_id,
            card_id=card_id,
            account_id=account_id,
            name=name,
            description=description,
            currency=currency,
            amount_in_cents=amount_in_cents,
            reference_price_in_cents=reference_price_in_cents,
            cicle_frequency=cicle_frequency,
            cicles=cicles,
            start_date=start_date,
            internal_id=internal_id,
            payment_mode=payment_mode,
            suggest_auto_debit=suggest_auto_debit,
            remember_to_pay_before=remember_to_pay_before,
            cancel_after_no_payment_before=cancel_after_no_payment_before,
            trial=trial,
            complex_payments=complex_payments,
            allows=allows,
            metadata=metadata,
        )
        return await self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: SubscriptionCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Subscription:
        """Create a subscription, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def cancel(
        self,
        subscription_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Cancel a subscription.

        Ends a subscription, so that nothing more is collected. Its reply is not documented.

        Args:
            subscription_id: Id of the subscription. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Planned in the notes of an integrator who read the documentation; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=SUBSCRIPTIONS_CANCEL,
                arguments={
                    "subscription_id": subscription_id,
                },
                options=options,
            )
        )
