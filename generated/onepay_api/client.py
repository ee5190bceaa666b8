"""A thin client: it sends each call once, with a time limit, and reads the reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from onepay_core.callers import TIMEOUT, AsyncHttpCaller, HttpCaller
from onepay_core.operation import AsyncCaller, Caller
from onepay_core.requests import Credentials
from onepay_core.resources import resource

from .servers import API_SERVER, CARDS_SERVER

if TYPE_CHECKING:
    from .api.accounts import Accounts, AsyncAccounts
    from .api.balances import AsyncBalances, Balances
    from .api.banks import AsyncBanks, Banks
    from .api.cards import AsyncCards, Cards
    from .api.cashouts import AsyncCashouts, Cashouts
    from .api.charges import AsyncCharges, Charges
    from .api.cities import AsyncCities, Cities
    from .api.companies import AsyncCompanies, Companies
    from .api.connect_links import AsyncConnectLinks, ConnectLinks
    from .api.customer_sessions import AsyncCustomerSessions, CustomerSessions
    from .api.customers import AsyncCustomers, Customers
    from .api.invoices import AsyncInvoices, Invoices
    from .api.issuing_cards import AsyncIssuingCards, IssuingCards
    from .api.payment_intents import AsyncPaymentIntents, PaymentIntents
    from .api.payments import AsyncPayments, Payments
    from .api.plans import AsyncPlans, Plans
    from .api.request_to_pay import AsyncRequestToPay, RequestToPay
    from .api.states import AsyncStates, States
    from .api.subscriptions import AsyncSubscriptions, Subscriptions
    from .api.templates import AsyncTemplates, Templates
    from .api.utilities import AsyncUtilities, Utilities
    from .api.wallets import AsyncWallets, Wallets
    from .api.webhooks import AsyncWebhooks, Webhooks

__all__ = ("AsyncClient", "AsyncResources", "Client", "Resources")


class Resources(Caller):
    """The operations of the API, by tag; each tag is loaded when it is first used."""

    @resource
    def accounts(self) -> Accounts:
        """Bank accounts and wallets of customers, to debit or to pay out to."""
        from .api.accounts import Accounts

        return Accounts(self)

    @resource
    def balances(self) -> Balances:
        """The company's own money, and its withdrawal to the company's own account."""
        from .api.balances import Balances

        return Balances(self)

    @resource
    def banks(self) -> Banks:
        """The banks and wallet providers where an account can be."""
        from .api.banks import Banks

        return Banks(self)

    @resource
    def cards(self) -> Cards:
        """Cards of customers, saved without their number."""
        from .api.cards import Cards

        return Cards(self)

    @resource
    def cashouts(self) -> Cashouts:
        """Payouts from the company's balance to the bank accounts of others."""
        from .api.cashouts import Cashouts

        return Cashouts(self)

    @resource
    def charges(self) -> Charges:
        """Debits of a card or account that its holder has authorised, and collection over PSE and Bre-B."""
        from .api.charges import Charges

        return Charges(self)

    @resource
    def cities(self) -> Cities:
        """The municipalities of Colombia."""
        from .api.cities import Cities

        return Cities(self)

    @resource
    def companies(self) -> Companies:
        """Companies that collect with OnePay, and their registration."""
        from .api.companies import Companies

        return Companies(self)

    @resource
    def connect_links(self) -> ConnectLinks:
        """Links behind which a customer saves a payment method."""
        from .api.connect_links import ConnectLinks

        return ConnectLinks(self)

    @resource
    def customer_sessions(self) -> CustomerSessions:
        """What a customer who logged in with a one-time code may see and pay."""
        from .api.customer_sessions import CustomerSessions

        return CustomerSessions(self)

    @resource
    def customers(self) -> Customers:
        """The people and companies that pay, or are paid."""
        from .api.customers import Customers

        return Customers(self)

    @resource
    def invoices(self) -> Invoices:
        """Bills, each with a payment of its own."""
        from .api.invoices import Invoices

        return Invoices(self)

    @resource
    def issuing_cards(self) -> IssuingCards:
        """Cards that the company issues on the wallets of its customers."""
        from .api.issuing_cards import IssuingCards

        return IssuingCards(self)

    @resource
    def payment_intents(self) -> PaymentIntents:
        """The attempts to collect money, whatever they belong to."""
        from .api.payment_intents import PaymentIntents

        return PaymentIntents(self)

    @resource
    def payments(self) -> Payments:
        """Requests for money that a payer settles behind a link."""
        from .api.payments import Payments

        return Payments(self)

    @resource
    def plans(self) -> Plans:
        """The terms on which subscriptions recur."""
        from .api.plans import Plans

        return Plans(self)

    @resource
    def request_to_pay(self) -> RequestToPay:
        """Requests to pay that go to a Nequi or Daviplata wallet."""
        from .api.request_to_pay import RequestToPay

        return RequestToPay(self)

    @resource
    def states(self) -> States:
        """The departments of Colombia."""
        from .api.states import States

        return States(self)

    @resource
    def subscriptions(self) -> Subscriptions:
        """Charges that recur for one customer, as a plan says."""
        from .api.subscriptions import Subscriptions

        return Subscriptions(self)

    @resource
    def templates(self) -> Templates:
        """The texts of the messages that announce a payment on WhatsApp."""
        from .api.templates import Templates

        return Templates(self)

    @resource
    def utilities(self) -> Utilities:
        """Payment of public utility bills, once or by direct debit."""
        from .api.utilities import Utilities

        return Utilities(self)

    @resource
    def wallets(self) -> Wallets:
        """The balance that a customer holds with the company, and its movements."""
        from .api.wallets import Wallets

        return Wallets(self)

    @resource
    def webhooks(self) -> Webhooks:
        """The addresses that are told about events."""
        from .api.webhooks import Webhooks

        return Webhooks(self)


