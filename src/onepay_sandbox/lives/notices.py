"""Notices of payments: the WhatsApp messages and e-mails that the real API would send, noted and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import parse_datetime, stamp
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork

NOTIFY: Final = "notify"
"""The timer that sends the first notice of a payment with `schedule_at`."""

TEMPLATES: Final[tuple[Document, ...]] = (
    {"id": 118, "category": "PAYMENT", "status": "APPROVED", "selectable": True},
    {"id": 119, "category": "PAYMENT", "status": "APPROVED", "selectable": False},
)
_CHANNELS: Final = {"phone": "whatsapp", "email": "email"}

ASSUMPTIONS: Final = (
    Assumption(
        "notices-noted",
        "ours",
        "A payment's notices are noted and not sent; the control API shows them.",
        "A test must not write to anybody, and wants to see who would have been written to.",
    ),
    Assumption(
        "payment-scheduled",
        "inferred",
        "With schedule_at the first notice goes out at that moment, if the payment is still open; all else is at once.",
        "Only the name of the field says what it means.",
    ),
    Assumption(
        "template-selectable",
        "observed",
        "A payment that names a template which is not selectable, or does not exist, is refused with status 422.",
        "One program met the refusal; that an unknown one is treated alike is inferred.",
    ),
    Assumption(
        "templates-of-the-sandbox",
        "ours",
        "There are two templates: 118 can be selected, 119 cannot.",
        "Templates are made by each company in the panel, and nothing is known of one but its fields.",
    ),
    Assumption(
        "payment-tax",
        "inferred",
        "The tax of a payment changes nothing: it is part of the amount, and no reply shows it.",
        "One program believes that 19 percent are assumed without it; no page tells what depends on it.",
    ),
)


def check(fields: Mapping[str, Json]) -> None:
    """Raises `Refusal` where a payment cannot be announced as its `template_id` and `schedule_at` say."""
    _must_be_selectable(fields.get("template_id"))
    _moment(fields.get("schedule_at"))


def announce(unit: UnitOfWork, payment: StoredObject) -> None:
    """Send the first notice of a new payment, or let it be sent at its moment."""
    moment = _moment(payment.get("schedule_at"))
    if moment and moment > unit.now:
        unit.schedule(payment, NOTIFY, moment)
    else:
        send(unit, payment)


def resend(unit: UnitOfWork, payment: StoredObject, template_id: int | None) -> None:
    """Send one more notice, by another template if one is named. Raises `Refusal` for one that cannot be."""
    _must_be_selectable(template_id)
    _note(unit, payment, template_id or payment.get("template_id"))


def send(unit: UnitOfWork, payment: StoredObject) -> None:
    """Send the first notice, to the phone and the e-mail address that the payment has."""
    _note(unit, payment, payment.get("template_id"))


def _note(unit: UnitOfWork, payment: StoredObject, template_id: int | None) -> None:
    sent = [
        {"sent_at": stamp(unit.now), "channel": channel, "to": payment[name], "template_id": template_id}
        for name, channel in _CHANNELS.items()
        if payment.get(name)
    ]
    if sent:
        unit.change(payment, notices=[*payment.get("notices", ()), *sent])


def _must_be_selectable(template_id: int | None) -> None:
    if template_id is not None and template_id not in [one["id"] for one in TEMPLATES if one["selectable"]]:
        raise invalid_field("template_id", "La plantilla no existe o no se puede seleccionar.")


def _moment(text: str | None) -> datetime | None:
    try:
        return parse_datetime(text) if text else None
    except ValueError as error:
        raise invalid_field("schedule_at", "La fecha de envío no es válida.") from error
