"""Invoices: Bills, each with a payment of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset, present

from ...models.invoice_create import InvoiceCreate
from ...models.invoice_delete import InvoiceDelete
from ...models.invoice_update import InvoiceUpdate
from .invoices_create import INVOICES_CREATE
from .invoices_delete import INVOICES_DELETE
from .invoices_get import INVOICES_GET
from .invoices_list import INVOICES_LIST
from .invoices_update import INVOICES_UPDATE

if TYPE_CHECKING:
    from typing import Literal

    from onepay_core.types import Date

    from ...models.invoice import Invoice
    from ...models.invoice_delete_reason import InvoiceDeleteReason
    from ...models.invoice_page import InvoicePage
    from ...models.invoice_status import InvoiceStatus
    from ...models.metadata import MetadataLike

__all__ = ("AsyncInvoices", "Invoices")


class Invoices(Resource):
    """Bills, each with a payment of its own."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        filter_status: InvoiceStatus | Literal["CREATED"] | Unset = UNSET,
        filter_id: str | Unset = UNSET,
        filter_reference: str | Unset = UNSET,
        filter_provider_id: str | Unset = UNSET,
        sort: str | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> InvoicePage:
        """List invoices.

        Returns one page of the invoices of the company. Items carry no payment; read one invoice to see how
        its collection stands.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            filter_status: Keep the invoices in this state. This is the newer of the two filter dialects of
                the API. A member of the enum, or one of "CREATED".
            filter_id: Keep the invoice with this id. It was met in a third-party program; the list page does
                not name it.
            filter_reference: Keep the invoices with this reference. It was met in a third-party program; the
                list page does not name it.
            filter_provider_id: Keep the invoices with this identifier of your billing system. It was met in a
                third-party program; the list page does not name it.
            sort: Field to sort by, with a leading minus for the latest first. The list page shows
                `-created_at` and no list of the fields.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/list
        """
        return self._caller.call(
            Call(
                operation=INVOICES_LIST,
                arguments={
                    "page": page,
                    "filter_status": filter_status,
                    "filter_id": filter_id,
                    "filter_reference": filter_reference,
                    "filter_provider_id": filter_provider_id,
                    "sort": sort,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        reference: str,
        provider: str,
        amount: int,
        name: str,
        provider_id: str | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        phone: str | Unset | None = UNSET,
        email: str | Unset | None = UNSET,
        due_date: Date | Unset | None = UNSET,
        document_url: str | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Create an invoice and the payment that collects it.

        Registers an invoice and makes a payment for it, whose link is in the reply. Choose it over a bare
        payment when the collection must be traced to a document of your accounts.

        Args:
            reference: Reference under which the payer finds the invoice. The update page calls it unique in
                the company, yet one integrator sends the customer's document number for every invoice, and
                another pads it to 5 characters.
            provider: Free name of your billing system.
            amount: Amount in whole Colombian pesos, from 5,000 to 100,000,000.
            name: Name or concept of the invoice, 5 to 100 characters; it becomes the title of the payment.
            provider_id: Identifier of the invoice in your billing system. An integrator saw shorter ones than
                5 characters refused. OnePay was seen to overwrite it with an id of its own when it replaced
                the payment; what has to survive belongs into `external_id`.
            external_id: Your own id of the invoice. Programs send it and read it again in `invoice.paid`; one
                reports it as the only identifier that survives when OnePay replaces the payment.
            description: Longer text about the invoice, documented for the update only.
            phone: Phone number of the payer in E.164, such as +573001112233. An integrator saw invoices
                refused over phone numbers in any other form; where there is none, leave the field out and
                invent nothing.
            email: E-mail address of the payer. An integrator saw invoices refused over addresses with blanks,
                two dots in a row, a dot in front, or several addresses in one field.
            due_date: Date on which the invoice is due, as YYYY-MM-DD. A `date`.
            document_url: Address of the document of the invoice; the payment shows it as its `document_link`.
            metadata: Data of yours to keep with the invoice.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/create
        """
        body = InvoiceCreate(
            reference=reference,
            provider=provider,
            amount=amount,
            name=name,
            provider_id=provider_id,
            external_id=external_id,
            description=description,
            phone=phone,
            email=email,
            due_date=due_date,
            document_url=document_url,
            metadata=metadata,
        )
        return self._caller.call(
            Call(
                operation=INVOICES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: InvoiceCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Create an invoice and the payment that collects it, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=INVOICES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        invoice_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Get an invoice.

        Returns one invoice with its payment. The page exists in four versions; the newest is followed, and
        the smaller invoices of the older ones still fit.

        Args:
            invoice_id: Id of the invoice. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/get
        """
        return self._caller.call(
            Call(
                operation=INVOICES_GET,
                arguments={
                    "invoice_id": invoice_id,
                },
                options=options,
            )
        )

    def update(
        self,
        invoice_id: str,
        *,
        reference: str,
        amount: int,
        name: str,
        provider_id: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        phone: str | Unset | None = UNSET,
        email: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Update an invoice and replace its payment.

        Cancels the payment of the invoice and makes a new one with the new content. The payment gets a new
        id. An invoice that was paid in part loses the instalments already paid, and the new payment must be
        paid at once. Once the payment is approved, only the metadata of the invoice change and the payment
        stays. The page shows no idempotency header; one program sends a key that it derives from the invoice.
        One integrator stores the id of the reply again, in case the invoice's own id changes too.

        Args:
            invoice_id: Id of the invoice. The id is a UUID.
            reference: Reference under which the payer finds the invoice, unique in the company, 5 to 100
                characters.
            amount: Amount in whole Colombian pesos, from 5,000 to 100,000,000.
            name: Name or concept of the invoice, 5 to 100 characters.
            provider_id: Identifier of the invoice in your billing system.
            description: Longer text about the invoice; only the newer version of the page has it.
            phone: Phone number of the payer in E.164, such as +573001112233.
            email: E-mail address of the payer.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/update
        """
        body = InvoiceUpdate(
            reference=reference,
            amount=amount,
            name=name,
            provider_id=provider_id,
            description=description,
            phone=phone,
            email=email,
        )
        return self._caller.call(
            Call(
                operation=INVOICES_UPDATE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def update_from(
        self,
        invoice_id: str,
        body: InvoiceUpdate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Update an invoice and replace its payment, from a ready-made body; see `update`."""
        return self._caller.call(
            Call(
                operation=INVOICES_UPDATE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def delete(
        self,
        invoice_id: str,
        *,
        reason: InvoiceDeleteReason | Literal["DELETE_FROM_PROVIDER", "PAID_FROM_PROVIDER"] | Unset | None = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete an invoice.

        Deletes an invoice of your own company and, depending on the reason, tells the payer. The body is
        optional, but a DELETE with a body is dropped by some HTTP stacks, in which case the default reason
        applies and the payer is told. One program reports the opposite of `DELETE_FROM_PROVIDER`, that the
        payer gets no message; the page is followed. Deleting the payment of an invoice instead leaves the
        invoice reminding the payer.

        Args:
            invoice_id: Id of the invoice. The id is a UUID.
            reason: Reason of the deletion; `DELETE_FROM_PROVIDER` when it is left out. A member of the enum,
                or one of "DELETE_FROM_PROVIDER", "PAID_FROM_PROVIDER".
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/delete
        """
        body = InvoiceDelete(
            reason=reason,
        )
        return self._caller.call(
            Call(
                operation=INVOICES_DELETE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=present(body),
                options=options,
            )
        )

    def delete_from(
        self,
        invoice_id: str,
        body: InvoiceDelete,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete an invoice, from a ready-made body; see `delete`."""
        return self._caller.call(
            Call(
                operation=INVOICES_DELETE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=body,
                options=options,
            )
        )


class AsyncInvoices(Resource):
    """Bills, each with a payment of its own."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        page: int | Unset = UNSET,
        filter_status: InvoiceStatus | Literal["CREATED"] | Unset = UNSET,
        filter_id: str | Unset = UNSET,
        filter_reference: str | Unset = UNSET,
        filter_provider_id: str | Unset = UNSET,
        sort: str | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> InvoicePage:
        """List invoices.

        Returns one page of the invoices of the company. Items carry no payment; read one invoice to see how
        its collection stands.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            filter_status: Keep the invoices in this state. This is the newer of the two filter dialects of
                the API. A member of the enum, or one of "CREATED".
            filter_id: Keep the invoice with this id. It was met in a third-party program; the list page does
                not name it.
            filter_reference: Keep the invoices with this reference. It was met in a third-party program; the
                list page does not name it.
            filter_provider_id: Keep the invoices with this identifier of your billing system. It was met in a
                third-party program; the list page does not name it.
            sort: Field to sort by, with a leading minus for the latest first. The list page shows
                `-created_at` and no list of the fields.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/list
        """
        return await self._caller.call(
            Call(
                operation=INVOICES_LIST,
                arguments={
                    "page": page,
                    "filter_status": filter_status,
                    "filter_id": filter_id,
                    "filter_reference": filter_reference,
                    "filter_provider_id": filter_provider_id,
                    "sort": sort,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        reference: str,
        provider: str,
        amount: int,
        name: str,
        provider_id: str | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        phone: str | Unset | None = UNSET,
        email: str | Unset | None = UNSET,
        due_date: Date | Unset | None = UNSET,
        document_url: str | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Create an invoice and the payment that collects it.

        Registers an invoice and makes a payment for it, whose link is in the reply. Choose it over a bare
        payment when the collection must be traced to a document of your accounts.

        Args:
            reference: Reference under which the payer finds the invoice. The update page calls it unique in
                the company, yet one integrator sends the customer's document number for every invoice, and
                another pads it to 5 characters.
            provider: Free name of your billing system.
            amount: Amount in whole Colombian pesos, from 5,000 to 100,000,000.
            name: Name or concept of the invoice, 5 to 100 characters; it becomes the title of the payment.
            provider_id: Identifier of the invoice in your billing system. An integrator saw shorter ones than
                5 characters refused. OnePay was seen to overwrite it with an id of its own when it replaced
                the payment; what has to survive belongs into `external_id`.
            external_id: Your own id of the invoice. Programs send it and read it again in `invoice.paid`; one
                reports it as the only identifier that survives when OnePay replaces the payment.
            description: Longer text about the invoice, documented for the update only.
            phone: Phone number of the payer in E.164, such as +573001112233. An integrator saw invoices
                refused over phone numbers in any other form; where there is none, leave the field out and
                invent nothing.
            email: E-mail address of the payer. An integrator saw invoices refused over addresses with blanks,
                two dots in a row, a dot in front, or several addresses in one field.
            due_date: Date on which the invoice is due, as YYYY-MM-DD. A `date`.
            document_url: Address of the document of the invoice; the payment shows it as its `document_link`.
            metadata: Data of yours to keep with the invoice.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/create
        """
        body = InvoiceCreate(
            reference=reference,
            provider=provider,
            amount=amount,
            name=name,
            provider_id=provider_id,
            external_id=external_id,
            description=description,
            phone=phone,
            email=email,
            due_date=due_date,
            document_url=document_url,
            metadata=metadata,
        )
        return await self._caller.call(
            Call(
                operation=INVOICES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: InvoiceCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Create an invoice and the payment that collects it, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=INVOICES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        invoice_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Get an invoice.

        Returns one invoice with its payment. The page exists in four versions; the newest is followed, and
        the smaller invoices of the older ones still fit.

        Args:
            invoice_id: Id of the invoice. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/get
        """
        return await self._caller.call(
            Call(
                operation=INVOICES_GET,
                arguments={
                    "invoice_id": invoice_id,
                },
                options=options,
            )
        )

    async def update(
        self,
        invoice_id: str,
        *,
        reference: str,
        amount: int,
        name: str,
        provider_id: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        phone: str | Unset | None = UNSET,
        email: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Update an invoice and replace its payment.

        Cancels the payment of the invoice and makes a new one with the new content. The payment gets a new
        id. An invoice that was paid in part loses the instalments already paid, and the new payment must be
        paid at once. Once the payment is approved, only the metadata of the invoice change and the payment
        stays. The page shows no idempotency header; one program sends a key that it derives from the invoice.
        One integrator stores the id of the reply again, in case the invoice's own id changes too.

        Args:
            invoice_id: Id of the invoice. The id is a UUID.
            reference: Reference under which the payer finds the invoice, unique in the company, 5 to 100
                characters.
            amount: Amount in whole Colombian pesos, from 5,000 to 100,000,000.
            name: Name or concept of the invoice, 5 to 100 characters.
            provider_id: Identifier of the invoice in your billing system.
            description: Longer text about the invoice; only the newer version of the page has it.
            phone: Phone number of the payer in E.164, such as +573001112233.
            email: E-mail address of the payer.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/update
        """
        body = InvoiceUpdate(
            reference=reference,
            amount=amount,
            name=name,
            provider_id=provider_id,
            description=description,
            phone=phone,
            email=email,
        )
        return await self._caller.call(
            Call(
                operation=INVOICES_UPDATE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def update_from(
        self,
        invoice_id: str,
        body: InvoiceUpdate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Invoice:
        """Update an invoice and replace its payment, from a ready-made body; see `update`."""
        return await self._caller.call(
            Call(
                operation=INVOICES_UPDATE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def delete(
        self,
        invoice_id: str,
        *,
        reason: InvoiceDeleteReason | Literal["DELETE_FROM_PROVIDER", "PAID_FROM_PROVIDER"] | Unset | None = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete an invoice.

        Deletes an invoice of your own company and, depending on the reason, tells the payer. The body is
        optional, but a DELETE with a body is dropped by some HTTP stacks, in which case the default reason
        applies and the payer is told. One program reports the opposite of `DELETE_FROM_PROVIDER`, that the
        payer gets no message; the page is followed. Deleting the payment of an invoice instead leaves the
        invoice reminding the payer.

        Args:
            invoice_id: Id of the invoice. The id is a UUID.
            reason: Reason of the deletion; `DELETE_FROM_PROVIDER` when it is left out. A member of the enum,
                or one of "DELETE_FROM_PROVIDER", "PAID_FROM_PROVIDER".
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/invoices/delete
        """
        body = InvoiceDelete(
            reason=reason,
        )
        return await self._caller.call(
            Call(
                operation=INVOICES_DELETE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=present(body),
                options=options,
            )
        )

    async def delete_from(
        self,
        invoice_id: str,
        body: InvoiceDelete,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete an invoice, from a ready-made body; see `delete`."""
        return await self._caller.call(
            Call(
                operation=INVOICES_DELETE,
                arguments={
                    "invoice_id": invoice_id,
                },
                body=body,
                options=options,
            )
        )
