"""What the documents say and no body can show: parameters, statuses, limits, and values that no sample has.

It stands here a second time on purpose. A slip in the contract is then noticed, and a change of it is
made twice, each time by somebody who has looked at the page. New operations and new values of enums are free
of that; new limits are not, because a wrong one stops requests.
"""

from __future__ import annotations

from typing import Final

QUERIES: Final = {
    "accounts_list": "customer_id status page limit",
    "accounts_list_banks": "page per_page",
    "banks_list": "page per_page",
    "cards_list": "filter[customer_id] sort page per_page customer_id limit",
    "charges_list": "status created_from created_to page",
    "cities_list": "filter[state_id] filter[name] sort page per_page",
    "customers_list": "page per_page document_number limit",
    "customers_list_accounts": "page",
    "customers_list_cards": "page",
    "invoices_list": "page filter[status] filter[id] filter[reference] filter[provider_id] sort",
    "payments_list": "page filter[status] filter[id] filter[external_id] sort",
    "payment_intents_list": "filter[id] filter[status] filter[external_id] sort page",
    "plans_list": "page!",
    "states_list": "filter[name]",
    "subscriptions_list": "page",
    "templates_list": "filter[selectable] filter[status] per_page",
    "utilities_list_providers": "page",
}
"""The query of each operation that has one; `!` marks what must be given."""

SUCCESSES: Final = {
    "balances_withdraw": ["204"],
    "charges_refund": ["200", "204"],
    "invoices_delete": ["204"],
    "invoices_update": ["200"],
    "issuing_cards_update": ["200"],
    "payments_delete": ["200", "204"],
    "plans_create": ["201"],
    "plans_update": ["201"],
    "webhooks_update": ["200"],
}
"""The success of each operation whose page or program names it; of others a GET answers 200, and the rest 2XX."""

SILENT: Final = frozenset(
    {
        *("accounts_delete", "balances_withdraw", "charges_refund", "customer_sessions_request_otp"),
        *("customers_delete", "invoices_delete", "payments_delete", "payments_resend", "subscriptions_cancel"),
        *("utilities_pay", "webhooks_delete"),
    }
)
"""Operations whose success has no body that is known."""

ERRORS: Final = {
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "IdempotencyConflict",
    "419": "PageExpired",
    "422": "ValidationFailed",
    "429": "AlreadySubmitted",
}
"""The one reply that each error status has, whatever the operation."""

MAY_BE_EMPTY: Final = frozenset({"accounts_validate", "balances_withdraw", "invoices_delete", "payments_resend"})
"""Operations whose body may be left out."""

EVENT_HEADERS: Final = "x-webhook-token! Signature x-signature x-webhook-event"

NOT_TEXT: Final = {
    "AccountsFilterStatus": "AccountStatus",
    "AccountsLimit": "integer",
    "CardsLimit": "integer",
    "CardsSort": "CardSort",
    "ChargesStatus": "ChargeStatus",
    "CitiesFilterStateId": "integer",
    "CitiesSort": "CitySort",
    "CustomersLimit": "integer",
    "InvoicesFilterStatus": "InvoiceStatus",
    "Page": "integer",
    "PaymentIntentsFilterStatus": "PaymentIntentStatus",
    "PaymentIntentsSort": "PaymentIntentSort",
    "PaymentsFilterStatus": "PaymentStatus",
    "PerPage": "integer",
    "PlansPage": "integer",
    "TemplatesFilterSelectable": "integer",
    "TemplatesFilterStatus": "TemplateStatus",
    "WebhookEventName": "EventName",
}
"""What each parameter is that is not text."""

OBSERVED_EVENTS: Final = frozenset(
    {
        *("cashout.processing", "cashout.completed", "cashout.cancelled", "connect_link.completed"),
        *("subscription.paid", "subscription.unpaid", "subscription.pass_due", "subscription.frozen"),
        *("subscription.canceled", "subscription.finished", "invoice.created", "invoice.paid"),
    }
)

