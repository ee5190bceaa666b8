"""Which operations a fault is looked for in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.planted.faults import Fault
from conformance.planted.trying import neighbourhood
from onepay_conformance.contract_index import ContractIndex, path_names
from onepay_contract.document import Operation


def near(fault: Fault, index: ContractIndex) -> frozenset[str]:
    """The operations around a fault: its own, their families, those at the same paths, and what makes their ids.

    A run of the whole contract does the same with them, and with all others besides.
    """
    found: frozenset[str] = frozenset()
    more = neighbourhood(fault, index.contract)
    while not more <= found:
        found |= more
        more = frozenset(_makers([index.operations[name] for name in found], index))
    return found


def _makers(operations: Iterable[Operation], index: ContractIndex) -> Iterator[str]:
    """The operations that make what others take by its id, in a path or in a body."""
    for operation in operations:
        names = [*path_names(operation.path), *(name for name in index.fields(operation) if name.endswith("_id"))]
        yield from (index.makers[name][0] for name in names if name in index.makers)
