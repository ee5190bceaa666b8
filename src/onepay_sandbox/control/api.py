"""The control API under `/_sandbox`: time and outcome belong to the test.

It is described by a document of its own, `sandbox.json`, and stands outside of the emulated API. A call is
about the tenant that its key opens; a secret and a public key are as good. Where others than this machine's programs
get in, a control token says who may move time and see every delivery.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from msgspec.structs import replace

from onepay_contract.document import ContractError
from onepay_core.json_values import Json
from onepay_sandbox.api import ServedApi, read_key, read_request
from onepay_sandbox.core.clock import Clock, WallClock
from onepay_sandbox.core.journal import Journal
from onepay_sandbox.core.messages import Request, Response, Steps, json_response
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import Refusal, unauthorized
from onepay_sandbox.core.scheduler import Scheduler
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.routing import Endpoint, Match

CONTROL: Final = b"/_sandbox"
LARGEST_PAGE: Final = 1_000
_FARTHEST: Final = 2**62
TOKEN_HEADER: Final = "x-control-token"  # noqa: S105 - a header's name
_TOKEN: Final = re.compile(r"[!-~]{16,200}")
_CLOSED: Final = (
    "Others than this machine reach this sandbox, so its control API wants the header X-Control-Token. The token was "
    "given in ONEPAY_SANDBOX_CONTROL_TOKEN, or printed when the sandbox started."
)


class ControlToken:
    """Opens the control API and the dashboard; without a text they are open to everybody."""

    def __init__(self, text: str | None = None) -> None:
        """Ask for `text`. Raises `ValueError` where it is no token; the message does not show it."""
        if text is not None and not _TOKEN.fullmatch(text):
            raise ValueError(
                "The control token must have 16 to 200 characters of ASCII, without spaces. Choose another, or leave "
                "it out: the sandbox then makes one where it needs one."
            )
        self._text: Final = text

    @property
    def is_needed(self) -> bool:
        """Whether anybody has to send it."""
        return self._text is not None

    @property
    def headers(self) -> dict[str, str]:
        """What a call carries that may do everything."""
        return {} if self._text is None else {TOKEN_HEADER: self._text}

    def permits(self, given: str) -> bool:
        """Whether `given` is the token."""
        return self._text is None or hmac.compare_digest(self._text.encode(), given.encode())

    def permits_headers(self, headers: Mapping[str, str]) -> bool:
        """Whether a request carries the token."""
        return self.permits(headers.get(TOKEN_HEADER, ""))

    def proof(self, text: str) -> str:
        """What a browser keeps of the token: it proves that who opened `text` knew the token, and does not show it."""
        return hmac.new((self._text or "").encode(), text.encode(), hashlib.sha256).hexdigest()

    def is_proved(self, text: str, proof: str) -> bool:
        """Whether `proof` was made for `text` with this token."""
        return self._text is None or hmac.compare_digest(self.proof(text).encode(), proof.encode())


@dataclass(frozen=True, slots=True)
class ControlContext:
    """What the control functions know of the sandbox around the tenant."""

    clock: Clock
    wall: WallClock
    journal: Journal
    operations: Collection[str]
    live: bool = False
    token: ControlToken = field(default_factory=ControlToken)

    def opened(self) -> tuple[int, int | None]:
        """How the clock of a new tenant stands."""
        return self.clock.opened(self.wall())


@dataclass(frozen=True, slots=True)
class ControlCall:
    """A call of the control API, about the tenant of `unit`."""

    unit: UnitOfWork
    context: ControlContext
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, Json] = field(default_factory=dict[str, Json])
    body: Json = None

    def page(self) -> tuple[int, int]:
        """How many items stand before the page that the query names, and how many it holds."""
        number, size = int(self.query.get("page", 1)), int(self.query.get("per_page", LARGEST_PAGE))
        return min((number - 1) * size, _FARTHEST), size

    def named(self, kind: str) -> StoredObject:
        """The object that the path names in its last id. Raises `Refusal` where the account has none."""
        identifier = list(self.ids.values())[-1]
        record = self.unit.objects.get(kind, identifier)
        if record is None:
            raise unknown_object(kind.replace("_", " "), identifier)
        return record


@dataclass(frozen=True, slots=True)
class Advance:
    """What a control function returns to let time pass; `view` then makes the reply.

    `target` says until when, in the moment in which it begins to pass; it raises `Refusal` to refuse.
    """

    target: Callable[[UnitOfWork], datetime]
    view: Callable[[UnitOfWork], Json]


ControlFunction: TypeAlias = Callable[[ControlCall], Any]
"""Answers a call with the body of the reply, or with an `Advance`; raises `Refusal` to refuse."""


def unknown_object(what: str, name: str) -> Refusal:
    """This account has nothing of that name."""
    return Refusal(f"This account has no {what} {name[:100]}. What one key made belongs to that key's account.", (404,))


class ControlApi:
    """Answers requests to the control API."""

    def __init__(self, served: ServedApi[ControlFunction], scheduler: Scheduler, context: ControlContext) -> None:
        """Put the control API together; it takes the keys that the emulated API takes."""
        self._served: Final = served
        self._scheduler: Final = scheduler
        self._transactions: Final = scheduler.transactions
        self._context: Final = context

    def answer(self, request: Request) -> Steps[Response]:
        """The response to a request."""
        match = self._served.router.find("", request.raw_path)
        endpoint = match.endpoints.get(request.method) if match else None
        if match is None or endpoint is None:
            return json_response(
                404, {"message": "There is no such call; GET /_sandbox/openapi.json describes them all."}
            )
        try:
            return (yield from self._answer(endpoint, match, request))
        except Refusal as refusal:
            return json_response(refusal.status_for(endpoint.operation), refusal.body)

    def _answer(self, endpoint: Endpoint, match: Match, request: Request) -> Steps[Response]:
        operation = endpoint.operation
        if operation.security and not self._context.token.permits_headers(request.headers):
            raise unauthorized(_CLOSED)
        authorization = request.headers.get("authorization", "")
        tenant = read_key(authorization, live=self._context.live).tenant if operation.security else ""
        reading = read_request(endpoint, request, self._served.validator)
        pending = tenant if (yield from self._caught_up(tenant)) else None
        with (self._transactions.write if operation.security else self._transactions.read)(tenant) as unit:
            unit.pages = request.public_url or unit.pages
            call = ControlCall(unit, self._context, match.ids, reading.query, reading.body)
            body = self._served.functions[operation.id](call)
            pending = tenant if unit.has_pending_events else pending
        if isinstance(body, Advance):
            left = yield from self._scheduler.advance_to(tenant, body.target)
            pending = tenant if left else None
            with self._transactions.read(tenant) as unit:
                body = body.view(unit)
        return self._checked(endpoint, body, pending)

    def _caught_up(self, tenant: str) -> Steps[bool]:
        """Do what is due by now, where the clock runs; whether deliveries are due."""
        with self._transactions.read(tenant) as unit:
            running = unit.tenant.running
        return bool(tenant and running and (yield from self._scheduler.pass_time(tenant)))

    def _checked(self, endpoint: Endpoint, body: Json, pending: str | None) -> Response:
        problems = self._served.validator.reply(endpoint.operation, endpoint.success, body)
        if problems:
            raise ContractError("A reply of the control API breaks its description.\n" + "\n".join(problems))
        return replace(json_response(endpoint.success, body), pending=pending)
