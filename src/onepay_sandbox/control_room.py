"""The control API under `/_sandbox`: time and outcome belong to the test.

It is described by a document of its own, `sandbox.json`, and stands outside of the emulated API. A call is
about the tenant that its key opens; a secret and a public key are as good.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from onepay_sandbox.clock import Clock, Wall
from onepay_sandbox.contract import ContractError, Operation
from onepay_sandbox.journal import Journal
from onepay_sandbox.keys import read_key
from onepay_sandbox.messages import Answer, Request, Steps, of_json
from onepay_sandbox.objects import Record
from onepay_sandbox.refusals import Refusal
from onepay_sandbox.requests import read_request
from onepay_sandbox.routes import Match
from onepay_sandbox.sides import Side
from onepay_sandbox.travel import Traveller
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Json

CONTROL: Final = b"/_sandbox"


@dataclass(frozen=True, slots=True)
class Room:
    """What the control functions know of the sandbox around the tenant."""

    clock: Clock
    wall: Wall
    journal: Journal
    operations: Collection[str]
    live: bool = False

    def opened(self) -> tuple[int, int | None]:
        """How the clock of a new tenant stands."""
        return self.clock.opened(self.wall())


@dataclass(frozen=True, slots=True)
class ControlCall:
    """A call of the control API, about the tenant of `unit`."""

    unit: Unit
    room: Room
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, Json] = field(default_factory=dict[str, Json])
    body: Json = None

    def named(self, kind: str) -> Record:
        """The object that the path names in its last id. Raises `Refusal` where the account has none."""
        identifier = list(self.ids.values())[-1]
        record = self.unit.objects.get(kind, identifier)
        if record is None:
            raise unknown(kind.replace("_", " "), identifier)
        return record


@dataclass(frozen=True, slots=True)
class Travel:
    """What a control function returns to let time pass; `view` then makes the reply.

    `target` says until when, in the moment in which it begins to pass; it raises `Refusal` to refuse.
    """

    target: Callable[[Unit], datetime]
    view: Callable[[Unit], Json]


ControlFunction: TypeAlias = Callable[[ControlCall], Any]
"""Answers a call with the body of the reply, or with a `Travel`; raises `Refusal` to refuse."""


def unknown(what: str, name: str) -> Refusal:
    """This account has nothing of that name."""
    return Refusal(f"This account has no {what} {name[:100]}. What one key made belongs to that key's account.", (404,))


class ControlRoom:
    """Answers requests to the control API."""

    def __init__(self, side: Side[ControlFunction], traveller: Traveller, room: Room) -> None:
        """Put the control API together; it takes the keys that the emulated API takes."""
        self._side: Final = side
        self._traveller: Final = traveller
        self._room: Final = room

    def answer(self, request: Request) -> Steps[Answer]:
        """What the request is answered."""
        match = self._side.router.find("", request.raw_path)
        operation = match.operations.get(request.method) if match else None
        if match is None or operation is None:
            return of_json(404, {"message": "There is no such call; GET /_sandbox/openapi.json describes them all."})
        try:
            return (yield from self._answer(operation, match, request))
        except Refusal as refusal:
            return of_json(refusal.status_for(operation), refusal.body)

    def _answer(self, operation: Operation, match: Match, request: Request) -> Steps[Answer]:
        tenant = read_key(request.headers, live=self._room.live).tenant if operation.security else ""
        reading = read_request(operation, request, self._side.checker)
        news = tenant if (yield from self._caught_up(tenant)) else None
        with (self._traveller.unit if operation.security else self._traveller.glance)(tenant) as unit:
            call = ControlCall(unit, self._room, match.ids, reading.query, reading.body)
            body = self._side.functions[operation.id](call)
            news = tenant if unit.has_news else news
        if isinstance(body, Travel):
            left = yield from self._traveller.travel(tenant, body.target)
            news = tenant if left else None
            with self._traveller.glance(tenant) as unit:
                body = body.view(unit)
        return self._checked(operation, body, news)

    def _caught_up(self, tenant: str) -> Steps[bool]:
        """Do what is due by now, where the clock runs; whether deliveries are due."""
        with self._traveller.glance(tenant) as unit:
            running = unit.tenant.running
        return bool(tenant and running and (yield from self._traveller.pass_time(tenant)))

    def _checked(self, operation: Operation, body: Json, news: str | None) -> Answer:
        wrong = self._side.checker.reply(operation, operation.success, body)
        if wrong:
            raise ContractError("A reply of the control API breaks its description.\n" + "\n".join(wrong))
        answer = of_json(operation.success, body)
        return Answer(answer.status, answer.body, answer.headers, news)
