"""Receive deliveries: verify, read, and handle each event once."""

import asyncio
import inspect
import logging
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from traceback import clear_frames
from typing import Any, Literal, TypeAlias, TypeVar, cast

from onepay_client.errors import ConfigurationError, RefusalReason, WebhookRefused
from onepay_client.observability.observers import DeviationCounter
from onepay_core.arguments import checked_kind, kind_of
from onepay_core.tracebacks import private_locals

from .deduplication import ClaimResult, Claims, DedupStore, InMemoryDedupStore, Lease
from .deliveries import Delivery, WebhookResponse, build_delivery, masked_name, response_to, response_to_refusal
from .verification import Headers, Secrets, Tolerance, Verifier, raw_bytes

__all__ = (
    "AsyncHandler",
    "Handler",
    "Receiver",
)


_LARGEST_NUMBER = 1e15
_ALL_TRIES = 10 + 30 + 60 + 120 + 300.0
"""Seconds from the first delivery of an event to the sixth and last."""

_DAY = 24 * 60 * 60.0

MAX_BYTES = 1024 * 1024
"""Bytes of a body that a receiver takes unless it is told otherwise; known deliveries have a few thousand."""

Handler: TypeAlias = Callable[[Delivery], None]
"""What you do with a delivery. When it raises, the delivery counts as not handled, and comes again."""

AsyncHandler: TypeAlias = Callable[[Delivery], Awaitable[None]]
"""A handler to be awaited."""

T = TypeVar("T")

_WOULD_NOT_BE_AWAITED = "handle() cannot await this handler. Use ahandle() for it, or an ordinary function."

_LOG = logging.getLogger("onepay_client.webhooks")


