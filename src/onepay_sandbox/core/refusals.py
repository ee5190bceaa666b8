"""What the API says when it refuses, in the documented form, and with which status.

An operation answers only the statuses that the contract lists for it. A refusal therefore names the statuses
that fit, best first, and the operation's own list decides (assumption `refusal-status`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from onepay_contract.document import Operation
from onepay_core.json_values import Json
from onepay_sandbox.core.assumptions import Assumption

_BUSINESS = (422, 409, 403, 401)

ASSUMPTIONS: Final = (
    Assumption(
        "refusal-form",
        "observed",
        "A refusal of fields has `errors`, with a list of messages for each field.",
        "Every program reads this form; the page shows a list, and spells it in two ways.",
    ),
    Assumption(
        "refusal-words",
        "ours",
        "The words of a refusal are the sandbox's own, in Spanish.",
        "The page says that they are for people, and shows few.",
    ),
    Assumption(
        "missing-key-refused",
        "inferred",
        "Where a key is required, a request without one is idempotency_error 10003.",
        "The words and the code are documented for the update of an issued card.",
    ),
)


class Refusal(Exception):
    """A request is refused; whatever it had changed is undone, and its idempotency key stays free."""

    def __init__(
        self,
        message: str,
        statuses: Sequence[int] = _BUSINESS,
        *,
        name: str | None = None,
        code: str | int | None = None,
        errors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`message` is Spanish, for a person; `name` is the reply's `code_name`."""
        super().__init__(message)
        self.message = message
        self.statuses: tuple[int, ...] = tuple(statuses)
        self.name = name
        self.code = code
        self.errors = errors

    def status_for(self, operation: Operation) -> int:
        """The first fitting status that the contract lists for `operation`; every operation lists 401."""
        return next((status for status in self.statuses if operation.reply(status)), 401)

    @property
    def body(self) -> dict[str, Json]:
        """The contract's `ErrorReply`."""
        body: dict[str, Json] = {"message": self.message}
        if self.code is not None:
            body["code"] = self.code
        if self.name is not None:
            body["code_name"] = self.name
        if self.errors:
            body["errors"] = {field: list(messages) for field, messages in self.errors.items()}
        return body


def invalid(errors: Mapping[str, Sequence[str]]) -> Refusal:
    """The request breaks the contract, or a rule about one field; the first message is the reply's own."""
    first = next(iter(errors.values()))[0]
    return Refusal(first, (422, 401), errors=errors)


class InvalidParameter(Refusal):
    """A query parameter is refused: with 422 on every operation, since a filter that is ignored answers everything."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        """`errors` has the messages for each parameter."""
        super().__init__(next(iter(errors.values()))[0], (422,), errors=errors)

    def status_for(self, operation: Operation) -> int:  # noqa: ARG002 - the same for all
        """422, whether the contract lists it for the operation or not."""
        return 422


def invalid_field(field: str, message: str) -> Refusal:
    """One field of the request is refused."""
    return invalid({field: [message]})


def unauthorized(message: str = "La llave de API no es válida.") -> Refusal:
    """The key is absent or may not do this."""
    return Refusal(message, (401,))


def forbidden(message: str = "La compañía no tiene permiso para esta operación.") -> Refusal:
    """The key is good but may not do this."""
    return Refusal(message, (403, 422, 401))


def not_found() -> Refusal:
    """Nothing with this id belongs to the key's account."""
    return Refusal("El recurso no existe.", (404, 422, 401))


def key_used() -> Refusal:
    """The idempotency key belongs to another request, or was used at all where replay is switched off."""
    return Refusal("El token de idempotencia ya fue usado.", (409, 419, 422), name="idempotency_error")


def key_missing() -> Refusal:
    """The request came without an idempotency key; documented with these words for the update of an issued card."""
    message = "Falta el token de idempotencia en el header x-idempotency."
    return Refusal(message, (409, 419, 422), name="idempotency_error", code=10003)


def empty_balance() -> Refusal:
    """There is nothing to withdraw; documented with status 401."""
    return Refusal("El balance de la compañía está vacío.", (401,), name="balance_is_empty", code="10500")


def insufficient_funds() -> Refusal:
    """The balance is smaller than the amount; documented with status 401."""
    return Refusal("El balance de la compañía no es suficiente.", (401,), name="insufficient_funds", code="10501")
