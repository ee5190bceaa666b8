"""IssuingCards: Cards that the company issues on the wallets of its customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.issuing_card_create import IssuingCardCreate
from ...models.issuing_card_update import IssuingCardUpdate
from .issuing_cards_create import ISSUING_CARDS_CREATE
from .issuing_cards_get import ISSUING_CARDS_GET
from .issuing_cards_update import ISSUING_CARDS_UPDATE

if TYPE_CHECKING:
    from typing import Literal

    from ...models.issuing_card import IssuingCard
    from ...models.issuing_card_address_create import IssuingCardAddressCreate
    from ...models.issuing_card_type import IssuingCardType
    from ...models.issuing_card_updated import IssuingCardUpdated

__all__ = ("AsyncIssuingCards", "IssuingCards")


class IssuingCards(Resource):
    """Cards that the company issues on the wallets of its customers."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create(
        self,
        *,
        customer_id: str,
        wallet_id: str,
        nickname: str | Unset | None = UNSET,
        type: IssuingCardType | Literal["physical"] | Unset | None = UNSET,
        address: IssuingCardAddressCreate | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCard:
        """Issue a card.

        Issues a card to a customer, which draws on the customer's wallet.

        Args:
            customer_id: UUID of the customer to whom the card is issued.
            wallet_id: UUID of the customer's wallet, as `wallets_get_balance` returns it.
            nickname: A name for the card.
            type: Of what kind the card shall be. A member of the enum, or one of "physical".
            address: The postal address for the card.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/issuing/cards/create
        """
        body = IssuingCardCreate(
            customer_id=customer_id,
            wallet_id=wallet_id,
            nickname=nickname,
            type=type,
            address=address,
        )
        return self._caller.call(
            Call(
                operation=ISSUING_CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: IssuingCardCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCard:
        """Issue a card, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=ISSUING_CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        issuing_card_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCard:
        """Get an issued card.

        Returns one issued card with its customer and its wallet.

        Args:
            issuing_card_id: Id of the card that the company issued. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/issuing/cards/detail
        """
        return self._caller.call(
            Call(
                operation=ISSUING_CARDS_GET,
                arguments={
                    "issuing_card_id": issuing_card_id,
                },
                options=options,
            )
        )

    def update(
        self,
        issuing_card_id: str,
        *,
        nickname: str | Unset | None = UNSET,
        status: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCardUpdated:
        """Update an issued card.

        Changes the nickname or the status of an issued card. The idempotency key is required here although
        nothing is created: the newest version of the page says so, and shows the 409 that a request without
        one gets.

        Args:
            issuing_card_id: Id of the card that the company issued. The id is a UUID.
            nickname: A new name for the card.
            status: A new status for the card; the accepted values are not documented.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/issuing/cards/update
        """
        body = IssuingCardUpdate(
            nickname=nickname,
            status=status,
        )
        return self._caller.call(
            Call(
                operation=ISSUING_CARDS_UPDATE,
                arguments={
                    "issuing_card_id": issuing_card_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def update_from(
        self,
        issuing_card_id: str,
        body: IssuingCardUpdate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCardUpdated:
        """Update an issued card, from a ready-made body; see `update`."""
        return self._caller.call(
            Call(
                operation=ISSUING_CARDS_UPDATE,
                arguments={
                    "issuing_card_id": issuing_card_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncIssuingCards(Resource):
    """Cards that the company issues on the wallets of its customers."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create(
        self,
        *,
        customer_id: str,
        wallet_id: str,
        nickname: str | Unset | None = UNSET,
        type: IssuingCardType | Literal["physical"] | Unset | None = UNSET,
        address: IssuingCardAddressCreate | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCard:
        """Issue a card.

        Issues a card to a customer, which draws on the customer's wallet.

        Args:
            customer_id: UUID of the customer to whom the card is issued.
            wallet_id: UUID of the customer's wallet, as `wallets_get_balance` returns it.
            nickname: A name for the card.
            type: Of what kind the card shall be. A member of the enum, or one of "physical".
            address: The postal address for the card.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/issuing/cards/create
        """
        body = IssuingCardCreate(
            customer_id=customer_id,
            wallet_id=wallet_id,
            nickname=nickname,
            type=type,
            address=address,
        )
        return await self._caller.call(
            Call(
                operation=ISSUING_CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: IssuingCardCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCard:
        """Issue a card, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=ISSUING_CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        issuing_card_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCard:
        """Get an issued card.

        Returns one issued card with its customer and its wallet.

        Args:
            issuing_card_id: Id of the card that the company issued. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/issuing/cards/detail
        """
        return await self._caller.call(
            Call(
                operation=ISSUING_CARDS_GET,
                arguments={
                    "issuing_card_id": issuing_card_id,
                },
                options=options,
            )
        )

    async def update(
        self,
        issuing_card_id: str,
        *,
        nickname: str | Unset | None = UNSET,
        status: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCardUpdated:
        """Update an issued card.

        Changes the nickname or the status of an issued card. The idempotency key is required here although
        nothing is created: the newest version of the page says so, and shows the 409 that a request without
        one gets.

        Args:
            issuing_card_id: Id of the card that the company issued. The id is a UUID.
            nickname: A new name for the card.
            status: A new status for the card; the accepted values are not documented.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/issuing/cards/update
        """
        body = IssuingCardUpdate(
            nickname=nickname,
            status=status,
        )
        return await self._caller.call(
            Call(
                operation=ISSUING_CARDS_UPDATE,
                arguments={
                    "issuing_card_id": issuing_card_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def update_from(
        self,
        issuing_card_id: str,
        body: IssuingCardUpdate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> IssuingCardUpdated:
        """Update an issued card, from a ready-made body; see `update`."""
        return await self._caller.call(
            Call(
                operation=ISSUING_CARDS_UPDATE,
                arguments={
                    "issuing_card_id": issuing_card_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
