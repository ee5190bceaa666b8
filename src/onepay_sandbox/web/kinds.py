"""What the dashboard shows of each kind of object, and what can be done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from onepay_sandbox.core import scenarios
from onepay_sandbox.web.forms import Field, Form
from onepay_sandbox.web.languages import message

ColumnKind: TypeAlias = Literal["text", "pesos", "cents", "moment", "code", "count"]
INBOX: Final = "/_sandbox/inbox"
"""Where a webhook can listen that has no shop behind it: it takes every delivery, so that a person sees them."""

_REASONS: Final = tuple((code, code) for code in scenarios.DECLINES)
_OUTCOMES: Final = (("approve", message("Approve")), *_REASONS)
_DECLINE: Final = Field("outcome", message("Reason"), "choice", "INSUFFICIENT_FUNDS", _REASONS)
_MONTHLY: Final = (
    ("monthly", message("every month")),
    ("weekly", message("every week")),
    ("yearly", message("every year")),
)
_PARTS: Final = '{"max_payment_methods":3,"min_amount_in_cents":1000000,"timeout_hours":48}'
_NEXT_MONTH: Final = Form(
    "month",
    message("Advance one month"),
    "POST",
    "/_sandbox/clock/advance",
    fixed={"by": "P1M"},
    tone="primary",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: a field of the object, and how it is written."""

    label: str
    field: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: where it is in the menu, its columns, its forms, and how the ids of its assumptions begin."""

    slug: str
    kind: str
    title: str
    columns: tuple[Column, ...]
    create: Form | None = None
    actions: tuple[Form, ...] = ()
    claims: tuple[str, ...] = ()
    page: str | None = None
    """The path of the payer's page for an object, with its `{id}`."""


_AMOUNT: Final = Column(message("Amount"), "amount", "pesos")
_MADE: Final = Column(message("Made"), "created_at", "moment")
_CUSTOMER: Final = Field("customer_id", message("Customer"), "choice", source="customer")

