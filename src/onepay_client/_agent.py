"""Who we say that we are."""

import sys
from functools import cache

import httpx


@cache
def user_agent() -> str:
    """The ``User-Agent``: our version, Python's and httpx's."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - only when something is sent

    try:
        ours = version("onepay-client")
    except PackageNotFoundError:  # run from a checkout
        ours = "0"
    python = ".".join(str(number) for number in sys.version_info[:3])
    return f"onepay-client/{ours} {sys.implementation.name}/{python} httpx/{httpx.__version__} ({sys.platform})"
