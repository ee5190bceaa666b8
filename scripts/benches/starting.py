"""The time from a fresh interpreter to the first method of a client, and from openapi/ to a package."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from benches.figures import Figure
from benches.timing import Effort, Ratio, interleave, ratio

ROOT: Final = Path(__file__).resolve().parents[2]
START_BAR: Final = 1.25
REGENERATION_LIMIT: Final = 10.0

OURS: Final = "import onepay_api; onepay_api.Client('sk_test_not_a_real_key').cashouts.create"
HTTPX: Final = "import httpx; httpx.Client()"
_STOPWATCH: Final = """
import time
wall, cpu = time.perf_counter(), time.process_time()
{work}
print(time.perf_counter() - wall, time.process_time() - cpu)
"""


class Start(NamedTuple):
    """Seconds that a fresh interpreter took for its work, without those that it took to be there."""

    wall: float
    cpu: float


def starting(effort: Effort, python: Path | None = None) -> list[Figure]:
    """Our client and one of its resources, against httpx and its client, each in a fresh interpreter.

    `python` has the package installed; without it, this interpreter and the tree are taken.
    """
    runs = {"httpx": partial(start, HTTPX, python), "onepay_api": partial(start, OURS, python)}
    samples = interleave(runs, effort.starts)
    where = "an installed package" if python else "this environment"
    return [
        _figure(f"starting, in {where}", kind, *([s[index] for s in samples[name]] for name in ("onepay_api", "httpx")))
        for index, kind in enumerate(("wall time", "CPU time"))
    ]


def start(work: str, python: Path | None = None) -> Start:
    """Do `work` in a fresh interpreter.

    Raises `SystemExit` when it fails there.
    """
    environment = dict(os.environ)
    environment.pop("PYTHONPATH", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start would compile everything anew
    if python is None:
        environment["PYTHONPATH"] = os.pathsep.join(str(ROOT / folder) for folder in ("src", "generated"))
    command = [*([str(python), "-I"] if python else [sys.executable]), "-c", _STOPWATCH.format(work=work)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise SystemExit(
            f"`{work}` failed in {command[0]}, so its start cannot be timed:\n{done.stderr}"
            "The interpreter of --python needs the wheel installed: nox -s build makes it."
        )
    return Start(*map(float, done.stdout.split()))


def regenerating(effort: Effort) -> list[Figure]:
    """The whole process of `generate.py`, against the ten seconds that it may take."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = [_regenerate(Path(folder) / "generated") for _ in range(effort.regenerations)]
    against = Ratio(*(summary(seconds) / REGENERATION_LIMIT for summary in (statistics.median, min, max)))
    return [Figure("regenerating", "scripts/generate.py", "its ten seconds", against, statistics.median(seconds), 1.0)]


def _regenerate(target: Path) -> float:
    before = time.perf_counter()
    command = [sys.executable, str(ROOT / "scripts" / "generate.py"), "--output", str(target)]
    subprocess.run(command, check=True)  # noqa: S603 - our own words
    return time.perf_counter() - before


def _figure(topic: str, kind: str, ours: list[float], theirs: list[float]) -> Figure:
    measured = ratio(ours, theirs)
    return Figure(topic, f"onepay_api, {kind}", "httpx", measured, statistics.median(ours), START_BAR)
