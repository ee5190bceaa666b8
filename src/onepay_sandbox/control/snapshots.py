"""Whole accounts, kept aside."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall, unknown
from onepay_sandbox.snapshots import bring_back, keep


def snapshots_create(call: ControlCall) -> None:
    """Keep the account under a name."""
    keep(call.unit, call.ids["snapshot_name"])


def snapshots_restore(call: ControlCall) -> None:
    """Make the account what it was."""
    if not bring_back(call.unit, call.ids["snapshot_name"]):
        raise unknown("snapshot", call.ids["snapshot_name"])
