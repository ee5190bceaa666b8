"""The logger ``onepay_client``, and what the libraries below must not log. ``docs/observability.md`` shows both."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Final

from onepay_core.tracebacks import private_locals

__all__ = ("set_up_logging",)

LEVEL_VARIABLE: Final = "ONEPAY_LOG"
"""``ONEPAY_LOG=info`` writes one line for each attempt to stderr, ``debug`` adds masked bodies."""

_LEVELS: Final[Mapping[str, int]] = {"debug": logging.DEBUG, "info": logging.INFO}
_FORMAT: Final = "%(asctime)s %(name)s %(levelname)s %(message)s"


@private_locals
def set_up_logging(variables: Mapping[str, str] | None = None) -> logging.Logger:
    """The logger ``onepay_client``, set up as ``ONEPAY_LOG`` asks: to stderr, at ``info`` or ``debug``.

    Every client does this when it is made. Without the variable nothing changes, and a handler that the logger
    already has stays the only one.
    """
    logger = logging.getLogger("onepay_client")
    chosen = (os.environ if variables is None else variables).get(LEVEL_VARIABLE, "")
    level = _LEVELS.get(chosen.strip().lower())
    if level is not None:
        logger.setLevel(level)
        if not logger.handlers:
            _write_to_stderr(logger)
    return logger


def _write_to_stderr(logger: logging.Logger) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)
    logger.propagate = False


_TELLING_HEADERS = ("hpack.hpack", "hpack.table")
"""hpack's loggers; a filter holds for the very logger that it is given to, and not for those below it."""


def keep_headers_out_of_logs() -> None:
    """Let hpack log nothing below INFO from now on; asked again, it changes nothing."""
    for name in _TELLING_HEADERS:
        logging.getLogger(name).addFilter(_tells_no_headers)


def _tells_no_headers(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO
