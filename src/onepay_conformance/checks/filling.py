"""Is what is long, manifold or rare kept whole: lists of two, maps of more names, addresses with a query, a trial?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import keeping, support
from onepay_conformance.checks.check import active_check
from onepay_conformance.history import creates
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_ENOUGH: Final = 200
"""So many requests this takes at most, with a contract of this size."""
_METADATA: Final = "metadata"
_SPLITS: Final = "splits"
_TRIAL: Final = "trial"
_COUNTS: Final = frozenset(("cicles", "remember_to_pay_before", "cancel_after_no_payment_before"))
_HUNDRED: Final = 100
_ENTRIES: Final = ({"key": "Pedido", "value": "118"}, {"key": "Nota Interna", "value": "sí"})
_GRANTED: Final = {"has_trial": True, "trial_days": 7}


@active_check
def fuller_bodies_are_kept(session: Session) -> Iterable[Finding]:
    """Of a list every item is kept, of a map every name, and of an address every letter; watchers see replies."""
    for maker in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = _longest(session, maker) if creates(maker) else {}
        for fuller in _fuller(session, maker, body):
            made = support.attempt(session, maker, body=session.bodies.named(maker, fuller))
            if made and support.taken(made):
                yield from _granted(session, made, fuller)
                yield from keeping.read_back(session, maker, support.object_in(made))


def _longest(session: Session, maker: Operation) -> dict[str, Json]:
    """The documented body with the most fields, and with the shares of another where it may have some."""
    bodies = [support.body_of(session, maker, number) for number in range(len(session.contract_index.examples(maker)))]
    longest = max((one for one in bodies if is_object(one)), key=len, default=dict[str, Json]())
    shared = {**longest, _SPLITS: longest.get(_SPLITS) or _shares(session)}
    return (
        shared
        if _SPLITS in session.contract_index.fields(maker) and session.contract_index.takes(maker, shared)
        else longest
    )


def _shares(session: Session) -> Json:
    """The shares of a documented body that has some."""
    for maker in session.contract_index.operations.values():
        for number, example in enumerate(session.contract_index.examples(maker)):
            if is_object(example) and example.get(_SPLITS):
                body = support.body_of(session, maker, number)
                return body.get(_SPLITS) if is_object(body) else None
    return None


def _fuller(session: Session, maker: Operation, body: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """The body with everything fuller, and with metadata as a list of entries."""
    fuller = dict(body)
    for name, value in body.items():
        more = {**fuller, name: _more(name, value)}
        fuller = more if session.contract_index.takes(maker, more) else fuller
    listed = {**body, _METADATA: [*_ENTRIES]}
    yield from [fuller] if fuller != body else ()
    yield from [listed] if _METADATA in body and session.contract_index.takes(maker, listed) else ()


def _more(name: str, value: Json) -> Json:
    if name == _TRIAL:
        return {**_GRANTED}
    if name in _COUNTS:
        return (value or 0) + 5
    if is_object(value):
        return {**value, "Nota Interna": "sí"} if name == _METADATA else value
    if is_array(value) and value:
        return [*value, _another(value[-1])] if is_object(value[-1]) or name == _METADATA else value
    return f"{value}?Pedido=118&paso=2" if isinstance(value, str) and value.startswith("https://") else value


def _another(item: Json) -> Json:
    """An item that is told from the one before it."""
    if is_object(item):
        return {name: _other(name, value) for name, value in item.items()}
    return f"{item} Norte" if isinstance(item, str) else item


def _other(name: str, value: Json) -> Json:
    if name == "split_value":
        return "7.5"
    if type(value) is int:
        return value + (_HUNDRED if name.endswith("_in_cents") else 1)
    return f"{value} bis" if name in {*support.WORDS, "label"} else value


def _granted(session: Session, made: Exchange, asked: dict[str, Json]) -> Iterator[Finding]:
    """Whether a trial that was asked for is shown."""
    told = support.object_in(made).get(_TRIAL)
    if is_object(told) and is_object(asked.get(_TRIAL)):
        for one in keeping.differences(asked[_TRIAL], told, f"/{_TRIAL}"):
            yield support.told(session, Kind.VALUE_NOT_KEPT, made, one.pointer, "what was written", one.seen)
