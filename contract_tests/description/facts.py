"""What the documents say, as data: the operations, and the three source pages field by field.

What stands here, the contract may not lose or bend. Operations and values of enums may come in without a line
here: their evidence stands beside them in the contract.

A kind is written as the tests print the contract: `string`, `date-time?` for one that may be null,
`[Split]` for a list, and the component's name for everything that has one.
"""

from __future__ import annotations

from typing import Final

OPERATIONS: Final = """
accounts_create                         POST    /accounts                                              documented
accounts_delete                         DELETE  /accounts/{account_id}                                 observed
accounts_get                            GET     /accounts/{account_id}                                 observed
accounts_list                           GET     /accounts                                              documented
accounts_list_banks                     GET     /accounts/banks                                        observed
accounts_validate                       POST    /accounts/{account_id}/validate                        observed
balances_cashout                        POST    /balances/cashout                                      documented
balances_get                            GET     /balances                                              observed
balances_withdraw                       POST    /balances                                              documented
banks_list                              GET     /banks                                                 observed
cards_create                            POST    /cards                                                 documented
cards_create_tokenized                  POST    /cards/tokenized                                       documented
cards_get                               GET     /cards/{card_id}                                       documented
cards_list                              GET     /cards                                                 documented
cashouts_create                         POST    /cashouts                                              documented
charges_cancel                          POST    /charges/{charge_id}/cancel                            documented
charges_create                          POST    /charges                                               documented
charges_create_bre_b                    POST    /charges/bre-b                                         documented
charges_create_pse                      POST    /charges/pse                                           documented
charges_get                             GET     /charges/{charge_id}                                   documented
charges_list                            GET     /charges                                               documented
charges_list_intents                    GET     /charges/{charge_id}/intents                           documented
charges_refund                          POST    /charges/{charge_id}/refund                            observed
charges_resolve                         POST    /charges/{charge_id}/resolve                           documented
cities_list                             GET     /cities                                                observed
companies_create                        POST    /companies                                             documented
connect_links_create                    POST    /connect-links                                         documented
customer_sessions_create_charge         POST    /customers/session/charges                             documented
customer_sessions_get_charge            GET     /customers/session/charges/{charge_id}                 documented
customer_sessions_list_payment_methods  GET     /customers/session/payment-methods                     documented
customer_sessions_request_otp           POST    /customers/login                                       inferred
customer_sessions_verify_otp            POST    /customers/login/verify                                documented
customers_create                        POST    /customers                                             documented
customers_delete                        DELETE  /customers/{customer_id}                               documented
customers_get                           GET     /customers/{customer_id}                               documented
customers_list                          GET     /customers                                             documented
customers_list_accounts                 GET     /customers/{customer_id}/accounts                      observed
customers_list_cards                    GET     /customers/{customer_id}/cards                         observed
invoices_create                         POST    /invoices                                              documented
invoices_delete                         DELETE  /invoices/{invoice_id}                                 documented
invoices_get                            GET     /invoices/{invoice_id}                                 documented
invoices_list                           GET     /invoices                                              documented
invoices_update                         PUT     /invoices/{invoice_id}                                 documented
issuing_cards_create                    POST    /issuing/cards                                         documented
issuing_cards_get                       GET     /issuing/cards/{issuing_card_id}                       documented
issuing_cards_update                    PUT     /issuing/cards/{issuing_card_id}                       documented
payment_intents_get                     GET     /payment-intents/{payment_intent_id}                   documented
payment_intents_list                    GET     /payment-intents                                       documented
payments_create                         POST    /payments                                              documented
payments_delete                         DELETE  /payments/{payment_id}                                 observed
payments_get                            GET     /payments/{payment_id}                                 documented
payments_list                           GET     /payments                                              observed
payments_list_intents                   GET     /payments/{payment_id}/intents                         observed
payments_resend                         POST    /payments/{payment_id}                                 observed
plans_create                            POST    /plans                                                 documented
plans_list                              GET     /plans                                                 documented
plans_update                            PUT     /plans/{plan_id}                                       documented
request_to_pay_confirm_daviplata        POST    /request-to-pay/daviplata/{payment_intent_id}/confirm  documented
request_to_pay_confirm_nequi            POST    /request-to-pay/nequi/{payment_intent_id}/confirm      documented
request_to_pay_create_daviplata         POST    /request-to-pay/daviplata                              documented
request_to_pay_create_nequi             POST    /request-to-pay/nequi                                  documented
states_list                             GET     /states                                                observed
subscriptions_cancel                    DELETE  /subscriptions/{subscription_id}                       observed
subscriptions_create                    POST    /subscriptions                                         documented
subscriptions_list                      GET     /subscriptions                                         documented
templates_list                          GET     /templates                                             observed
utilities_create_direct_debit_link      POST    /utilities/direct-debits/link                          documented
utilities_list_direct_debits            GET     /utilities/direct-debits                               documented
utilities_list_providers                GET     /utilities/providers                                   documented
utilities_pay                           POST    /utilities                                             documented
wallets_get_balance                     GET     /customers/{customer_id}/balance                       documented
wallets_list_transactions               GET     /customers/{customer_id}/transactions                  documented
wallets_top_up                          POST    /customers/{customer_id}/transactions                  documented
webhooks_create                         POST    /webhooks                                              documented
webhooks_delete                         DELETE  /webhooks/{webhook_id}                                 documented
webhooks_get                            GET     /webhooks/{webhook_id}                                 documented
webhooks_list                           GET     /webhooks                                              documented
webhooks_update                         PUT     /webhooks/{webhook_id}                                 documented
"""

