"""An odd success is an error of ours or a reported deviation, and is never read beyond its limit."""

from __future__ import annotations

import copy
import gzip
import pickle
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Final

import httpx
import msgspec
import pytest

from onepay_api import OPERATIONS
from onepay_client import DeviationKind, errors
from onepay_client.client import raw_call
from onepay_client.sending.messages import Headers
from onepay_client.sending.transport import Body, Unusable
from onepay_client.settings import MAX_BODY
from support.client_variants import SECRET_KEY
from support.driving import CASHOUT, Driven, answer
from support.scripted_client import BALANCE, PAYOUT, ScriptedClient, ok


def test_a_compressed_reply_is_read(both: ScriptedClient) -> None:
    both.will(ok(gzip.compress(BALANCE), Content_Encoding="gzip"))
    assert both.wait(both.client.balances.get()).balance == 150_000


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "byte order mark"])
def test_half_a_character_spoils_one_text_of_an_incomplete_page(both: ScriptedClient, mark: bytes) -> None:
    both.will(ok(mark + b'{"data": [{"id": "p1", "title": "X\\ud83d"}, {"id": "p2"}]}'))
    page = both.wait(both.client.payments.list())
    assert [payment.id for payment in page.data] == ["p1", "p2"]


BAD_BODIES: Final = {
    "gzip garbage": ok(b"no gzip", Content_Encoding="gzip"),
    "cut gzip": ok(gzip.compress(BALANCE)[:-9], Content_Encoding="gzip"),
    "something behind the gzip": ok(gzip.compress(BALANCE) + b"{}", Content_Encoding="gzip"),
    "an unknown compression": ok(BALANCE, Content_Encoding="br"),
    "too long by its own word": ok(BALANCE, Content_Length=str(MAX_BODY + 1)),
    "too long": ok(b" " * (MAX_BODY + 1)),
    "too long once decompressed": ok(gzip.compress(b" " * (MAX_BODY + 1)), Content_Encoding="gzip"),
    "a name twice": ok(b'{"id": "1", "balance": 1, "balance": 2}'),
    "a name twice, deep inside": ok(b'{"id": "1", "balance": 1, "label": [{"a": 1, "\\u0061": 2}]}'),
    "a name twice, once before a blank": ok(b'{"id" : "1", "balance": 1, "balance"\n: 2}'),
    "a name twice, and a colon as an escape": ok(b'{"id": "1", "balance": 1, "label": "\\u003a", "balance": 2}'),
    "a name twice, and a text like a name": ok(b'{"id": "1", "balance": 1, "label": "\\"\t:", "balance": 2}'),
    "another JSON type": ok(b'"fine"'),
}


@pytest.mark.parametrize("space", [b"", b" ", b"\n", b"\t"])
def test_a_text_that_looks_like_a_name_is_none(both: ScriptedClient, space: bytes) -> None:
    both.will(ok(b'{"id"' + space + b': "1", "balance": 1, "label": "\\"balance\\"' + b': [2] \\" :"}'))
    assert both.wait(both.client.balances.get()).label.startswith('"balance": [2]')


@pytest.mark.parametrize("case", BAD_BODIES)
def test_a_body_that_cannot_be_used_is_an_error_of_ours(both: ScriptedClient, case: str) -> None:
    both.will(BAD_BODIES[case])
    with pytest.raises(errors.InvalidResponse) as caught:
        both.wait(both.client.balances.get())
    assert len(pickle.dumps(caught.value)) < 2000


def test_no_more_of_a_body_is_read_than_allowed(both: ScriptedClient) -> None:
    read = 0

    class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal read
            while True:
                read += 1000
                yield b" " * 1000

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in self:
                yield piece

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Endless()))
    with pytest.raises(errors.InvalidResponse, match="larger than 5000 bytes"):
        both.wait(both.made(transport=transport, max_body=5000, retries=0).balances.get())
    assert read == 6000


def test_a_body_that_unpacks_to_gigabytes_is_never_unpacked(both: ScriptedClient) -> None:
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 20)
    bomb = b"".join(deflate.compress(block) for _ in range(64)) + deflate.flush()
    both.will(ok(bomb, Content_Encoding="gzip"))
    with pytest.raises(errors.InvalidResponse, match="larger than"):
        both.wait(both.client.balances.get())


@pytest.mark.parametrize(("key", "expected"), [(SECRET_KEY, "true"), (SECRET_KEY.replace("test", "live"), "false")])
def test_an_object_of_the_other_environment_is_reported(both: ScriptedClient, key: str, expected: str) -> None:
    other = CASHOUT.replace(b"true", b"false" if "test" in key else b"true")
    both.will(ok(other))
    client = both.made(secret_key=key, transport=httpx.MockTransport(both.answer))
    reply = both.wait(client.with_reply(client.cashouts.create, **PAYOUT))
    [deviation] = reply.deviations
    assert (deviation.pointer, deviation.kind) == ("/is_test", DeviationKind.BROKEN_RULE)
    assert deviation.expected.startswith(expected)


def test_another_content_type_is_reported(both: ScriptedClient) -> None:
    both.will(ok(BALANCE, Content_Type="text/html"))
    reply = both.wait(both.client.with_reply(both.client.balances.get))
    assert [deviation.pointer for deviation in reply.deviations] == ["/(content-type)"]


