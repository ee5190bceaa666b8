"""BreBQr, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class BreBQr(Model, kw_only=True):
    """The code that the payer of a Bre-B charge scans.

    Attributes:
        image: The code as a picture in text form; whether it is an address or base64 is not known.
    """

    image: str
    """The code as a picture in text form; whether it is an address or base64 is not known."""
