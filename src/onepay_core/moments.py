"""Python's own classes of days and moments, also inside of a test that puts others in their place.

freezegun replaces ``datetime.date`` and ``datetime.datetime`` in all modules while a test runs. A model that is loaded
meanwhile would take only the replacements, and go on to do so after the test. It replaces module attributes, so the
classes are kept in a tuple.
"""

import datetime as dt
from typing import Any, Final


def _own(kind: Any) -> Any:
    """The class of the standard library that ``kind`` is, or replaces."""
    return next(base for base in kind.__mro__ if base.__module__ == "datetime")


CLASSES: Final[tuple[Any, Any]] = (_own(dt.date), _own(dt.datetime))
"""``date`` and ``datetime``."""
