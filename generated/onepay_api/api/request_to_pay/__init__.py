"""RequestToPay: Requests to pay that go to a Nequi or Daviplata wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.daviplata_request_confirm import DaviplataRequestConfirm
from ...models.daviplata_request_create import DaviplataRequestCreate
from ...models.nequi_request_create import NequiRequestCreate
from .request_to_pay_confirm_daviplata import REQUEST_TO_PAY_CONFIRM_DAVIPLATA
from .request_to_pay_confirm_nequi import REQUEST_TO_PAY_CONFIRM_NEQUI
from .request_to_pay_create_daviplata import REQUEST_TO_PAY_CREATE_DAVIPLATA
from .request_to_pay_create_nequi import REQUEST_TO_PAY_CREATE_NEQUI

if TYPE_CHECKING:
    from typing import Literal

    from ...models.daviplata_document_type import DaviplataDocumentType
    from ...models.request_to_pay_intent import RequestToPayIntent

__all__ = ("AsyncRequestToPay", "RequestToPay")


class RequestToPay(Resource):
    """Requests to pay that go to a Nequi or Daviplata wallet."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create_nequi(
        self,
        *,
        customer_id: str,
        amount: int,
        phone: str,
        external_id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Nequi wallet to pay.

        Sends a request to pay to the Nequi wallet with this phone number.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos.
            phone: Phone number of the wallet.
            external_id: Your own id for the request.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/nequi
        """
        body = NequiRequestCreate(
            customer_id=customer_id,
            amount=amount,
            phone=phone,
            external_id=external_id,
        )
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_NEQUI,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_nequi_from(
        self,
        body: NequiRequestCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Nequi wallet to pay, from a ready-made body; see `create_nequi`."""
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_NEQUI,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def confirm_nequi(
        self,
        payment_intent_id: str,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Confirm a request to a Nequi wallet.

        Confirms a request to a Nequi wallet, without a body. The id is that of the request, and the
        documented reply is still pending. The page lists the idempotency header without its flag; it is taken
        for required, as the sister page for Daviplata says of its own.

        Args:
            payment_intent_id: Id of the payment intent. The id is a UUID.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/nequi-confirm
        """
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CONFIRM_NEQUI,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_daviplata(
        self,
        *,
        customer_id: str,
        amount: int,
        phone: str,
        external_id: str | Unset | None = UNSET,
        document: str | Unset | None = UNSET,
        document_type: DaviplataDocumentType | Literal["CC", "CE", "TI"] | Unset | None = UNSET,
        title: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Daviplata wallet to pay.

        Sends a request to pay to a Daviplata wallet. It is paid when `request_to_pay_confirm_daviplata` hands
        over the holder's one-time code.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos.
            phone: Phone number of the wallet.
            external_id: Your own id for the request.
            document: Number of the identity document of the wallet's holder.
            document_type: Kind of that document. A member of the enum, or one of "CC", "CE", "TI".
            title: What the request is for.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/daviplata
        """
        body = DaviplataRequestCreate(
            customer_id=customer_id,
            amount=amount,
            phone=phone,
            external_id=external_id,
            document=document,
            document_type=document_type,
            title=title,
        )
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_DAVIPLATA,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_daviplata_from(
        self,
        body: DaviplataRequestCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Daviplata wallet to pay, from a ready-made body; see `create_daviplata`."""
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_DAVIPLATA,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def confirm_daviplata(
        self,
        payment_intent_id: str,
        *,
        otp: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Confirm a request to a Daviplata wallet.

        Hands over the one-time code of the wallet's holder; the documented reply is a paid request.

        Args:
            payment_intent_id: Id of the payment intent. The id is a UUID.
            otp: One-time code that the holder received.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/daviplata-confirm
        """
        body = DaviplataRequestConfirm(
            otp=otp,
        )
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CONFIRM_DAVIPLATA,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def confirm_daviplata_from(
        self,
        payment_intent_id: str,
        body: DaviplataRequestConfirm,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Confirm a request to a Daviplata wallet, from a ready-made body; see `confirm_daviplata`."""
        return self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CONFIRM_DAVIPLATA,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncRequestToPay(Resource):
    """Requests to pay that go to a Nequi or Daviplata wallet."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create_nequi(
        self,
        *,
        customer_id: str,
        amount: int,
        phone: str,
        external_id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Nequi wallet to pay.

        Sends a request to pay to the Nequi wallet with this phone number.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos.
            phone: Phone number of the wallet.
            external_id: Your own id for the request.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/nequi
        """
        body = NequiRequestCreate(
            customer_id=customer_id,
            amount=amount,
            phone=phone,
            external_id=external_id,
        )
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_NEQUI,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_nequi_from(
        self,
        body: NequiRequestCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Nequi wallet to pay, from a ready-made body; see `create_nequi`."""
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_NEQUI,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def confirm_nequi(
        self,
        payment_intent_id: str,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Confirm a request to a Nequi wallet.

        Confirms a request to a Nequi wallet, without a body. The id is that of the request, and the
        documented reply is still pending. The page lists the idempotency header without its flag; it is taken
        for required, as the sister page for Daviplata says of its own.

        Args:
            payment_intent_id: Id of the payment intent. The id is a UUID.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/nequi-confirm
        """
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CONFIRM_NEQUI,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_daviplata(
        self,
        *,
        customer_id: str,
        amount: int,
        phone: str,
        external_id: str | Unset | None = UNSET,
        document: str | Unset | None = UNSET,
        document_type: DaviplataDocumentType | Literal["CC", "CE", "TI"] | Unset | None = UNSET,
        title: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Daviplata wallet to pay.

        Sends a request to pay to a Daviplata wallet. It is paid when `request_to_pay_confirm_daviplata` hands
        over the holder's one-time code.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos.
            phone: Phone number of the wallet.
            external_id: Your own id for the request.
            document: Number of the identity document of the wallet's holder.
            document_type: Kind of that document. A member of the enum, or one of "CC", "CE", "TI".
            title: What the request is for.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/daviplata
        """
        body = DaviplataRequestCreate(
            customer_id=customer_id,
            amount=amount,
            phone=phone,
            external_id=external_id,
            document=document,
            document_type=document_type,
            title=title,
        )
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_DAVIPLATA,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_daviplata_from(
        self,
        body: DaviplataRequestCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Ask a Daviplata wallet to pay, from a ready-made body; see `create_daviplata`."""
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CREATE_DAVIPLATA,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def confirm_daviplata(
        self,
        payment_intent_id: str,
        *,
        otp: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Confirm a request to a Daviplata wallet.

        Hands over the one-time code of the wallet's holder; the documented reply is a paid request.

        Args:
            payment_intent_id: Id of the payment intent. The id is a UUID.
            otp: One-time code that the holder received.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/request-to-pay/daviplata-confirm
        """
        body = DaviplataRequestConfirm(
            otp=otp,
        )
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CONFIRM_DAVIPLATA,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def confirm_daviplata_from(
        self,
        payment_intent_id: str,
        body: DaviplataRequestConfirm,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> RequestToPayIntent:
        """Confirm a request to a Daviplata wallet, from a ready-made body; see `confirm_daviplata`."""
        return await self._caller.call(
            Call(
                operation=REQUEST_TO_PAY_CONFIRM_DAVIPLATA,
                arguments={
                    "payment_intent_id": payment_intent_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
