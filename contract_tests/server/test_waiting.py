"""An account waits for few transactions of another one whose clock is moved far."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox.core.scheduler import Scheduler
from onepay_sandbox.http.application import Application
from onepay_sandbox.http.server import server
from onepay_sandbox.resources import payouts
from onepay_sandbox.sandbox import Sandbox
from server.sockets import HOST

PAYOUT: Final = {"amount": 1, "account_id": "a", "method": "ACH", "outcome": "approve"}
MANY: Final = 700


def _with_payouts() -> Sandbox:
    """A sandbox in which one account has so many payouts under way."""
    sandbox = Sandbox()
    with sandbox.transactions.write("test_a") as unit:
        unit.ledger.post("x", unit.create("deposit", {}), unit.now, {"outside": -MANY, "balance": MANY})
        for _ in range(MANY):
            payouts.send(unit, unit.create("cashout", PAYOUT, owner="c"))
    return sandbox


async def _transactions_waited_for(sandbox: Sandbox, stages: list[object]) -> int:
    """How many transactions of an account whose clock is moved end before another account has its answer."""
    with socket.create_server((HOST, 0)) as listener:
        serving = server(Application(sandbox), HOST, 0)
        task = asyncio.create_task(serving.serve([listener]))
        base = f"http://{HOST}:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            await client.get("/_sandbox/health")
            moved: dict[str, Any] = {"json": {"by": "P1Y"}, "headers": {"Authorization": "Bearer sk_test_a"}}
            moving = asyncio.create_task(client.post("/_sandbox/clock/advance", **moved))
            while len(stages) < 3:  # noqa: ASYNC110 - each turn of the loop may begin a transaction
                await asyncio.sleep(0)
            before = len(stages)
            reply = await client.get("/v1/payments", headers={"Authorization": "Bearer sk_test_b"})
            waited = len(stages) - before
            assert (reply.status_code, moving.done()) == (200, False)
            assert (await moving).status_code == 200
        serving.should_exit = True
        await task
    return waited


def test_account_waits_for_few_transactions_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    stages: list[object] = []
    original: Any = vars(Scheduler)["_stage"]

    def count(self: Scheduler, *arguments: Any, **named: Any) -> Any:
        stages.append(arguments)
        return original(self, *arguments, **named)

    monkeypatch.setattr(Scheduler, "_stage", count)
    waited = asyncio.run(_transactions_waited_for(_with_payouts(), stages))
    assert waited <= 1
    assert len(stages) > 20
