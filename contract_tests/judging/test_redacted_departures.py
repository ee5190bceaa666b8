"""Redaction neither hides a departure nor invents one: what is wrong with a reply is still wrong in its recording."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onepay_contract.document import Fact, load
from onepay_contract.findings import Kind
from onepay_contract.judging.validation import Validator
from onepay_contract.redaction import Redactor
from onepay_core.json_values import Json
from support.contract import Contract
from support.malformed_replies import bent
from support.strategies import PLAIN_MOMENTS, Strategies

CONTRACT: Final = Contract.load()
STRATEGIES: Final = Strategies(CONTRACT, PLAIN_MOMENTS)
WALK: Final = Validator(load())
FACTS: Final = [
    fact
    for operation in load().operations.values()
    for documented in operation.replies.values()
    for fact in documented.media.values()
]
REPLIES: Final = sorted({str(fact.schema["$ref"]) for fact in FACTS if "$ref" in fact.schema})
MAPPED: Final = re.compile("/(metadata|errors|erros)/.*")
"""Below these all names are data."""
STAND_IN: Final = re.compile(r"/field-\d+|/\(a name that looks like data\)")


def _departures(schema: Json, value: Json) -> Counter[tuple[Kind, str]]:
    found = WALK.violations(value, Fact(schema, "", "", ""))
    return Counter((violation.kind, _shown(violation.pointer)) for violation in found)


def _shown(pointer: str) -> str:
    """A pointer without names that the recording does not keep."""
    return STAND_IN.sub("/(hidden)", MAPPED.sub(r"/\1/…", pointer))


@pytest.mark.parametrize("pointer", REPLIES, ids=[pointer.rpartition("/")[2] for pointer in REPLIES])
@settings(max_examples=10)
@given(data=st.data())
def test_a_redacted_reply_departs_where_the_reply_does(pointer: str, data: st.DataObject) -> None:
    schema = {"$ref": pointer}
    value = data.draw(bent(data.draw(STRATEGIES.of(schema))))

    assert _departures(schema, Redactor(load()).value(value)) == _departures(schema, value)
