"""Banks."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.simulation.banks import listed


def banks_list(call: Call) -> Json:
    """The banks and wallets."""
    return listed(call)
