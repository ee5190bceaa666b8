"""A transport that plays a faulty server, with the true one behind it."""

from __future__ import annotations

import time
from typing import Any, Final

import httpx

from conformance.planted.answers import Answer
from conformance.planted.faults import Call, Fault, Pause
from onepay_contract.document import Contract


class Faulty(httpx.BaseTransport):
    """Carries requests to `transport`, and lets one fault answer in its stead.

    `applied` counts how often it did, so that a test can tell a fault that was missed from one that never showed.
    """

    def __init__(
        self, transport: httpx.BaseTransport, fault: Fault, contract: Contract, pause: Pause = time.sleep
    ) -> None:
        """`contract` tells the operations apart."""
        self.fault: Final = fault
        self.applied = 0
        self._transport: Final = transport
        self._contract: Final = contract
        self._pause: Final = pause
        self._memory: Final[dict[str, Any]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        request.read()
        match = self._contract.find(request.method, str(request.url))
        call = Call(request, match, self._ask, self._memory, self._pause)
        wrong = self.fault.act(call) if self.fault.concerns(call.operation) else None
        self.applied += wrong is not None
        return (wrong or call.truth).response(request)

    def close(self) -> None:
        """Close the transport behind."""
        self._transport.close()

    def _ask(self, request: httpx.Request) -> Answer:
        return Answer.of(self._transport.handle_request(request))
