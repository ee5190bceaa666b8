"""CustomerSessions: What a customer who logged in with a one-time code may see and pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.customer_otp_request import CustomerOtpRequest
from ...models.customer_otp_verify import CustomerOtpVerify
from ...models.session_charge_create import SessionChargeCreate
from .customer_sessions_create_charge import CUSTOMER_SESSIONS_CREATE_CHARGE
from .customer_sessions_get_charge import CUSTOMER_SESSIONS_GET_CHARGE
from .customer_sessions_list_payment_methods import CUSTOMER_SESSIONS_LIST_PAYMENT_METHODS
from .customer_sessions_request_otp import CUSTOMER_SESSIONS_REQUEST_OTP
from .customer_sessions_verify_otp import CUSTOMER_SESSIONS_VERIFY_OTP

if TYPE_CHECKING:
    from typing import Literal

    from ...models.currency import Currency
    from ...models.customer_session import CustomerSession
    from ...models.session_charge import SessionCharge
    from ...models.session_charge_attempt import SessionChargeAttempt
    from ...models.session_payment_method_list import SessionPaymentMethodList

__all__ = ("AsyncCustomerSessions", "CustomerSessions")


class CustomerSessions(Resource):
    """What a customer who logged in with a one-time code may see and pay."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def request_otp(
        self,
        *,
        phone: str,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Request a one-time code for a customer.

        Sends a one-time code to a customer, which `customer_sessions_verify_otp` turns into a session. No
        document describes the endpoint; path and body are inferred from those of the verification.

        Args:
            phone: Telephone number of the customer in E.164 form.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/verify-otp
        """
        body = CustomerOtpRequest(
            phone=phone,
        )
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_REQUEST_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    def request_otp_from(
        self,
        body: CustomerOtpRequest,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Request a one-time code for a customer, from a ready-made body; see `request_otp`."""
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_REQUEST_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    def verify_otp(
        self,
        *,
        phone: str,
        otp: str,
        options: CallOptions = DEFAULTS,
    ) -> CustomerSession:
        """Verify a one-time code and open a session.

        Exchanges the code that a customer received for the token of a session. The other operations of the
        session need the token in the header `X-Customer-Token`. The page names the error `CustomerBanned`,
        whose status is not known.

        Args:
            phone: Telephone number of the customer in E.164 form.
            otp: The one-time code.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/verify-otp
        """
        body = CustomerOtpVerify(
            phone=phone,
            otp=otp,
        )
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_VERIFY_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    def verify_otp_from(
        self,
        body: CustomerOtpVerify,
        *,
        options: CallOptions = DEFAULTS,
    ) -> CustomerSession:
        """Verify a one-time code and open a session, from a ready-made body; see `verify_otp`."""
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_VERIFY_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    def list_payment_methods(
        self,
        *,
        customer_token: str,
        options: CallOptions = DEFAULTS,
    ) -> SessionPaymentMethodList:
        """List the payment methods of a session's customer.

        Returns the cards, wallets and banks that the logged-in customer has stored, each with an id to
        charge.

        Args:
            customer_token: Token of the customer's session.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/list-payment-methods
        """
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_LIST_PAYMENT_METHODS,
                arguments={},
                customer_token=customer_token,
                options=options,
            )
        )

    def create_charge(
        self,
        *,
        payment_method_id: str,
        amount: int,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        approve: bool | Unset | None = UNSET,
        customer_token: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> SessionChargeAttempt:
        """Charge a stored payment method in a session.

        Charges one of the payment methods of the logged-in customer. In live mode the charge waits until the
        customer approves it in WhatsApp, and while one waits a second is refused with status 422. In test
        mode `approve` decides and nothing is sent. Of the two versions of the page one shows the idempotency
        header and one does not; it is required here because the request moves money.

        Args:
            payment_method_id: UUID of a card, wallet or bank that `customer_sessions_list_payment_methods`
                returned.
            amount: Amount in whole Colombian pesos. The page sets a minimum of 100 and glosses it as one
                peso, which would make the unit cents; the concepts page says that amounts are pesos, and is
                followed here.
            currency: The currency of the amount; the page names `COP` and `USD`. A member of the enum, or one
                of "COP", "USD".
            description: What the charge is for.
            approve: The outcome that test mode shall give: `true` approves the charge, `false` rejects it,
                and no WhatsApp message is sent. It is for test keys only.
            customer_token: Token of the customer's session.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/create-charge
        """
        body = SessionChargeCreate(
            payment_method_id=payment_method_id,
            amount=amount,
            currency=currency,
            description=description,
            approve=approve,
        )
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_CREATE_CHARGE,
                arguments={},
                body=body,
                customer_token=customer_token,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_charge_from(
        self,
        body: SessionChargeCreate,
        *,
        customer_token: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> SessionChargeAttempt:
        """Charge a stored payment method in a session, from a ready-made body; see `create_charge`."""
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_CREATE_CHARGE,
                arguments={},
                body=body,
                customer_token=customer_token,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get_charge(
        self,
        charge_id: str,
        *,
        customer_token: str,
        options: CallOptions = DEFAULTS,
    ) -> SessionCharge:
        """Get a charge of a session.

        Returns a charge that was made in the session, so that its outcome can be awaited.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            customer_token: Token of the customer's session.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/show-charge
        """
        return self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_GET_CHARGE,
                arguments={
                    "charge_id": charge_id,
                },
                customer_token=customer_token,
                options=options,
            )
        )


