"""All planted faults."""

from __future__ import annotations

from typing import Final

from conformance.planted import (
    authorization_faults,
    boundary_faults,
    documented_faults,
    filter_faults,
    http_faults,
    idempotency_faults,
    lifecycle_faults,
    money_faults,
    pagination_faults,
    persistence_faults,
    reference_faults,
    schema_faults,
    secret_faults,
    time_faults,
    validation_faults,
)
from conformance.planted.faults import Fault

_MODULES: Final = (
    authorization_faults,
    idempotency_faults,
    lifecycle_faults,
    persistence_faults,
    pagination_faults,
    filter_faults,
    money_faults,
    reference_faults,
    time_faults,
    validation_faults,
    http_faults,
    schema_faults,
    secret_faults,
    boundary_faults,
    documented_faults,
)

CATALOGUE: Final = tuple(value for module in _MODULES for value in vars(module).values() if isinstance(value, Fault))
"""Every fault, by subject."""
