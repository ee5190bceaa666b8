"""What a body is that came without the request it belongs to: a delivery to a webhook, an error, or an object."""

from __future__ import annotations

import json
from dataclasses import replace

from onepay_contract.document import Contract, Operation
from onepay_core.json_values import Document, Json, is_object

__all__ = ("Delivery", "delivery_in", "error_reply", "is_error", "refused_status")

Delivery = tuple[str, bytes]
"""The name of an event, and the body of its delivery."""

_TELLING = frozenset({"message", "code_name", "errors", "erros", "error"})
"""Fields by which any body shows that it refuses, before it is known which operation, or which API, it came from."""


def delivery_in(value: Json) -> Delivery | None:
    """The delivery in a JSON value, in either envelope, or as `onepay sandbox listen --json` prints one."""
    if not is_object(value) or "event" not in value:
        return None
    event, text = value["event"], value.get("body")
    if isinstance(event, str) and isinstance(text, str):
        return event, text.encode()
    name = event.get("type") if is_object(event) else event
    is_delivery = isinstance(name, str) and (is_object(event) or "data" in value)
    return (str(name), json.dumps(value).encode()) if is_delivery else None


def is_error(value: Json) -> bool:
    """Whether a body has the form in which the API refuses: known fields of an error, whatever else is beside them."""
    return is_object(value) and bool(_TELLING & value.keys()) and not ({"id", "data"} & value.keys())


def error_reply(contract: Contract) -> Operation:
    """An operation that stands for any: its replies are the errors that the contract documents."""
    found: Document = {}
    for operation in contract.operations.values():
        found = {**{key: reply for key, reply in operation.replies.items() if key.startswith("4")}, **found}
    first = next(iter(contract.operations.values()))
    return replace(first, id="an error reply", replies=found)


def refused_status(operation: Operation) -> int | None:
    """The status of a refusal that an operation documents; None where it documents none."""
    refusals = sorted(key for key in operation.replies if key.startswith("4"))
    return int(refusals[-1].replace("XX", "00")) if refusals else None
