"""Charges: Debits of a card or account that its holder has authorised, and collection over PSE and Bre-B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.bre_b_charge_create import BreBChargeCreate
from ...models.charge_create import ChargeCreate
from ...models.charge_resolve import ChargeResolve
from ...models.pse_charge_create import PseChargeCreate
from .charges_cancel import CHARGES_CANCEL
from .charges_create import CHARGES_CREATE
from .charges_create_bre_b import CHARGES_CREATE_BRE_B
from .charges_create_pse import CHARGES_CREATE_PSE
from .charges_get import CHARGES_GET
from .charges_list import CHARGES_LIST
from .charges_list_intents import CHARGES_LIST_INTENTS
from .charges_refund import CHARGES_REFUND
from .charges_resolve import CHARGES_RESOLVE

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence
    from typing import Literal

    from ...models.allows import Allows
    from ...models.bre_b_charge import BreBCharge
    from ...models.charge import Charge
    from ...models.charge_cancellation import ChargeCancellation
    from ...models.charge_intent import ChargeIntent
    from ...models.charge_page import ChargePage
    from ...models.charge_resolution import ChargeResolution
    from ...models.charge_resolve_action import ChargeResolveAction
    from ...models.charge_status import ChargeStatus
    from ...models.currency import Currency
    from ...models.decline_code import DeclineCode
    from ...models.metadata import MetadataLike
    from ...models.pse_charge import PseCharge
    from ...models.split_create import SplitCreate

__all__ = ("AsyncCharges", "Charges")


class Charges(Resource):
    """Debits of a card or account that its holder has authorised, and collection over PSE and Bre-B."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        status: ChargeStatus
        | Literal["created", "processing", "paid", "failed", "refunded", "disputed", "pending", "declined"]
        | Unset = UNSET,
        created_from: str | Unset = UNSET,
        created_to: str | Unset = UNSET,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> ChargePage:
        """List charges.

        Lists the charges of the company, page by page. The reply is documented; the query parameters were
        observed in one program and are in the older, bare dialect.

        Args:
            status: Answer only charges in this state. One third-party program sends the filter in this bare,
                older dialect; no available page lists the filters of charges. A member of the enum, or one of
                "created", "processing", "paid", "failed", "refunded", "disputed", "pending", "declined".
            created_from: Answer only charges created since this date. One third-party program sends the
                filter in this bare, older dialect; the form of the date is not known.
            created_to: Answer only charges created up to this date. One third-party program sends the filter
                in this bare, older dialect; the form of the date is not known.
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/list
        """
        return self._caller.call(
            Call(
                operation=CHARGES_LIST,
                arguments={
                    "status": status,
                    "created_from": created_from,
                    "created_to": created_to,
                    "page": page,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        customer_id: str,
        amount: int,
        title: str | Unset | None = UNSET,
        account_id: str | Unset | None = UNSET,
        card_id: str | Unset | None = UNSET,
        installments: int | Unset | None = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        splits: Sequence[SplitCreate] | Unset | None = UNSET,
        test_scenario: str | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Charge:
        """Charge a card or an account.

        Debits a card or an account whose holder has authorised it; the payer does nothing. A success status
        does not mean that money moved: a declined charge is answered as an ordinary charge with its reason in
        `remarks`. A card answers at once, a bank account on the next business day.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos.
            title: What the charge is for.
            account_id: UUID of the account to debit, whose holder has authorised it.
            card_id: UUID of the card to charge, whose holder has authorised it.
            installments: In how many instalments a card pays; only the newest version of the page has the
                field.
            currency: Currency of the amount, COP when it is absent. A member of the enum, or one of "COP",
                "USD".
            redirect_url: Address to which the payer is sent; only the mirror of the page has the field.
            splits: Shares of the charge that go to others.
            test_scenario: Outcome that a test charge shall have. No available page lists the values; that
                they are the decline codes is inferred from the page on settling test charges.
            allows: Which payment methods are allowed.
            metadata: Your own data, kept with the charge; one program sends it as a list of entries.
            external_id: Your own id for the charge.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/create
        """
        body = ChargeCreate(
            customer_id=customer_id,
            amount=amount,
            title=title,
            account_id=account_id,
            card_id=card_id,
            installments=installments,
            currency=currency,
            redirect_url=redirect_url,
            splits=splits,
            test_scenario=test_scenario,
            allows=allows,
            metadata=metadata,
            external_id=external_id,
        )
        return self._caller.call(
            Call(
                operation=CHARGES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: ChargeCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Charge:
        """Charge a card or an account, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=CHARGES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_pse(
        self,
        *,
        customer_id: str,
        amount: int,
        bank_id: str,
        external_id: str | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> PseCharge:
        """Charge over PSE.

        Opens a PSE transfer and answers the link behind which the payer completes it. A program that read the
        documentation reports that an equal charge (customer, bank and amount) within two minutes is refused,
        whatever its `external_id`; the versions of the page that are available do not say so.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos. One program sends fractions to four decimals; what the
                API makes of them is not known, so they are refused here.
            bank_id: UUID of the payer's bank.
            external_id: Your own id for the charge.
            redirect_url: Address to which the payer is sent after paying.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422, 429.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/link
        """
        body = PseChargeCreate(
            customer_id=customer_id,
            amount=amount,
            bank_id=bank_id,
            external_id=external_id,
            redirect_url=redirect_url,
        )
        return self._caller.call(
            Call(
                operation=CHARGES_CREATE_PSE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_pse_from(
        self,
        body: PseChargeCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> PseCharge:
        """Charge over PSE, from a ready-made body; see `create_pse`."""
        return self._caller.call(
            Call(
                operation=CHARGES_CREATE_PSE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_bre_b(
        self,
        *,
        amount: int,
        title: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        expires_in: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BreBCharge:
        """Charge over Bre-B.

        Makes a code and a key with which a payer pays over Bre-B. A documented page names the endpoint; its
        fields were observed in one program, which then asks for the charge until it is paid.

        Args:
            amount: Amount in whole Colombian pesos.
            title: What the charge is for.
            description: Longer text about the charge.
            external_id: Your own id for the charge.
            expires_in: How long the code is good; that it counts minutes is inferred from the value 15.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/use-cases/payments
        """
        body = BreBChargeCreate(
            amount=amount,
            title=title,
            description=description,
            external_id=external_id,
            expires_in=expires_in,
        )
        return self._caller.call(
            Call(
                operation=CHARGES_CREATE_BRE_B,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_bre_b_from(
        self,
        body: BreBChargeCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BreBCharge:
        """Charge over Bre-B, from a ready-made body; see `create_bre_b`."""
        return self._caller.call(
            Call(
                operation=CHARGES_CREATE_BRE_B,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        charge_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Charge:
        """Get a charge.

        Answers one charge with the method and the customer that pay.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/detail
        """
        return self._caller.call(
            Call(
                operation=CHARGES_GET,
                arguments={
                    "charge_id": charge_id,
                },
                options=options,
            )
        )

    def cancel(
        self,
        charge_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> ChargeCancellation:
        """Cancel a charge.

        Stops a charge that is in state `created` or `processing`; it becomes `failed`.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/cancel
        """
        return self._caller.call(
            Call(
                operation=CHARGES_CANCEL,
                arguments={
                    "charge_id": charge_id,
                },
                options=options,
            )
        )

    def refund(
        self,
        charge_id: str,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Refund a charge.

        Gives back the money of a paid charge. The errors `charge_refunded`, `charge_is_test` and
        `charge_is_not_paid` were observed, with a status that was not recorded; so test charges cannot be
        refunded. One program sends an idempotency key, which no document asks for: after a timeout look at
        the charge first, and repeat with the same key only if it is not refunded.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page
                https://docs.onepay.la/client/charges/refund; that page was not available.
        """
        return self._caller.call(
            Call(
                operation=CHARGES_REFUND,
                arguments={
                    "charge_id": charge_id,
                },
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def resolve(
        self,
        charge_id: str,
        *,
        action: ChargeResolveAction | Literal["approve", "reject"],
        remarks: DeclineCode
        | Literal[
            "INTERNAL_ERROR",
            "CARD_CVV",
            "INSUFFICIENT_FUNDS",
            "CARD_NUMBER",
            "FRAUDULENT",
            "STOLEN",
            "CURRENCY_NOT_SUPPORTED",
            "CARD_VELOCITY",
            "CARD_DATE",
            "TRANSACTION_NOT_FOUND",
            "MIN_AMOUNT",
            "ACCOUNT_NOT_CONNECTED",
            "ACCOUNT_BLOCKED",
            "ACCOUNT_CLOSED",
            "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER",
            "TRANSACTION_EXPIRED",
            "CARD_GENERIC_ERROR",
            "TRANSACTION_REJECTED",
            "UNKNOWN",
            "BANK_IS_NOT_AVAILABLE",
            "CARD_RESTRICTED",
            "CARD_EXPIRED",
            "ACCOUNT_IS_NOT_AUTHORIZED",
            "TRANSACTION_TEMPORALLY_BLOCKED",
            "ACCOUNT_FAILED",
            "CUSTOMER_DATA_INVALID",
            "MAX_AMOUNT",
            "DONT_HONOR",
            "COMPANY_TRANSACTION_LIMIT_COUNT",
            "COMPANY_TRANSACTION_LIMIT_AMOUNT",
            "CUSTOMER_WALLET_NOT_FOUND",
            "RISK_CONTROL",
            "ACCOUNT_MAX_AMOUNT",
            "ACCOUNT_SERVICE_NOT_AVAILABLE",
        ]
        | Unset
        | None = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> ChargeResolution:
        """Resolve a test charge.

        Decides a test charge by hand, in the place of the payment gateway. The charge has to be a test charge
        in state `created` or `processing`. A test charge of an account that matches one of OnePay's
        auto-approval patterns settles by itself; any other waits for this call. The page calls the path
        parameter the `source_id` of the charge.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            action: Whether the charge is paid or fails. A member of the enum, or one of "approve", "reject".
            remarks: Why the charge fails, used when the action is `reject`. A member of the enum, or one of
                "INTERNAL_ERROR", "CARD_CVV", "INSUFFICIENT_FUNDS", "CARD_NUMBER", "FRAUDULENT", "STOLEN",
                "CURRENCY_NOT_SUPPORTED", "CARD_VELOCITY", "CARD_DATE", "TRANSACTION_NOT_FOUND", "MIN_AMOUNT",
                "ACCOUNT_NOT_CONNECTED", "ACCOUNT_BLOCKED", "ACCOUNT_CLOSED",
                "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER", "TRANSACTION_EXPIRED", "CARD_GENERIC_ERROR",
                "TRANSACTION_REJECTED", "UNKNOWN", "BANK_IS_NOT_AVAILABLE", "CARD_RESTRICTED", "CARD_EXPIRED",
                "ACCOUNT_IS_NOT_AUTHORIZED", "TRANSACTION_TEMPORALLY_BLOCKED", "ACCOUNT_FAILED",
                "CUSTOMER_DATA_INVALID", "MAX_AMOUNT", "DONT_HONOR", "COMPANY_TRANSACTION_LIMIT_COUNT",
                "COMPANY_TRANSACTION_LIMIT_AMOUNT", "CUSTOMER_WALLET_NOT_FOUND", "RISK_CONTROL",
                "ACCOUNT_MAX_AMOUNT", "ACCOUNT_SERVICE_NOT_AVAILABLE".
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/resolve
        """
        body = ChargeResolve(
            action=action,
            remarks=remarks,
        )
        return self._caller.call(
            Call(
                operation=CHARGES_RESOLVE,
                arguments={
                    "charge_id": charge_id,
                },
                body=body,
                options=options,
            )
        )

    def resolve_from(
        self,
        charge_id: str,
        body: ChargeResolve,
        *,
        options: CallOptions = DEFAULTS,
    ) -> ChargeResolution:
        """Resolve a test charge, from a ready-made body; see `resolve`."""
        return self._caller.call(
            Call(
                operation=CHARGES_RESOLVE,
                arguments={
                    "charge_id": charge_id,
                },
                body=body,
                options=options,
            )
        )

    def list_intents(
        self,
        charge_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> builtins.list[ChargeIntent]:
        """List the attempts to collect a charge.

        Lists every attempt to collect one charge, as a bare array.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/intents
        """
        return self._caller.call(
            Call(
                operation=CHARGES_LIST_INTENTS,
                arguments={
                    "charge_id": charge_id,
                },
                options=options,
            )
        )


class AsyncCharges(Resource):
    """Debits of a card or account that its holder has authorised, and collection over PSE and Bre-B."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        status: ChargeStatus
        | Literal["created", "processing", "paid", "failed", "refunded", "disputed", "pending", "declined"]
        | Unset = UNSET,
        created_from: str | Unset = UNSET,
        created_to: str | Unset = UNSET,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> ChargePage:
        """List charges.

        Lists the charges of the company, page by page. The reply is documented; the query parameters were
        observed in one program and are in the older, bare dialect.

        Args:
            status: Answer only charges in this state. One third-party program sends the filter in this bare,
                older dialect; no available page lists the filters of charges. A member of the enum, or one of
                "created", "processing", "paid", "failed", "refunded", "disputed", "pending", "declined".
            created_from: Answer only charges created since this date. One third-party program sends the
                filter in this bare, older dialect; the form of the date is not known.
            created_to: Answer only charges created up to this date. One third-party program sends the filter
                in this bare, older dialect; the form of the date is not known.
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/list
        """
        return await self._caller.call(
            Call(
                operation=CHARGES_LIST,
                arguments={
                    "status": status,
                    "created_from": created_from,
                    "created_to": created_to,
                    "page": page,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        customer_id: str,
        amount: int,
        title: str | Unset | None = UNSET,
        account_id: str | Unset | None = UNSET,
        card_id: str | Unset | None = UNSET,
        installments: int | Unset | None = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        splits: Sequence[SplitCreate] | Unset | None = UNSET,
        test_scenario: str | Unset | None = UNSET,
        allows: Allows | Unset | None = UNSET,
        metadata: MetadataLike | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Charge:
        """Charge a card or an account.

        Debits a card or an account whose holder has authorised it; the payer does nothing. A success status
        does not mean that money moved: a declined charge is answered as an ordinary charge with its reason in
        `remarks`. A card answers at once, a bank account on the next business day.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos.
            title: What the charge is for.
            account_id: UUID of the account to debit, whose holder has authorised it.
            card_id: UUID of the card to charge, whose holder has authorised it.
            installments: In how many instalments a card pays; only the newest version of the page has the
                field.
            currency: Currency of the amount, COP when it is absent. A member of the enum, or one of "COP",
                "USD".
            redirect_url: Address to which the payer is sent; only the mirror of the page has the field.
            splits: Shares of the charge that go to others.
            test_scenario: Outcome that a test charge shall have. No available page lists the values; that
                they are the decline codes is inferred from the page on settling test charges.
            allows: Which payment methods are allowed.
            metadata: Your own data, kept with the charge; one program sends it as a list of entries.
            external_id: Your own id for the charge.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/create
        """
        body = ChargeCreate(
            customer_id=customer_id,
            amount=amount,
            title=title,
            account_id=account_id,
            card_id=card_id,
            installments=installments,
            currency=currency,
            redirect_url=redirect_url,
            splits=splits,
            test_scenario=test_scenario,
            allows=allows,
            metadata=metadata,
            external_id=external_id,
        )
        return await self._caller.call(
            Call(
                operation=CHARGES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: ChargeCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Charge:
        """Charge a card or an account, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=CHARGES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_pse(
        self,
        *,
        customer_id: str,
        amount: int,
        bank_id: str,
        external_id: str | Unset | None = UNSET,
        redirect_url: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> PseCharge:
        """Charge over PSE.

        Opens a PSE transfer and answers the link behind which the payer completes it. A program that read the
        documentation reports that an equal charge (customer, bank and amount) within two minutes is refused,
        whatever its `external_id`; the versions of the page that are available do not say so.

        Args:
            customer_id: UUID of the customer who pays.
            amount: Amount in whole Colombian pesos. One program sends fractions to four decimals; what the
                API makes of them is not known, so they are refused here.
            bank_id: UUID of the payer's bank.
            external_id: Your own id for the charge.
            redirect_url: Address to which the payer is sent after paying.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422, 429.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/link
        """
        body = PseChargeCreate(
            customer_id=customer_id,
            amount=amount,
            bank_id=bank_id,
            external_id=external_id,
            redirect_url=redirect_url,
        )
        return await self._caller.call(
            Call(
                operation=CHARGES_CREATE_PSE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_pse_from(
        self,
        body: PseChargeCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> PseCharge:
        """Charge over PSE, from a ready-made body; see `create_pse`."""
        return await self._caller.call(
            Call(
                operation=CHARGES_CREATE_PSE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_bre_b(
        self,
        *,
        amount: int,
        title: str | Unset | None = UNSET,
        description: str | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        expires_in: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BreBCharge:
        """Charge over Bre-B.

        Makes a code and a key with which a payer pays over Bre-B. A documented page names the endpoint; its
        fields were observed in one program, which then asks for the charge until it is paid.

        Args:
            amount: Amount in whole Colombian pesos.
            title: What the charge is for.
            description: Longer text about the charge.
            external_id: Your own id for the charge.
            expires_in: How long the code is good; that it counts minutes is inferred from the value 15.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/use-cases/payments
        """
        body = BreBChargeCreate(
            amount=amount,
            title=title,
            description=description,
            external_id=external_id,
            expires_in=expires_in,
        )
        return await self._caller.call(
            Call(
                operation=CHARGES_CREATE_BRE_B,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_bre_b_from(
        self,
        body: BreBChargeCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BreBCharge:
        """Charge over Bre-B, from a ready-made body; see `create_bre_b`."""
        return await self._caller.call(
            Call(
                operation=CHARGES_CREATE_BRE_B,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        charge_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Charge:
        """Get a charge.

        Answers one charge with the method and the customer that pay.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/detail
        """
        return await self._caller.call(
            Call(
                operation=CHARGES_GET,
                arguments={
                    "charge_id": charge_id,
                },
                options=options,
            )
        )

    async def cancel(
        self,
        charge_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> ChargeCancellation:
        """Cancel a charge.

        Stops a charge that is in state `created` or `processing`; it becomes `failed`.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/cancel
        """
        return await self._caller.call(
            Call(
                operation=CHARGES_CANCEL,
                arguments={
                    "charge_id": charge_id,
                },
                options=options,
            )
        )

    async def refund(
        self,
        charge_id: str,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Refund a charge.

        Gives back the money of a paid charge. The errors `charge_refunded`, `charge_is_test` and
        `charge_is_not_paid` were observed, with a status that was not recorded; so test charges cannot be
        refunded. One program sends an idempotency key, which no document asks for: after a timeout look at
        the charge first, and repeat with the same key only if it is not refunded.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs, which cite the page
                https://docs.onepay.la/client/charges/refund; that page was not available.
        """
        return await self._caller.call(
            Call(
                operation=CHARGES_REFUND,
                arguments={
                    "charge_id": charge_id,
                },
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def resolve(
        self,
        charge_id: str,
        *,
        action: ChargeResolveAction | Literal["approve", "reject"],
        remarks: DeclineCode
        | Literal[
            "INTERNAL_ERROR",
            "CARD_CVV",
            "INSUFFICIENT_FUNDS",
            "CARD_NUMBER",
            "FRAUDULENT",
            "STOLEN",
            "CURRENCY_NOT_SUPPORTED",
            "CARD_VELOCITY",
            "CARD_DATE",
            "TRANSACTION_NOT_FOUND",
            "MIN_AMOUNT",
            "ACCOUNT_NOT_CONNECTED",
            "ACCOUNT_BLOCKED",
            "ACCOUNT_CLOSED",
            "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER",
            "TRANSACTION_EXPIRED",
            "CARD_GENERIC_ERROR",
            "TRANSACTION_REJECTED",
            "UNKNOWN",
            "BANK_IS_NOT_AVAILABLE",
            "CARD_RESTRICTED",
            "CARD_EXPIRED",
            "ACCOUNT_IS_NOT_AUTHORIZED",
            "TRANSACTION_TEMPORALLY_BLOCKED",
            "ACCOUNT_FAILED",
            "CUSTOMER_DATA_INVALID",
            "MAX_AMOUNT",
            "DONT_HONOR",
            "COMPANY_TRANSACTION_LIMIT_COUNT",
            "COMPANY_TRANSACTION_LIMIT_AMOUNT",
            "CUSTOMER_WALLET_NOT_FOUND",
            "RISK_CONTROL",
            "ACCOUNT_MAX_AMOUNT",
            "ACCOUNT_SERVICE_NOT_AVAILABLE",
        ]
        | Unset
        | None = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> ChargeResolution:
        """Resolve a test charge.

        Decides a test charge by hand, in the place of the payment gateway. The charge has to be a test charge
        in state `created` or `processing`. A test charge of an account that matches one of OnePay's
        auto-approval patterns settles by itself; any other waits for this call. The page calls the path
        parameter the `source_id` of the charge.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            action: Whether the charge is paid or fails. A member of the enum, or one of "approve", "reject".
            remarks: Why the charge fails, used when the action is `reject`. A member of the enum, or one of
                "INTERNAL_ERROR", "CARD_CVV", "INSUFFICIENT_FUNDS", "CARD_NUMBER", "FRAUDULENT", "STOLEN",
                "CURRENCY_NOT_SUPPORTED", "CARD_VELOCITY", "CARD_DATE", "TRANSACTION_NOT_FOUND", "MIN_AMOUNT",
                "ACCOUNT_NOT_CONNECTED", "ACCOUNT_BLOCKED", "ACCOUNT_CLOSED",
                "ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER", "TRANSACTION_EXPIRED", "CARD_GENERIC_ERROR",
                "TRANSACTION_REJECTED", "UNKNOWN", "BANK_IS_NOT_AVAILABLE", "CARD_RESTRICTED", "CARD_EXPIRED",
                "ACCOUNT_IS_NOT_AUTHORIZED", "TRANSACTION_TEMPORALLY_BLOCKED", "ACCOUNT_FAILED",
                "CUSTOMER_DATA_INVALID", "MAX_AMOUNT", "DONT_HONOR", "COMPANY_TRANSACTION_LIMIT_COUNT",
                "COMPANY_TRANSACTION_LIMIT_AMOUNT", "CUSTOMER_WALLET_NOT_FOUND", "RISK_CONTROL",
                "ACCOUNT_MAX_AMOUNT", "ACCOUNT_SERVICE_NOT_AVAILABLE".
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 403, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/resolve
        """
        body = ChargeResolve(
            action=action,
            remarks=remarks,
        )
        return await self._caller.call(
            Call(
                operation=CHARGES_RESOLVE,
                arguments={
                    "charge_id": charge_id,
                },
                body=body,
                options=options,
            )
        )

    async def resolve_from(
        self,
        charge_id: str,
        body: ChargeResolve,
        *,
        options: CallOptions = DEFAULTS,
    ) -> ChargeResolution:
        """Resolve a test charge, from a ready-made body; see `resolve`."""
        return await self._caller.call(
            Call(
                operation=CHARGES_RESOLVE,
                arguments={
                    "charge_id": charge_id,
                },
                body=body,
                options=options,
            )
        )

    async def list_intents(
        self,
        charge_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> builtins.list[ChargeIntent]:
        """List the attempts to collect a charge.

        Lists every attempt to collect one charge, as a bare array.

        Args:
            charge_id: Id of the charge. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/charges/intents
        """
        return await self._caller.call(
            Call(
                operation=CHARGES_LIST_INTENTS,
                arguments={
                    "charge_id": charge_id,
                },
                options=options,
            )
        )
