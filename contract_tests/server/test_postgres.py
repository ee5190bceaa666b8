"""On a PostgreSQL server the sandbox answers as in memory, beside other processes and through lost connections."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import BigInteger, Boolean, LargeBinary, String, bindparam, cast, select

from onepay_sandbox.http.application import create_app
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import Database, DatabaseUnavailable, StorageError, fetch_all, fetch_first
from onepay_sandbox.storage.tables import META
from server.callers import API, CONTROL, Caller
from server.cast import MARIANA
from support.postgres import Schema

PASSWORD: Final = "canary-of-a-password"  # noqa: S105 - not real
PAYMENT: Final[dict[str, Any]] = {"title": "Café de prueba", "amount": 10_000}
KEY: Final = "sk_test_alborada"
LONG: Final = "a" * 3_000


@pytest.fixture
def open_sandbox(sandbox_schema: Schema) -> Iterator[Callable[[], Sandbox]]:
    """Opens sandboxes on one database without a row, as several processes do."""
    sandbox_schema.empty()
    opened: list[Sandbox] = []

    def open_another() -> Sandbox:
        opened.append(Sandbox(database=sandbox_schema.url, seed=7))
        return opened[-1]

    yield open_another
    for sandbox in opened:
        sandbox.close()


@pytest.fixture
def on_server(open_sandbox: Callable[[], Sandbox]) -> Sandbox:
    return open_sandbox()


@pytest.fixture
def api(on_server: Sandbox) -> Caller:
    return Caller(SandboxTransport(on_server), KEY)


def test_processes_open_a_new_account_at_once(open_sandbox: Callable[[], Sandbox]) -> None:
    callers = [Caller(SandboxTransport(open_sandbox()), KEY) for _ in range(2)]

    def post(caller: Caller) -> httpx.Response:
        return caller.post("/payments", PAYMENT, key="order-1")

    with ThreadPoolExecutor(12) as threads:
        replies = list(threads.map(post, callers * 12))
    assert {reply.content for reply in replies} == {replies[0].content}
    assert callers[0].got("/payments")["total"] == 1


def test_processes_make_the_tables_at_once(empty_postgres: Schema) -> None:
    empty_postgres.execute(f'CREATE SCHEMA "{empty_postgres.name}"')
    with ThreadPoolExecutor(4) as threads:
        opened = list(threads.map(Database, [empty_postgres.url] * 4))
    assert len({database.seed for database in opened}) == 1
    for database in opened:
        database.close()


ODD_REQUESTS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "NUL in an id": ("GET", f"{API}/payments/a%00b", {}),
    "long id": ("GET", f"{API}/payments/{LONG}", {}),
    "NUL in a filter": ("GET", f"{API}/customers?document_number=a%00b", {}),
    "NUL in an owner": ("GET", f"{API}/cards?customer_id=a%00b", {}),
    "long owner": ("GET", f"{API}/cards?customer_id={LONG}", {}),
    "NUL in a status": ("GET", f"{API}/invoices?filter%5Bstatus%5D=a%00b", {}),
    "NUL in a key": ("POST", f"{API}/payments", {"json": PAYMENT, "headers": {"x-idempotency": "a\0b"}}),
    "long key": ("POST", f"{API}/payments", {"json": PAYMENT, "headers": {"x-idempotency": LONG}}),
    "longest key": ("POST", f"{API}/payments", {"json": PAYMENT, "headers": {"x-idempotency": b"\xe9" * 255}}),
    "NUL in a body": ("POST", f"{API}/customers", {"json": {**MARIANA, "first_name": "a\0b"}}),
    "NUL in a session": ("GET", f"{API}/me/payment-methods", {"headers": {"x-customer-token": "a\0b"}}),
    "NUL in the name of a snapshot": ("PUT", f"{CONTROL}/snapshots/a%00b", {}),
    "long name of a snapshot": ("PUT", f"{CONTROL}/snapshots/{LONG}", {}),
    "NUL in what is restored": ("POST", f"{CONTROL}/snapshots/a%00b/restore", {}),
    "long name of what is restored": ("POST", f"{CONTROL}/snapshots/{LONG}/restore", {}),
    "NUL in a status of deliveries": ("GET", f"{CONTROL}/deliveries?event=a%00b", {}),
    "page past the end": ("GET", f"{API}/payments?page=99999999999999999999", {}),
}


def test_odd_requests_are_answered_as_in_memory(api: Caller, sandbox: Sandbox) -> None:
    in_memory = Caller(SandboxTransport(sandbox), KEY)
    for name, (method, url, rest) in ODD_REQUESTS.items():
        here, there = (caller.client.request(method, url, **rest) for caller in (api, in_memory))
        assert (name, here.status_code, here.content) == (name, there.status_code, there.content)
        assert here.status_code < 500, name


UNUSABLE: Final = {
    "no server": f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/db",
    "a password in the query": f"postgresql+psycopg://127.0.0.1:1/db?user=u&password={PASSWORD}",
    "an @ in the password": f"postgresql+psycopg://u:1@{PASSWORD}@127.0.0.1:1/db",
    "a / in the password": f"postgresql+psycopg://u:1/{PASSWORD}@127.0.0.1:1/db",
    "a port in words": f"postgresql+psycopg://127.0.0.1:{PASSWORD}/db",
    "no port": f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:port/db",
    "a driver that is not there": f"postgresql+nothing://u:{PASSWORD}@127.0.0.1/db",
    "another database": f"mysql://u:{PASSWORD}@127.0.0.1/db",
    "an unknown option": f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/db?pasword={PASSWORD}",
}


def _open_database(address: str) -> None:
    try:
        Database(address)
    finally:
        del address


def _open_app(address: str) -> None:
    try:
        create_app(database=address)
    finally:
        del address


@pytest.mark.parametrize("opening", [_open_database, _open_app])
@pytest.mark.parametrize("case", UNUSABLE)
def test_no_error_shows_the_password_of_a_server(case: str, opening: Callable[[str], None]) -> None:
    with pytest.raises(StorageError) as caught:
        opening(UNUSABLE[case])
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown.stack = traceback.StackSummary.from_list(list(shown.stack)[1:])  # the first frame is this test's
    assert PASSWORD not in "".join(shown.format())
    assert PASSWORD not in str(caught.value)


def test_connection_that_died_while_idle_is_replaced(api: Caller, sandbox_schema: Schema) -> None:
    for order in ("order-1", "order-2"):
        sandbox_schema.cut_connections()
        assert api.post("/payments", PAYMENT, key=order).status_code == 201
        sandbox_schema.cut_connections()
        assert api.got("/payments")["data"][0]["title"] == PAYMENT["title"]


def _cut_once(monkeypatch: pytest.MonkeyPatch, name: str, schema: Schema) -> None:
    """Cut the connections when an operation's work is under way, the first time."""
    from onepay_sandbox import registry  # noqa: PLC0415 - beside its use

    functions: Any = registry.shared_config().api.functions
    original, cuts = functions[name], iter([schema.cut_connections])

    def cut(call: Any) -> Any:
        result = original(call)
        next(cuts, bool)()
        return result

    monkeypatch.setitem(functions, name, cut)


