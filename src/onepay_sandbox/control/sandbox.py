"""The sandbox as a whole, and how it treats one account."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.snapshots import forget
from onepay_sandbox.values import Json


def sandbox_check(call: ControlCall) -> Json:
    """Say that the sandbox is up."""
    return {"status": "ok", "operations": len(call.room.operations)}


def sandbox_reset(call: ControlCall) -> None:
    """Forget the account."""
    forget(call.unit, call.room.opened())
    call.room.journal.forget(call.unit.tenant.name)


def settings_get(call: ControlCall) -> Json:
    """How the account is treated."""
    settings = call.unit.tenant.settings
    return {"idempotency": settings.idempotency, "envelope": settings.envelope, "deliveries": settings.deliveries}


def settings_update(call: ControlCall) -> Json:
    """Change how the account is treated."""
    for name, value in call.body.items():
        setattr(call.unit.tenant.settings, name, value)
    return settings_get(call)
