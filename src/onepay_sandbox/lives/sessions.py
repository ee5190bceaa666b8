"""Customer sessions: the id is the token, the owner the customer, and `expires_at` says how long it is good."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.life import Life

LIFE: Final = Life(kind="session")