RULES: Final = {
    "DirectDebitLinkCreate.approx_amount": {"minimum": 1},
    "DirectDebitLinkCreate.expiration_minutes": {"minimum": 60, "maximum": 43200},
    "InvoiceCreate.amount": {"minimum": 5000, "maximum": 100_000_000},
    "InvoiceCreate.name": {"minLength": 5, "maxLength": 100},
    "InvoiceUpdate.amount": {"minimum": 5000, "maximum": 100_000_000},
    "InvoiceUpdate.name": {"minLength": 5, "maxLength": 100},
    "InvoiceUpdate.reference": {"minLength": 5, "maxLength": 100},
    "PlanCreate.description": {"maxLength": 255},
    "PlanCreate.internal_id": {"maxLength": 255},
    "PlanCreate.name": {"maxLength": 255},
    "PlanUpdate.description": {"maxLength": 255},
    "PlanUpdate.internal_id": {"maxLength": 255},
    "PlanUpdate.name": {"maxLength": 255},
    "SessionChargeCreate.amount": {"minimum": 100},
    "WebhookEndpointCreate.description": {"maxLength": 500},
    "WebhookEndpointCreate.events": {"minItems": 1},
    "WebhookEndpointCreate.name": {"maxLength": 255},
    "WebhookEndpointCreate.url": {"maxLength": 500},
    "WebhookEndpointUpdate.description": {"maxLength": 500},
    "WebhookEndpointUpdate.events": {"minItems": 1},
    "WebhookEndpointUpdate.name": {"maxLength": 255},
    "WebhookEndpointUpdate.url": {"maxLength": 500},
    "parameter AccountsLimit": {"maximum": 100},
    "parameter CardsLimit": {"maximum": 100},
    "parameter CustomersLimit": {"minimum": 1},
    "parameter Page": {"minimum": 1},
    "parameter PerPage": {"minimum": 1},
    "parameter PlansPage": {"minimum": 1},
}
"""Every limit on a field or a query parameter; ids in a path are not empty."""

CLOSED: Final = frozenset(
    {
        *("AccountEventName", "AccountStatus", "BillingFrequency", "CardSort", "CashoutMethod", "CashoutStatus"),
        *("ChargeEventName", "ChargeResolveAction", "CustomerDocumentType", "DaviplataDocumentType"),
        *("InvoiceDeleteReason", "PaymentEventName", "PaymentIntentSort", "PaymentIntentStatus", "PaymentStatus"),
        *("SessionChargeStatus", "UserType"),
    }
)
"""The enums whose pages list all of their values; of the others more may come."""

LISTS: Final = {
    "AccountStatus": "PENDING ACTIVE REJECTED INACTIVE",
    "AccountSubtype": "SAVINGS CHECKING ELECTRONIC_DEPOSIT",
    "AttemptRemarkCode": "approved declined",
    "BalanceCashoutStatus": "pending",
    "CardActionName": "NULL",
    "CardAuthenticationEci": "02 05 07",
    "CardAuthenticationStatus": "Y A",
    "CardBrand": "Visa Mastercard Amex Diners visa",
    "CardMethodType": "credit_card",
    "CardSort": "created_at -created_at",
    "CardType": "credit_card",
    "ChargeIntentMethodType": "CARD PSE",
    "ChargeIntentStatus": "succeeded failed",
    "ChargeResolveAction": "approve reject",
    "ChargeSource": "charge",
    "ChargeStatus": "created processing paid failed refunded disputed pending declined",
    "CitySort": "name",
    "BankAccountType": "savings checking electronic_deposit",
    "CashoutSnapshotStatus": "pending processing processed failed rejected cancelled",
    "CompanyAccountType": "savings checking electronic_deposit",
    "CompanyOwnerDocumentType": "cc",
    "CompanyStatus": "pending",
    "CompanyType": "organization individual",
    "Currency": "COP USD",
    "CustomerDocumentType": "CC CE NIT PASSPORT",
    "DaviplataDocumentType": "CC CE TI",
    "DirectDebitStatus": "Inactive",
    "DocumentType": "CC CE NIT PASSPORT TI RUT DNI RUC PPT PEP",
    "EventEnvironment": "live test production",
    "InvoiceDeleteReason": "DELETE_FROM_PROVIDER PAID_FROM_PROVIDER",
    "InvoiceStatus": "CREATED",
    "IssuingCardStatus": "created",
    "IssuingCardType": "physical",
    "PaymentAttemptStatus": "paid approved succeeded",
    "PaymentIntentSort": "created_at -created_at paid_at -paid_at",
    "PaymentIntentSourceType": "Link Payment Plan Subscription",
    "PaymentIntentStatus": "created processing paid failed refunded disputed",
    "PaymentMethodType": "CreditCard Account Wallet nequi daviplata Other",
    "PaymentSnapshotStatus": (
        "pending approved declined cancelled expired in_progress refunded partially_paid partial_expired"
        " rejected Pending"
    ),
    "PlanCycleType": "monthly annual",
    "RequestToPaySource": "nequi daviplata",
    "RequestToPayStatus": "pending paid",
    "SessionChargeAttemptStatus": "created in_progress",
    "SessionChargeStatus": "created paid failed",
    "SessionWalletSubtype": "nequi",
    "SplitType": "percentage",
    "SubscriptionPaymentMode": "request",
    "SubscriptionStatus": "created active unpaid pass_due frozen canceled finished",
    "TemplateCategory": "PAYMENT",
    "TemplateStatus": "APPROVED",
    "UserType": "natural company",
    "WalletNodeType": "CashoutLine",
    "WalletTransactionSubtype": "WITHDRAW",
    "WalletTransactionType": "deposit",
}
"""Values that an enum must have, besides those of `facts.ENUMS` and the names of events; it may have more."""