KINDS: Final = (
    Kind(
        "payments",
        "payment",
        message("Payments"),
        (Column(message("Title"), "title"), _AMOUNT, Column(message("Paid"), "paid", "pesos"), _MADE),
        create=Form(
            "create",
            message("New payment"),
            "POST",
            "/v1/payments",
            (
                Field("title", message("Title"), value="Café de origen"),
                Field("amount", message("Amount in pesos"), "pesos", "150.000"),
                Field("redirect_url", message("Where the payer goes afterwards (optional)")),
                Field("expiration_date", message("Expires (optional, such as 2026-03-01)")),
                Field("external_id", message("Your own id (optional)")),
                Field(
                    "partial_payment_config",
                    message("In parts"),
                    "json",
                    options=(("", message("Only the whole")), (_PARTS, message("Up to three parts in 48 hours"))),
                ),
            ),
            then="/_sandbox/ui/payments/{id}",
        ),
        actions=(
            Form(
                "pay",
                message("Pay it with a card"),
                "POST",
                "/_sandbox/payments/{id}/attempts",
                fixed={"method": "card"},
                statuses=("pending", "declined", "in_progress", "partially_paid"),
                tone="primary",
            ),
            Form(
                "decline",
                message("Let a card be declined"),
                "POST",
                "/_sandbox/payments/{id}/attempts",
                (_DECLINE,),
                {"method": "card"},
                ("pending", "declined", "in_progress", "partially_paid"),
            ),
            Form(
                "cancel",
                message("Cancel it"),
                "DELETE",
                "/v1/payments/{id}",
                statuses=("pending", "declined", "in_progress"),
                tone="danger",
            ),
        ),
        claims=("payment-", "payments-", "allows-"),
        page="/payment/{id}",
    ),
    Kind(
        "charges",
        "charge",
        message("Charges"),
        (Column(message("Title"), "title"), _AMOUNT, Column(message("Method"), "method_type"), _MADE),
        actions=(
            Form(
                "approve",
                message("Let the bank approve"),
                "POST",
                "/_sandbox/charges/{id}/settle",
                fixed={"outcome": "approve"},
                statuses=("created", "processing"),
                tone="primary",
            ),
            Form(
                "decline",
                message("Let the bank decline"),
                "POST",
                "/_sandbox/charges/{id}/settle",
                (_DECLINE,),
                statuses=("created", "processing"),
            ),
            Form(
                "cancel",
                message("Cancel it"),
                "POST",
                "/v1/charges/{id}/cancel",
                statuses=("created", "processing"),
                tone="danger",
            ),
            Form("refund", message("Refund it"), "POST", "/v1/charges/{id}/refund", statuses=("paid",), tone="danger"),
            Form(
                "dispute", message("Let it be disputed"), "POST", "/_sandbox/charges/{id}/dispute", statuses=("paid",)
            ),
        ),
        claims=("charge-", "refund-", "pse-", "bre-b-"),
        page="/charge/{id}",
    ),
    Kind(
        "payouts",
        "cashout",
        message("Payouts"),
        (_AMOUNT, Column(message("Method"), "method"), _MADE),
        create=Form(
            "create",
            message("New payout"),
            "POST",
            "/v1/cashouts",
            (
                _CUSTOMER,
                Field("account_id", message("Account"), "choice", source="account"),
                Field("amount", message("Amount in pesos"), "pesos", "80.000"),
                Field(
                    "method",
                    message("How it travels"),
                    "choice",
                    options=tuple((name, name) for name in ("ACH", "TURBO", "INSTANT")),
                ),
            ),
            then="/_sandbox/ui/payouts/{id}",
        ),
        actions=(
            Form(
                "next",
                message("Let time pass to the next event"),
                "POST",
                "/_sandbox/clock/advance",
                fixed={"to_next_event": True},
                statuses=("pending", "processing"),
                tone="primary",
            ),
        ),
        claims=("cashout-", "payout-", "ach-", "turbo-", "instant-"),
    ),
    Kind(
        "withdrawals",
        "withdrawal",
        message("Withdrawals"),
        (_AMOUNT, Column(message("Method"), "method"), _MADE),
        create=Form(
            "create",
            message("New withdrawal"),
            "POST",
            "/v1/balances",
            (Field("amount", message("Amount in pesos"), "pesos", "50.000"),),
            then="/_sandbox/ui/withdrawals",
        ),
        claims=("withdrawal-", "payout-", "ach-"),
    ),
    Kind(
        "customers",
        "customer",
        message("Customers"),
        (
            Column(message("Name"), "first_name"),
            Column(message("Last name"), "last_name"),
            Column(message("E-mail"), "email"),
            _MADE,
        ),
        create=Form(
            "create",
            message("New customer"),
            "POST",
            "/v1/customers",
            (
                Field("first_name", message("First name"), value="Mariana"),
                Field("last_name", message("Last name"), value="Ospina"),
                Field("email", message("E-mail"), value="mariana@example.com"),
                Field("phone", message("Mobile number"), value="+573001234567"),
                Field(
                    "document_type",
                    message("Document"),
                    "choice",
                    options=tuple((name, name) for name in ("CC", "CE", "NIT", "PASSPORT")),
                ),
                Field("document_number", message("Number"), value="1020304050"),
            ),
            {"user_type": "natural"},
            then="/_sandbox/ui/customers/{id}",
        ),
        actions=(
            Form(
                "connect",
                message("Make a link to save a method"),
                "POST",
                "/v1/connect-links",
                fixed={"customer_id": "{id}"},
                then="/connect-link/{id}",
                tone="primary",
            ),
            Form("ban", message("Ban"), "PUT", "/_sandbox/customers/{id}/ban", fixed={"banned": True}, tone="danger"),
            Form("unban", message("Take a ban back"), "PUT", "/_sandbox/customers/{id}/ban", fixed={"banned": False}),
        ),
        claims=("customer-", "document-"),
    ),
    Kind(
        "cards",
        "card",
        message("Cards"),
        (Column(message("Brand"), "brand"), Column(message("Last digits"), "last_four", "code"), _MADE),
        claims=("card-", "cards-"),
    ),
    Kind(
        "accounts",
        "account",
        message("Accounts"),
        (Column(message("Kind"), "subtype"), Column(message("Number"), "account_number", "code"), _MADE),
        actions=(
            Form(
                "accept",
                message("Accept it"),
                "POST",
                "/_sandbox/accounts/{id}/decision",
                fixed={"status": "ACTIVE"},
                statuses=("PENDING", "VALIDATING"),
                tone="primary",
            ),
            Form(
                "reject",
                message("Reject it"),
                "POST",
                "/_sandbox/accounts/{id}/decision",
                fixed={"status": "REJECTED"},
                statuses=("PENDING", "VALIDATING"),
                tone="danger",
            ),
            Form(
                "deactivate",
                message("Let it go inactive"),
                "POST",
                "/_sandbox/accounts/{id}/decision",
                fixed={"status": "INACTIVE"},
                statuses=("ACTIVE",),
                tone="danger",
            ),
        ),
        claims=("account-",),
    ),
    Kind(
        "invoices",
        "invoice",
        message("Invoices"),
        (Column(message("Name"), "name"), Column(message("Reference"), "reference", "code"), _AMOUNT, _MADE),
        create=Form(
            "create",
            message("New invoice"),
            "POST",
            "/v1/invoices",
            (
                Field("name", message("Name"), value="Hotel Niebla"),
                Field("reference", message("Reference"), value="FE-2026-118"),
                Field("provider", message("Provider"), value="Café Alborada"),
                Field("amount", message("Amount in pesos"), "pesos", "780.000"),
            ),
            then="/_sandbox/ui/invoices/{id}",
        ),
        actions=(
            Form(
                "parts",
                message("Let it be paid in parts"),
                "PUT",
                "/_sandbox/invoices/{id}/parts",
                fixed={"max_payment_methods": 3, "timeout_hours": 48},
            ),
            Form(
                "delete",
                message("Delete it"),
                "DELETE",
                "/v1/invoices/{id}",
                tone="danger",
                then="/_sandbox/ui/invoices",
            ),
        ),
        claims=("invoice-", "invoices-"),
    ),
    Kind(
        "subscriptions",
        "subscription",
        message("Subscriptions"),
        (
            Column(message("Name"), "name"),
            Column(message("Amount"), "amount_in_cents", "cents"),
            Column(message("Cycle"), "current_cicle", "count"),
            Column(message("Next"), "next_at", "moment"),
        ),
        create=Form(
            "create",
            message("New subscription"),
            "POST",
            "/v1/subscriptions",
            (
                _CUSTOMER,
                Field("card_id", message("Card (without one, each cycle is a payment link)"), "choice", source="card"),
                Field("name", message("Name"), value="Café de la casa"),
                Field("amount_in_cents", message("Amount in cents (100 are one peso)"), "whole", "4200000"),
                Field("cicle_frequency", message("How often"), "choice", options=_MONTHLY),
                Field("cicles", message("How many cycles (empty: without end)"), "whole"),
            ),
            then="/_sandbox/ui/subscriptions/{id}",
        ),
        actions=(
            _NEXT_MONTH,
            Form("freeze", message("Freeze it"), "POST", "/_sandbox/subscriptions/{id}/freeze", statuses=("active",)),
            Form("thaw", message("Thaw it"), "POST", "/_sandbox/subscriptions/{id}/thaw", statuses=("frozen",)),
            Form(
                "cancel",
                message("Cancel it"),
                "DELETE",
                "/v1/subscriptions/{id}",
                statuses=("created", "active", "unpaid", "pass_due", "frozen"),
                tone="danger",
            ),
        ),
        claims=("subscription-", "billing-"),
    ),
    Kind(
        "plans",
        "plan",
        message("Plans"),
        (
            Column(message("Name"), "name"),
            Column(message("Amount"), "amount_in_cents", "cents"),
            Column(message("Cycle"), "cicle_frequency"),
            _MADE,
        ),
        create=Form(
            "create",
            message("New plan"),
            "POST",
            "/v1/plans",
            (
                Field("name", message("Name"), value="Club del café"),
                Field("amount", message("Amount in pesos"), "pesos", "42.000"),
                Field("cycle_frequency", message("How often"), "choice", options=_MONTHLY),
            ),
            {"currency": "COP"},
            then="/_sandbox/ui/plans/{id}",
        ),
        claims=("plan-",),
        page="/plan/{id}",
    ),
    Kind(
        "connect-links",
        "connect_link",
        message("Connect links"),
        (Column(message("Completed"), "completed", "count"), _MADE),
        create=Form(
            "create",
            message("New connect link"),
            "POST",
            "/v1/connect-links",
            (_CUSTOMER,),
            then="/_sandbox/ui/connect-links/{id}",
        ),
        claims=("connect-link-",),
        page="/connect-link/{id}",
    ),
    Kind(
        "webhooks",
        "webhook",
        message("Webhooks"),
        (Column(message("Name"), "name"), Column(message("Address"), "url", "code"), _MADE),
        create=Form(
            "create",
            message("New webhook"),
            "POST",
            "/v1/webhooks",
            (
                Field("name", message("Name"), value="Tienda"),
                Field("url", message("Address on this machine"), value="http://127.0.0.1:8000/onepay"),
                Field("events", message("Events, parted by commas"), "list", "payment.created, payment.approved"),
            ),
            then="/_sandbox/ui/webhooks",
        ),
        actions=(
            Form(
                "enable",
                message("Enable it"),
                "POST",
                "/_sandbox/webhooks/{id}/enable",
                statuses=("disabled",),
                tone="primary",
            ),
            Form("rotate", message("Give it a new secret"), "POST", "/_sandbox/webhooks/{id}/rotate"),
            Form(
                "delete",
                message("Delete it"),
                "DELETE",
                "/v1/webhooks/{id}",
                tone="danger",
                then="/_sandbox/ui/webhooks",
            ),
        ),
        claims=("webhook-", "webhooks-", "both-signature-", "delivery-", "event-"),
    ),
    Kind(
        "deliveries",
        "delivery",
        message("Deliveries"),
        (
            Column(message("Event"), "event", "code"),
            Column(message("Address"), "url", "code"),
            Column(message("Tries"), "attempts", "count"),
            _MADE,
        ),
        actions=(
            Form(
                "resend",
                message("Send it again"),
                "POST",
                "/_sandbox/deliveries/{id}/resend",
                fixed={},
                tone="primary",
                then="/_sandbox/ui/deliveries",
            ),
        ),
        claims=("delivery-", "event-", "both-signature-"),
    ),
)

