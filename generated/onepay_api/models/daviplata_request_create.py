"""DaviplataRequestCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class DaviplataRequestCreate(Model, kw_only=True):
    """A request to pay that is sent to a Daviplata wallet.

    The page gives names and types and not which fields are required; the three that the Nequi page
    requires are required here too.

    Attributes:
        customer_id: UUID of the customer who pays.
        amount: Amount in whole Colombian pesos.
        phone: Phone number of the wallet.
        external_id: Your own id for the request.
        document: Number of the identity document of the wallet's holder.
        document_type: Kind of that document.
        title: What the request is for.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "document",
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    customer_id: str
    """UUID of the customer who pays."""
    amount: int
    """Amount in whole Colombian pesos."""
    phone: str
    """Phone number of the wallet."""
    external_id: str | Unset | None = UNSET
    """Your own id for the request."""
    document: str | Unset | None = UNSET
    """Number of the identity document of the wallet's holder."""
    document_type: DaviplataDocumentTypeLike | Unset | None = UNSET
    """Kind of that document."""
    title: str | Unset | None = UNSET
    """What the request is for."""


# After the class, because objects may hold each other.
from .daviplata_document_type import DaviplataDocumentTypeLike
