"""Entries of a journal, as a client writes them."""

from __future__ import annotations

from typing import Any

from onepay_client.journal import Entry


def entry(entry_id: str = "k1", **different: Any) -> Entry:
    """An entry of a payout that was begun; ``different`` fields take other values."""
    given: dict[str, Any] = {
        "id": entry_id,
        "operation": "cashouts_create",
        "method": "POST",
        "path": "/cashouts",
        "server": "https://api.onepay.la/v1",
        "environment": "test",
        "body": b'{"amount": 1}',
        "digest": "d1",
        "resumable": True,
        "created_at": 1.0,
    }
    return Entry(**given | different)