BY_SLUG: Final = {kind.slug: kind for kind in KINDS}
BY_KIND: Final = {kind.kind: kind for kind in KINDS}

TOOLS: Final = {
    "advance": Form(
        "advance",
        message("Advance"),
        "POST",
        "/_sandbox/clock/advance",
        (Field("by", message("By (such as P3D, PT36H, P1M)"), value="P1D"),),
        tone="primary",
    ),
    "next": Form(
        "next",
        message("To the next event"),
        "POST",
        "/_sandbox/clock/advance",
        fixed={"to_next_event": True},
    ),
    "freeze": Form("freeze", message("Freeze"), "PUT", "/_sandbox/clock", fixed={"running": False}),
    "run": Form("run", message("Let it run"), "PUT", "/_sandbox/clock", fixed={"running": True}),
    "deposit": Form(
        "deposit",
        message("Put money in"),
        "POST",
        "/_sandbox/ledger/deposits",
        (Field("amount", message("Amount in pesos"), "pesos", "500.000"),),
        tone="primary",
        then="/_sandbox/ui/ledger",
    ),
    "outcome": Form(
        "outcome",
        message("Decide"),
        "POST",
        "/_sandbox/outcomes",
        (
            Field(
                "kind",
                message("Of the next"),
                "choice",
                options=(
                    ("charge", message("charge")),
                    ("cashout", message("payout")),
                    ("withdrawal", message("withdrawal")),
                    ("account", message("account")),
                ),
            ),
            Field("result", message("Outcome"), "choice", options=_OUTCOMES),
        ),
        tone="primary",
    ),
    "clear-outcomes": Form("clear-outcomes", message("Forget them"), "DELETE", "/_sandbox/outcomes"),
    "fault": Form(
        "fault",
        message("Add the rule"),
        "POST",
        "/_sandbox/faults",
        (
            Field(
                "kind",
                message("What goes wrong"),
                "choice",
                options=(
                    ("status", message("an error status")),
                    ("delay", message("the answer comes late")),
                    ("cut", message("the connection is cut")),
                    ("reset", message("the connection is reset")),
                    ("html", message("an HTML page of a proxy")),
                    ("cut_json", message("half a JSON body")),
                    ("wrong_type", message("a field of another type")),
                    ("missing_field", message("a missing field")),
                    ("unknown_enum", message("an unknown value")),
                    ("extra_field", message("an unknown field")),
                ),
            ),
            Field("operation", message("Operation (* is every one)"), value="*"),
            Field("times", message("How many calls (empty: all)"), "whole", "1"),
            Field("status", message("Status"), "whole", "503"),
            Field("seconds", message("Seconds of waiting (a late answer needs them)"), "whole"),
            Field(
                "when",
                message("When"),
                "choice",
                options=(("before", message("before the work")), ("after", message("after the work"))),
            ),
        ),
        tone="primary",
    ),
    "clear-faults": Form("clear-faults", message("Remove all rules"), "DELETE", "/_sandbox/faults"),
    "snapshot": Form(
        "snapshot",
        message("Keep the account as it is"),
        "PUT",
        "/_sandbox/snapshots/{id}",
        tone="primary",
    ),
    "restore": Form("restore", message("Bring it back"), "POST", "/_sandbox/snapshots/{id}/restore"),
    "reset": Form("reset", message("Forget everything of this account"), "POST", "/_sandbox/reset", tone="danger"),
    "settings": Form(
        "settings",
        message("Save the settings"),
        "PUT",
        "/_sandbox/settings",
        (
            Field(
                "idempotency",
                message("A repeat with a used key"),
                "choice",
                options=(("replay", message("gets the first reply")), ("conflict", message("is answered 409"))),
            ),
            Field(
                "refused_keys",
                message("The key of a request that got 422"),
                "choice",
                options=(("free", message("can be used again")), ("used", message("is used up"))),
            ),
            Field(
                "envelope",
                message("Events"),
                "choice",
                options=(("resource", message("name their object")), ("data", message("have event and data"))),
            ),
            Field(
                "cashout_event",
                message("A payout that has arrived"),
                "choice",
                options=(
                    ("listed", message("sends the first name that a webhook lists")),
                    *((name, name) for name in ("cashout.approved", "cashout.processed", "cashout.completed")),
                ),
            ),
        ),
        tone="primary",
    ),
    "hold": Form("hold", message("Hold deliveries"), "PUT", "/_sandbox/settings", fixed={"deliveries": "held"}),
    "send": Form("send", message("Send at once"), "PUT", "/_sandbox/settings", fixed={"deliveries": "at_once"}),
    "release": Form("release", message("Send those that are held"), "POST", "/_sandbox/deliveries/release", fixed={}),
}
"""The forms that are about the account as a whole."""
