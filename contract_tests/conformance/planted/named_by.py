"""Which phase or active check names each planted fault: it alone is run first when the fault is tried.

`python -m conformance.planted.named_by` finds it for those that `named_by.txt` lacks, which takes a second for each.
A line that is wrong or missing costs time and nothing else: what is not named in this way is looked for by all checks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from conformance.planted.catalogue import CATALOGUE
from conformance.planted.faults import Fault
from conformance.planted.trying import Trial, neighbourhood, tried
from onepay_contract import document as contracts

FILE: Final = Path(__file__).with_suffix(".txt")
_HEAD: Final = "# Made by `python -m conformance.planted.named_by`: a fault, and the phase or check that names it.\n"


def read() -> dict[str, str]:
    """The phase or check by the name of the fault."""
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return {name: found for name, _, found in rows}


def trial_of(fault: Fault, named_by: str | None) -> Trial:
    """A trial by `named_by` alone, or by everything near the fault where that does not name it."""
    near = neighbourhood(fault, contracts.load())
    if named_by and (trial := tried(fault, only=near, within=named_by)).naming:
        return trial
    return tried(fault, only=near)


def main() -> None:
    """Bring the file up to date: one line for each fault that one phase or check names by itself."""
    known = {name: where for name, where in read().items() if name in {fault.name for fault in CATALOGUE}}
    for fault in CATALOGUE:
        if fault.name not in known:
            near = neighbourhood(fault, contracts.load())
            whole = tried(fault, only=near)
            for where in whole.likely if whole.naming else ():
                if tried(fault, only=near, within=where).naming:
                    known[fault.name] = where
                    break
            sys.stdout.write(
                f"{fault.name}: {known.get(fault.name, 'several together' if whole.naming else 'MISSED')}\n"
            )
            sys.stdout.flush()
            FILE.write_text(_HEAD + "".join(f"{name}\t{known[name]}\n" for name in sorted(known)), encoding="utf-8")


if __name__ == "__main__":
    main()