VARIANTS: Final = {
    "AccountEvent": "AccountEventEnvelope | AccountEventNotice",
    "BankList": "BankPage | [Bank]",
    "Card": "CardMethod | TokenizedCard",
    "CardList": "CardPage | CardMetaPage",
    "CashoutEvent": "CashoutEventEnvelope | CashoutEventNotice",
    "ChargeEvent": "ChargeEventEnvelope | ChargeEventNotice",
    "CityList": "CityPage | [City]",
    "ConnectLinkEvent": "ConnectLinkEventEnvelope | ConnectLinkEventNotice",
    "CreatedPayment": "Payment | PaymentMirror",
    "ErrorCode": "string | integer",
    "ErrorDetail": "string | ErrorCodeHolder",
    "ErrorListing": "[FieldError] | FieldErrorMap",
    "EventPayment": "PaymentSnapshot | LegacyPaymentSnapshot",
    "InvoiceEvent": "InvoiceEventEnvelope | InvoiceEventNotice",
    "Metadata": "MetadataMap | MetadataEntryMap | [MetadataEntry]",
    "PaymentAttemptList": "[PaymentAttempt] | PaymentAttemptPage",
    "PaymentEvent": "PaymentEventEnvelope | PaymentEventNotice",
    "PaymentMethod": "CardMethod | AccountMethod",
    "Remarks": "DeclineRemark | AttemptRemark | [string]",
    "SplitValue": "number | string",
    "StateList": "StatePage | [State]",
    "SubscriptionEvent": "SubscriptionEventEnvelope | SubscriptionEventNotice",
    "TemplateList": "TemplatePage | [Template]",
}
"""The shapes of a variant, the likeliest first, since readers try them in this order."""

CHOICES: Final = {
    "ChargeCreate": ("oneOf", "card_id account_id"),
    "PlanCreate": ("anyOf", "amount_in_cents amount"),
    "SubscriptionCreate": ("anyOf", "plan_id price_id amount_in_cents"),
}
"""The requests that must hold exactly one (`oneOf`) or at least one (`anyOf`) of some fields."""

LINKS: Final = {
    "accounts_create": "accounts_get accounts_validate accounts_delete customers_get",
    "accounts_validate": "accounts_get",
    "cards_create": "cards_get",
    "cards_create_tokenized": "cards_get",
    "charges_create": "charges_get charges_cancel charges_list_intents charges_resolve charges_refund",
    "charges_create_bre_b": "charges_get",
    "charges_create_pse": "charges_get",
    "connect_links_create": "customers_list_accounts",
    "customer_sessions_create_charge": "customer_sessions_get_charge",
    "customers_create": (
        "customers_get customers_list_cards customers_list_accounts wallets_get_balance customers_delete"
    ),
    "invoices_create": "invoices_get invoices_update invoices_delete payments_get",
    "issuing_cards_create": "issuing_cards_get issuing_cards_update",
    "payments_create": "payments_get payments_list_intents payments_resend payments_delete",
    "plans_create": "plans_update",
    "request_to_pay_create_daviplata": "request_to_pay_confirm_daviplata",
    "request_to_pay_create_nequi": "request_to_pay_confirm_nequi",
    "subscriptions_create": "subscriptions_cancel",
    "wallets_top_up": "wallets_get_balance wallets_list_transactions",
    "webhooks_create": "webhooks_get webhooks_update webhooks_delete",
}
"""Where the id in a reply leads."""

SENSITIVE: Final = {
    "CompanyAccount": "number",
    "CompanyAddress": "address hint zipcode",
    "CompanyOwner": "name",
    "Customer": "name",
    "CustomerSession": "token!",
    "IssuingCardAddress": "line_1 line_2 state city country",
    "IssuingCardAddressCreate": "line_1 line_2 city state country zip_code",
    "IssuingCardUpdatedAddress": "line line_2 state city country",
    "WebhookEndpoint": "header!",
    "WebhookEndpointWithSecret": "header!",
}
"""Fields that must not be shown although their names do not tell it; `!` marks a secret, the others are personal."""
