"""A run that a thread sends leaves the event loop of its program free, and is paused from there."""

from __future__ import annotations

import asyncio
import threading

from onepay_client import AsyncOnePay, payouts
from onepay_client.payouts import RunState
from support.payroll import KEY, Payroll


def test_the_loop_is_free_while_a_thread_sends(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 11)))
    reached, go_on = threading.Event(), threading.Event()

    def wait(_: payouts.Progress) -> None:
        reached.set()
        go_on.wait()

    async def program() -> payouts.RunStatus:
        sending = asyncio.create_task(asyncio.to_thread(run.send, approval_key=KEY, workers=1, progress=wait))
        await asyncio.to_thread(reached.wait)
        async with AsyncOnePay(
            payroll.sandbox.secret_key, transport=payroll.sandbox.async_transport, journal=payroll.journal
        ) as client:
            await client.balances.get()  # while the run waits in its thread
        assert not sending.done()
        go_on.set()
        return await sending

    assert asyncio.run(program()).state is RunState.FINISHED


def test_a_program_that_ends_pauses_its_run(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 11)))
    stopping = threading.Event()

    def pause(_: payouts.Progress) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    async def program() -> payouts.RunStatus:
        return await asyncio.to_thread(run.send, approval_key=KEY, workers=1, rate=1000, progress=pause)

    status = asyncio.run(program())
    assert status.state is RunState.PAUSED
    assert status.first_not_sent > 0
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert payroll.paid_out() == 55
