"""Webhooks: addresses that are told about events."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.life import Life

LIFE: Final = Life(kind="webhook", moves={"enabled": ("disabled",), "disabled": ("enabled",)})
