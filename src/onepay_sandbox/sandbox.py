"""The sandbox itself: requests come in, answers go out; whoever carries them is not its business."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from onepay_sandbox.blueprint import blueprint
from onepay_sandbox.clock import Clock, Wall, frozen, wall_time
from onepay_sandbox.contract import ContractError
from onepay_sandbox.control_room import CONTROL, ControlRoom, Room
from onepay_sandbox.emulation import Emulation
from onepay_sandbox.hosts import Hosts
from onepay_sandbox.journal import Journal
from onepay_sandbox.links import PAGES
from onepay_sandbox.messages import Answer, Request, Steps
from onepay_sandbox.site import Site
from onepay_sandbox.storage import Storage
from onepay_sandbox.travel import Traveller
from onepay_sandbox.unit import World
from onepay_sandbox.values import Json


class Sandbox:
    """A stateful stand-in for the API, without a socket.

    `answer` gives what leaves, `afterwards` sends the deliveries that follow from it. Both are steps: they yield what
    is to be sent or waited for, and go on with what came back. Only a call that moves a clock sends before it answers.
    """

    def __init__(  # noqa: PLR0913 - what a sandbox can be told are keywords
        self,
        *,
        clock: Clock | None = None,
        seed: int | None = None,
        database: str | None = None,
        live: bool = False,
        remote_webhooks: bool = False,
        pages: str = PAGES,
        check_replies: bool = True,
        hosts: Collection[str] = (),
        wall: Wall = wall_time,
    ) -> None:
        """Open the database and put everything together; see `create_app` for the arguments."""
        plan = blueprint()
        self._plan: Final = plan
        self.storage: Final = Storage(database, seed)
        world = World(self.storage.seed, plan.lives, self._check_event, remote_webhooks=remote_webhooks, pages=pages)
        self.traveller: Final = Traveller(self.storage, world, clock or frozen(), wall)
        self.journal: Final = Journal(plan.api.contract)
        self._emulation: Final = Emulation(plan.api, self.traveller, live=live, checked=check_replies)
        known = (*plan.api.contract.servers, pages)
        self._hosts: Final = Hosts((*hosts, *(urlsplit(one).hostname or "" for one in known)))
        room = Room(self.traveller.clock, wall, self.journal, plan.api.functions.keys(), live=live)
        self._control: Final = ControlRoom(plan.control, self.traveller, room)
        self._site: Final = Site(self.traveller, plan.control.contract, live=live)

    def answer(self, request: Request) -> Steps[Answer]:
        """What the request is answered."""
        refusal = self._hosts.refusal(request.host)
        if refusal:
            return refusal
        page = self._site.answer(request)
        if page:
            return page
        if request.raw_path == CONTROL or request.raw_path.startswith(CONTROL + b"/"):
            return (yield from self._control.answer(request))
        answer = yield from self._emulation.answer(request)
        self.journal.note(request, answer)
        if answer.news:
            yield from self.traveller.pass_time(answer.news)
        return answer

    def afterwards(self, answer: Answer) -> Steps[None]:
        """What follows from an answer: deliveries are sent."""
        if answer.news:
            yield from self.traveller.deliver(answer.news)

    def overdue(self, *, running: bool) -> list[str]:
        """The accounts for which something is due by now; only those whose clock runs if `running`."""
        return self.traveller.overdue(running=running)

    def catch_up(self, account: str) -> Steps[None]:
        """Do and send what is due by now for one account."""
        yield from self.traveller.pass_time(account)
        yield from self.traveller.deliver(account)

    def close(self) -> None:
        """Give back the database."""
        self.storage.close()

    def _check_event(self, event: str, body: Json) -> None:
        schema = self._plan.events.get(event)
        told = self._plan.api.checker.against(event, schema, body) if schema else [f"The contract knows no {event}."]
        if told:
            raise ContractError("An event breaks the contract.\n" + "\n".join(told))
