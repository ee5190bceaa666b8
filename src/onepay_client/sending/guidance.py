"""How to go on when it is not known what happened, and what may be said of the request."""

from __future__ import annotations

import json
from typing import Any

from msgspec import UNSET

from onepay_client.observability.masking import HIDDEN, masked_value
from onepay_core.operation import Call

from .retries import OperationClass, kind_of

_ELSEWHERE = "in OnePay's panel, or in the webhook events that follow"


def guidance_for(call: Call[Any], *, resumable: bool) -> str:
    """What the caller can do now."""
    look = places_to_look(call.operation.id)
    if call.operation.idempotency == "unproved":
        return (
            f"Look whether it happened ({look}). If it did not, repeat it with error.resume() (`await "
            f"error.resume_async()`), or call the method again with idempotency_key={call.idempotency_key!r}: programs "
            "send this key, and no document says that OnePay heeds it here, so nothing is repeated by itself."
        )
    if kind_of(call.operation) is OperationClass.UNKEYED:
        if not call.operation.moves_money:
            return f"This operation takes no idempotency key: look whether it happened ({look}), and repeat it if not."
        return f"This operation takes no idempotency key: do not repeat it before you have looked ({look})."
    if not resumable:
        return f"Look whether it happened ({look})."
    key = f" again with idempotency_key={call.idempotency_key!r}" if call.idempotency_key else " again"
    return (
        f"Settle it with error.resume() (`await error.resume_async()`), or call the method{key}, "
        f"also after a restart: it is not done twice. Or look ({look})."
    )


def too_old_to_send(operation_id: str) -> str:
    """What to do about a request that must not be sent again, since its key may have been forgotten."""
    return (
        "It is too old to be sent again, or a clock is wrong: the server may have forgotten its key, and would do it "
        f"twice. Look whether it happened ({places_to_look(operation_id)}), and settle it by hand with journal.settle; "
        "CallOptions(send_again=True) sends it all the same."
    )


def places_to_look(operation_id: str) -> str:
    """Where the effect of an operation can be seen, as far as the contract has an operation for it."""
    from onepay_api.operations import OPERATIONS  # noqa: PLC0415 - only when something went wrong

    words = operation_id.split("_")
    tags = ["_".join(words[:length]) for length in range(len(words) - 1, 0, -1)]
    ids = [(tag, verb) for tag in tags for verb in ("get", "list") if f"{tag}_{verb}" in OPERATIONS]
    return " or ".join([*(f"client.{tag}.{verb}()" for tag, verb in ids), _ELSEWHERE])


def shown_request(call: Call[Any]) -> str:
    """What was sent, with whatever may be a secret or personal data masked."""
    path = call.operation.path
    for parameter in call.operation.parameters:
        if parameter.location == "path" and parameter.argument in call.arguments:
            path = path.replace(f"{{{parameter.name}}}", str(masked_value(call.arguments.get(parameter.argument))))
    shown = [] if call.body is UNSET else [json.dumps(masked_value(call.body), ensure_ascii=False)]
    shown += [f"{name}: {HIDDEN}" for name in call.options.body]
    return f"{call.operation.method} {path} {' with '.join(shown) or '(no body)'}"