class Receiver:
    """One webhook of yours, as ``POST /webhooks`` made it. Safe to share between threads and tasks.

    ``secret`` is its secret and ``token`` its ``header`` value; give several of either while you
    exchange them. A secret makes the signature required, a token the ``x-webhook-token``. A webhook
    without a secret is not signed: say ``unsigned=True``, and only the token is checked.

    ``store`` remembers handled events for ``remember`` seconds. An event is handed to one handler
    for ``lease`` seconds at most; if that never ends (the process was killed), the next delivery
    handles it. ``environment`` refuses the events of the other one. ``tolerance`` bounds the age of an
    event, and how far it may lie ahead of ``clock``, which tells the time in Unix seconds. A body
    of more than ``max_bytes`` is refused. ``deviations`` counts how deliveries depart from the contract.

    Raises:
        ConfigurationError: these settings cannot be right, or would let anybody in.
    """

    @private_locals
    def __init__(  # noqa: PLR0913 - the settings of an endpoint are keywords
        self,
        *,
        secret: Secrets = None,
        token: Secrets = None,
        unsigned: bool = False,
        store: DedupStore | None = None,
        environment: Literal["test", "live"] | None = None,
        tolerance: Tolerance | None = None,
        lease: float = 60.0,
        remember: float = 30 * _DAY,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.time,
        deviations: DeviationCounter | None = None,
    ) -> None:
        try:
            self._verifier = Verifier(secret, token, unsigned=unsigned)
        except ConfigurationError as error:
            clear_frames(error.__traceback__)
            raise
        finally:
            del secret, token
        self._claims = Claims(InMemoryDedupStore() if store is None else _checked_store(store))
        self._environment = _checked_environment(environment)
        self._tolerance = Tolerance() if tolerance is None else checked_kind("tolerance", tolerance, Tolerance)
        self._lease, self._remember = _checked_number("lease", lease), _checked_number("remember", remember)
        self._max_bytes = checked_kind("max_bytes", max_bytes, int)
        _checked_number("max_bytes", max_bytes)
        self._clock = _checked_callable("clock", clock)
        self._deviations = None if deviations is None else checked_kind("deviations", deviations, DeviationCounter)
        self._tolerance.check_retention(remember)
        if lease > remember:
            raise ConfigurationError("An event must be leased for no longer than it is remembered.")
        if remember < _ALL_TRIES:
            raise ConfigurationError(
                f"OnePay repeats a delivery for {_ALL_TRIES:g} seconds, and an event would be forgotten, and handled "
                f"again, after {remember:g}. Remember it for longer."
            )
        if lease > _ALL_TRIES:
            raise ConfigurationError(
                f"OnePay repeats a delivery for {_ALL_TRIES:g} seconds. An event whose process died would be leased "
                f"for {lease:g}, and lost. Lease it for less."
            )

    def __repr__(self) -> str:
        return f"Receiver({self._verifier}, {self._claims})"

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
            ConfigurationError: ``body`` is not bytes, or ``headers`` is nothing that headers can be read from.
        """
        try:
            return self._receive(body, headers)
        except Exception as error:
            clear_frames(error.__traceback__)
            raise
        finally:
            del body, headers

    def _receive(self, body: bytes, headers: Headers) -> Delivery:
        content = raw_bytes(body)
        if len(content) > self._max_bytes:
            explanation = f"its body is longer than {self._max_bytes} bytes."
            raise WebhookRefused(RefusalReason.BODY_TOO_LARGE, explanation)
        if not content:
            explanation = "its body is empty: nothing was sent, or something before this endpoint read it."
            raise WebhookRefused(RefusalReason.EMPTY_BODY, explanation)
        secret_index = self._verifier.verify(content, headers)
        delivery = build_delivery(content, secret_index)
        self._tolerance.check(delivery.timestamp, self._now())
        self._check_environment(delivery)
        if self._deviations is not None:
            self._deviations.count(f"webhook {masked_name(delivery.name)}", delivery.deviations)
        return delivery

    @contextmanager
    def once(self, delivery: Delivery) -> Generator[ClaimResult]:
        """Claim the event for the block: handle it if the result is ``ClaimResult.CLAIMED``, else leave it.

        The event counts as handled when the block ends, and as not handled when it raises. A store that cannot
        record that afterwards is logged, and raises nothing.

        Raises:
            DedupStoreUnavailable: the store cannot be used; nothing is claimed.
        """
        lease = self._lease_of(checked_kind("delivery", delivery, Delivery))
        result = self._claims.claim(lease)
        try:
            yield result
        except Exception:
            if result is ClaimResult.CLAIMED:
                self._claims.release(lease)
            raise
        if result is ClaimResult.CLAIMED:
            self._claims.finish(lease)

    def handle(self, body: bytes, headers: Headers, handler: Handler) -> WebhookResponse:
        """Receive one request and hand it to ``handler``, once per event; the answer to give is returned.

        Raises:
            ConfigurationError: ``body`` is not bytes, ``headers`` are none, or ``handler`` is to be awaited.
            DedupStoreUnavailable: the store cannot be used; answer 5xx, and the delivery comes again.
            Exception: what ``handler`` raises; answer 5xx as well.
        """
        try:
            delivery = self.receive(body, headers)
        except WebhookRefused as refused:
            return _refused(refused)
        finally:
            del body, headers
        checked_handler(handler, may_await=False)
        with self.once(delivery) as result:
            if result is ClaimResult.CLAIMED:
                _call(handler, delivery)
        return _respond(delivery, result)

    async def ahandle(self, body: bytes, headers: Headers, handler: Handler | AsyncHandler) -> WebhookResponse:
        """``handle`` for asyncio: awaits ``handler``, or calls it in a thread if it is an ordinary function.

        When the task is cancelled meanwhile, an ordinary function comes to its end in its thread, and that is
        recorded. A handler that is awaited is cancelled; nobody knows how far it came, and its lease runs on.
        """
        try:
            delivery = self.receive(body, headers)
        except WebhookRefused as refused:
            return _refused(refused)
        finally:
            del body, headers
        checked_handler(handler)
        _check_event_loop()
        lease = self._lease_of(delivery)
        result = await asyncio.to_thread(self._claims.claim, lease)
        if result is ClaimResult.CLAIMED:
            awaitable = await asyncio.to_thread(self._start, delivery, lease, handler)
            if awaitable is not None:
                await self._finish(awaitable, lease)
        return _respond(delivery, result)

    def _start(self, delivery: Delivery, lease: Lease, handler: Handler | AsyncHandler) -> Awaitable[object] | None:
        """Call ``handler``. What it returns when it is to be awaited; None when it has handled the event."""
        try:
            result = _checked_result(handler(delivery))
        except StopIteration as error:
            self._claims.release(lease)
            raise RuntimeError("The handler raised StopIteration, which no task can pass on.") from error
        except Exception:
            self._claims.release(lease)
            raise
        if inspect.isawaitable(result):
            return result
        self._claims.finish(lease)
        return None

    async def _finish(self, awaitable: Awaitable[object], lease: Lease) -> None:
        try:
            await awaitable
        except Exception:
            await asyncio.shield(asyncio.to_thread(self._claims.release, lease))
            raise
        await asyncio.shield(asyncio.to_thread(self._claims.finish, lease))

    def _lease_of(self, delivery: Delivery) -> Lease:
        now = self._now()
        return Lease(delivery.identity, now, now + self._lease, now + self._remember)

    def _now(self) -> float:
        now: object = self._clock()
        if isinstance(now, int | float) and abs(now) < _LARGEST_NUMBER:
            return now
        raise ConfigurationError(f"The clock of a receiver must return Unix seconds, not a {type(now).__name__}.")

    def _check_environment(self, delivery: Delivery) -> None:
        other = {True: "test", False: "live", None: self._environment}[delivery.is_test]
        if self._environment not in (None, other):
            explanation = f"this receiver is for {self._environment} events, and this is a {other} one."
            raise WebhookRefused(RefusalReason.WRONG_ENVIRONMENT, explanation)


def is_async(handler: object) -> bool:
    """Whether ``handler`` is written with ``async def``: a function, or an object that is called like one."""
    return any(map(inspect.iscoroutinefunction, (handler, getattr(type(handler), "__call__", None))))  # noqa: B004


def checked_handler(handler: object, *, may_await: bool = True) -> None:
    """See to it that ``handler`` can be called with a delivery.

    Raises:
        ConfigurationError: it is no function, or is to be awaited where nobody does.
    """
    _checked_callable("handler", handler)
    if not may_await and is_async(handler):
        raise ConfigurationError(_WOULD_NOT_BE_AWAITED)


def _checked_environment(environment: str | None) -> str | None:
    if environment not in (None, "test", "live"):
        raise ConfigurationError('The environment of a receiver is "test", "live", or None for both.')
    return environment


def _checked_store(store: Any) -> DedupStore:
    missing = [name for name in ("claim", "finish", "release") if not callable(getattr(store, name, None))]
    if isinstance(store, type) or missing:
        raise ConfigurationError(
            f"store must be an object with the methods claim, finish and release of a DedupStore, not {kind_of(store)}."
        )
    return cast(DedupStore, store)


def _checked_number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _LARGEST_NUMBER:
        raise ConfigurationError(f"{name} must be a number above zero.")
    return value


def _checked_callable(name: str, value: Any) -> Any:
    if not callable(value):
        raise ConfigurationError(f"{name} must be a function, not {kind_of(value)}.")
    return value


def _call(handler: Callable[[Delivery], object], delivery: Delivery) -> None:
    result = _checked_result(handler(delivery))
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise ConfigurationError(_WOULD_NOT_BE_AWAITED)


def _checked_result(result: object) -> object:
    if inspect.isgenerator(result) or inspect.isasyncgen(result):
        raise ConfigurationError("The handler is a generator, so that calling it does nothing. Leave out its yield.")
    return result


def _check_event_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        problem = "ahandle() needs the event loop of asyncio. Under trio, call handle() in a thread."
    else:
        return
    raise ConfigurationError(problem)


def _refused(refused: WebhookRefused) -> WebhookResponse:
    _LOG.warning("webhook refused: %s", refused.reason)
    return response_to_refusal(refused)


def _respond(delivery: Delivery, result: ClaimResult) -> WebhookResponse:
    answer = response_to(result)
    _LOG.info("webhook %s: %s", masked_name(delivery.name), answer.text)
    return answer
