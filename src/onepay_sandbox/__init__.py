"""A stateful stand-in for OnePay's API, on one's own machine.

It reads the contract and imports nothing of the client, so that the two can be tested against each other.
"""

from __future__ import annotations

from onepay_sandbox.core.clock import Clock, frozen, running
from onepay_sandbox.http.application import create_app
from onepay_sandbox.network import Network

__all__ = ["Clock", "Network", "create_app", "frozen", "running"]
