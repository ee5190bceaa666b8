"""What the owner of a webhook does in the panel."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives import webhooks
from onepay_sandbox.objects import Record
from onepay_sandbox.values import Json


def webhooks_inspect(call: ControlCall) -> Json:
    """A webhook with what the emulated API does not show of it."""
    return _view(call.named("webhook"))


def webhooks_rotate(call: ControlCall) -> Json:
    """Give a webhook a new secret and a new header token."""
    webhook = call.named("webhook")
    webhooks.rotate(call.unit, webhook)
    return _view(webhook)


def webhooks_enable(call: ControlCall) -> Json:
    """Let a webhook hear again that was disabled."""
    webhook = call.named("webhook")
    webhooks.enable(call.unit, webhook)
    return _view(webhook)


def _view(webhook: Record) -> Json:
    tokens = {"secret": webhook["secret"], "header": webhook["header"]}
    return {"id": webhook.id, "status": webhook.status, "failures": webhook.get("failures", 0), **tokens}
