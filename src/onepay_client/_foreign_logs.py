"""What the libraries below us must not log: HTTP/2's headers, and with them the key.

hpack writes every header that is sent or received to its logs at DEBUG. A program that turns on all logs to find a
fault does not mean to write a key into them, so these lines are left out in every program that speaks HTTP/2 through
a client of ours. All other lines of other libraries are the program's own affair.
"""

from __future__ import annotations

import logging

_TELLING_HEADERS = ("hpack.hpack", "hpack.table")
"""hpack's loggers; a filter holds for the very logger that it is given to, and not for those below it."""


def keep_headers_out_of_logs() -> None:
    """Let hpack log nothing below INFO from now on; asked again, it changes nothing."""
    for name in _TELLING_HEADERS:
        logging.getLogger(name).addFilter(_tells_no_headers)


def _tells_no_headers(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO
