"""Planted mistakes in the contract, tried on the conformance checks against the true sandbox.

The sandbox keeps the true contract, and the suite is given the bent one: what they disagree on has to be found. Only
the operations that use what was bent are tested, and of many only those that use it most directly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from conformance.sandbox_transport import in_process
from mutation.edits import Edit
from mutation.server_edits import Uses, known_reason, server_edits
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.run import Effort, Options, run
from onepay_contract.bundling import read_bundle
from onepay_contract.document import Contract
from onepay_contract.findings import Findings, Kind
from onepay_sandbox import frozen
from onepay_sandbox.sandbox import Sandbox
from rules import Description
from values import Document

_MOST: Final = 6
"""So many operations are tested for one mistake."""
_SAMPLE: Final = frozenset(("payments_create", "payments_get", "charges_list", "webhooks_update"))
"""The operations of the run without a mistake."""
_EFFORT: Final = Effort(chains=0)
"""Reading a contract's links as schemathesis does takes longer than everything else that is done for a mistake."""


class ServerSuite:
    """Judges mistakes in the contract by what the server suite finds."""

    area = "server"

    def __init__(self, root: Path) -> None:
        """Bundle the contract."""
        whole: Final = read_bundle(root / "openapi")
        self._true: Final = whole.document
        self._contract: Final = Contract(whole.document)
        self.description: Final = Description(whole.document, whole.positions)
        self._uses: Final = Uses(whole.document)

    def mutants(self) -> list[Edit]:
        """Every mistake that some behaviour of a server can show."""
        return [
            server_edit
            for server_edit in server_edits(self.description)
            if not known_reason(server_edit, self._uses, self.description)
        ]

    def left_out(self) -> Iterator[str]:
        """How many mistakes no behaviour can show, by reason."""
        edits = server_edits(self.description)
        reasons = Counter(known_reason(edit, self._uses, self.description) for edit in edits)
        yield from (f"  {many:6,} left out: {why}" for why, many in sorted(reasons.items(), key=str) if why)

    def group(self, mutant: Edit) -> str:
        """The kind of the mistake."""
        return mutant.kind

    def killed_by(self, mutant: Edit | None) -> str | None:
        """The kind of the first finding that the true contract does not cause too; None where there is none."""
        tested = self._tested(mutant) if mutant else _SAMPLE
        found = _found(mutant.applied(self._true) if mutant else self._true, tested)
        if found is None:
            return "the contract cannot be run"
        if mutant and {found_item.kind for found_item in found} <= {Kind.UNLISTED_VALUE}:
            usual = _found(self._true, tested) or Findings()
            return next((str(found_item.kind) for found_item in found if found_item not in usual), None)
        return next((str(found_item.kind) for found_item in found), None)

    def _tested(self, mutant: Edit) -> frozenset[str]:
        names = self._uses.operations(mutant.place) or self._uses.operations(mutant.holder)
        paths = {self._contract.operations[name].path for name in names[:_MOST]}
        return frozenset(operation.id for operation in self._contract.operations.values() if operation.path in paths)


def _found(document: Document, tested: frozenset[str]) -> Findings | None:
    """What the suite finds; None where the contract cannot be read or run at all."""
    sandbox = Sandbox(clock=frozen(), seed=7)
    try:
        options = Options(contract=Contract(document), only=tested, effort=_EFFORT)
        return run(in_process(sandbox), options=options, checks=ACTIVE_CHECKS).findings
    except Exception:  # noqa: BLE001 - whatever is raised, it is raised because of the mistake
        return None
    finally:
        sandbox.close()