class AsyncCustomerSessions(Resource):
    """What a customer who logged in with a one-time code may see and pay."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def request_otp(
        self,
        *,
        phone: str,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Request a one-time code for a customer.

        Sends a one-time code to a customer, which `customer_sessions_verify_otp` turns into a session. No
        document describes the endpoint; path and body are inferred from those of the verification.

        Args:
            phone: Telephone number of the customer in E.164 form.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/verify-otp
        """
        body = CustomerOtpRequest(
            phone=phone,
        )
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_REQUEST_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    async def request_otp_from(
        self,
        body: CustomerOtpRequest,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Request a one-time code for a customer, from a ready-made body; see `request_otp`."""
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_REQUEST_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    async def verify_otp(
        self,
        *,
        phone: str,
        otp: str,
        options: CallOptions = DEFAULTS,
    ) -> CustomerSession:
        """Verify a one-time code and open a session.

        Exchanges the code that a customer received for the token of a session. The other operations of the
        session need the token in the header `X-Customer-Token`. The page names the error `CustomerBanned`,
        whose status is not known.

        Args:
            phone: Telephone number of the customer in E.164 form.
            otp: The one-time code.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/verify-otp
        """
        body = CustomerOtpVerify(
            phone=phone,
            otp=otp,
        )
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_VERIFY_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    async def verify_otp_from(
        self,
        body: CustomerOtpVerify,
        *,
        options: CallOptions = DEFAULTS,
    ) -> CustomerSession:
        """Verify a one-time code and open a session, from a ready-made body; see `verify_otp`."""
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_VERIFY_OTP,
                arguments={},
                body=body,
                options=options,
            )
        )

    async def list_payment_methods(
        self,
        *,
        customer_token: str,
        options: CallOptions = DEFAULTS,
    ) -> SessionPaymentMethodList:
        """List the payment methods of a session's customer.

        Returns the cards, wallets and banks that the logged-in customer has stored, each with an id to
        charge.

        Args:
            customer_token: Token of the customer's session.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/list-payment-methods
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_LIST_PAYMENT_METHODS,
                arguments={},
                customer_token=customer_token,
                options=options,
            )
        )

    async def create_charge(
        self,
        *,
        payment_method_id: str,
        amount: int,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        approve: bool | Unset | None = UNSET,
        customer_token: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> SessionChargeAttempt:
        """Charge a stored payment method in a session.

        Charges one of the payment methods of the logged-in customer. In live mode the charge waits until the
        customer approves it in WhatsApp, and while one waits a second is refused with status 422. In test
        mode `approve` decides and nothing is sent. Of the two versions of the page one shows the idempotency
        header and one does not; it is required here because the request moves money.

        Args:
            payment_method_id: UUID of a card, wallet or bank that `customer_sessions_list_payment_methods`
                returned.
            amount: Amount in whole Colombian pesos. The page sets a minimum of 100 and glosses it as one
                peso, which would make the unit cents; the concepts page says that amounts are pesos, and is
                followed here.
            currency: The currency of the amount; the page names `COP` and `USD`. A member of the enum, or one
                of "COP", "USD".
            description: What the charge is for.
            approve: The outcome that test mode shall give: `true` approves the charge, `false` rejects it,
                and no WhatsApp message is sent. It is for test keys only.
            customer_token: Token of the customer's session.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/create-charge
        """
        body = SessionChargeCreate(
            payment_method_id=payment_method_id,
            amount=amount,
            currency=currency,
            description=description,
            approve=approve,
        )
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_CREATE_CHARGE,
                arguments={},
                body=body,
                customer_token=customer_token,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_charge_from(
        self,
        body: SessionChargeCreate,
        *,
        customer_token: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> SessionChargeAttempt:
        """Charge a stored payment method in a session, from a ready-made body; see `create_charge`."""
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_CREATE_CHARGE,
                arguments={},
                body=body,
                customer_token=customer_token,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get_charge(
        self,
        charge_id: str,
        *,
        customer_token: str,
        options: CallOptions = DEFAULTS,
    ) -> SessionCharge:
        """Get a charge of a session.

        Returns a charge that was made in the session, so that its outcome can be awaited.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            customer_token: Token of the customer's session.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customer-session/show-charge
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMER_SESSIONS_GET_CHARGE,
                arguments={
                    "charge_id": charge_id,
                },
                customer_token=customer_token,
                options=options,
            )
        )
