"""Compares two contracts, and says of each change what it means for programs.

Each change is graded for whoever sends requests, for whoever reads replies and for whoever receives webhooks: what a
sender may leave out a reader may have to do without. Beside types, what the contract says of money, privacy and its
own evidence is compared.
"""

from __future__ import annotations

from pathlib import Path

from onepay_contract.diff.changes import Change, Comparison, Effect, Grade, Kind, Party, Topic, Use
from onepay_contract.diff.forms import as_json, as_markdown, as_text
from onepay_contract.diff.operations import changed_information, changed_keys, changed_operations, changed_webhooks
from onepay_contract.diff.sources import read_contract
from onepay_contract.document import Contract

__all__ = [
    "Change",
    "Comparison",
    "Effect",
    "Grade",
    "Kind",
    "Party",
    "Topic",
    "Use",
    "as_json",
    "as_markdown",
    "as_text",
    "compare",
    "compare_sources",
    "read_contract",
]


def compare(before: Contract, after: Contract, names: tuple[str, str] = ("before", "after")) -> Comparison:
    """Every change from one contract to another; `names` are what reports call the two."""
    changes = [
        *changed_information(before, after),
        *changed_keys(before, after),
        *changed_operations(before, after),
        *changed_webhooks(before, after),
    ]
    return Comparison.of(*names, changes)


def compare_sources(before: str, after: str, folder: Path | None = None) -> Comparison:
    """Every change between two contracts that are named as `read_contract` takes them, relative to a folder.

    Raises:
        ContractError: one of them cannot be read.
    """
    start = folder or Path.cwd()
    return compare(read_contract(before, start), read_contract(after, start), (before, after))
