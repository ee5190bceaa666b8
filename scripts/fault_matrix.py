"""Print what the client does about every fault, for every kind of operation and every transport that is tested.

    nox -s fault-matrix
    nox -s fault-matrix -- --all    judges every operation, not one of each kind

A cell says how often the request arrived and how the call ended. Where the ledger tells another story than the
caller was told, or something was done twice, the cell is red and the exit status is 1. Only loopback is used.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from onepay_client import Backoff
from onepay_contract.document import Operation
from support.contract import Contract
from support.faults import FAULTS, Fault
from support.harness import RETRIES, Harness
from support.judge import Case
from support.transports import PROVED, TRANSPORTS, opened

KINDS: Final = {
    "GET": "payments_get",
    "PUT": "webhooks_update",
    "DELETE": "payments_delete",
    "POST with key": "cashouts_create",
    "POST without": "charges_refund",
    "PUT that does it anew": "invoices_update",
}
_IMPATIENT: Final[dict[str, Any]] = {"timeout": 0.1, "deadline": 0.8, "backoff": Backoff(base=0.001)}
"""For the faults that end only when the client gives up."""


def kind_of(operation: Operation) -> str:
    """In which column an operation stands."""
    if any(parameter.name == "x-idempotency" and parameter.required for parameter in operation.parameters):
        return "POST with key"
    if not operation.is_idempotent:
        return "POST without" if operation.method == "POST" else "PUT that does it anew"
    return operation.method


def shown(cases: Sequence[Case]) -> str:
    """How often the request arrived, how the calls ended, and what the ledger has against it."""
    ends = Counter(f"{case.ledger.sent}x {_end(case)}" for case in cases)
    text = ", ".join(f"{end} ({count})" if len(ends) > 1 else end for end, count in ends.most_common())
    return f"[bold red]{text}[/]" if any(case.complaints() for case in cases) else text


def _end(case: Case) -> str:
    if case.end.error is None:
        return "[green]value[/]"
    name = type(case.end.error).__name__
    return f"[yellow]{name}[/]" if name in {"OutcomeUnknown", "ReplyUnavailable"} else name


class Matrix:
    """Plays every fault to the operations of each column, on one side, over one transport."""

    def __init__(self, side: str, transport: str, operations: Sequence[Operation], *, stays: bool) -> None:
        self._side = side
        self._transport = transport
        self._columns = {kind: [o for o in operations if kind_of(o) == kind] for kind in KINDS}
        self._stays = stays
        self.complaints: list[str] = []

    def table(self, contract: Contract) -> Table:
        """The faults as rows, the kinds of operations as columns."""
        how = f"for all {RETRIES + 1} attempts" if self._stays else "once"
        title = f"{self._side} over {self._transport}: each fault {how}"
        made = Table("fault", *self._columns, title=title, title_justify="left")
        with Harness.opened(self._side, contract) as rig, opened(rig, self._transport) as client:
            for fault in FAULTS:
                cells = [self._play(rig, client, fault, column) for column in self._columns.values()]
                made.add_row(fault.name, *map(shown, cells))
        return made

    def _play(self, rig: Harness, patient: Any, fault: Fault, operations: Sequence[Operation]) -> list[Case]:
        chosen = operations[:1] if fault.slow else operations
        script = [fault] * (RETRIES + 1 if self._stays else 1)
        is_proved = self._transport in PROVED
        with opened(rig, self._transport, **_IMPATIENT) if fault.slow else nullcontext(patient) as client:
            cases = [rig.play(operation, script, client=client, is_proved=is_proved) for operation in chosen]
        self.complaints += [complaint for case in cases for complaint in case.complaints()]
        return cases


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 1 if the ledger tells another story than the client."""
    parser = argparse.ArgumentParser(prog="python scripts/fault_matrix.py", description="What happens at each fault?")
    parser.add_argument("--all", action="store_true", help="every operation, not one of each kind")
    every = parser.parse_args(arguments).all
    contract, console = Contract.load(), Console(width=150)
    operations = [o for o in contract.operations.values() if every or o.id in KINDS.values()]
    complaints: list[str] = []
    for side, transport in TRANSPORTS:
        for stays in (False, True):
            matrix = Matrix(side, transport, operations, stays=stays)
            console.print(matrix.table(contract))
            complaints += matrix.complaints
    console.print("\n".join(complaints) or f"{len(operations)} operations: the ledger agrees with every caller.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
