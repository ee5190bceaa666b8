"""Payments: Requests for money that a payer settles behind a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset, present

from ...models.payment_create import PaymentCreate
from ...models.payment_resend import PaymentResend
from .payments_create import PAYMENTS_CREATE
from .payments_delete import PAYMENTS_DELETE
from .payments_get import PAYMENTS_GET
from .payments_list import PAYMENTS_LIST
from .payments_list_intents import PAYMENTS_LIST_INTENTS
from .payments_resend import PAYMENTS_RESEND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from onepay_core.types import DateText, DateTimeText

    from ...models.allows import Allows
    from ...models.currency import Currency
    from ...models.metadata import MetadataLike
    from ...models.partial_payment_config import PartialPaymentConfig
    from ...models.payment import Payment
    from ...models.payment_attempt_page import PaymentAttemptPage
    from ...models.payment_page import PaymentPage
    from ...models.payment_status import PaymentStatus
    from ...models.split_create import SplitCreate

__all__ = ("AsyncPayments", "Payments")


class Payments(Resource):
    """Requests for money that a payer settles behind a link."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        filter_status: PaymentStatus
        | Literal[
            "pending",
            "approved",
            "declined",
            "cancelled",
            "expired",
            "in_progress",
            "refunded",
            "partially_paid",
            "partial_expired",
        ]
        | Unset = UNSET,
        filter_id: str | Unset = UNSET,
        filter_external_id: str | Unset = UNSET,
        sort: str | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> PaymentPage:
        """List payments.

        Returns one page of the payments of the company. Filters, order and paging are those that programs
        use: one reconciles its invoices with them every quarter of an hour, another shows them page by page.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            filter_status: Answer only payments in this state. A member of the enum, or one of "pending",
                "approved", "declined", "cancelled", "expired", "in_progress", "refunded", "partially_paid",
                "partial_expired".
            filter_id: Answer only the payment with this id.
            filter_external_id: Answer only payments with this id of your own.
            sort: Field to sort by, with a leading minus for the latest first. Programs send `-created_at`; no
                list of the fields is known.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page https://docs.onepay.la/client/payments/list;
                that page was not available.
        """
        return self._caller.call(
            Call(
                operation=PAYMENTS_LIST,
                arguments={
                    "page": page,
                    "filter_status": filter_status,
                    "filter_id": filter_id,
                    "filter_external_id": filter_external_id,
                    "sort": sort,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        title: str,
        amount: int | Unset = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        phone: str | Unset | None = UNSET,
        email: str | Unset | None = UNSET,
        reference: str | Unset | None = UNSET,
        tax: int | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        document_url: str | Unset | None = UNSET,
        expiration_date: DateTimeText | Unset | None = UNSET,
        schedule_at: str | Unset | None = UNSET,
        due_date: DateText | Unset | None = UNSET,
        template_id: int | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        splits: Sequence[SplitCreate] | Unset | None = UNSET,
        partial_payment_config: PartialPaymentConfig | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Payment:
        """Create a payment.

        Creates a request for money and answers the link behind which the payer settles it. The link is sent
        on WhatsApp when there is a `phone` and by e-mail when there is an `email`. No customer has to exist
        for it.

        Args:
            title: Title that the payer reads. An integrator keeps it to 60 characters.
            amount: Amount in whole Colombian pesos, left out to let the payer choose it. Two integrators
                believe that the field is required; one of them sends between 1,000 and 80,000,000. Two
                programs send fractions, to two and to four decimals; what the API makes of them is not known,
                and a fraction of a peso cannot be paid, so they are refused here.
            currency: Currency of the amount, COP when it is absent. A member of the enum, or one of "COP",
                "USD".
            phone: Phone number in E.164 form, such as +57 and ten digits, to which the link is sent on
                WhatsApp. A number in a wrong form was seen to be accepted without a word.
            email: E-mail address to which the link is sent. An integrator keeps it to 100 characters.
            reference: Reference by which the payer finds the payment in OnePay's portal. An integrator keeps
                it to 30 characters.
            tax: Tax that is part of the amount, in whole Colombian pesos. An integrator believes that 19
                percent are assumed when it is absent, and sends 0 to avoid that; another calls it cents,
                against the rule on amounts.
            external_id: Your own id for the payment. An integrator keeps it to 64 characters.
            description: Longer text that the payer reads.
            document_url: Address of the document to be paid, such as a bill in PDF.
            expiration_date: Moment from which the payment can no longer be made. A `datetime` with its time
                zone, whichever it is, or text.
            schedule_at: When the payment is to be sent, by its name; the page's own words for it are not
                available.
            due_date: Day on which the payment falls due, as YYYY-MM-DD. It leads to reminders and blocks
                nothing. A `date`, or text.
            template_id: Id of the WhatsApp template to send. The API was seen to refuse templates that are
                not selectable.
            metadata: Your own data, kept with the payment.
            redirect_url: Address to which the payer is sent after paying. That somebody arrives there does
                not prove that the payment was made. An integrator keeps it to 2,000 characters.
            splits: Shares of the payment that go to others.
            partial_payment_config: Terms on which the payment may be made in parts; only the newer version of
                the page has the field.
            allows: Which payment methods the payer is offered; the mirror of the page has the field, the
                newer version does not.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payments/create
        """
        body = PaymentCreate(
            title=title,
            amount=amount,
            currency=currency,
            phone=phone,
            email=email,
            reference=reference,
            tax=tax,
            external_id=external_id,
            description=description,
            document_url=document_url,
            expiration_date=expiration_date,
            schedule_at=schedule_at,
            due_date=due_date,
            template_id=template_id,
            metadata=metadata,
            redirect_url=redirect_url,
            splits=splits,
            partial_payment_config=partial_payment_config,
            allows=allows,
        )
        return self._caller.call(
            Call(
                operation=PAYMENTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: PaymentCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Payment:
        """Create a payment, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=PAYMENTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        payment_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Payment:
        """Get a payment.

        Answers one payment with its state, its payer and the method that paid.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payments/detail
        """
        return self._caller.call(
            Call(
                operation=PAYMENTS_GET,
                arguments={
                    "payment_id": payment_id,
                },
                options=options,
            )
        )

    def resend(
        self,
        payment_id: str,
        *,
        template_id: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Send the notice of a payment again.

        Sends the link to the payer once more, on WhatsApp or by e-mail. A payment that has been made is
        refused. Verb and path are unusual for this and come from programs alone; two of them send an
        idempotency key, and `[]` as the body when there is nothing to change.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            template_id: Id of the WhatsApp template to send this time.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        body = PaymentResend(
            template_id=template_id,
        )
        return self._caller.call(
            Call(
                operation=PAYMENTS_RESEND,
                arguments={
                    "payment_id": payment_id,
                },
                body=present(body),
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def resend_from(
        self,
        payment_id: str,
        body: PaymentResend,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Send the notice of a payment again, from a ready-made body; see `resend`."""
        return self._caller.call(
            Call(
                operation=PAYMENTS_RESEND,
                arguments={
                    "payment_id": payment_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def delete(
        self,
        payment_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Cancel a payment.

        Withdraws a payment that nobody has made. The payment of an invoice leaves the invoice alive and in
        `CREATED`, and it was seen to go on reminding the payer; delete the invoice instead. The errors
        `payment_cancelled` and `payment_already_paid` were observed, with a status that was not recorded.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page
                https://docs.onepay.la/client/payments/delete; that page was not available.
        """
        return self._caller.call(
            Call(
                operation=PAYMENTS_DELETE,
                arguments={
                    "payment_id": payment_id,
                },
                options=options,
            )
        )

    def list_intents(
        self,
        payment_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> PaymentAttemptPage:
        """List the attempts to pay a payment.

        Lists every attempt to pay one payment. Programs look here for the method that paid, and for the id
        that a refund asks for.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page
                https://docs.onepay.la/client/payments/intents; that page was not available.
        """
        return self._caller.call(
            Call(
                operation=PAYMENTS_LIST_INTENTS,
                arguments={
                    "payment_id": payment_id,
                },
                options=options,
            )
        )


class AsyncPayments(Resource):
    """Requests for money that a payer settles behind a link."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        page: int | Unset = UNSET,
        filter_status: PaymentStatus
        | Literal[
            "pending",
            "approved",
            "declined",
            "cancelled",
            "expired",
            "in_progress",
            "refunded",
            "partially_paid",
            "partial_expired",
        ]
        | Unset = UNSET,
        filter_id: str | Unset = UNSET,
        filter_external_id: str | Unset = UNSET,
        sort: str | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> PaymentPage:
        """List payments.

        Returns one page of the payments of the company. Filters, order and paging are those that programs
        use: one reconciles its invoices with them every quarter of an hour, another shows them page by page.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            filter_status: Answer only payments in this state. A member of the enum, or one of "pending",
                "approved", "declined", "cancelled", "expired", "in_progress", "refunded", "partially_paid",
                "partial_expired".
            filter_id: Answer only the payment with this id.
            filter_external_id: Answer only payments with this id of your own.
            sort: Field to sort by, with a leading minus for the latest first. Programs send `-created_at`; no
                list of the fields is known.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page https://docs.onepay.la/client/payments/list;
                that page was not available.
        """
        return await self._caller.call(
            Call(
                operation=PAYMENTS_LIST,
                arguments={
                    "page": page,
                    "filter_status": filter_status,
                    "filter_id": filter_id,
                    "filter_external_id": filter_external_id,
                    "sort": sort,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        title: str,
        amount: int | Unset = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        phone: str | Unset | None = UNSET,
        email: str | Unset | None = UNSET,
        reference: str | Unset | None = UNSET,
        tax: int | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        document_url: str | Unset | None = UNSET,
        expiration_date: DateTimeText | Unset | None = UNSET,
        schedule_at: str | Unset | None = UNSET,
        due_date: DateText | Unset | None = UNSET,
        template_id: int | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        splits: Sequence[SplitCreate] | Unset | None = UNSET,
        partial_payment_config: PartialPaymentConfig | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Payment:
        """Create a payment.

        Creates a request for money and answers the link behind which the payer settles it. The link is sent
        on WhatsApp when there is a `phone` and by e-mail when there is an `email`. No customer has to exist
        for it.

        Args:
            title: Title that the payer reads. An integrator keeps it to 60 characters.
            amount: Amount in whole Colombian pesos, left out to let the payer choose it. Two integrators
                believe that the field is required; one of them sends between 1,000 and 80,000,000. Two
                programs send fractions, to two and to four decimals; what the API makes of them is not known,
                and a fraction of a peso cannot be paid, so they are refused here.
            currency: Currency of the amount, COP when it is absent. A member of the enum, or one of "COP",
                "USD".
            phone: Phone number in E.164 form, such as +57 and ten digits, to which the link is sent on
                WhatsApp. A number in a wrong form was seen to be accepted without a word.
            email: E-mail address to which the link is sent. An integrator keeps it to 100 characters.
            reference: Reference by which the payer finds the payment in OnePay's portal. An integrator keeps
                it to 30 characters.
            tax: Tax that is part of the amount, in whole Colombian pesos. An integrator believes that 19
                percent are assumed when it is absent, and sends 0 to avoid that; another calls it cents,
                against the rule on amounts.
            external_id: Your own id for the payment. An integrator keeps it to 64 characters.
            description: Longer text that the payer reads.
            document_url: Address of the document to be paid, such as a bill in PDF.
            expiration_date: Moment from which the payment can no longer be made. A `datetime` with its time
                zone, whichever it is, or text.
            schedule_at: When the payment is to be sent, by its name; the page's own words for it are not
                available.
            due_date: Day on which the payment falls due, as YYYY-MM-DD. It leads to reminders and blocks
                nothing. A `date`, or text.
            template_id: Id of the WhatsApp template to send. The API was seen to refuse templates that are
                not selectable.
            metadata: Your own data, kept with the payment.
            redirect_url: Address to which the payer is sent after paying. That somebody arrives there does
                not prove that the payment was made. An integrator keeps it to 2,000 characters.
            splits: Shares of the payment that go to others.
            partial_payment_config: Terms on which the payment may be made in parts; only the newer version of
                the page has the field.
            allows: Which payment methods the payer is offered; the mirror of the page has the field, the
                newer version does not.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payments/create
        """
        body = PaymentCreate(
            title=title,
            amount=amount,
            currency=currency,
            phone=phone,
            email=email,
            reference=reference,
            tax=tax,
            external_id=external_id,
            description=description,
            document_url=document_url,
            expiration_date=expiration_date,
            schedule_at=schedule_at,
            due_date=due_date,
            template_id=template_id,
            metadata=metadata,
            redirect_url=redirect_url,
            splits=splits,
            partial_payment_config=partial_payment_config,
            allows=allows,
        )
        return await self._caller.call(
            Call(
                operation=PAYMENTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: PaymentCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Payment:
        """Create a payment, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=PAYMENTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        payment_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Payment:
        """Get a payment.

        Answers one payment with its state, its payer and the method that paid.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/payments/detail
        """
        return await self._caller.call(
            Call(
                operation=PAYMENTS_GET,
                arguments={
                    "payment_id": payment_id,
                },
                options=options,
            )
        )

    async def resend(
        self,
        payment_id: str,
        *,
        template_id: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Send the notice of a payment again.

        Sends the link to the payer once more, on WhatsApp or by e-mail. A payment that has been made is
        refused. Verb and path are unusual for this and come from programs alone; two of them send an
        idempotency key, and `[]` as the body when there is nothing to change.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            template_id: Id of the WhatsApp template to send this time.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        body = PaymentResend(
            template_id=template_id,
        )
        return await self._caller.call(
            Call(
                operation=PAYMENTS_RESEND,
                arguments={
                    "payment_id": payment_id,
                },
                body=present(body),
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def resend_from(
        self,
        payment_id: str,
        body: PaymentResend,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Send the notice of a payment again, from a ready-made body; see `resend`."""
        return await self._caller.call(
            Call(
                operation=PAYMENTS_RESEND,
                arguments={
                    "payment_id": payment_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def delete(
        self,
        payment_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Cancel a payment.

        Withdraws a payment that nobody has made. The payment of an invoice leaves the invoice alive and in
        `CREATED`, and it was seen to go on reminding the payer; delete the invoice instead. The errors
        `payment_cancelled` and `payment_already_paid` were observed, with a status that was not recorded.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page
                https://docs.onepay.la/client/payments/delete; that page was not available.
        """
        return await self._caller.call(
            Call(
                operation=PAYMENTS_DELETE,
                arguments={
                    "payment_id": payment_id,
                },
                options=options,
            )
        )

    async def list_intents(
        self,
        payment_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> PaymentAttemptPage:
        """List the attempts to pay a payment.

        Lists every attempt to pay one payment. Programs look here for the method that paid, and for the id
        that a refund asks for.

        Args:
            payment_id: Id of the payment. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page
                https://docs.onepay.la/client/payments/intents; that page was not available.
        """
        return await self._caller.call(
            Call(
                operation=PAYMENTS_LIST_INTENTS,
                arguments={
                    "payment_id": payment_id,
                },
                options=options,
            )
        )
