"""CompanyRetention, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset


class CompanyRetention(Model, kw_only=True):
    """Which taxes are withheld from a company."""

    __required_is_documented__: ClassVar[bool] = False

    iva: bool | Unset = UNSET
    """Whether value added tax is withheld."""
    ica: bool | Unset = UNSET
    """Whether the municipal tax on industry and commerce is withheld."""
    fuente: bool | Unset = UNSET
    """Whether income tax is withheld at source."""
