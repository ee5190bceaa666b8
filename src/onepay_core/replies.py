"""From the bytes that came back to a value or an error."""

from collections.abc import Mapping
from typing import Any

from .decode import Reading, read
from .deviations import Deviation, DeviationKind
from .errors import StatusError, UnreadableBody
from .operation import Operation, R, Shape

SUCCESS = range(200, 300)


def interpret(operation: Operation[R], status: int, body: bytes) -> Reading[R]:
    """What a reply says: its typed value, with every departure from the contract.

    Raises:
        StatusError: the status is not a success.
        UnreadableBody: a success whose body is not JSON although the contract promises one.
    """
    if status not in SUCCESS:
        raise StatusError(operation.id, status, _error(operation, status, body), body)
    shape = _success_shape(operation, status)
    surprise = () if operation.documents(status) else (_undocumented_status(operation.replies, status),)
    if shape is None:
        return Reading(None, surprise)  # type: ignore[arg-type]  # the contract promises no body: R is None
    reading = read(body, shape.type)
    return Reading(reading.value, surprise + reading.deviations)


def _success_shape(operation: Operation[Any], status: int) -> Shape | None:
    if operation.documents(status):
        return operation.reply_shape(status)
    return next((shape for code, shape in operation.replies.items() if code[0] == "2"), None)


def _undocumented_status(replies: Mapping[str, Any], status: int) -> Deviation:
    return Deviation(("(status)",), DeviationKind.UNKNOWN_VALUE, "one of " + ", ".join(sorted(replies)), status)


def _error(operation: Operation[Any], status: int, body: bytes) -> Any:
    others = (shape for code, shape in sorted(operation.replies.items()) if code[0] in "45")
    shape = operation.reply_shape(status) or next(filter(None, others), None)
    try:
        return None if shape is None else read(body, shape.type).value
    except UnreadableBody:
        return None