KEY_OBSERVED: Final = frozenset({"accounts_validate", "charges_refund", "invoices_update", "payments_resend"})
"""Programs send the key, and no page asks for it."""

KEY_REQUIRED: Final = frozenset(
    {
        *("accounts_create", "balances_cashout", "balances_withdraw", "cards_create"),
        *("cards_create_tokenized", "cashouts_create", "charges_create", "charges_create_bre_b"),
        *("charges_create_pse", "companies_create", "connect_links_create"),
        *("customer_sessions_create_charge", "customers_create", "invoices_create", "issuing_cards_create"),
        *("issuing_cards_update", "request_to_pay_confirm_nequi"),
        *("payments_create", "plans_create", "plans_update", "request_to_pay_create_daviplata"),
        "request_to_pay_confirm_daviplata",
        *("request_to_pay_create_nequi", "subscriptions_create", "utilities_create_direct_debit_link"),
        *("utilities_pay", "wallets_top_up", "webhooks_create"),
    }
)
WITH_CUSTOMER_TOKEN: Final = frozenset({
    *("customer_sessions_create_charge", "customer_sessions_get_charge", "customer_sessions_list_payment_methods")
})  # fmt: skip

EVENTS: Final = {
    "payment": "created deleted rejected approved expired partially_paid partial_expired",
    "charge": "created processing paid succeeded failed refunded disputed",
    "cashout": "created processing approved processed completed rejected cancelled",
    "subscription": "created active paid unpaid pass_due frozen cancelled canceled finished",
    "account": "validated failed",
    "invoice": "created paid",
    "connect_link": "completed",
}

# The payment page: fields in the order of its sample. Null stands in the sample, or in the prose beside it
# for `paid_at`, `customer` and `method`; the creation page prints null for `description`, `phone` and
# `expiration_at` as well.
PAYMENT: Final = {
    "id": "string",
    "source": "string",
    "currency": "Currency",
    "amount": "integer",
    "amount_label": "string",
    "title": "string",
    "description": "string?",
    "phone": "string?",
    "expiration_at": "date-time?",
    "due_date": "string?",
    "document_link": "string?",
    "external_id": "string?",
    "allows": "Allows",
    "status": "PaymentStatus",
    "is_test": "boolean",
    "created_at": "date-time",
    "paid_at": "date-time?",
    "payment_link": "string?",
    "redirect_url": "string?",
    "provider_id": "string?",
    "metadata": "Metadata?",
    "customer": "CustomerSummary?",
    "method": "PaymentMethod?",
    "splits": "[Split]",
    "company": "PaymentCompany?",
    "commission": "null",
    "partial_payment": "PartialPayment",
}
PAYMENT_OPTIONAL: Final = frozenset({"partial_payment"})
PAYMENT_CUSTOMER: Final = {
    "id": "string",
    "first_name": "string",
    "last_name": "string",
    "email": "string",
    "phone": "string",
    "document_type": "DocumentType?",
    "document_number": "string?",
    "created_at": "date-time",
    "is_test": "boolean",
}
PAYMENT_ALLOWS: Final = frozenset({"cards", "accounts", "card_extra", "realtime", "pse", "transfiya"})

CASHOUT: Final = {
    "id": "string",
    "customer_id": "string",
    "account_id": "string",
    "is_test": "boolean",
    "amount": "integer",
    "status": "CashoutStatus",
    "scheduled_at": "date-time?",
    "created_at": "date-time",
    "external_id": "string?",
    "method": "CashoutMethod",
}
CASHOUT_CREATE: Final = {
    "amount": "integer",
    "account_id": "string",
    "customer_id": "string",
    "description": "string?",
    "external_id": "string?",
    "currency": "Currency?",
    "method": "CashoutMethod",
}

ENUMS: Final = {
    "PaymentStatus": (
        "pending approved declined cancelled expired in_progress refunded partially_paid partial_expired"
    ),
    "CashoutStatus": "pending processing processed failed",
    "CashoutMethod": "ACH TURBO INSTANT",
    "BillingFrequency": "daily weekly monthly bi_monthly quarterly biannually yearly",
    "DeclineCode": (
        "INTERNAL_ERROR CARD_CVV INSUFFICIENT_FUNDS CARD_NUMBER FRAUDULENT STOLEN CURRENCY_NOT_SUPPORTED"
        " CARD_VELOCITY CARD_DATE TRANSACTION_NOT_FOUND MIN_AMOUNT ACCOUNT_NOT_CONNECTED ACCOUNT_BLOCKED"
        " ACCOUNT_CLOSED ACCOUNT_DOES_NOT_BELONG_TO_CUSTOMER TRANSACTION_EXPIRED CARD_GENERIC_ERROR"
        " TRANSACTION_REJECTED UNKNOWN BANK_IS_NOT_AVAILABLE CARD_RESTRICTED CARD_EXPIRED"
        " ACCOUNT_IS_NOT_AUTHORIZED TRANSACTION_TEMPORALLY_BLOCKED ACCOUNT_FAILED CUSTOMER_DATA_INVALID"
        " MAX_AMOUNT DONT_HONOR COMPANY_TRANSACTION_LIMIT_COUNT COMPANY_TRANSACTION_LIMIT_AMOUNT"
        " CUSTOMER_WALLET_NOT_FOUND RISK_CONTROL ACCOUNT_MAX_AMOUNT ACCOUNT_SERVICE_NOT_AVAILABLE"
    ),
    "ErrorCodeName": (
        "balance_is_empty insufficient_funds company_account_not_found idempotency_error payment_cancelled"
        " payment_already_paid charge_refunded charge_is_test charge_is_not_paid CustomerBanned"
    ),
}
