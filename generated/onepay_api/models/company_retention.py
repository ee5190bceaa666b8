"""CompanyRetention, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CompanyRetention(Model, kw_only=True):
    """Which taxes are withheld from a company.

    Attributes:
        iva: Whether value added tax is withheld.
        ica: Whether the municipal tax on industry and commerce is withheld.
        fuente: Whether income tax is withheld at source.
    """

    __required_is_documented__: ClassVar[bool] = False

    iva: bool | Unset | None = UNSET
    """Whether value added tax is withheld."""
    ica: bool | Unset | None = UNSET
    """Whether the municipal tax on industry and commerce is withheld."""
    fuente: bool | Unset | None = UNSET
    """Whether income tax is withheld at source."""
