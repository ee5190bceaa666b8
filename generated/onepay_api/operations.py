"""Every operation of the contract by its operationId, for tools and tests; the client does not need it."""

from typing import Any

from onepay_core.operation import Operation

from .api.accounts.accounts_create import ACCOUNTS_CREATE
from .api.accounts.accounts_delete import ACCOUNTS_DELETE
from .api.accounts.accounts_get import ACCOUNTS_GET
from .api.accounts.accounts_list import ACCOUNTS_LIST
from .api.accounts.accounts_list_banks import ACCOUNTS_LIST_BANKS
from .api.accounts.accounts_validate import ACCOUNTS_VALIDATE
from .api.balances.balances_cashout import BALANCES_CASHOUT
from .api.balances.balances_get import BALANCES_GET
from .api.balances.balances_withdraw import BALANCES_WITHDRAW
from .api.banks.banks_list import BANKS_LIST
from .api.cards.cards_create import CARDS_CREATE
from .api.cards.cards_create_tokenized import CARDS_CREATE_TOKENIZED
from .api.cards.cards_get import CARDS_GET
from .api.cards.cards_list import CARDS_LIST
from .api.cashouts.cashouts_create import CASHOUTS_CREATE
from .api.charges.charges_cancel import CHARGES_CANCEL
from .api.charges.charges_create import CHARGES_CREATE
from .api.charges.charges_create_bre_b import CHARGES_CREATE_BRE_B
from .api.charges.charges_create_pse import CHARGES_CREATE_PSE
from .api.charges.charges_get import CHARGES_GET
from .api.charges.charges_list import CHARGES_LIST
from .api.charges.charges_list_intents import CHARGES_LIST_INTENTS
from .api.charges.charges_refund import CHARGES_REFUND
from .api.charges.charges_resolve import CHARGES_RESOLVE
from .api.cities.cities_list import CITIES_LIST
from .api.companies.companies_create import COMPANIES_CREATE
from .api.connect_links.connect_links_create import CONNECT_LINKS_CREATE
from .api.customer_sessions.customer_sessions_create_charge import CUSTOMER_SESSIONS_CREATE_CHARGE
from .api.customer_sessions.customer_sessions_get_charge import CUSTOMER_SESSIONS_GET_CHARGE
from .api.customer_sessions.customer_sessions_list_payment_methods import CUSTOMER_SESSIONS_LIST_PAYMENT_METHODS
from .api.customer_sessions.customer_sessions_request_otp import CUSTOMER_SESSIONS_REQUEST_OTP
from .api.customer_sessions.customer_sessions_verify_otp import CUSTOMER_SESSIONS_VERIFY_OTP
from .api.customers.customers_create import CUSTOMERS_CREATE
from .api.customers.customers_delete import CUSTOMERS_DELETE
from .api.customers.customers_get import CUSTOMERS_GET
from .api.customers.customers_list import CUSTOMERS_LIST
from .api.customers.customers_list_accounts import CUSTOMERS_LIST_ACCOUNTS
from .api.customers.customers_list_cards import CUSTOMERS_LIST_CARDS
from .api.invoices.invoices_create import INVOICES_CREATE
from .api.invoices.invoices_delete import INVOICES_DELETE
from .api.invoices.invoices_get import INVOICES_GET
from .api.invoices.invoices_list import INVOICES_LIST
from .api.invoices.invoices_update import INVOICES_UPDATE
from .api.issuing_cards.issuing_cards_create import ISSUING_CARDS_CREATE
from .api.issuing_cards.issuing_cards_get import ISSUING_CARDS_GET
from .api.issuing_cards.issuing_cards_update import ISSUING_CARDS_UPDATE
from .api.payment_intents.payment_intents_get import PAYMENT_INTENTS_GET
from .api.payment_intents.payment_intents_list import PAYMENT_INTENTS_LIST
from .api.payments.payments_create import PAYMENTS_CREATE
from .api.payments.payments_delete import PAYMENTS_DELETE
from .api.payments.payments_get import PAYMENTS_GET
from .api.payments.payments_list import PAYMENTS_LIST
from .api.payments.payments_list_intents import PAYMENTS_LIST_INTENTS
from .api.payments.payments_resend import PAYMENTS_RESEND
from .api.plans.plans_create import PLANS_CREATE
from .api.plans.plans_list import PLANS_LIST
from .api.plans.plans_update import PLANS_UPDATE
from .api.request_to_pay.request_to_pay_confirm_daviplata import REQUEST_TO_PAY_CONFIRM_DAVIPLATA
from .api.request_to_pay.request_to_pay_confirm_nequi import REQUEST_TO_PAY_CONFIRM_NEQUI
from .api.request_to_pay.request_to_pay_create_daviplata import REQUEST_TO_PAY_CREATE_DAVIPLATA
from .api.request_to_pay.request_to_pay_create_nequi import REQUEST_TO_PAY_CREATE_NEQUI
from .api.states.states_list import STATES_LIST
from .api.subscriptions.subscriptions_cancel import SUBSCRIPTIONS_CANCEL
from .api.subscriptions.subscriptions_create import SUBSCRIPTIONS_CREATE
from .api.subscriptions.subscriptions_list import SUBSCRIPTIONS_LIST
from .api.templates.templates_list import TEMPLATES_LIST
from .api.utilities.utilities_create_direct_debit_link import UTILITIES_CREATE_DIRECT_DEBIT_LINK
from .api.utilities.utilities_list_direct_debits import UTILITIES_LIST_DIRECT_DEBITS
from .api.utilities.utilities_list_providers import UTILITIES_LIST_PROVIDERS
from .api.utilities.utilities_pay import UTILITIES_PAY
from .api.wallets.wallets_get_balance import WALLETS_GET_BALANCE
from .api.wallets.wallets_list_transactions import WALLETS_LIST_TRANSACTIONS
from .api.wallets.wallets_top_up import WALLETS_TOP_UP
from .api.webhooks.webhooks_create import WEBHOOKS_CREATE
from .api.webhooks.webhooks_delete import WEBHOOKS_DELETE
from .api.webhooks.webhooks_get import WEBHOOKS_GET
from .api.webhooks.webhooks_list import WEBHOOKS_LIST
from .api.webhooks.webhooks_update import WEBHOOKS_UPDATE

