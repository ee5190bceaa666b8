"""EventName, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class EventName(OpenEnum):
    """Name of an event, the resource's family before the dot.

    All names that a document or an integrator gives are here, also where they contradict each other; each
    family's own list tells which is which.
    """

    __extensible__: ClassVar[bool] = True

    PAYMENT_CREATED = "payment.created"
    PAYMENT_DELETED = "payment.deleted"
    PAYMENT_REJECTED = "payment.rejected"
    PAYMENT_APPROVED = "payment.approved"
    PAYMENT_EXPIRED = "payment.expired"
    PAYMENT_PARTIALLY_PAID = "payment.partially_paid"
    PAYMENT_PARTIAL_EXPIRED = "payment.partial_expired"
    CHARGE_CREATED = "charge.created"
    CHARGE_PROCESSING = "charge.processing"
    CHARGE_PAID = "charge.paid"
    CHARGE_SUCCEEDED = "charge.succeeded"
    CHARGE_FAILED = "charge.failed"
    CHARGE_REFUNDED = "charge.refunded"
    CHARGE_DISPUTED = "charge.disputed"
    CASHOUT_CREATED = "cashout.created"
    CASHOUT_PROCESSING = "cashout.processing"
    CASHOUT_APPROVED = "cashout.approved"
    CASHOUT_PROCESSED = "cashout.processed"
    CASHOUT_COMPLETED = "cashout.completed"
    CASHOUT_REJECTED = "cashout.rejected"
    CASHOUT_CANCELLED = "cashout.cancelled"
    SUBSCRIPTION_CREATED = "subscription.created"
    SUBSCRIPTION_ACTIVE = "subscription.active"
    SUBSCRIPTION_PAID = "subscription.paid"
    SUBSCRIPTION_UNPAID = "subscription.unpaid"
    SUBSCRIPTION_PASS_DUE = "subscription.pass_due"
    SUBSCRIPTION_FROZEN = "subscription.frozen"
    SUBSCRIPTION_CANCELLED = "subscription.cancelled"
    SUBSCRIPTION_CANCELED = "subscription.canceled"
    SUBSCRIPTION_FINISHED = "subscription.finished"
    ACCOUNT_VALIDATED = "account.validated"
    ACCOUNT_FAILED = "account.failed"
    INVOICE_CREATED = "invoice.created"
    INVOICE_PAID = "invoice.paid"
    CONNECT_LINK_COMPLETED = "connect_link.completed"


if TYPE_CHECKING:
    EventNameLike: TypeAlias = (
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
    )
    """What requests take: a member, or its text."""
else:
    EventNameLike = EventName
