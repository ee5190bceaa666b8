"""Cards: Cards of customers, saved without their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.card_create import CardCreate
from ...models.tokenized_card_create import TokenizedCardCreate
from .cards_create import CARDS_CREATE
from .cards_create_tokenized import CARDS_CREATE_TOKENIZED
from .cards_get import CARDS_GET
from .cards_list import CARDS_LIST

if TYPE_CHECKING:
    from typing import Literal

    from ...models.card_authentication import CardAuthentication
    from ...models.card_method import CardMethod
    from ...models.card_page import CardPage
    from ...models.card_sort import CardSort
    from ...models.tokenized_card import TokenizedCard

__all__ = ("AsyncCards", "Cards")


class Cards(Resource):
    """Cards of customers, saved without their number."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        filter_customer_id: str | Unset = UNSET,
        sort: CardSort | Literal["created_at", "-created_at"] | Unset = UNSET,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        customer_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CardPage:
        """List cards.

        Returns the cards of all customers, or of one, page by page. The page exists in two versions: the
        newer one filters with `filter[customer_id]`, sorts, and counts beside the data; the older one filters
        with `customer_id` and counts in `meta`. The newer one is preferred, and both replies are read.

        Args:
            filter_customer_id: Keep the cards of this customer. This is the newer of the two filter dialects,
                shown by the newer version of the page.
            sort: Order of the cards. The latest come first when it is absent. A member of the enum, or one of
                "created_at", "-created_at".
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            customer_id: Keep the cards of this customer. This is the older of the two filter dialects, shown
                by the older version of the page; prefer `filter[customer_id]`.
            limit: How many cards one page holds; 15 when it is absent. The older version of the page shows
                it; the newer one calls it `per_page`.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cards/list
        """
        return self._caller.call(
            Call(
                operation=CARDS_LIST,
                arguments={
                    "filter_customer_id": filter_customer_id,
                    "sort": sort,
                    "page": page,
                    "per_page": per_page,
                    "customer_id": customer_id,
                    "limit": limit,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        card_number: str,
        expiration_year: str,
        expiration_month: str,
        ccv: str,
        holder_name: str,
        customer_id: str,
        authorization: bool,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from its number.

        Turns the raw data of a card into a token, on a host of its own and with the public key. Only a system
        that meets PCI DSS may hold such data; others use `cards_create_tokenized`. An older sample sends the
        idempotency header and the newer guide does not; it is required here because the request creates
        something. A third-party program sends the secret key instead; the guide and the concepts page name
        the public one.

        Args:
            card_number: The full number of the card, digits only.
            expiration_year: The last two digits of the year in which the card expires.
            expiration_month: The month in which the card expires, in two digits.
            ccv: The security code; the wire name has its letters in this order.
            holder_name: Name of the holder as printed on the card.
            customer_id: UUID of the customer who holds the card.
            authorization: Whether the holder has authorised automatic charges; a later charge needs `true`.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/guides/cobrar-debito
        """
        body = CardCreate(
            card_number=card_number,
            expiration_year=expiration_year,
            expiration_month=expiration_month,
            ccv=ccv,
            holder_name=holder_name,
            customer_id=customer_id,
            authorization=authorization,
        )
        return self._caller.call(
            Call(
                operation=CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: CardCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from its number, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_tokenized(
        self,
        *,
        card_token: str,
        customer_id: str,
        authorization: bool,
        authentication: CardAuthentication | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from a token.

        Saves a card that the Elements SDK has turned into a token in the browser, so that its number never
        reaches you. The result of a 3-D Secure authentication of your own can be added.

        Args:
            card_token: The token that the Elements SDK returned from `tokenize()`.
            customer_id: UUID of the customer who holds the card.
            authorization: Whether the holder has authorised automatic charges; a later charge needs `true`.
            authentication: The result of a 3-D Secure authentication that you ran yourself.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cards/create-tokenized
        """
        body = TokenizedCardCreate(
            card_token=card_token,
            customer_id=customer_id,
            authorization=authorization,
            authentication=authentication,
        )
        return self._caller.call(
            Call(
                operation=CARDS_CREATE_TOKENIZED,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_tokenized_from(
        self,
        body: TokenizedCardCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from a token, from a ready-made body; see `create_tokenized`."""
        return self._caller.call(
            Call(
                operation=CARDS_CREATE_TOKENIZED,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        card_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> CardMethod:
        """Get a card.

        Returns one card. The newer version of the page shows its short form and the older version its long
        one; both are read.

        Args:
            card_id: Id of the card. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cards/detail
        """
        return self._caller.call(
            Call(
                operation=CARDS_GET,
                arguments={
                    "card_id": card_id,
                },
                options=options,
            )
        )


class AsyncCards(Resource):
    """Cards of customers, saved without their number."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        filter_customer_id: str | Unset = UNSET,
        sort: CardSort | Literal["created_at", "-created_at"] | Unset = UNSET,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        customer_id: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CardPage:
        """List cards.

        Returns the cards of all customers, or of one, page by page. The page exists in two versions: the
        newer one filters with `filter[customer_id]`, sorts, and counts beside the data; the older one filters
        with `customer_id` and counts in `meta`. The newer one is preferred, and both replies are read.

        Args:
            filter_customer_id: Keep the cards of this customer. This is the newer of the two filter dialects,
                shown by the newer version of the page.
            sort: Order of the cards. The latest come first when it is absent. A member of the enum, or one of
                "created_at", "-created_at".
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            customer_id: Keep the cards of this customer. This is the older of the two filter dialects, shown
                by the older version of the page; prefer `filter[customer_id]`.
            limit: How many cards one page holds; 15 when it is absent. The older version of the page shows
                it; the newer one calls it `per_page`.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cards/list
        """
        return await self._caller.call(
            Call(
                operation=CARDS_LIST,
                arguments={
                    "filter_customer_id": filter_customer_id,
                    "sort": sort,
                    "page": page,
                    "per_page": per_page,
                    "customer_id": customer_id,
                    "limit": limit,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        card_number: str,
        expiration_year: str,
        expiration_month: str,
        ccv: str,
        holder_name: str,
        customer_id: str,
        authorization: bool,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from its number.

        Turns the raw data of a card into a token, on a host of its own and with the public key. Only a system
        that meets PCI DSS may hold such data; others use `cards_create_tokenized`. An older sample sends the
        idempotency header and the newer guide does not; it is required here because the request creates
        something. A third-party program sends the secret key instead; the guide and the concepts page name
        the public one.

        Args:
            card_number: The full number of the card, digits only.
            expiration_year: The last two digits of the year in which the card expires.
            expiration_month: The month in which the card expires, in two digits.
            ccv: The security code; the wire name has its letters in this order.
            holder_name: Name of the holder as printed on the card.
            customer_id: UUID of the customer who holds the card.
            authorization: Whether the holder has authorised automatic charges; a later charge needs `true`.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/guides/cobrar-debito
        """
        body = CardCreate(
            card_number=card_number,
            expiration_year=expiration_year,
            expiration_month=expiration_month,
            ccv=ccv,
            holder_name=holder_name,
            customer_id=customer_id,
            authorization=authorization,
        )
        return await self._caller.call(
            Call(
                operation=CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: CardCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from its number, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=CARDS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_tokenized(
        self,
        *,
        card_token: str,
        customer_id: str,
        authorization: bool,
        authentication: CardAuthentication | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from a token.

        Saves a card that the Elements SDK has turned into a token in the browser, so that its number never
        reaches you. The result of a 3-D Secure authentication of your own can be added.

        Args:
            card_token: The token that the Elements SDK returned from `tokenize()`.
            customer_id: UUID of the customer who holds the card.
            authorization: Whether the holder has authorised automatic charges; a later charge needs `true`.
            authentication: The result of a 3-D Secure authentication that you ran yourself.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cards/create-tokenized
        """
        body = TokenizedCardCreate(
            card_token=card_token,
            customer_id=customer_id,
            authorization=authorization,
            authentication=authentication,
        )
        return await self._caller.call(
            Call(
                operation=CARDS_CREATE_TOKENIZED,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_tokenized_from(
        self,
        body: TokenizedCardCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> TokenizedCard:
        """Create a card from a token, from a ready-made body; see `create_tokenized`."""
        return await self._caller.call(
            Call(
                operation=CARDS_CREATE_TOKENIZED,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        card_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> CardMethod:
        """Get a card.

        Returns one card. The newer version of the page shows its short form and the older version its long
        one; both are read.

        Args:
            card_id: Id of the card. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cards/detail
        """
        return await self._caller.call(
            Call(
                operation=CARDS_GET,
                arguments={
                    "card_id": card_id,
                },
                options=options,
            )
        )
