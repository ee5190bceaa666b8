"""Is a thing the same wherever it is shown: by itself, in a list, and within another?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from onepay_conformance.checks.check import history_check
from onepay_conformance.checks.keeping import MEANT_OTHERWISE, differences
from onepay_conformance.history import History, Interaction, creates, new_id
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_ALIKE: Final = "source"
"""What a thing was made of may be what it is: an intent of a charge has its id."""
_LINK: Final = "payment_link"
Told: TypeAlias = dict[str, Json]
_OTHERWISE: Final = frozenset(
    ("balance", "balance_label", "label", "payment_method_type", "type", "created_at", "end_date")
)
"""Fields that mean another thing of the same thing where it is shown as something else, or that move."""
_WORDED_OTHERWISE: Final = {"/data/wallets/*": "subtype"}
"""Fields that say the same in other words: a wallet of a session is `nequi`, and as an account a kind of deposit."""


@history_check
def things_are_the_same_wherever_they_are_shown(history: History) -> Iterable[Finding]:
    """What nobody has changed says the same of itself in each reply, within other things too."""
    known: dict[str, Told] = {}
    for seen in history.actions:
        if not creates(seen.operation) and seen.operation.method != "GET":
            _forget(known, seen)
        for pointer, one in seen.parts:
            if name := _name(one):
                told, before = _lasting(one), known.get(name, {})
                told.pop(_WORDED_OTHERWISE.get(pointer, ""), None)
                yield from _different(history, seen, before, told, pointer, "what was shown elsewhere")
                known[name] = {**before, **told}


@history_check
def things_are_what_they_were_asked_to_be(history: History) -> Iterable[Finding]:
    """What a creation was told is shown by whatever reads or lists the thing later, though its own reply may not."""
    asked: dict[tuple[str, str], Told] = {}
    for seen in history.actions:
        if creates(seen.operation) and is_object(seen.asked):
            asked.setdefault((seen.family, new_id(seen) or ""), _told(seen.asked))
        elif seen.operation.method != "GET":
            asked = {name: one for name, one in asked.items() if not _hangs_on(seen, name[1], one)}
        else:
            for one in seen.objects:
                before = asked.get((seen.family, _name(one) or ""), {})
                yield from _different(history, seen, before, _lasting(one), "", "what was asked for")


@history_check
def replies_of_one_shape_tell_the_same_fields(history: History) -> Iterable[Finding]:
    """What the reply to a creation tells is told by each reading that the contract gives the same shape."""
    told: dict[tuple[str, str], set[str]] = {}
    for seen in history.actions:
        shape, name = _shape(seen), new_id(seen)
        if shape and name:
            fields = {field for field, value in seen.objects[0].items() if value is not None}
            for field in sorted(told.setdefault((shape, name), fields) - seen.objects[0].keys()):
                yield seen.finding(Kind.VALUE_NOT_KEPT, f"/{field}", f"{field}, as was told before", "nothing of it")


@history_check
def links_to_pay_stay(history: History) -> Iterable[Finding]:
    """The address where something is paid is the one that was told first, for as long as one is told."""
    links: dict[str, Json] = {}
    for seen in history.actions:
        for one in seen.objects:
            link, name = one.get(_LINK), _name(one)
            if link and name and links.setdefault(name, link) != link:
                yield seen.finding(Kind.VALUE_NOT_KEPT, f"/{_LINK}", "the address that was told first", "another one")


@history_check
def parts_have_ids_of_their_own(history: History) -> Iterable[Finding]:
    """What stands within a thing has another id than the thing, and within two new things there are not the same."""
    owners: dict[str, Json] = {}
    for seen in history.successes:
        for pointer, one in seen.parts:
            if any(
                is_object(part) and part.get("id", 0) == one.get("id") for name, part in one.items() if name != _ALIKE
            ):
                yield seen.finding(Kind.ID_REUSED, f"{pointer}/id", "an id that no part of it has", "that of a part")
    for seen in history.creations:
        for place, part in _parts(seen):
            owner = (seen.key, seen.idempotency_key)
            if owners.setdefault(part, owner) != owner:
                yield seen.finding(Kind.ID_REUSED, place, "an id that is new", "that of a part of another thing")


def _different(  # noqa: PLR0913, PLR0917 - what is compared, and what a finding says
    history: History, seen: Interaction, before: Told, told: Told, pointer: str, expected: str
) -> Iterator[Finding]:
    changing = history.contract_index.marks.changing(seen.operation)
    other = {name: value for name, value in told.items() if name in before and before[name] != value}
    for one in differences(before, other, pointer, changing) if other else ():
        yield one.rated(seen.finding(Kind.VALUE_NOT_KEPT, one.pointer, expected, one.seen))


def _forget(known: dict[str, Told], seen: Interaction) -> None:
    """Of what a call may have changed nothing is known any more, nor of what hangs on a thing that was changed."""
    named = {*seen.ids.values(), *(name for one in seen.objects if (name := _name(one)))}
    if seen.operation.method == "PUT":
        named |= {name for _, one in seen.parts if (name := _name(one))}
        named |= {name for name, one in known.items() if not named.isdisjoint(map(str, one.values()))}
    for name in named:
        known.pop(name, None)


def _hangs_on(seen: Interaction, name: str, asked: Told) -> bool:
    return bool({name, *map(str, asked.values())} & {*seen.ids.values()})


def _name(one: dict[str, Json]) -> str | None:
    name = one.get("id") or one.get("charge_id")
    return name if isinstance(name, str) else None


def _lasting(one: Told) -> Told:
    """What stays; of the parts that have ids only these, since they are looked at by themselves."""
    kept = {name: value for name, value in one.items() if name not in _OTHERWISE}
    return {name: {"id": one["id"]} if is_object(one) and "id" in one else one for name, one in kept.items()}


def _told(asked: Told) -> Told:
    return {name: value for name, value in _lasting(asked).items() if name not in MEANT_OTHERWISE}


def _shape(seen: Interaction) -> str | None:
    """What the contract calls the object of a reply; None for a list."""
    reply = seen.operation.reply(seen.exchange.status)
    fact = reply.media.get("application/json") if reply else None
    return (
        str(fact.schema["$ref"])
        if fact and "$ref" in fact.schema and is_object(seen.reply) and "id" in seen.reply
        else None
    )


def _parts(seen: Interaction) -> Iterator[tuple[str, str]]:
    """The ids of what stands in lists within a thing."""
    for name, items in seen.objects[0].items():
        for one in items if is_array(items) else ():
            if is_object(one) and isinstance(one.get("id"), str):
                yield f"/{name}/*/id", one["id"]
