"""Plans: The terms on which subscriptions recur."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.plan_create import PlanCreate
from ...models.plan_update import PlanUpdate
from .plans_create import PLANS_CREATE
from .plans_list import PLANS_LIST
from .plans_update import PLANS_UPDATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ...models.allows import Allows
    from ...models.billing_frequency import BillingFrequency
    from ...models.complex_payment import ComplexPayment
    from ...models.currency import Currency
    from ...models.plan import Plan
    from ...models.plan_cycle_type import PlanCycleType
    from ...models.plan_feature import PlanFeatureLike
    from ...models.plan_page import PlanPage
    from ...models.trial_create import TrialCreate

__all__ = ("AsyncPlans", "Plans")


class Plans(Resource):
    """The terms on which subscriptions recur."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        page: int,
        options: CallOptions = DEFAULTS,
    ) -> PlanPage:
        """List plans.

        Returns one page of the plans of the company, each with the link where customers subscribe.

        Args:
            page: Number of the page of plans, from 1. The page marks it as required and gives it the default
                1 all the same; its older sample calls the list without it.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/plans/list
        """
        return self._caller.call(
            Call(
                operation=PLANS_LIST,
                arguments={
                    "page": page,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        name: str,
        currency: Currency | Literal["COP", "USD"],
        description: str | Unset | None = UNSET,
        internal_id: str | Unset | None = UNSET,
        amount_in_cents: int | Unset = UNSET,
        coupon_id: str | Unset | None = UNSET,
        reference_price_in_cents: int | Unset | None = UNSET,
        cicle_frequency: BillingFrequency
        | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"]
        | Unset
        | None = UNSET,
        remember_to_pay_before: int | Unset | None = UNSET,
        cancel_after_no_payment_before: int | Unset | None = UNSET,
        suggest_auto_debit: bool | Unset | None = UNSET,
        cicles: int | Unset | None = UNSET,
        trial: TrialCreate | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        complex_payments: Sequence[ComplexPayment] | Unset | None = UNSET,
        features: Sequence[PlanFeatureLike] | Unset | None = UNSET,
        metadata: Sequence[str] | Unset | None = UNSET,
        amount: int | Unset = UNSET,
        cycle_frequency: str | Unset | None = UNSET,
        cycle_type: PlanCycleType | Literal["monthly", "annual"] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Create a plan.

        Creates a plan for subscriptions to follow. Only the old reference describes this call. It documents
        the status 201 without a body; that the reply is the plan, as the list shows it, is inferred.

        Args:
            name: Name of the plan, at most 255 characters.
            currency: Currency of the amounts. The reference marks it as required and also gives COP as its
                default. A member of the enum, or one of "COP", "USD".
            description: Short text that the customer sees when paying, at most 255 characters.
            internal_id: Identifier of the plan in your own system, at most 255 characters.
            amount_in_cents: Amount to collect in a cycle, in cents of a peso. Required in the older form.
            coupon_id: Identifier of a coupon to apply.
            reference_price_in_cents: List price of a cycle in cents of a peso. Required in the older form; an
                integer here, a string of digits in replies.
            cicle_frequency: Length of a cycle. Required in the older form; the misspelling is the wire's own.
                A member of the enum, or one of "daily", "weekly", "monthly", "bi_monthly", "quarterly",
                "biannually", "yearly".
            remember_to_pay_before: How long before the due moment to remind the customer, presumably in days;
                0 by default.
            cancel_after_no_payment_before: How long an unpaid cycle may stand before a subscription is
                cancelled, presumably in days; 0 by default.
            suggest_auto_debit: Whether to offer subscribers automatic debits; false by default.
            cicles: Number of cycles after which a subscription ends; 0, the default, lets it run on.
            trial: Trial period before the first collection.
            allows: Payment methods that subscribers may use.
            complex_payments: Cycles whose amount differs from the regular one.
            features: Features to show with the plan.
            metadata: Data of yours to keep with the plan, as a list of texts.
            amount: Amount to collect in a cycle, presumably in whole Colombian pesos, as the name without
                `_in_cents` suggests. Newer form.
            cycle_frequency: How many cycles or which length of cycle is meant is not known. Newer form.
            cycle_type: Kind of billing cycle. Newer form. A member of the enum, or one of "monthly",
                "annual".
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 419, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://onepayai.readme.io/reference/crear-plan
        """
        body = PlanCreate(
            name=name,
            currency=currency,
            description=description,
            internal_id=internal_id,
            amount_in_cents=amount_in_cents,
            coupon_id=coupon_id,
            reference_price_in_cents=reference_price_in_cents,
            cicle_frequency=cicle_frequency,
            remember_to_pay_before=remember_to_pay_before,
            cancel_after_no_payment_before=cancel_after_no_payment_before,
            suggest_auto_debit=suggest_auto_debit,
            cicles=cicles,
            trial=trial,
            allows=allows,
            complex_payments=complex_payments,
            features=features,
            metadata=metadata,
            amount=amount,
            cycle_frequency=cycle_frequency,
            cycle_type=cycle_type,
        )
        return self._caller.call(
            Call(
                operation=PLANS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: PlanCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Create a plan, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=PLANS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def update(
        self,
        plan_id: str,
        *,
        name: str,
        currency: Currency | Literal["COP", "USD"],
        amount_in_cents: int,
        reference_price_in_cents: int,
        cicle_frequency: BillingFrequency
        | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"],
        description: str | Unset | None = UNSET,
        internal_id: str | Unset | None = UNSET,
        coupon_id: str | Unset | None = UNSET,
        remember_to_pay_before: int | Unset | None = UNSET,
        cancel_after_no_payment_before: int | Unset | None = UNSET,
        suggest_auto_debit: bool | Unset | None = UNSET,
        cicles: int | Unset | None = UNSET,
        trial: TrialCreate | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        complex_payments: Sequence[ComplexPayment] | Unset | None = UNSET,
        features: Sequence[PlanFeatureLike] | Unset | None = UNSET,
        metadata: Sequence[str] | Unset | None = UNSET,
        update_existing_subscriptions: bool | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Update a plan.

        Replaces the content of a plan and, on request, of the subscriptions that follow it. Only the old
        reference describes this call. It requires the idempotency header and documents the status 201, both
        unusual for an update, without a body; that the reply is the plan is inferred.

        Args:
            plan_id: Id of the plan. The id is a UUID.
            name: Name of the plan, at most 255 characters.
            currency: Currency of the amounts. The reference marks it as required and also gives COP as its
                default. A member of the enum, or one of "COP", "USD".
            amount_in_cents: Amount to collect in a cycle, in cents of a peso.
            reference_price_in_cents: List price of a cycle in cents of a peso; an integer here, a string of
                digits in replies.
            cicle_frequency: Length of a cycle. The misspelling is the wire's own. A member of the enum, or
                one of "daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly".
            description: Short text that the customer sees when paying, at most 255 characters.
            internal_id: Identifier of the plan in your own system, at most 255 characters.
            coupon_id: Identifier of a coupon to apply.
            remember_to_pay_before: How long before the due moment to remind the customer, presumably in days;
                0 by default.
            cancel_after_no_payment_before: How long an unpaid cycle may stand before a subscription is
                cancelled, presumably in days; 0 by default.
            suggest_auto_debit: Whether to offer subscribers automatic debits; false by default.
            cicles: Number of cycles after which a subscription ends; 0, the default, lets it run on.
            trial: Trial period before the first collection.
            allows: Payment methods that subscribers may use.
            complex_payments: Cycles whose amount differs from the regular one.
            features: Features to show with the plan.
            metadata: Data of yours to keep with the plan, as a list of texts.
            update_existing_subscriptions: Whether to tell and change the subscriptions that already follow
                the plan; false by default.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 419, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://onepayai.readme.io/reference/actualizar-plan
        """
        body = PlanUpdate(
            name=name,
            currency=currency,
            amount_in_cents=amount_in_cents,
            reference_price_in_cents=reference_price_in_cents,
            cicle_frequency=cicle_frequency,
            description=description,
            internal_id=internal_id,
            coupon_id=coupon_id,
            remember_to_pay_before=remember_to_pay_before,
            cancel_after_no_payment_before=cancel_after_no_payment_before,
            suggest_auto_debit=suggest_auto_debit,
            cicles=cicles,
            trial=trial,
            allows=allows,
            complex_payments=complex_payments,
            features=features,
            metadata=metadata,
            update_existing_subscriptions=update_existing_subscriptions,
        )
        return self._caller.call(
            Call(
                operation=PLANS_UPDATE,
                arguments={
                    "plan_id": plan_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def update_from(
        self,
        plan_id: str,
        body: PlanUpdate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Update a plan, from a ready-made body; see `update`."""
        return self._caller.call(
            Call(
                operation=PLANS_UPDATE,
                arguments={
                    "plan_id": plan_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncPlans(Resource):
    """The terms on which subscriptions recur."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        page: int,
        options: CallOptions = DEFAULTS,
    ) -> PlanPage:
        """List plans.

        Returns one page of the plans of the company, each with the link where customers subscribe.

        Args:
            page: Number of the page of plans, from 1. The page marks it as required and gives it the default
                1 all the same; its older sample calls the list without it.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/plans/list
        """
        return await self._caller.call(
            Call(
                operation=PLANS_LIST,
                arguments={
                    "page": page,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        name: str,
        currency: Currency | Literal["COP", "USD"],
        description: str | Unset | None = UNSET,
        internal_id: str | Unset | None = UNSET,
        amount_in_cents: int | Unset = UNSET,
        coupon_id: str | Unset | None = UNSET,
        reference_price_in_cents: int | Unset | None = UNSET,
        cicle_frequency: BillingFrequency
        | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"]
        | Unset
        | None = UNSET,
        remember_to_pay_before: int | Unset | None = UNSET,
        cancel_after_no_payment_before: int | Unset | None = UNSET,
        suggest_auto_debit: bool | Unset | None = UNSET,
        cicles: int | Unset | None = UNSET,
        trial: TrialCreate | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        complex_payments: Sequence[ComplexPayment] | Unset | None = UNSET,
        features: Sequence[PlanFeatureLike] | Unset | None = UNSET,
        metadata: Sequence[str] | Unset | None = UNSET,
        amount: int | Unset = UNSET,
        cycle_frequency: str | Unset | None = UNSET,
        cycle_type: PlanCycleType | Literal["monthly", "annual"] | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Create a plan.

        Creates a plan for subscriptions to follow. Only the old reference describes this call. It documents
        the status 201 without a body; that the reply is the plan, as the list shows it, is inferred.

        Args:
            name: Name of the plan, at most 255 characters.
            currency: Currency of the amounts. The reference marks it as required and also gives COP as its
                default. A member of the enum, or one of "COP", "USD".
            description: Short text that the customer sees when paying, at most 255 characters.
            internal_id: Identifier of the plan in your own system, at most 255 characters.
            amount_in_cents: Amount to collect in a cycle, in cents of a peso. Required in the older form.
            coupon_id: Identifier of a coupon to apply.
            reference_price_in_cents: List price of a cycle in cents of a peso. Required in the older form; an
                integer here, a string of digits in replies.
            cicle_frequency: Length of a cycle. Required in the older form; the misspelling is the wire's own.
                A member of the enum, or one of "daily", "weekly", "monthly", "bi_monthly", "quarterly",
                "biannually", "yearly".
            remember_to_pay_before: How long before the due moment to remind the customer, presumably in days;
                0 by default.
            cancel_after_no_payment_before: How long an unpaid cycle may stand before a subscription is
                cancelled, presumably in days; 0 by default.
            suggest_auto_debit: Whether to offer subscribers automatic debits; false by default.
            cicles: Number of cycles after which a subscription ends; 0, the default, lets it run on.
            trial: Trial period before the first collection.
            allows: Payment methods that subscribers may use.
            complex_payments: Cycles whose amount differs from the regular one.
            features: Features to show with the plan.
            metadata: Data of yours to keep with the plan, as a list of texts.
            amount: Amount to collect in a cycle, presumably in whole Colombian pesos, as the name without
                `_in_cents` suggests. Newer form.
            cycle_frequency: How many cycles or which length of cycle is meant is not known. Newer form.
            cycle_type: Kind of billing cycle. Newer form. A member of the enum, or one of "monthly",
                "annual".
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 419, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://onepayai.readme.io/reference/crear-plan
        """
        body = PlanCreate(
            name=name,
            currency=currency,
            description=description,
            internal_id=internal_id,
            amount_in_cents=amount_in_cents,
            coupon_id=coupon_id,
            reference_price_in_cents=reference_price_in_cents,
            cicle_frequency=cicle_frequency,
            remember_to_pay_before=remember_to_pay_before,
            cancel_after_no_payment_before=cancel_after_no_payment_before,
            suggest_auto_debit=suggest_auto_debit,
            cicles=cicles,
            trial=trial,
            allows=allows,
            complex_payments=complex_payments,
            features=features,
            metadata=metadata,
            amount=amount,
            cycle_frequency=cycle_frequency,
            cycle_type=cycle_type,
        )
        return await self._caller.call(
            Call(
                operation=PLANS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: PlanCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Create a plan, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=PLANS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def update(
        self,
        plan_id: str,
        *,
        name: str,
        currency: Currency | Literal["COP", "USD"],
        amount_in_cents: int,
        reference_price_in_cents: int,
        cicle_frequency: BillingFrequency
        | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"],
        description: str | Unset | None = UNSET,
        internal_id: str | Unset | None = UNSET,
        coupon_id: str | Unset | None = UNSET,
        remember_to_pay_before: int | Unset | None = UNSET,
        cancel_after_no_payment_before: int | Unset | None = UNSET,
        suggest_auto_debit: bool | Unset | None = UNSET,
        cicles: int | Unset | None = UNSET,
        trial: TrialCreate | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        complex_payments: Sequence[ComplexPayment] | Unset | None = UNSET,
        features: Sequence[PlanFeatureLike] | Unset | None = UNSET,
        metadata: Sequence[str] | Unset | None = UNSET,
        update_existing_subscriptions: bool | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Update a plan.

        Replaces the content of a plan and, on request, of the subscriptions that follow it. Only the old
        reference describes this call. It requires the idempotency header and documents the status 201, both
        unusual for an update, without a body; that the reply is the plan is inferred.

        Args:
            plan_id: Id of the plan. The id is a UUID.
            name: Name of the plan, at most 255 characters.
            currency: Currency of the amounts. The reference marks it as required and also gives COP as its
                default. A member of the enum, or one of "COP", "USD".
            amount_in_cents: Amount to collect in a cycle, in cents of a peso.
            reference_price_in_cents: List price of a cycle in cents of a peso; an integer here, a string of
                digits in replies.
            cicle_frequency: Length of a cycle. The misspelling is the wire's own. A member of the enum, or
                one of "daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly".
            description: Short text that the customer sees when paying, at most 255 characters.
            internal_id: Identifier of the plan in your own system, at most 255 characters.
            coupon_id: Identifier of a coupon to apply.
            remember_to_pay_before: How long before the due moment to remind the customer, presumably in days;
                0 by default.
            cancel_after_no_payment_before: How long an unpaid cycle may stand before a subscription is
                cancelled, presumably in days; 0 by default.
            suggest_auto_debit: Whether to offer subscribers automatic debits; false by default.
            cicles: Number of cycles after which a subscription ends; 0, the default, lets it run on.
            trial: Trial period before the first collection.
            allows: Payment methods that subscribers may use.
            complex_payments: Cycles whose amount differs from the regular one.
            features: Features to show with the plan.
            metadata: Data of yours to keep with the plan, as a list of texts.
            update_existing_subscriptions: Whether to tell and change the subscriptions that already follow
                the plan; false by default.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 419, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://onepayai.readme.io/reference/actualizar-plan
        """
        body = PlanUpdate(
            name=name,
            currency=currency,
            amount_in_cents=amount_in_cents,
            reference_price_in_cents=reference_price_in_cents,
            cicle_frequency=cicle_frequency,
            description=description,
            internal_id=internal_id,
            coupon_id=coupon_id,
            remember_to_pay_before=remember_to_pay_before,
            cancel_after_no_payment_before=cancel_after_no_payment_before,
            suggest_auto_debit=suggest_auto_debit,
            cicles=cicles,
            trial=trial,
            allows=allows,
            complex_payments=complex_payments,
            features=features,
            metadata=metadata,
            update_existing_subscriptions=update_existing_subscriptions,
        )
        return await self._caller.call(
            Call(
                operation=PLANS_UPDATE,
                arguments={
                    "plan_id": plan_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def update_from(
        self,
        plan_id: str,
        body: PlanUpdate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Plan:
        """Update a plan, from a ready-made body; see `update`."""
        return await self._caller.call(
            Call(
                operation=PLANS_UPDATE,
                arguments={
                    "plan_id": plan_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