class AsyncResources(AsyncCaller):
    """The same without blocking."""

    @resource
    def accounts(self) -> AsyncAccounts:
        """Bank accounts and wallets of customers, to debit or to pay out to."""
        from .api.accounts import AsyncAccounts

        return AsyncAccounts(self)

    @resource
    def balances(self) -> AsyncBalances:
        """The company's own money, and its withdrawal to the company's own account."""
        from .api.balances import AsyncBalances

        return AsyncBalances(self)

    @resource
    def banks(self) -> AsyncBanks:
        """The banks and wallet providers where an account can be."""
        from .api.banks import AsyncBanks

        return AsyncBanks(self)

    @resource
    def cards(self) -> AsyncCards:
        """Cards of customers, saved without their number."""
        from .api.cards import AsyncCards

        return AsyncCards(self)

    @resource
    def cashouts(self) -> AsyncCashouts:
        """Payouts from the company's balance to the bank accounts of others."""
        from .api.cashouts import AsyncCashouts

        return AsyncCashouts(self)

    @resource
    def charges(self) -> AsyncCharges:
        """Debits of a card or account that its holder has authorised, and collection over PSE and Bre-B."""
        from .api.charges import AsyncCharges

        return AsyncCharges(self)

    @resource
    def cities(self) -> AsyncCities:
        """The municipalities of Colombia."""
        from .api.cities import AsyncCities

        return AsyncCities(self)

    @resource
    def companies(self) -> AsyncCompanies:
        """Companies that collect with OnePay, and their registration."""
        from .api.companies import AsyncCompanies

        return AsyncCompanies(self)

    @resource
    def connect_links(self) -> AsyncConnectLinks:
        """Links behind which a customer saves a payment method."""
        from .api.connect_links import AsyncConnectLinks

        return AsyncConnectLinks(self)

    @resource
    def customer_sessions(self) -> AsyncCustomerSessions:
        """What a customer who logged in with a one-time code may see and pay."""
        from .api.customer_sessions import AsyncCustomerSessions

        return AsyncCustomerSessions(self)

    @resource
    def customers(self) -> AsyncCustomers:
        """The people and companies that pay, or are paid."""
        from .api.customers import AsyncCustomers

        return AsyncCustomers(self)

    @resource
    def invoices(self) -> AsyncInvoices:
        """Bills, each with a payment of its own."""
        from .api.invoices import AsyncInvoices

        return AsyncInvoices(self)

    @resource
    def issuing_cards(self) -> AsyncIssuingCards:
        """Cards that the company issues on the wallets of its customers."""
        from .api.issuing_cards import AsyncIssuingCards

        return AsyncIssuingCards(self)

    @resource
    def payment_intents(self) -> AsyncPaymentIntents:
        """The attempts to collect money, whatever they belong to."""
        from .api.payment_intents import AsyncPaymentIntents

        return AsyncPaymentIntents(self)

    @resource
    def payments(self) -> AsyncPayments:
        """Requests for money that a payer settles behind a link."""
        from .api.payments import AsyncPayments

        return AsyncPayments(self)

    @resource
    def plans(self) -> AsyncPlans:
        """The terms on which subscriptions recur."""
        from .api.plans import AsyncPlans

        return AsyncPlans(self)

    @resource
    def request_to_pay(self) -> AsyncRequestToPay:
        """Requests to pay that go to a Nequi or Daviplata wallet."""
        from .api.request_to_pay import AsyncRequestToPay

        return AsyncRequestToPay(self)

    @resource
    def states(self) -> AsyncStates:
        """The departments of Colombia."""
        from .api.states import AsyncStates

        return AsyncStates(self)

    @resource
    def subscriptions(self) -> AsyncSubscriptions:
        """Charges that recur for one customer, as a plan says."""
        from .api.subscriptions import AsyncSubscriptions

        return AsyncSubscriptions(self)

    @resource
    def templates(self) -> AsyncTemplates:
        """The texts of the messages that announce a payment on WhatsApp."""
        from .api.templates import AsyncTemplates

        return AsyncTemplates(self)

    @resource
    def utilities(self) -> AsyncUtilities:
        """Payment of public utility bills, once or by direct debit."""
        from .api.utilities import AsyncUtilities

        return AsyncUtilities(self)

    @resource
    def wallets(self) -> AsyncWallets:
        """The balance that a customer holds with the company, and its movements."""
        from .api.wallets import AsyncWallets

        return AsyncWallets(self)

    @resource
    def webhooks(self) -> AsyncWebhooks:
        """The addresses that are told about events."""
        from .api.webhooks import AsyncWebhooks

        return AsyncWebhooks(self)


