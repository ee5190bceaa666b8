from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from judging.examples import reply
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.judging import coverage
from onepay_contract.recordings.replay import Replay
from onepay_core.json_values import Json

HOST: Final = "https://api.onepay.la/v1"
OLD: Final = "00000000-0000-4000-8000-000000000001"
NEW: Final = "7c4fa000-1111-4222-8333-444455556666"
CREATED: Final = reply("payments_create", 201, {"id": OLD, "amount": 1}, method="POST", url=f"{HOST}/payments")


def _answers(status: int, body: Json) -> Callable[[Exchange], Exchange]:
    return lambda exchange: replace(exchange, status=status, reply_body=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("recorded", "answered", "expected"),
    [
        ({"a": 1}, {"a": 2}, []),
        ({"a": 1}, {"a": 2.5}, []),
        ({"a": None}, {"a": "text"}, []),
        ({"a": [{"b": 1}]}, {"a": []}, []),
        ({"metadata": {"x": "y"}}, {"metadata": {"other": "y"}}, []),
        ({"a": 1}, {"a": "1"}, ["/a"]),
        ({"a": 1}, {}, ["/a"]),
        ({}, {"a": 1}, ["/a"]),
        ({"a": {"b": 1}}, {"a": [{"b": 1}]}, ["/a"]),
        ({"a": [{"b": 1}, {}]}, {"a": [{"b": "1"}]}, ["/a/*/b"]),
    ],
)
def test_shapes_differ_only_by_fields_and_types(
    recorded: Json, answered: Json, expected: list[str], contract: Contract
) -> None:
    found = Replay(contract, _answers(200, answered)).run([reply("payments_get", 200, recorded)])

    assert [(finding.kind.value, finding.pointer) for finding in found] == [
        ("shape_differs", place) for place in expected
    ]


@pytest.mark.parametrize(("recorded", "answered", "differs"), [(200, 201, False), (200, 404, True), (409, 422, False)])
def test_statuses_differ_by_their_class(recorded: int, answered: int, differs: bool, contract: Contract) -> None:  # noqa: FBT001
    found = Replay(contract, _answers(answered, {})).run([reply("payments_get", recorded, {})])

    assert [finding.kind.value for finding in found] == (["status_differs"] if differs else [])


def test_ids_of_the_server_take_the_place_of_those_recorded(contract: Contract) -> None:
    sent: list[Exchange] = []

    def send(exchange: Exchange) -> Exchange:
        sent.append(exchange)
        return replace(exchange, reply_body=json.dumps({"id": NEW, "amount": 1}).encode())

    later = reply(
        "charges_list",
        200,
        {"id": OLD, "amount": 1},
        url=f"{HOST}/payments/{OLD}?filter[id]={OLD}",
        sent=json.dumps({"payment_id": OLD}).encode(),
    )
    found = Replay(contract, send).run([CREATED, later])

    assert len(found) == 0
    assert sent[1].url.count(NEW) == 2
    assert json.loads(sent[1].request_body) == {"payment_id": NEW}


def test_a_reply_that_is_no_json_differs_from_one_that_is(contract: Contract) -> None:
    def send(exchange: Exchange) -> Exchange:
        return replace(exchange, reply_body=b"<html>")

    [finding] = Replay(contract, send).run([reply("payments_get", 200, {"a": 1})])

    assert (finding.expected, finding.actual) == ("object", "text")


def test_a_live_reply_is_noted_with_its_day_and_its_statuses(contract: Contract) -> None:
    earlier = replace(reply(None, 404, {}), at="2026-03-01T00:00:00Z")

    later = reply("payments_get", 200, {})
    for exchanges in ([later, earlier], [earlier, later]):
        text = coverage.updated_live_list(coverage.HEADING, exchanges, contract)
        assert coverage.read_live_list(text)["payments_get"] == coverage.LiveAnswer("2026-03-01", frozenset({200, 404}))
        assert coverage.updated_live_list(text, [], contract) == text


@pytest.mark.parametrize(
    "exchange",
    [
        reply("payments_get", 200, {}, url="http://127.0.0.1:9000/v1/payments/abc"),
        reply("payments_get", 503, {}),
        reply(None, 200, {}, url=f"{HOST}/nowhere"),
    ],
    ids=["of the sandbox", "of a server that failed", "of no operation"],
)
def test_a_reply_that_was_not_live_is_not_noted(exchange: Exchange, contract: Contract) -> None:
    text = coverage.updated_live_list(coverage.HEADING, [exchange], contract)

    assert coverage.read_live_list(text) == {}


SEEN: Final = "  2026-03-01  200\n"


@pytest.mark.parametrize("lines", [f"b{SEEN}a{SEEN}", f"a{SEEN}a{SEEN}", "a  never\n", "a 2026-03-01  200\n"])
def test_a_ledger_that_is_not_in_order_is_refused(lines: str) -> None:
    with pytest.raises(coverage.LiveListError):
        coverage.read_live_list(lines)
