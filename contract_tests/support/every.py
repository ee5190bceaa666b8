"""Run a test for every operation of the contract, for every documented reply, and for both sides of the client."""

from __future__ import annotations

from typing import Final

import pytest

from onepay_contract.document import component_name
from support.client_variants import NAMES
from support.contract import Contract

_CONTRACT: Final = Contract.load()
_OPERATIONS: Final = tuple(_CONTRACT.operations.values())
_SUCCESSES: Final = [
    (operation, status) for operation in _OPERATIONS for status in operation.replies if status[0] == "2"
]
_FAILURES: Final = [
    (operation, status) for operation in _OPERATIONS for status in operation.replies if status[0] != "2"
]

every_operation: Final = pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda operation: operation.id)
"""One test for each operation."""

every_body: Final = pytest.mark.parametrize(
    "operation", [operation for operation in _OPERATIONS if operation.body], ids=lambda operation: operation.id
)
"""One test for each operation with a body."""

every_promised_body: Final = pytest.mark.parametrize(
    "operation",
    [operation for operation, status in _SUCCESSES if operation.replies[status].schema],
    ids=lambda operation: operation.id,
)
"""One test for each operation whose success has a body."""

every_event: Final = pytest.mark.parametrize(
    "event", sorted({component_name(schema) for schema in _CONTRACT.events.values()})
)
"""One test for each family of events."""

every_success: Final = pytest.mark.parametrize(
    ("operation", "status"), _SUCCESSES, ids=[f"{operation.id}-{status}" for operation, status in _SUCCESSES]
)
"""One test for each documented reply that says that all went well."""

every_failure: Final = pytest.mark.parametrize(
    ("operation", "status"), _FAILURES, ids=[f"{operation.id}-{status}" for operation, status in _FAILURES]
)
"""One test for each documented error."""

both_sides: Final = pytest.mark.parametrize("side", NAMES, indirect=True)
"""The same with the client that blocks and with the one that does not."""
