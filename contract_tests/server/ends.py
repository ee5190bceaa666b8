"""The final states of objects, as the documents have it, and not as the sandbox's own tables say."""

from __future__ import annotations

from typing import Final

ENDS: Final = {
    "payment": {"cancelled", "expired", "partial_expired", "refunded"},
    "charge": {"failed", "refunded", "disputed"},
    "cashout": {"processed", "failed"},
    "subscription": {"canceled", "finished"},
    "account": {"REJECTED", "INACTIVE"},
}
"""Statuses that nothing follows, by kind of object."""
