"""Receive deliveries: verify, read, and handle each event once."""

import asyncio
import inspect
import logging
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias, cast

from onepay.deviations import DeviationCounter
from onepay.errors import ConfigurationError

from ._headers import Headers
from .deliveries import Answer, Delivery, answer_to, answer_to_refusal, delivery_of
from .events import shown_name
from .memory import InProcessMemory, Lease, Memory, Turn
from .refusals import RefusalReason, WebhookRefused
from .verifying import Texts, Verifier
from .window import Window

_DAY = 24 * 60 * 60.0

MAX_BYTES = 1024 * 1024
"""Bytes of a body that a receiver takes unless it is told otherwise; known deliveries have a few thousand."""

Handler: TypeAlias = Callable[[Delivery], None]
"""What you do with a delivery. When it raises, the delivery counts as not handled, and comes again."""

AsyncHandler: TypeAlias = Callable[[Delivery], Awaitable[None]]
"""A handler to be awaited."""

_LOG = logging.getLogger("onepay.webhooks")


class Receiver:
    """One webhook of yours, as ``POST /webhooks`` made it. Safe to share between threads and tasks.

    ``secret`` is its secret and ``token`` its ``header`` value; give several of either while you
    exchange them. A secret makes the signature required, a token the ``x-webhook-token``. A webhook
    without a secret is not signed: say ``unsigned=True``, and only the token is checked.

    ``memory`` remembers handled events for ``remember`` seconds. An event is handed to one handler
    for ``lease`` seconds at most; if that never ends (the process was killed), the next delivery
    handles it. ``environment`` refuses the events of the other one. ``window`` bounds the age of an
    event, and how far it may lie ahead of ``clock``, which tells the time in Unix seconds. A body
    of more than ``max_bytes`` is refused. ``deviations`` counts how deliveries depart from the contract.

    Raises:
        ConfigurationError: these settings cannot be right, or would let anybody in.
    """

    def __init__(  # noqa: PLR0913 - what an endpoint can be told are keywords
        self,
        *,
        secret: Texts = None,
        token: Texts = None,
        unsigned: bool = False,
        memory: Memory | None = None,
        environment: Literal["test", "live"] | None = None,
        window: Window | None = None,
        lease: float = 60.0,
        remember: float = 30 * _DAY,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.time,
        deviations: DeviationCounter | None = None,
    ) -> None:
        self._verifier = Verifier(secret, token, unsigned=unsigned)
        self._memory: Memory = InProcessMemory() if memory is None else memory
        self._environment = _checked(environment)
        self._window = window or Window()
        self._lease, self._remember = lease, remember
        self._max_bytes = max_bytes
        self._clock = clock
        self._deviations = deviations
        self._window.check_memory(remember)
        if not 0 < lease <= remember:
            raise ConfigurationError("An event must be leased for some time, and for no longer than it is remembered.")

    def __repr__(self) -> str:
        return f"Receiver({self._verifier}, {type(self._memory).__name__})"

    @property
    def max_bytes(self) -> int:
        """Bytes of a body that are taken; an endpoint need read no more than one byte beyond."""
        return self._max_bytes

    def receive(self, body: bytes, headers: Headers) -> Delivery:
        """Verify and read one request, and remember nothing.

        ``body`` is the raw bytes as they came, never what a framework parsed; ``headers`` is what
        the framework calls headers, or pairs.

        Raises:
            WebhookRefused: it is not a delivery to act on; see ``reason``.
            ConfigurationError: ``body`` is not bytes.
        """
        content = _raw(body)
        if len(content) > self._max_bytes:
            explanation = f"its body is longer than {self._max_bytes} bytes."
            raise WebhookRefused(RefusalReason.BODY_TOO_LARGE, explanation)
        secret_number = self._verifier.verify(content, headers)
        delivery = delivery_of(content, secret_number)
        self._window.check(delivery.timestamp, self._clock())
        self._check_environment(delivery)
        if self._deviations is not None:
            self._deviations.count(f"webhook {shown_name(delivery.name)}", delivery.deviations)
        return delivery

    @contextmanager
    def once(self, delivery: Delivery) -> Generator[Turn]:
        """Claim the event for the block: handle it if the turn is ``Turn.FIRST``, else leave it.

        The event counts as handled when the block ends, and as not handled when it raises.
        """
        lease = self._lease_of(delivery)
        turn = self._memory.claim(lease)
        try:
            yield turn
        except Exception:
            if turn is Turn.FIRST:
                self._memory.release(lease)
            raise
        if turn is Turn.FIRST:
            self._memory.finish(lease)

    def handle(self, body: bytes, headers: Headers, handler: Handler) -> Answer:
        """Receive one request and hand it to ``handler``, once per event; the answer to give is returned.

        Raises:
            ConfigurationError: ``body`` is not bytes, or ``handler`` is to be awaited.
            MemoryUnavailable: the memory cannot be used; answer 5xx, and the delivery comes again.
            Exception: what ``handler`` raises; answer 5xx as well.
        """
        try:
            delivery = self.receive(body, headers)
        except WebhookRefused as refused:
            return _refuse(refused)
        with self.once(delivery) as turn:
            if turn is Turn.FIRST:
                _call(handler, delivery)
        return _take(delivery, turn)

    async def ahandle(self, body: bytes, headers: Headers, handler: Handler | AsyncHandler) -> Answer:
        """``handle`` for asyncio: awaits ``handler``, or calls it in a thread if it is an ordinary function.

        When the task is cancelled meanwhile, nobody knows how far the handler came: its lease runs on.
        """
        try:
            delivery = self.receive(body, headers)
        except WebhookRefused as refused:
            return _refuse(refused)
        lease = self._lease_of(delivery)
        turn = await asyncio.to_thread(self._memory.claim, lease)
        if turn is Turn.FIRST:
            await self._handle_leased(delivery, lease, handler)
        return _take(delivery, turn)

    async def _handle_leased(self, delivery: Delivery, lease: Lease, handler: Handler | AsyncHandler) -> None:
        try:
            result: object = await asyncio.to_thread(handler, delivery)
            if inspect.isawaitable(result):
                await result
        except Exception:
            await asyncio.to_thread(self._memory.release, lease)
            raise
        await asyncio.to_thread(self._memory.finish, lease)

    def _lease_of(self, delivery: Delivery) -> Lease:
        now = self._clock()
        return Lease(delivery.identity, now, now + self._lease, now + self._remember)

    def _check_environment(self, delivery: Delivery) -> None:
        other = {True: "test", False: "live", None: self._environment}[delivery.is_test]
        if self._environment not in (None, other):
            explanation = f"this receiver is for {self._environment} events, and this is a {other} one."
            raise WebhookRefused(RefusalReason.WRONG_ENVIRONMENT, explanation)


def _checked(environment: str | None) -> str | None:
    if environment not in (None, "test", "live"):
        raise ConfigurationError('The environment of a receiver is "test", "live", or None for both.')
    return environment


def _raw(body: Any) -> bytes:
    if not isinstance(body, bytes | bytearray | memoryview):
        raise ConfigurationError(
            f"A signature is made over the raw bytes of the body, not over a {type(body).__name__}. Give the bytes as "
            "they came, before any framework decodes or parses them."
        )
    return bytes(cast(bytes, body))


def _call(handler: Callable[[Delivery], object], delivery: Delivery) -> None:
    result = handler(delivery)
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise ConfigurationError("The handler is to be awaited, so nothing was handled. Use ahandle() for it.")


def _refuse(refused: WebhookRefused) -> Answer:
    _LOG.warning("webhook refused: %s", refused.reason)
    return answer_to_refusal(refused)


def _take(delivery: Delivery, turn: Turn) -> Answer:
    answer = answer_to(turn)
    _LOG.info("webhook %s: %s", shown_name(delivery.name), answer.text)
    return answer
