"""Request bodies that a server should take: the documented examples, with ids, dates and names of this run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.open_enums import known
from onepay_conformance.reserved import made_safe
from onepay_contract.document import Operation
from onepay_core.json_values import Json, is_array, is_object

PREFIX: Final = "onepay-contract-"
"""Everything that a run makes and that can be named begins with this."""
_LITTLE: Final = 10_000
"""What a new account has on its balance after one charge; the amounts of the story are more."""
"""The field in which a body bears a name of the run."""
_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(T.*)?")
_STORY: Final = "2020"
"""Dates before this year are not of the story, but of the lives of its people."""
_AHEAD: Final = timedelta(days=30)


class Bodies:
    """Fills in what a body cannot know before the run: the ids that `known` has, the moment, and a name."""

    def __init__(
        self, contract_index: ContractIndex, known: Mapping[str, Json], name: Callable[[], str], now: datetime
    ) -> None:
        self._contract_index: Final = contract_index
        self._known: Final = known
        self._name: Final = name
        self.begin_at(now)

    def begin_at(self, now: datetime) -> None:
        """Let dates of the story lie ahead of `now`."""
        self._later = (now + _AHEAD).strftime("%Y-%m-%d")

    def base(self, operation: Operation, number: int = 0) -> Json:
        """One of the documented bodies, filled in; None where the operation takes none."""
        examples = self._contract_index.examples(operation)
        if not examples:
            return None
        shown = examples[number % len(examples)]
        return self.filled(operation, {**shown, **self._own_values(operation, shown)} if is_object(shown) else shown)

    def _own_values(self, operation: Operation, shown: Mapping[str, Json]) -> dict[str, Json]:
        """What a test sends instead of what the example shows: values for tests, and sums that a balance can pay."""
        is_paid = self._contract_index.takes_from_balance(operation)
        sums = dict.fromkeys(self._contract_index.sums(operation), _LITTLE) if is_paid else {}
        return {
            name: value
            for name, value in {**self._contract_index.test_values(operation), **sums}.items()
            if name in shown
        }

    def filled(self, operation: Operation, body: Json) -> Json:
        """A body with good ids. A reference that is optional, and that nothing is known for, is left out."""
        if not is_object(body):
            return made_safe(body)
        kept = {name: item for name, item in body.items() if self._is_known(operation, name, body)}
        return self.named(operation, made_safe({name: self._item(name, item) for name, item in kept.items()}))

    def named(self, operation: Operation, body: Json) -> Json:
        """The same body, called by a name of this run where it can be called anything, and of known words."""
        body = known(body, self._contract_index.open_lists(operation))
        own_name = self._contract_index.name("own_name")
        schema = self._contract_index.fields(operation).get(own_name)
        if schema is None or not is_object(body) or not isinstance(body.get(own_name, ""), str):
            return body
        return {**body, own_name: self._name()}

    def references(self, operation: Operation) -> list[str]:
        """The kinds of objects that the documented bodies refer to."""
        bodies = self._contract_index.examples(operation)
        named = dict.fromkeys(name for body in bodies if is_object(body) for name in _deep_names(body))
        return [name for name in named if name in self._contract_index.makers or name in self._contract_index.looked_up]

    def is_whole(self, body: Json) -> bool:
        """Whether each reference of a body leads to something that exists; else a refusal is nobody's fault."""
        named = {name for name in _deep_names(body) if name.endswith("_id") and self._is_reference(name)}
        return named <= self._known.keys()

    def _is_known(self, operation: Operation, name: str, body: Mapping[str, Json]) -> bool:
        if not name.endswith("_id") or name in self._known or not self._is_reference(name):
            return True
        return not self._contract_index.takes(operation, {key: item for key, item in body.items() if key != name})

    def _is_reference(self, name: str) -> bool:
        return name in self._contract_index.makers or name in self._contract_index.looked_up

    def _item(self, name: str, item: Json) -> Any:
        if is_object(item):
            return {key: self._item(key, below) for key, below in item.items()}
        if is_array(item):
            return [self._item(name, below) for below in item]
        if name in self._known and isinstance(item, type(self._known[name])):
            return self._known[name]
        return self._dated(item)

    def _dated(self, item: Json) -> Json:
        """A date of the story, moved to where it lies ahead of this run; a date of somebody's life stays."""
        found = _DATE.fullmatch(item) if isinstance(item, str) and item >= _STORY else None
        return f"{self._later}{found[2] or ''}" if found else item


def _deep_names(value: Json) -> list[str]:
    if is_object(value):
        return [name for key, item in value.items() for name in (key, *_deep_names(item))]
    return [name for item in value for name in _deep_names(item)] if is_array(value) else []
