"""Is every odd success an error of ours or a reported deviation, and never read beyond its limit?"""

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

from onepay import (
    DeviationKind,
    errors,
)
from onepay._transport import Body, Unusable
from onepay.headers import Headers
from onepay.settings import MAX_BODY
from support.both import BALANCE, PAYOUT, Both, ok
from support.driving import CASHOUT, Driven, answer
from support.sides import SECRET_KEY


def test_a_compressed_reply_is_read(both: Both) -> None:
    both.will(ok(gzip.compress(BALANCE), Content_Encoding="gzip"))
    assert both.wait(both.client.balances.get()).balance == 150_000


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
    "another JSON type": ok(b'"fine"'),
}


@pytest.mark.parametrize("case", BAD_BODIES)
def test_a_body_that_cannot_be_used_is_an_error_of_ours(both: Both, case: str) -> None:
    both.will(BAD_BODIES[case])
    with pytest.raises(errors.BadReply) as caught:
        both.wait(both.client.balances.get())
    assert len(pickle.dumps(caught.value)) < 2000


def test_no_more_of_a_body_is_read_than_allowed(both: Both) -> None:
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
    with pytest.raises(errors.BadReply, match="larger than 5000 bytes"):
        both.wait(both.made(transport=transport, max_body=5000, retries=0).balances.get())
    assert read == 6000


def test_a_small_body_that_unpacks_to_gigabytes_is_never_unpacked(both: Both) -> None:
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 20)
    bomb = b"".join(deflate.compress(block) for _ in range(64)) + deflate.flush()
    both.will(ok(bomb, Content_Encoding="gzip"))
    with pytest.raises(errors.BadReply, match="larger than"):
        both.wait(both.client.balances.get())


@pytest.mark.parametrize(("key", "expected"), [(SECRET_KEY, "true"), (SECRET_KEY.replace("test", "live"), "false")])
def test_an_object_of_the_other_environment_is_reported(both: Both, key: str, expected: str) -> None:
    other = CASHOUT.replace(b"true", b"false" if "test" in key else b"true")
    both.will(ok(other))
    client = both.made(secret_key=key, transport=httpx.MockTransport(both.answer))
    reply = both.wait(client.with_reply(client.cashouts.create, **PAYOUT))
    [deviation] = reply.deviations
    assert (deviation.pointer, deviation.kind) == ("/is_test", DeviationKind.BROKEN_RULE)
    assert deviation.expected.startswith(expected)


def test_another_content_type_is_reported(both: Both) -> None:
    both.will(ok(BALANCE, Content_Type="text/html"))
    reply = both.wait(both.client.with_reply(both.client.balances.get))
    assert [deviation.pointer for deviation in reply.deviations] == ["/(content-type)"]


def test_a_hidden_value_does_not_go_into_a_pickle(both: Both) -> None:
    both.will(ok(BALANCE.replace(b"150000", b'"a secret"')))
    reply = both.wait(both.client.with_reply(both.client.balances.get))
    [deviation] = reply.deviations
    kept = pickle.dumps(reply.deviations)
    assert b"a secret" not in kept
    assert str(pickle.loads(kept)[0]) == str(deviation)  # noqa: S301 - ours
    assert copy.deepcopy(deviation) == deviation
    assert msgspec.json.encode(deviation.path) == b'["balance"]'


def test_no_depth_of_nesting_ends_in_anything_but_a_value_or_an_error_of_ours() -> None:
    ends: set[object] = set()
    for depth in range(300, 1100):
        body = b'{"id": "b1", "odd": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"
        for happening in (answer(200, body), answer(422, body)):
            ends.add(type(Driven("balances_get", happening, retries=0).error))
    assert ends <= {type(None), errors.BadReply, errors.ValidationFailed}, ends


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
