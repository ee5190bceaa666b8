"""Banks."""

from __future__ import annotations

from onepay_sandbox.banks import listed
from onepay_sandbox.calls import Call
from onepay_sandbox.values import Json


def banks_list(call: Call) -> Json:
    """The banks and wallets."""
    return listed(call)
