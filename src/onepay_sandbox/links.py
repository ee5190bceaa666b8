"""Addresses of the pages that payers open, in the documented forms."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.life import Assumption

PAGES: Final = "https://pagos.onepay.la"
_SHORT: Final = "https://s.onepay.la/short"
_SHORTER: Final = "https://onepay.la/s"

ASSUMPTIONS: Final = (
    Assumption(
        "links-lead-nowhere",
        "ours",
        "Links have the documented hosts and lead nowhere, but for those of payments; the control API pays.",
        "A link that a program shows or stores has to look like the real one.",
    ),
    Assumption(
        "payment-page",
        "ours",
        "The link of a payment leads to a plain page of the sandbox, at its own address where it is served.",
        "A person who follows the link finds the payment, and the calls that pay it.",
    ),
)


def payment_link(payment_id: str, pages: str = PAGES) -> str:
    """Where a payment is paid; `pages` is where this sandbox is served."""
    return f"{pages}/payment/{payment_id}"


def plan_link(plan_id: str) -> str:
    """Where customers subscribe to a plan."""
    return f"{PAGES}/plan/{plan_id}"


def bill_link(code: str) -> str:
    """Where the payer of a utility bill enrols it in automatic debits."""
    return f"{_SHORTER}/{code}"


def connect_link(identifier: str) -> str:
    """Where a customer saves a payment method."""
    return f"{PAGES}/connect-link/{identifier}"


def short_link(code: str) -> str:
    """Where a PSE transfer is completed."""
    return f"{_SHORT}/{code}"


def code_image(charge_id: str) -> str:
    """Where the picture of a Bre-B code stands."""
    return f"{PAGES}/qr/{charge_id}.png"