def test_a_hidden_value_does_not_go_into_a_pickle(both: ScriptedClient) -> None:
    both.will(ok(BALANCE.replace(b"150000", b'"a secret"')))
    reply = both.wait(both.client.with_reply(both.client.balances.get))
    [deviation] = reply.deviations
    kept = pickle.dumps(reply.deviations)
    assert b"a secret" not in kept
    assert str(pickle.loads(kept)[0]) == str(deviation)  # noqa: S301 - ours
    assert copy.deepcopy(deviation) == deviation
    assert msgspec.json.encode(deviation.path) == b'["balance"]'


def test_any_nesting_ends_in_a_value_or_an_error_of_ours() -> None:
    ends: set[object] = set()
    for depth in range(300, 1100):
        body = b'{"id": "b1", "odd": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"
        for happening in (answer(200, body), answer(422, body)):
            ends.add(type(Driven("balances_get", happening, retries=0).error))
    assert ends <= {type(None), errors.InvalidResponse, errors.ValidationFailed}, ends


def test_nothing_that_follows_what_is_compressed_is_kept() -> None:
    body = Body(Headers([(b"Content-Encoding", b"gzip")]), limit=1000)
    body.take(gzip.compress(BALANCE))
    with pytest.raises(Unusable, match="follows what is compressed"):
        body.take(b" ")


def test_unpacking_takes_no_more_memory_than_the_limit() -> None:
    bomb = gzip.compress(b" " * (1 << 25))
    body = Body(Headers([(b"Content-Encoding", b"gzip")]), limit=1000)
    tracemalloc.start()
    with pytest.raises(Unusable, match="larger than 1000 bytes"):
        body.take(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


NO_BODY_PROMISED: Final = [
    operation.id
    for operation in OPERATIONS.values()
    if operation.method != "GET" and None in [shape for code, shape in operation.replies.items() if code[0] == "2"]
]
PAGE: Final = b"<!DOCTYPE html><html><body>Welcome to the airport</body></html>"
NO_SUCCESS: Final = {
    "web page": PAGE,
    "web page with a BOM": b"\xef\xbb\xbf" + PAGE,
    "error": b'{"message": "Saldo.", "code_name": "insufficient_funds"}',
    "error without message": b'{"code_name": "insufficient_funds"}',
    "errors of fields": b'{"message": "No.", "errors": {"amount": ["es invalido"]}}',
    "errors as documented": b'{"erros": [{"field": "amount"}]}',
    "error detail": b'{"error": {"message": "no"}}',
    "success is false": b'{"success": false}',
    "status is error": b'{"status": "error", "data": null}',
    "text": b"ok",
    "cut JSON": b'{"message": "Hech',
    "a name twice": b'{"a": 1, "a": 2}',
    "not UTF-8": b'{"message": "\xff"}',
    "NaN": b'{"a": NaN}',
}
SUCCESSES: Final = (
    b"",
    b" \n",
    b"{}",
    b"[]",
    b"null",
    b'{"message": "Hecho."}',
    b'{"success": true, "errors": []}',
    b'{"status": "refunded", "code": "0", "error": null}',
)


@pytest.mark.parametrize("body", NO_SUCCESS.values(), ids=NO_SUCCESS)
@pytest.mark.parametrize("operation", NO_BODY_PROMISED)
def test_a_body_that_speaks_of_an_error_is_no_success(operation: str, body: bytes) -> None:
    for status in (200, 201, 202):
        assert type(Driven(operation, answer(status, body)).error) is errors.OutcomeUnknown


@pytest.mark.parametrize("body", SUCCESSES)
@pytest.mark.parametrize("operation", NO_BODY_PROMISED)
def test_a_body_that_nobody_promised_may_be_empty_or_friendly(operation: str, body: bytes) -> None:
    driven = Driven(operation, answer(200, body))
    assert driven.error is None
    assert driven.reply is not None
    assert driven.reply.value is None


def test_operations_without_a_promised_body_are_known() -> None:
    assert {"charges_refund", "balances_withdraw", "utilities_pay", "payments_delete", "subscriptions_cancel"} <= {
        *NO_BODY_PROMISED
    }


def test_a_web_page_asks_for_address_and_proxy() -> None:
    read = Driven("payments_get", answer(200, PAGE, content_type="text/html")).error
    assert type(read) is errors.InvalidResponse
    write = Driven("charges_refund", answer(200, PAGE, content_type="text/html")).error
    assert type(write) is errors.OutcomeUnknown
    for error in (read, write):
        assert "web page" in str(error)
        assert "captive portal" in str(error)


def test_an_incomplete_object_that_speaks_of_an_error_is_none() -> None:
    body = b'{"id": "c1", "message": "Saldo.", "code_name": "insufficient_funds"}'
    assert type(Driven("cashouts_create", answer(200, body)).error) is errors.OutcomeUnknown


def test_a_whole_object_that_carries_an_error_is_itself() -> None:
    driven = Driven("cashouts_create", answer(200, CASHOUT[:-1] + b', "error": {"message": "no bank"}}'))
    assert driven.reply is not None
    assert driven.reply.value.id == "c1"


@pytest.mark.parametrize(("body", "ends_well"), [(NO_SUCCESS["error"], False), (b'{"id": 1, "error": "x"}', True)])
def test_a_raw_call_that_is_answered_with_an_error_is_no_success(body: bytes, ends_well: bool) -> None:  # noqa: FBT001 - parametrized
    assert (Driven(raw_call("POST", "/prices").operation, answer(200, body)).error is None) is ends_well


def test_good_json_with_another_content_type_is_a_value() -> None:
    driven = Driven("cashouts_create", answer(200, CASHOUT, content_type="text/html"))
    assert driven.reply is not None
    assert [deviation.path for deviation in driven.reply.deviations] == [("(content-type)",)]