OPERATIONS: dict[str, Operation[Any]] = {
    operation.id: operation
    for operation in (
        ACCOUNTS_CREATE,
        ACCOUNTS_DELETE,
        ACCOUNTS_GET,
        ACCOUNTS_LIST,
        ACCOUNTS_LIST_BANKS,
        ACCOUNTS_VALIDATE,
        BALANCES_CASHOUT,
        BALANCES_GET,
        BALANCES_WITHDRAW,
        BANKS_LIST,
        CARDS_CREATE,
        CARDS_CREATE_TOKENIZED,
        CARDS_GET,
        CARDS_LIST,
        CASHOUTS_CREATE,
        CHARGES_CANCEL,
        CHARGES_CREATE,
        CHARGES_CREATE_BRE_B,
        CHARGES_CREATE_PSE,
        CHARGES_GET,
        CHARGES_LIST,
        CHARGES_LIST_INTENTS,
        CHARGES_REFUND,
        CHARGES_RESOLVE,
        CITIES_LIST,
        COMPANIES_CREATE,
        CONNECT_LINKS_CREATE,
        CUSTOMER_SESSIONS_CREATE_CHARGE,
        CUSTOMER_SESSIONS_GET_CHARGE,
        CUSTOMER_SESSIONS_LIST_PAYMENT_METHODS,
        CUSTOMER_SESSIONS_REQUEST_OTP,
        CUSTOMER_SESSIONS_VERIFY_OTP,
        CUSTOMERS_CREATE,
        CUSTOMERS_DELETE,
        CUSTOMERS_GET,
        CUSTOMERS_LIST,
        CUSTOMERS_LIST_ACCOUNTS,
        CUSTOMERS_LIST_CARDS,
        INVOICES_CREATE,
        INVOICES_DELETE,
        INVOICES_GET,
        INVOICES_LIST,
        INVOICES_UPDATE,
        ISSUING_CARDS_CREATE,
        ISSUING_CARDS_GET,
        ISSUING_CARDS_UPDATE,
        PAYMENT_INTENTS_GET,
        PAYMENT_INTENTS_LIST,
        PAYMENTS_CREATE,
        PAYMENTS_DELETE,
        PAYMENTS_GET,
        PAYMENTS_LIST,
        PAYMENTS_LIST_INTENTS,
        PAYMENTS_RESEND,
        PLANS_CREATE,
        PLANS_LIST,
        PLANS_UPDATE,
        REQUEST_TO_PAY_CONFIRM_DAVIPLATA,
        REQUEST_TO_PAY_CONFIRM_NEQUI,
        REQUEST_TO_PAY_CREATE_DAVIPLATA,
        REQUEST_TO_PAY_CREATE_NEQUI,
        STATES_LIST,
        SUBSCRIPTIONS_CANCEL,
        SUBSCRIPTIONS_CREATE,
        SUBSCRIPTIONS_LIST,
        TEMPLATES_LIST,
        UTILITIES_CREATE_DIRECT_DEBIT_LINK,
        UTILITIES_LIST_DIRECT_DEBITS,
        UTILITIES_LIST_PROVIDERS,
        UTILITIES_PAY,
        WALLETS_GET_BALANCE,
        WALLETS_LIST_TRANSACTIONS,
        WALLETS_TOP_UP,
        WEBHOOKS_CREATE,
        WEBHOOKS_DELETE,
        WEBHOOKS_GET,
        WEBHOOKS_LIST,
        WEBHOOKS_UPDATE,
    )
}