class Client(HttpCaller, Resources):
    """The operations of the API by tag, each sent once over httpx.

    It does nothing else: it never repeats a call, and keeps no journal of what was sent. After ``NoResponse`` nobody knows
    whether a payment was made; ``onepay_client.OnePay`` keeps what is needed to find out.

    ``secret_key`` is ``sk_test_…`` or ``sk_live_…``; ``public_key`` (``pk_…``) is only needed where an operation asks
    for it. ``timeout`` is in seconds. ``check=False`` sends requests that the contract forbids. An ``http`` client that
    you pass in stays yours to close.
    """

    def __init__(
        self,
        secret_key: str | None = None,
        *,
        public_key: str | None = None,
        base_url: str = API_SERVER,
        cards_url: str = CARDS_SERVER,
        timeout: float = TIMEOUT,
        check: bool = True,
        http: httpx.Client | None = None,
    ) -> None:
        servers = {
            API_SERVER: base_url,
            CARDS_SERVER: cards_url,
        }
        super().__init__(Credentials(secret_key, public_key), servers, timeout=timeout, check=check, http=http)


class AsyncClient(AsyncHttpCaller, AsyncResources):
    """The operations of the API by tag, without blocking, each sent once over httpx.

    It does nothing else: it never repeats a call, and keeps no journal of what was sent. After ``NoResponse`` nobody knows
    whether a payment was made; ``onepay_client.OnePay`` keeps what is needed to find out.

    ``secret_key`` is ``sk_test_…`` or ``sk_live_…``; ``public_key`` (``pk_…``) is only needed where an operation asks
    for it. ``timeout`` is in seconds. ``check=False`` sends requests that the contract forbids. An ``http`` client that
    you pass in stays yours to close.
    """

    def __init__(
        self,
        secret_key: str | None = None,
        *,
        public_key: str | None = None,
        base_url: str = API_SERVER,
        cards_url: str = CARDS_SERVER,
        timeout: float = TIMEOUT,
        check: bool = True,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        servers = {
            API_SERVER: base_url,
            CARDS_SERVER: cards_url,
        }
        super().__init__(Credentials(secret_key, public_key), servers, timeout=timeout, check=check, http=http)
