"""The tour of the README tells its story to the end, and shows no trouble."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOUR = Path(__file__).resolve().parent.parent.parent / "scripts" / "tour.py"


def test_the_tour_tells_its_story_to_the_end() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    tour = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, TOUR], env=environment, capture_output=True, text=True, check=False
    )
    assert (tour.returncode, tour.stderr) == (0, "")
    assert "$1.000.000 = 25 wages" in tour.stdout
    assert tour.stdout.rstrip().endswith("the balance that the client reads is the ledger's.")
