"""Where ids that nobody makes come from: lists, and a few replies that name them."""

from __future__ import annotations

from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.fixtures import SOURCES, listed_as, lists
from onepay_contract.document import Operation


def sources(contract_index: ContractIndex, name: str) -> list[Operation]:
    """The operations whose replies tell ids of that name."""
    listed = [one for one in contract_index.operations.values() if lists(one) and listed_as(one) == name]
    return [*listed, *(contract_index.operations[one] for one, (told, _) in SOURCES.items() if told == name)]
