"""What happens between a call and its reply, without any input or output of its own.

``Exchange.steps`` is a generator: it yields effects (``Send``, ``Sleep``, ``RunBlocking``), is sent what came of each
(``Received``, ``Failed``, or what the function of a ``RunBlocking`` returned), and returns the reply or raises an
``OnePayError``. The two drivers in ``client`` do nothing but execute the effects, one of them without blocking; so
every decision stands here once. ``classification`` says what an attempt means, and has the rule of retries as data.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from functools import cache
from typing import Any, Generic, TypeAlias, cast
from uuid import uuid4

import httpx
from msgspec import UNSET, structs

from onepay_client.errors import AlreadyDone, ApiError, ConfigurationError, OutcomeUnknown, ReplyUnavailable
from onepay_client.idempotency import check_key, may_be_forgotten
from onepay_client.journal import Ending
from onepay_client.money import check_amounts
from onepay_client.observability.observers import CallInfo, ObserverList
from onepay_client.settings import Settings
from onepay_core.errors import OnePayError, UnreadableBody
from onepay_core.operation import Call, R, Timeouts
from onepay_core.requests import IDEMPOTENCY_HEADER, Request, build

from .classification import (
    Classification,
    OperationClass,
    can_resume,
    classify_failure,
    classify_status,
    classify_unreadable,
    guidance_for,
    kind_of,
    may_repeat,
    read_success,
    shown_request,
    too_old_to_send,
)
from .journaling import JournalWriter
from .messages import (
    Attempt,
    AttemptResult,
    Failed,
    IoEvent,
    RawReply,
    Received,
    Reply,
    Send,
    Sleep,
    Step,
    TransmissionState,
)

Steps: TypeAlias = Generator[Step, Any, Reply[R]]

_OURS = frozenset({"authorization", IDEMPOTENCY_HEADER})
_GONE = 404
_SHORTEST = 0.001
_WRITE_WAITS = 1.0


class Exchange(Generic[R]):
    """One call on its way: at most so many attempts, all with one key, and one end.

    ``open_before`` is true when the same request may already have arrived: on ``resume()``, and when the journal
    knows its key; ``open_since`` is then the moment, in Unix seconds, when it was first sent. ``request`` is what to
    send, where it is not to be made from the call.
    """

    def __init__(
        self,
        call: Call[R],
        settings: Settings,
        *,
        open_before: bool = False,
        open_since: float | None = None,
        request: Request | None = None,
    ) -> None:
        self.call: Call[R] = _with_key(call, settings)
        self._ready = request
        self._settings = settings
        self._clock = settings.runtime.monotonic
        self._kind = kind_of(call.operation)
        self._open = open_before
        self._open_since = settings.runtime.now() if open_since is None else open_since
        self._is_too_old = False
        self._arrived = False
        self._attempts: list[Attempt] = []
        self._waited = 0.0
        self._state: TransmissionState | None = None
        self._until = self._deadline()
        self._journal = None if settings.journal is None else JournalWriter(self.call, settings)
        info = CallInfo(call.operation, self.call.idempotency_key, id=object())  # not self: it would hold what holds it
        self._observers = ObserverList(info, settings.observers)

    def steps(self) -> Steps[R]:
        """What is to be done, one thing after the other.

        Raises:
            OnePayError: see ``errors``; any other exception came from outside and is only passed on.
        """
        self._observers.started()
        try:
            request = self._ready = self._request()
            self._refuse_if_circuit_is_open()
            if self._journal is not None or self._open:
                yield from self._begin(request)
            reply = yield from self._attempt_until_answered(request)
            if self._journal is not None:
                yield from self._journal.done(reply.value, until=self._until_written())
        except OnePayError as error:
            self._sign(error)
            self._note_ending(error)
            if self._journal is not None:
                yield from self._journal.after_error(
                    error, may_have_left=self._may_have_left(), until=self._until_written()
                )
            self._observers.finished(None, error)
            raise
        except BaseException as error:
            if not isinstance(error, GeneratorExit):  # nobody is there to write, and the entry stays open
                yield from self._interrupted(error)
            self._observers.finished(None, error)
            raise
        self._note_ending(None)
        self._observers.finished(reply, None)
        return reply

    @property
    def may_resume(self) -> bool:
        """Whether the caller may have the same request sent again."""
        return can_resume(self.call.operation) and not self._is_too_old

    def again(self) -> Exchange[R]:
        """The same bytes once more, with the same key, whatever became of the objects that they were made from."""
        return Exchange(self.call, self._settings, open_before=True, open_since=self._open_since, request=self._ready)

    def _refuse_if_circuit_is_open(self) -> None:
        breaker = self._settings.breaker
        if breaker is None or self._kind is OperationClass.READ:
            return
        refusal = breaker.refusal(self.call.operation.id, self.call.idempotency_key)
        if refusal is not None:
            raise self._final(refusal)

    def _note_ending(self, error: OnePayError | None) -> None:
        """Tell quota and breaker how the call ended; one that was not even tried says nothing of the API."""
        if not self._attempts:
            return
        quota, breaker = self._settings.retry_quota, self._settings.breaker
        if quota is not None and error is None:
            quota.give_back(repeated=len(self._attempts) > 1)
        if breaker is not None and self._kind is not OperationClass.READ:
            breaker.note(error)

    def _begin(self, request: Request) -> Generator[Step, Any, None]:
        """Write down what is about to be sent, and see whether it may be.

        Raises:
            AlreadyDone: the journal knows that it was carried out.
            OutcomeUnknown: it may have been, so long ago that the server may have forgotten its key.
        """
        before = None if self._journal is None else (yield from self._journal.start(request, until=self._until))
        self._open |= before is not None
        if self.call.options.send_again or not self._open:
            return
        if before is not None and before.ending is Ending.DONE:
            raise AlreadyDone(self.call.operation.id, self.call.idempotency_key, before.object_id)
        sent_at, latest_at = (self._open_since, 0.0) if before is None else (before.created_at, before.latest_at)
        now, lifetime = self._settings.runtime.now(), self._settings.key_lifetime
        self._is_too_old = may_be_forgotten(sent_at, now, latest_at=latest_at, lifetime=lifetime)
        if self._is_too_old:
            raise self._unknown()

    def _attempt_until_answered(self, request: Request) -> Steps[R]:
        while True:
            self._state = TransmissionState()
            began = self._clock()
            event = yield Send(request, self._limits(began), self._until, self._state)
            answer = self._judge(event, request, self._clock() - began)
            if isinstance(answer, Reply):
                return answer
            self._state = None  # only now is known what this attempt leaves open
            yield Sleep(answer)
            self._waited = answer

    def _judge(self, event: IoEvent, request: Request, seconds: float) -> Reply[R] | float:
        """The reply, or the pause before the next attempt.

        Raises:
            OnePayError: there is to be no next attempt.
        """
        raw = event.reply
        classification = self._classification(event)
        self._note(event, classification, request, seconds)
        if not isinstance(classification, Classification):
            return self._reply(cast(RawReply, raw), *classification)
        self._open |= classification.leaves_open
        self._arrived |= classification.arrived
        pause = self._pause(classification, raw)
        if pause is None:
            raise self._final(classification.error) from None
        return pause

    def _classification(self, event: IoEvent) -> Classification | tuple[R, Any]:
        operation = self.call.operation
        raw = event.reply
        success = raw is not None and 200 <= raw.status < 300  # noqa: PLR2004 - the class of successes
        if isinstance(event, Failed) and (raw is None or success):
            return classify_failure(operation, event)
        raw = cast(RawReply, raw)
        if success:
            try:
                return read_success(operation, raw, self._settings.keys.environment)
            except UnreadableBody as error:
                return classify_unreadable(operation, raw, error.reason)
        if self._open and raw.status == _GONE and operation.method == "DELETE":
            return cast("R", None), ()
        classification = classify_status(operation, raw, self._settings.runtime.now(), open_before=self._open)
        if isinstance(classification.error, ApiError):
            classification.error.call = self.call  # so that what it repeats of the request is masked
        return classification

    def _reply(self, raw: RawReply, value: R, deviations: Any) -> Reply[R]:
        attempts = tuple(self._attempts)
        return Reply(value, raw.status, raw.headers, raw.body, attempts, self.call.idempotency_key, deviations)

    def _note(self, event: IoEvent, classification: object, request: Request, seconds: float) -> None:
        raw = event.reply
        reason = event.reason if isinstance(event, Failed) else ""
        if (
            not reason
            and isinstance(classification, Classification)
            and isinstance(classification.error, UnreadableBody)
        ):
            reason = classification.error.reason
        attempt = Attempt(
            number=len(self._attempts) + 1,
            result=_attempt_result(event, classification),
            status=None if raw is None else raw.status,
            reason=reason,
            seconds=seconds,
            waited=self._waited,
            request_id=None if raw is None else raw.headers.request_id,
        )
        self._attempts.append(attempt)
        self._observers.attempted(attempt, request, raw)

    def _pause(self, classification: Classification, raw: RawReply | None) -> float | None:
        """How long to wait before the next attempt; None when there is to be none."""
        options, backoff = self.call.options, self._settings.backoff
        done = len(self._attempts)
        allowed = self._settings.retries if options.retries is None else options.retries
        status = None if raw is None else raw.status
        if (
            classification.failure is None
            or done > allowed
            or not may_repeat(self._kind, classification.failure, status)
        ):
            return None
        if classification.wait is not None and classification.wait > backoff.longest_wait:
            return None
        pause = (
            backoff.pause(done - 1, self._settings.runtime.random())
            if classification.wait is None
            else classification.wait
        )
        too_late = self._until is not None and self._clock() + pause >= self._until
        quota = self._settings.retry_quota
        return None if too_late or not (quota is None or quota.take()) else pause

    def _final(self, error: OnePayError) -> OnePayError:
        """The error for the caller: what the last attempt said, unless an earlier one may have done it."""
        if self._kind is OperationClass.READ or not self._open:
            return error
        unknown = self._unknown()
        unknown.reply = error if isinstance(error, ApiError) else None
        return unknown

    def _unknown(self) -> OutcomeUnknown:
        resumable = can_resume(self.call.operation)
        return (ReplyUnavailable if self._arrived else OutcomeUnknown)(
            self.call.operation.id,
            sent=shown_request(self.call),
            how=too_old_to_send(self.call.operation.id)
            if self._is_too_old
            else guidance_for(self.call, resumable=resumable),
            key=self.call.idempotency_key,
            attempts=tuple(self._attempts),
            moves_money=self.call.operation.moves_money,
        )

    def _sign(self, error: OnePayError) -> None:
        error.idempotency_key = self.call.idempotency_key
        server = self.call.operation.server
        error.address = self._settings.servers.get(server, server)
        error.proxy = self._settings.proxies.get(server)
        error.attempts = tuple(self._attempts)

    def _interrupted(self, error: BaseException) -> Generator[Step, Any, None]:
        """Something outside, such as a cancellation, ended the call: keep what is known of the outcome."""
        left = self._may_have_left()
        if left and self._kind is not OperationClass.READ:
            error.add_note(str(self._unknown()))
        if self._journal is not None:
            yield from self._journal.interrupted(may_have_left=left, until=self._until_written())

    def _may_have_left(self) -> bool:
        """Whether the request may have been carried out, as far as anything is known at this very moment."""
        return self._open or (self._state is not None and not self._state.never_sent)

    def _until_written(self) -> float | None:
        """Until when the journal may wait to write what became of the call, which is worth a moment in any case."""
        return None if self._until is None else max(self._until, self._clock() + _WRITE_WAITS)

    def _request(self) -> Request:
        request = self._made_request() if self._ready is None else self._ready
        request.headers["User-Agent"] = user_agent()
        request.headers["Accept-Encoding"] = "gzip"  # what Body can undo piece by piece, within its limit
        return request

    def _made_request(self) -> Request:
        for name in self.call.options.headers:
            if name.lower() in _OURS:
                raise ConfigurationError(f"The client itself sends the header {name}; use its arguments instead.")
        settings = self._settings
        if self.call.body is not UNSET and settings.check and self.call.options.check is not False:
            check_amounts(self.call.body, self.call.operation.id)
        return build(self.call, settings.keys, settings.servers, check=settings.check)

    def _deadline(self) -> float | None:
        given = self.call.options.deadline
        seconds = self._settings.deadline if given is None else given
        return None if seconds is None else self._clock() + seconds

    def _limits(self, now: float) -> dict[str, float | None]:
        given = self.call.options.timeout
        limits = self._settings.timeouts if given is None else given
        each = structs.asdict(limits if isinstance(limits, Timeouts) else Timeouts.each(limits))
        if self._until is not None:
            left = max(self._until - now, _SHORTEST)
            for phase, limit in each.items():
                if limit is None or limit > left:
                    each[phase] = left
        return each


def _with_key(call: Call[R], settings: Settings) -> Call[R]:
    if call.operation.idempotency is None:
        return call
    key = call.idempotency_key
    key = str(uuid4()) if key is None else check_key(key, allow_long=settings.long_keys)
    return structs.replace(call, idempotency_key=key)


def _attempt_result(event: IoEvent, classification: object) -> AttemptResult:
    if isinstance(event, Received) or event.reply is not None:
        return AttemptResult.REPLIED
    never = isinstance(classification, Classification) and not classification.leaves_open
    return AttemptResult.NEVER_SENT if never else AttemptResult.NO_REPLY


@cache
def user_agent() -> str:
    """The ``User-Agent``: our version, Python's and httpx's."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - only when something is sent

    try:
        ours = version("onepay-client")
    except PackageNotFoundError:  # run from a checkout
        ours = "0"
    python = ".".join(str(number) for number in sys.version_info[:3])
    return f"onepay-client/{ours} {sys.implementation.name}/{python} httpx/{httpx.__version__} ({sys.platform})"
