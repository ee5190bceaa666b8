"""The page behind a payment's link: it names the payment, and the calls that pay it in the payer's place."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from onepay_sandbox.hypertext import code, page, paragraph, section, table
from onepay_sandbox.labels import spaced
from onepay_sandbox.messages import Answer
from onepay_sandbox.objects import Record

PREFIX: Final = b"/payment/"
_PAY: Final = """curl {base}/_sandbox/payments/{id}/attempts -H "Authorization: Bearer $ONEPAY_API_KEY" \\
     -H 'Content-Type: application/json' -d '{body}'"""
_WAYS: Final = (
    ("Pay it with a card", '{"method": "card"}'),
    ("Pay it over PSE, and let the bank decline", '{"method": "pse", "outcome": "INSUFFICIENT_FUNDS"}'),
)


def named_in(raw_path: bytes) -> str | None:
    """The id of the payment whose page is asked for, None where the path is no such page."""
    rest = raw_path.removeprefix(PREFIX)
    return unquote(rest.decode("ascii", "replace")) if rest != raw_path and b"/" not in rest else None


def payment_page(payment: Record | None, base: str) -> Answer:
    """The page of a payment; None is a payment that this sandbox does not have."""
    if payment is None:
        return page(404, "No such payment", paragraph("This sandbox has no payment behind this link."))
    facts = (
        ("id", payment.id),
        ("status", payment.status),
        ("amount", f"{spaced(payment['amount'])} {payment['currency']}"),
        ("paid", spaced(payment["paid"])),
        ("expires", payment["expiration_at"] or "never"),
    )
    ways = (section(way, code(_PAY.format(base=base, id=payment.id, body=body))) for way, body in _WAYS)
    how = "This is the sandbox, and no money moves here. In the payer's place, a test pays it with a control call."
    return page(200, str(payment["title"]), paragraph(how), table(("what", ""), facts), *ways)
