"""Cards of customers."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.life import Life

LIFE: Final = Life(kind="card")
