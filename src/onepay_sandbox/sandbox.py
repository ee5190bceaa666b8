"""The sandbox itself: requests come in, answers go out; whoever carries them is not its business."""

from __future__ import annotations

from typing import Final

from onepay_sandbox import registry
from onepay_sandbox.checking import Checker
from onepay_sandbox.clock import Clock, Wall, frozen, wall_time
from onepay_sandbox.contract import ContractError, load
from onepay_sandbox.control_room import CONTROL, ControlRoom, Room
from onepay_sandbox.emulation import Emulation
from onepay_sandbox.journal import Journal
from onepay_sandbox.messages import Answer, Request, Steps
from onepay_sandbox.storage import Storage
from onepay_sandbox.travel import Traveller
from onepay_sandbox.unit import World
from onepay_sandbox.values import Json


class Sandbox:
    """A stateful stand-in for the API, without a socket.

    `answer` gives what leaves, `afterwards` does what follows from it. Both are steps: they yield deliveries
    to webhooks that are to be sent, and go on with what came back.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        seed: int | None = None,
        database: str | None = None,
        live: bool = False,
        wall: Wall = wall_time,
    ) -> None:
        """Open the database and put everything together; see `create_app` for the arguments."""
        contract = load()
        self._checker: Final = Checker(contract)
        self._news: Final[dict[str, Json]] = _bodies_of_events(contract.document)
        functions = registry.operation_functions(contract)
        self.storage: Final = Storage(database, seed)
        world = World(self.storage.seed, registry.all_lives())
        self.traveller: Final = Traveller(self.storage, world, clock or frozen(), wall, self._check_event)
        self.journal: Final = Journal(contract)
        self._emulation: Final = Emulation(contract, functions, self.traveller, self._checker, live=live)
        control = load("sandbox.json")
        room = Room(self.traveller.clock, wall, self.journal, len(functions))
        self._control: Final = ControlRoom(control, registry.control_functions(control), self.traveller, room)

    def answer(self, request: Request) -> Steps[Answer]:
        """What the request is answered."""
        if request.raw_path == CONTROL or request.raw_path.startswith(CONTROL + b"/"):
            return (yield from self._control.answer(request))
        answer = yield from self._emulation.answer(request)
        self.journal.note(request, answer)
        return answer

    def afterwards(self, answer: Answer) -> Steps[None]:
        """What follows from an answer: what is due now is done, and deliveries are sent."""
        if answer.news:
            yield from self.traveller.catch_up(answer.news)

    def close(self) -> None:
        """Give back the database."""
        self.storage.close()

    def _check_event(self, event: str, body: Json) -> None:
        schema = self._news.get(event)
        wrong = self._checker.against(event, schema, body) if schema else [f"The contract knows no event {event}."]
        if wrong:
            raise ContractError("An event breaks the contract.\n" + "\n".join(wrong))


def _bodies_of_events(document: Json) -> dict[str, Json]:
    return {
        event: item["post"]["requestBody"]["content"]["application/json"]["schema"]
        for event, item in document["webhooks"].items()
    }
