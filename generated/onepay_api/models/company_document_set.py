"""CompanyDocumentSet, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CompanyDocumentSet(Model, kw_only=True):
    """Addresses at which the papers of a company can be fetched.

    Which of them are needed is not documented.

    Attributes:
        rut: Address of the entry in the tax register (RUT).
        ccc: Address of the paper that the documentation calls `ccc`; its meaning is not documented.
        dni: Address of an identity document; the documentation does not say whose.
        bank: Address of the paper that the documentation calls `bank`; its meaning is not documented.
        simple: Address of the paper that the documentation calls `simple`; its meaning is not documented.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "dni",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    rut: str | Unset | None = UNSET
    """Address of the entry in the tax register (RUT)."""
    ccc: str | Unset | None = UNSET
    """Address of the paper that the documentation calls `ccc`; its meaning is not documented."""
    dni: str | Unset | None = UNSET
    """Address of an identity document; the documentation does not say whose."""
    bank: str | Unset | None = UNSET
    """Address of the paper that the documentation calls `bank`; its meaning is not documented."""
    simple: str | Unset | None = UNSET
    """Address of the paper that the documentation calls `simple`; its meaning is not documented."""
