"""The cost of a call beyond bare httpx: one after the other, a thousand at once, in memory, and at the start."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx

from benches.figures import Figure, compare
from benches.loopback import HEADERS, KEY, PAYMENT, Await, Fetch, async_peers, loopback, peers
from benches.starting import HTTPX, START_BAR, start
from benches.timing import Effort, Ratio, interleave, ratio
from onepay_client import AsyncOnePay, OnePay

Work: TypeAlias = Callable[[Await, int], Coroutine[Any, Any, None]]

ROOT: Final = Path(__file__).resolve().parents[2]
BARS: Final = {
    "onepay": 1.10,
    "onepay, fast": 0.5,
    "onepay, async": 1.10,
    "onepay, fast, async": 0.5,
    "onepay, at once": 0.5,
    "onepay, fast, at once": 0.12,
}

MEMORY_LIMIT: Final = 3 * 1024
"""KiB that a live client may take beyond one of httpx."""

_OURS_BOTH: Final = {"onepay": False, "onepay, fast": True}
_TREE: Final = f"import sys; sys.path[:0] = [{str(ROOT / 'src')!r}, {str(ROOT / 'generated')!r}]; "
_OURS: Final = f"import onepay_client; onepay_client.OnePay({KEY!r}).cashouts.create"
_WEIGH: Final = """
import gc, resource
{imports}
def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024
kept = [{make} for _ in range(3)]
before = resident()
kept += [{make} for _ in range({clients})]
print((resident() - before) / {clients})
"""


def sending(effort: Effort, python: Path | None = None) -> list[Figure]:
    """Every figure of the client's sending."""
    calls = max(20, effort.payments // 10)
    with loopback() as url:
        figures = one_by_one(url, calls, effort.rounds)
        figures += one_by_one_async(url, calls, effort.rounds)
        figures += at_once(url, effort.payments, max(3, effort.rounds // 5))
    return [*figures, *weight(effort), *starting(effort, python)]


def one_by_one(url: str, calls: int, rounds: int) -> list[Figure]:
    """A GET over loopback, sync, beside every peer that is installed."""
    with ExitStack() as stack:
        bare = stack.enter_context(httpx.Client(timeout=None))  # noqa: S113 - loopback answers
        fetches: dict[str, Fetch] = {"httpx": partial(bare.get, f"{url}/payments/{PAYMENT}", headers=HEADERS)}
        for name, fast in _OURS_BOTH.items():
            ours = stack.enter_context(OnePay(KEY, base_url=url, fast=fast))
            fetches[name] = partial(ours.payments.get, PAYMENT)
        runs = {name: partial(_repeat, fetch, calls) for name, fetch in (fetches | peers(url)).items()}
        return compare(f"{calls} GETs, one after the other", runs, rounds, BARS)


def one_by_one_async(url: str, calls: int, rounds: int) -> list[Figure]:
    """The same, async."""
    return _async("async", f"{calls} GETs, one after the other, async", _repeat_async, (url, calls, rounds))


def at_once(url: str, calls: int, rounds: int) -> list[Figure]:
    """So many calls that all begin together."""
    return _async("at once", f"{calls} GETs at once", _crowd, (url, calls, rounds))


def weight(effort: Effort) -> list[Figure]:
    """What a live client takes beyond one of httpx, against the limit; nothing where the system does not tell."""
    makes = {
        "httpx": ("import httpx", "httpx.Client()"),
        "onepay": (_TREE + "import onepay_client", f"onepay_client.OnePay({KEY!r})"),
    }
    if not Path("/proc/self/statm").exists():
        return []
    clients = min(40, effort.payments // 5)
    runs = {name: partial(_weigh, *make, clients) for name, make in makes.items()}
    samples = interleave(runs, min(effort.starts, 7))
    beyond = [our - their for our, their in zip(samples["onepay"], samples["httpx"], strict=True)]
    part = Ratio(*(summary(beyond) / MEMORY_LIMIT for summary in (statistics.median, min, max)))
    return [Figure("memory of a live client", "onepay, beyond httpx", "3 MiB", part, 0.0, 1.0)]


def starting(effort: Effort, python: Path | None) -> list[Figure]:
    """`onepay_client` and one of its resources, against httpx and its client, each in a fresh interpreter."""
    ours = _OURS if python else _TREE + _OURS
    samples = interleave(
        {"httpx": partial(start, HTTPX, python), "onepay": partial(start, ours, python)}, effort.starts
    )
    return [
        _start(kind, *([taken[index] for taken in samples[name]] for name in ("onepay", "httpx")))
        for index, kind in enumerate(("wall", "CPU"))
    ]


def _start(kind: str, ours: list[float], theirs: list[float]) -> Figure:
    return Figure("starting", f"onepay, {kind} time", "httpx", ratio(ours, theirs), statistics.median(ours), START_BAR)


def _async(how: str, topic: str, work: Work, effort: tuple[str, int, int]) -> list[Figure]:
    url, calls, rounds = effort
    stack = AsyncExitStack()
    with asyncio.Runner() as runner:
        fetches = runner.run(_opened(how, url, stack))
        runs = {name: partial(_run, runner, work, fetch, calls) for name, fetch in fetches.items()}
        figures = compare(topic, runs, rounds, BARS)
        runner.run(stack.aclose())
    return figures


async def _opened(how: str, url: str, stack: AsyncExitStack) -> dict[str, Await]:
    """What fetches a payment, httpx first."""
    bare = await stack.enter_async_context(httpx.AsyncClient(timeout=None))  # noqa: S113 - loopback answers
    fetches: dict[str, Await] = {"httpx": partial(bare.get, f"{url}/payments/{PAYMENT}", headers=HEADERS)}
    for name, fast in _OURS_BOTH.items():
        ours = AsyncOnePay(KEY, base_url=url, timeout=None, deadline=None, fast=fast)
        fetches[f"{name}, {how}"] = partial((await stack.enter_async_context(ours)).payments.get, PAYMENT)
    return fetches | await async_peers(url, stack)


def _repeat(fetch: Fetch, calls: int) -> None:
    for _ in range(calls):
        fetch()


async def _repeat_async(fetch: Await, calls: int) -> None:
    for _ in range(calls):
        await fetch()


async def _crowd(fetch: Await, calls: int) -> None:
    await asyncio.gather(*(fetch() for _ in range(calls)))


def _run(runner: asyncio.Runner, work: Work, fetch: Await, calls: int) -> None:
    runner.run(work(fetch, calls))


def _weigh(imports: str, make: str, clients: int) -> float:
    command = [sys.executable, "-c", _WEIGH.format(imports=imports, make=make, clients=clients)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    return float(done.stdout)
