"""The libraries of the extra ``[payouts]``, imported when they are first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from onepay_client.errors import ConfigurationError


def library(name: str, what: str) -> Any:
    """A library of the extra ``payouts``.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise ConfigurationError(f"{what} need {name}: pip install 'onepay-client[payouts]'.") from None
