"""Marked values for everything that must never be shown, and who looks for them."""

from __future__ import annotations

import copy
import logging
import pickle
import re
import traceback
from collections.abc import Iterator
from typing import Final, Self

from onepay_core.json_values import Json, is_array, is_object
from support.contract import Contract, Schema

SECRET_KEY: Final = "sk_test_canary5ecretkey4711"  # noqa: S105 - made up
PUBLIC_KEY: Final = "pk_test_canarypub1ickey4711"
TOKEN: Final = "canary-customer-token-4711"  # noqa: S105 - made up
HEADER: Final = "canary-value-of-an-extra-header"

_DIGITS: Final = {
    "card_number": "4929000012345678",
    "ccv": "73917391739",
    "otp": "428193428193",
    "phone": "+573009998877",
    "document_number": "10539998887",
    "document": "10539998886",
    "dni": "10539998885",
    "account_number": "91200044455",
    "number": "91200044456",
    "email": "canary.mail@example.org",
    "birthdate": "1977-07-17",
}
"""Realistic ones where a mask may go by the shape of a value."""

_FRACTION: Final = re.compile(r"\b\d{1,6}\.\d{6,}")
"""A measured duration, whose decimals can hold the first digits of the card by chance."""

FORBIDDEN: Final = (SECRET_KEY, PUBLIC_KEY, TOKEN, HEADER, "canary", "49290000", "3009998877", *_DIGITS.values())
"""What no output may hold; every marked word has `canary` in it."""


def canary(name: str) -> str:
    """The marked value of a field."""
    return _DIGITS.get(name, f"canary-{name.replace('_', '-')}")


class Marker:
    """Puts canaries into bodies wherever a contract calls a field sensitive."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract

    def marked(self, schema: Schema, body: Json) -> Json:
        """A copy of a body with every sensitive text replaced."""
        return self._marked(schema, copy.deepcopy(body))

    def _marked(self, schema: Schema, body: Json) -> Json:
        schema = self._contract.dereferenced(schema)
        if "anyOf" in schema and "properties" not in schema:
            fitting = [option for option in schema["anyOf"] if self._contract.allows(option, body)]
            return self._marked(fitting[0], body) if fitting else body
        if is_array(body):
            return [self._marked(schema.get("items", {}), item) for item in body]
        if is_object(body) and "properties" in schema:
            return {name: self._field(name, schema["properties"].get(name, {}), item) for name, item in body.items()}
        return body

    def _field(self, name: str, schema: Schema, body: Json) -> Json:
        if "x-sensitive" in schema and isinstance(body, str):
            return canary(name)
        return self._marked(schema, body)


def found_in(text: str) -> list[str]:
    """The canaries that a text holds, with what stands around the first of each."""
    text = _FRACTION.sub("0.", text)
    places = ((mark, text.find(mark)) for mark in FORBIDDEN)
    return [f"{mark!r} in …{text[max(0, at - 60) : at + 60]}…" for mark, at in places if at >= 0]


def shown(error: BaseException) -> Iterator[str]:
    """Every way in which an error is shown or kept."""
    yield str(error)
    yield repr(error)
    yield "".join(traceback.format_exception(error))
    yield from _variables(error)
    yield f"{getattr(error, 'message', None)} {getattr(error, 'field_errors', None)} {vars(error)}"
    try:
        kept = pickle.dumps(error)
    except Exception as failure:  # noqa: BLE001 - that it cannot be kept is a finding
        yield f"canary: it cannot be pickled: {failure!r}"
        return
    yield kept.decode("latin-1")
    again = pickle.loads(kept)  # noqa: S301 - we made it
    yield f"{again!r} {again}"


def _variables(error: BaseException | None) -> Iterator[str]:
    """The variables of every frame that an error, and what led to it, went through, but for those of the tests."""
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if _TESTS not in frame.f_code.co_filename:
                yield repr(frame.f_locals)
        error = error.__cause__ or error.__context__


_TESTS: Final = "contract_tests"


class Listener(logging.Handler):
    """Hears all loggers at DEBUG, with their tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._lines: Final[list[tuple[str, str]]] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)r"))

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append((record.name, self.format(record)))

    def __enter__(self) -> Self:
        root = logging.getLogger()
        self._level = root.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.removeHandler(self)
        root.setLevel(self._level)

    def text(self, logger: str = "") -> str:
        """All that was logged, or what one logger and its children did."""
        return "\n".join(line for name, line in self._lines if name.startswith(logger))