def test_request_whose_connection_died_is_done_again(
    api: Caller, sandbox_schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cut_once(monkeypatch, "payments_create", sandbox_schema)
    assert api.post("/payments", PAYMENT, key="order-1").status_code == 201
    assert api.got("/payments")["total"] == 1


def test_commit_whose_connection_died_is_not_repeated(on_server: Sandbox, sandbox_schema: Schema) -> None:
    def work() -> None:
        with on_server.transactions.database.transaction() as connection:
            connection.execute(select(1))
            sandbox_schema.cut_connections()

    with pytest.raises(DatabaseUnavailable) as caught:
        work()
    assert not caught.value.is_retryable


def test_unreachable_server_is_answered_503(
    api: Caller, on_server: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: object) -> None:
        raise DatabaseUnavailable("No connection.", is_retryable=True)

    monkeypatch.setattr(on_server.transactions.database, "_begun", refuse)
    replies = [api.get("/payments"), api.post("/payments", PAYMENT), api.client.get(f"{CONTROL}/clock")]
    assert [(reply.status_code, "base de datos" in reply.json()["message"]) for reply in replies] == [(503, True)] * 3
    assert [record.getMessage() for record in caplog.records] == ["A request was answered with 503. No connection."] * 3


def test_reading_transaction_sees_one_moment(open_sandbox: Callable[[], Sandbox]) -> None:
    first, second = open_sandbox(), Caller(SandboxTransport(open_sandbox()), KEY)
    second.made("/payments", PAYMENT)
    with first.transactions.read("test_alborada") as unit:
        before = len(unit.all("payment"))
        second.made("/payments", PAYMENT)
        assert (before, len(unit.all("payment"))) == (1, 1)


@pytest.mark.parametrize("writes", [True, False])
def test_connection_serves_one_transaction_after_another(on_server: Sandbox, *, writes: bool) -> None:
    database, found = on_server.transactions.database, list[object]()
    for _ in range(2):
        with database.transaction(writes=writes):
            pass
        with database.transaction(writes=writes) as connection:
            found += fetch_all(connection, select(META.c.seed), {})
        with database.transaction(writes=writes) as connection:
            found += map(tuple, connection.execute(select(META.c.seed)))
            found += fetch_all(connection, select(META.c.seed), {})
        with pytest.raises(OSError, match="full"), database.transaction(writes=writes):
            raise OSError("full")
    assert found == [(7,)] * 6


def test_values_are_read_as_they_were_written(on_server: Sandbox) -> None:
    odd = {"text": "a'\\b;é", "bytes": b"\0'\\x", "number": -(2**62), "yes": True, "nothing": None}
    kinds = {"text": String, "bytes": LargeBinary, "number": BigInteger, "yes": Boolean, "nothing": String}
    statement = select(*(cast(bindparam(name), kind()) for name, kind in kinds.items()))
    with on_server.transactions.database.transaction(writes=False) as connection:
        first, second = (fetch_first(connection, statement, odd) for _ in range(2))
    assert first == second == tuple(odd.values())


def test_account_does_not_wait_for_another(open_sandbox: Callable[[], Sandbox]) -> None:
    first, second = open_sandbox(), SandboxTransport(open_sandbox())
    with first.transactions.write("test_alborada"):
        assert Caller(second, "sk_test_niebla").post("/payments", PAYMENT).status_code == 201
        assert Caller(second, KEY).get("/payments").status_code == 200


def test_server_takes_many_calls_at_once(on_server: Sandbox) -> None:
    from server.sockets import HOST, served  # noqa: PLC0415 - beside its use

    headers = {"Authorization": f"Bearer {KEY}", "x-idempotency": "order-1"}
    with served(on_server, tick=0.05) as port, ThreadPoolExecutor(8) as threads:
        url = f"http://{HOST}:{port}/v1/payments"

        def post(_: int) -> httpx.Response:
            return httpx.post(url, json=PAYMENT, headers=headers)

        replies = list(threads.map(post, range(24)))
        assert {(reply.status_code, reply.content) for reply in replies} == {(201, replies[0].content)}
        assert httpx.get(url, headers=headers).json()["total"] == 1
