"""Groups that stand on an extra name it where it is missing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from onepay_cli.exits import CommandError

__all__ = ("needs_extra",)


@contextmanager
def needs_extra(name: str) -> Generator[None]:
    """Say which extra is missing, where an import within fails for want of it.

    Raises:
        CommandError: a module that is not ours is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "onepay").startswith("onepay"):
            raise
        raise CommandError(
            f"This needs the extra [{name}] ({error.name} is missing): pip install 'onepay-client[cli,{name}]'"
        ) from None
