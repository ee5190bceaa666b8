"""The page about webhooks runs as it stands, and what it says is so."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onepay_client.webhooks import ClaimResult, DedupStore, Lease, RefusalReason
from onepay_client.webhooks.verification import TOKEN_HEADER, sign

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page defines, when it is read from top to bottom."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in BLOCKS:
        exec(compile(block, "webhooks.md", "exec"), names)  # noqa: S102 - running the page is the point
    return names


def test_the_endpoint_of_the_page_handles_a_delivery_once(
    page: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    post: Callable[..., tuple[int, str]] = page["any_other_framework"]
    capsys.readouterr()
    body = json.dumps({"event": "payment.approved", "data": {"id": "p-2"}}).encode()
    headers = [("signature", sign(body, "whsec_your_secret")), (TOKEN_HEADER, "wh_hdr_your_token")]

    assert [post(body, headers), post(body, headers)] == [(200, "handled"), (200, "already handled")]
    assert capsys.readouterr().out == "paid: p-2\n"
    assert Path("webhooks.sqlite").exists()


def test_the_events_of_the_page_are_described(page: dict[str, Any]) -> None:
    described: list[str] = []
    for event in ("payment.approved", "moon.risen", "charge.paid", "invoice.paid"):
        body = json.dumps({"event": event, "data": {"id": "x", "amount": 5, "status": "approved"}}).encode()
        delivery = page["tested"].receive(body, {"Signature": sign(body, "whsec_for_tests")})
        described.append(page["describe"](delivery.event))

    assert described == [
        "payment x is approved",
        "nobody has documented moon.risen",
        "about a charge",
        "about something else",
    ]


class PretendPostgres:
    """SQLite behind the little of psycopg that the page uses."""

    def __init__(self) -> None:
        self._sqlite = sqlite3.connect(":memory:", isolation_level=None)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        return self._sqlite.execute(statement.replace("%s", "?"), values)

    def close(self) -> None:
        self._sqlite.close()


def test_store_of_the_page_claims_finishes_and_releases(page: dict[str, Any]) -> None:
    database = PretendPostgres()
    database.execute(page["PostgresDedupStore"].__doc__)
    store: DedupStore = page["PostgresDedupStore"](database)
    first, late, next_month = Lease("a", 0, 60, 1000), Lease("a", 61, 121, 1061), Lease("a", 2000, 2060, 3000)

    assert [store.claim(first), store.claim(first), store.claim(late)] == [
        ClaimResult.CLAIMED,
        ClaimResult.IN_PROGRESS,
        ClaimResult.CLAIMED,
    ]
    store.release(first)
    assert store.claim(Lease("a", 62, 122, 1062)) is ClaimResult.IN_PROGRESS
    store.release(late)
    assert store.claim(first) is ClaimResult.CLAIMED
    store.finish(first)
    assert [store.claim(late), store.claim(next_month)] == [ClaimResult.DUPLICATE, ClaimResult.CLAIMED]
    assert store.claim(next_month) is ClaimResult.IN_PROGRESS
    assert store.claim(Lease("a", 100, 160, 1100)) is ClaimResult.IN_PROGRESS
    assert store.claim(Lease("a", 160, 220, 1160)) is ClaimResult.CLAIMED
    database.close()


def test_the_page_lists_every_reason_with_its_status() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (\d{3}) \|", PAGE, flags=re.MULTILINE)
    listed = {reason: int(status) for reasons, status in rows for reason in re.findall(r"`(\w+)`", reasons)}

    assert listed == {str(reason): reason.status for reason in RefusalReason}
