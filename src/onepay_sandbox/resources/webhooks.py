"""Webhooks: addresses that get events."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.deliveries import check_webhook_url
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.unit_of_work import UnitOfWork

_SHOWN: Final = ("name", "description", "url", "events")
_LEFT_OF_HEADER: Final = 10
WEBHOOK_STATES: Final = StateMachine(kind="webhook", transitions={"enabled": ("disabled",), "disabled": ("enabled",)})

ASSUMPTIONS: Final = (
    Assumption(
        "webhook-https",
        "documented",
        "The address of a webhook begins with https, but for one on loopback, which may be http.",
        "The page asks for HTTPS; the exception is ours, so that a program on the same machine can listen.",
    ),
    Assumption(
        "webhook-header-cut",
        "documented",
        "The header token stands in full in the reply that creates it, and shortened after ten characters in others.",
        "The list and the update show it so; one page shows null instead.",
    ),
    Assumption(
        "webhook-events-open",
        "ours",
        "A webhook may subscribe to an event of any name, and never gets one that does not exist.",
        "The documents contradict each other about the names, so none can be refused for sure.",
    ),
    Assumption(
        "webhook-rotation",
        "ours",
        "A webhook's secret and header token are changed and a disabled webhook is enabled by the control API only.",
        "No documented call does either; the panel may.",
    ),
)


def register(unit: UnitOfWork, fields: Document) -> StoredObject:
    """A new webhook, which gets the events from now on. Raises `Refusal`."""
    check_webhook_url(unit, fields["url"])
    named = {name: fields.get(name) for name in _SHOWN}
    webhook = unit.create("webhook", {**named, "updated_at": stamp(unit.now)})
    rotate(unit, webhook)
    return webhook


def update(unit: UnitOfWork, webhook: StoredObject, fields: Document) -> None:
    """Change the parts that `fields` has. Raises `Refusal`."""
    if "url" in fields:
        check_webhook_url(unit, fields["url"])
    unit.change(webhook, **fields, updated_at=stamp(unit.now))


def rotate(unit: UnitOfWork, webhook: StoredObject) -> None:
    """Give it a new secret and a new header token; everything that is sent from now on carries them."""
    tokens = {"secret": unit.new_token("wh_tok_"), "header": unit.new_token("wh_hdr_")}
    unit.change(webhook, **tokens, updated_at=stamp(unit.now))


def enable(unit: UnitOfWork, webhook: StoredObject) -> None:
    """Enable a disabled webhook, for the events from now on."""
    if unit.can_move(webhook, "enabled"):
        unit.move(webhook, "enabled", failures=0, updated_at=stamp(unit.now))


def view(unit: UnitOfWork, webhook: StoredObject) -> dict[str, Json]:
    """The webhook as the contract's `WebhookEndpoint`."""
    return {**_whole(unit, webhook), "header": f"{webhook['header'][:_LEFT_OF_HEADER]}..."}


def view_with_secret(unit: UnitOfWork, webhook: StoredObject) -> Json:
    """The webhook as the contract's `WebhookEndpointWithSecret`."""
    return {**_whole(unit, webhook), "secret": webhook["secret"], "header": webhook["header"]}


def _whole(unit: UnitOfWork, webhook: StoredObject) -> dict[str, Json]:
    moments = {name: webhook[name] for name in ("created_at", "updated_at")}
    return {"id": webhook.id, **{name: webhook[name] for name in _SHOWN}, "is_test": unit.is_test, **moments}


def webhooks_create(call: Call) -> Json:
    """Register an address; no later reply shows the secret."""
    return {"data": view_with_secret(call.unit, register(call.unit, call.body))}


def webhooks_list(call: Call) -> Json:
    """All webhooks, newest first, in one piece."""
    found, _ = call.unit.objects.find(Search("webhook"))
    return {"data": [view(call.unit, webhook) for webhook in found]}


def webhooks_get(call: Call) -> Json:
    """One webhook, without its secret."""
    return {"data": view(call.unit, call.named("webhook"))}


def webhooks_update(call: Call) -> Json:
    """Change what the body has, and keep the rest."""
    webhook = call.named("webhook")
    update(call.unit, webhook, call.body)
    return {"data": view(call.unit, webhook)}


def webhooks_delete(call: Call) -> None:
    """Remove a webhook, which then gets no more events."""
    call.unit.delete(call.named("webhook"))
