"""The emulated API: from a request to the answer of the operation that it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from onepay_sandbox import faults, idempotency
from onepay_sandbox.calls import Call, Function
from onepay_sandbox.contract import ContractError, Operation
from onepay_sandbox.idempotency import Reply
from onepay_sandbox.keys import permit, read_key, session_of
from onepay_sandbox.messages import Answer, Request, Steps, of_json
from onepay_sandbox.refusals import Refusal
from onepay_sandbox.requests import Reading, read_request
from onepay_sandbox.sides import Side
from onepay_sandbox.travel import Traveller
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Json

_MESSAGES: Final = {
    404: "La ruta no existe: la API está en /v1, las tarjetas en /cards/v1 y el control del sandbox en /_sandbox/.",
    405: "El método no está permitido.",
    408: "La solicitud no llegó completa a tiempo.",
    413: "La solicitud es muy grande.",
    431: "Los headers de la solicitud son muy grandes.",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request whose operation and tenant are known."""

    operation: Operation
    ids: Mapping[str, str]
    request: Request
    tenant: str


class Emulation:
    """Answers requests to the API; what it needs is passed in."""

    def __init__(self, side: Side[Function], traveller: Traveller, *, live: bool, checked: bool = True) -> None:
        """Take live keys too if `live`; hold each reply against the contract if `checked`."""
        self._side: Final = side
        self._traveller: Final = traveller
        self._live: Final = live
        self._checked: Final = checked

    def answer(self, request: Request) -> Steps[Answer]:
        """What the request is answered."""
        match = self._side.router.find(request.host, request.raw_path)
        if match is None:
            return plain(404)
        operation = match.operations.get(request.method)
        if operation is None:
            return plain(405, {"allow": ", ".join(sorted(match.operations))})
        try:
            key = read_key(request.headers, live=self._live)
            permit(operation, key)
        except Refusal as refusal:
            return _refused(operation, refusal)
        return (yield from self._answer(_Asked(operation, match.ids, request, key.tenant)))

    def _answer(self, asked: _Asked) -> Steps[Answer]:
        answer = self._attempt(asked, only_if_calm=True)
        if answer:
            return answer
        due = yield from self._traveller.pass_time(asked.tenant)
        answer = self._tried(asked)
        return replace(answer, news=asked.tenant) if due else answer

    def _tried(self, asked: _Asked) -> Answer:
        """The answer after time has passed, or what a fault makes of it."""
        with self._traveller.unit(asked.tenant) as unit:
            rule = faults.take(unit, asked.operation.id)
        if rule and rule.replaces:
            return faults.spoil(rule, Answer(500))
        answer = self._attempt(asked, only_if_calm=False) or plain(404)
        return faults.spoil(rule, answer) if rule else answer

    def _attempt(self, asked: _Asked, *, only_if_calm: bool) -> Answer | None:
        """The answer; None where a running clock or a fault has to be looked after first."""
        opened = self._traveller.glance if asked.operation.method == "GET" else self._traveller.unit
        try:
            with opened(asked.tenant) as unit:
                if only_if_calm and (unit.tenant.running or unit.tenant.settings.faults):
                    return None
                return self._perform(asked, unit)
        except Refusal as refusal:
            return _refused(asked.operation, refusal)

    def _perform(self, asked: _Asked, unit: Unit) -> Answer:
        operation, request = asked.operation, asked.request
        session = session_of(unit, operation, request.headers)
        reading = read_request(operation, request, self._side.checker)
        call = Call(operation, unit, asked.ids, reading.query, reading.body, session, request.url)
        reply = self._kept(call, reading) if reading.key else self._reply(call)
        return Answer(reply.status, reply.body, news=unit.tenant.name if unit.has_news else None)

    def _kept(self, call: Call, reading: Reading) -> Reply:
        asked = {**call.ids, "session of": call.session.owner} if call.session else call.ids
        request = idempotency.digest(call.operation, asked, reading.body)
        first = idempotency.recall(call.unit, reading.key or "", request)
        if first:
            return first
        reply = self._reply(call)
        idempotency.keep(call.unit, reading.key or "", call.operation, request, reply)
        return reply

    def _reply(self, call: Call) -> Reply:
        operation = call.operation
        body = self._side.functions[operation.id](call)
        wrong = self._checked and self._side.checker.reply(operation, operation.success, body)
        if wrong:
            raise ContractError("A reply breaks the contract.\n" + "\n".join(wrong))
        return Reply(operation.success, b"" if body is None else msgspec.json.encode(body))


def plain(status: int, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to what is no operation at all."""
    body: Json = {"message": _MESSAGES[status]}
    return of_json(status, body, headers)


def _refused(operation: Operation, refusal: Refusal) -> Answer:
    return of_json(refusal.status_for(operation), refusal.body)
