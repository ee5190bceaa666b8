"""The envelope of a delivery: name, ids and time of its event, read before the rest of the body is typed."""

from typing import Any, NamedTuple

from onepay_api.models import EventName
from onepay_core.json_values import is_object

_LONGEST_TIME = 15
"""Digits of a Unix time given as text, generously; a longer one is no time."""

_IS_TEST = {"test": True, "live": False, "production": False}


class Envelope(NamedTuple):
    """The fields of either form of the envelope; see ``Delivery``."""

    name: EventName
    event_is_object: bool
    resource_id: str | None
    event_id: str | None
    timestamp: int | None
    is_test: bool | None

    @property
    def family(self) -> str:
        """What the event is about: its name up to the dot."""
        return self.name.partition(".")[0]


def read_envelope(decoded: Any) -> Envelope:
    """The envelope of a body. What is missing, or is not what it should be, is None."""
    body = decoded if is_object(decoded) else {}
    event = body.get("event")
    header = event if is_object(event) else {"type": event}
    name = EventName(_text(header.get("type")) or "")
    resource = body.get(name.partition(".")[0] if is_object(event) else "data")
    fields = resource if is_object(resource) else {}
    return Envelope(
        name,
        is_object(event),
        _text(fields.get("id")),
        _text(header.get("id")),
        _seconds(header.get("timestamp")),
        _is_test(header.get("environment"), fields.get("is_test")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _seconds(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_TIME:
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_test(environment: Any, flag: Any) -> bool | None:
    """Test if either place says so: money that is not real must never pass for real."""
    flags = {
        _IS_TEST.get(environment) if isinstance(environment, str) else None,
        flag if isinstance(flag, bool) else None,
    }
    return True if True in flags else False if False in flags else None
