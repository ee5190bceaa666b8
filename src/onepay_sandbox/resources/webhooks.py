"""Webhooks."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.lives import webhooks


def webhooks_create(call: Call) -> Json:
    """Register an address; no later reply shows the secret."""
    return {"data": webhooks.view_with_secret(call.unit, webhooks.register(call.unit, call.body))}


def webhooks_list(call: Call) -> Json:
    """All webhooks, newest first, in one piece."""
    found, _ = call.unit.objects.find(Search("webhook"))
    return {"data": [webhooks.view(call.unit, webhook) for webhook in found]}


def webhooks_get(call: Call) -> Json:
    """One webhook, without its secret."""
    return {"data": webhooks.view(call.unit, call.named("webhook"))}


def webhooks_update(call: Call) -> Json:
    """Change what the body has, and keep the rest."""
    webhook = call.named("webhook")
    webhooks.update(call.unit, webhook, call.body)
    return {"data": webhooks.view(call.unit, webhook)}


def webhooks_delete(call: Call) -> None:
    """Remove a webhook, which then hears of nothing more."""
    call.unit.delete(call.named("webhook"))
