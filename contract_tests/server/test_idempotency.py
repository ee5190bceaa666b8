"""Repeated requests have one effect, across threads, processes and restarts."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Final

import httpx
import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import HOTEL, MARIANA

CREATE: Final = """
import sys
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import MARIANA
api = Caller(SandboxTransport(Sandbox(database=sys.argv[1])), "sk_test_alborada")
for number in range(int(sys.argv[2])):
    print(api.post("/customers", MARIANA, key=f"order-{number}").json()["id"], flush=True)
"""


def _start(database: Path, creates: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CREATE, str(database), str(creates)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)})  # noqa: S603


def test_a_repeated_key_returns_the_first_reply_byte_for_byte(api: Caller) -> None:
    first, again = (api.post("/customers", MARIANA, key="order-118") for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert api.got("/customers")["total"] == 1


def test_the_order_of_fields_makes_no_other_request(api: Caller) -> None:
    first = api.post("/customers", MARIANA, key="order-118")
    again = api.post("/customers", dict(reversed(MARIANA.items())), key="order-118")
    assert again.content == first.content


def test_a_key_of_another_body_is_refused(api: Caller) -> None:
    api.post("/customers", MARIANA, key="order-118")
    refused = api.post("/customers", HOTEL, key="order-118")
    assert (refused.status_code, refused.json()["code_name"]) == (409, "idempotency_error")


def test_a_key_of_another_operation_is_refused(api: Caller) -> None:
    api.deposit(50_000)
    api.post("/customers", MARIANA, key="order-118")
    assert api.post("/balances", {}, key="order-118").status_code == 409
    assert api.ledger()["balance"] == 50_000


def test_key_of_another_operation_is_refused(api: Caller) -> None:
    request = {"customer_id": api.made("/customers", MARIANA)["id"], "amount": 20_000, "phone": "+573000000001"}
    assert api.post("/request-to-pay/nequi", request, key="order-118").is_success
    assert api.post("/request-to-pay/daviplata", request, key="order-118").status_code == 409


def test_a_key_of_another_path_with_the_same_body_is_refused(api: Caller) -> None:
    api.deposit(50_000)
    mariana, hotel = (api.made("/customers", item)["id"] for item in (MARIANA, HOTEL))
    assert api.post(f"/customers/{mariana}/transactions", {"amount": 20_000}, key="order-118").is_success
    assert api.post(f"/customers/{hotel}/transactions", {"amount": 20_000}, key="order-118").status_code == 409


def test_a_request_that_was_refused_leaves_its_key_free(api: Caller) -> None:
    assert api.post("/customers", {}, key="order-118").status_code == 422
    assert api.post("/balances", {}, key="order-119").status_code == 401
    assert api.post("/customers", MARIANA, key="order-118").status_code == 201
    assert api.post("/customers", HOTEL, key="order-119").status_code == 201


def test_a_create_without_a_key_is_refused(api: Caller) -> None:
    refused = api.client.post("https://api.onepay.la/v1/customers", json=MARIANA)
    assert (refused.status_code, refused.json()["code_name"], refused.json()["code"]) == (
        409,
        "idempotency_error",
        10003,
    )


def test_where_replay_is_switched_off_a_used_key_is_refused(api: Caller) -> None:
    api.control("PUT", "/settings", {"idempotency": "conflict"})
    assert api.post("/customers", MARIANA, key="order-118").status_code == 201
    assert api.post("/customers", MARIANA, key="order-118").status_code == 409


def test_two_accounts_may_use_one_key(caller_with: Callable[[str], Caller]) -> None:
    ids = {caller_with(key).post("/customers", MARIANA, key="a").json()["id"] for key in ("sk_test_a", "sk_test_b")}
    assert len(ids) == 2


@pytest.fixture
def _restless() -> Iterator[None]:
    """Threads take turns so often that each is interrupted in the middle of its work."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_restless")
@pytest.mark.parametrize("in_a_file", [False, True])
def test_thirty_parallel_creates_with_one_key_make_one_customer(tmp_path: Path, *, in_a_file: bool) -> None:
    sandbox = Sandbox(database=str(tmp_path / "sandbox.db") if in_a_file else None)
    api = Caller(SandboxTransport(sandbox), "sk_test_alborada")

    together = Barrier(30)

    def create(_: int) -> httpx.Response:
        together.wait()
        return api.post("/customers", MARIANA, key="order-118")

    with ThreadPoolExecutor(30) as threads:
        replies = list(threads.map(create, range(30)))
    assert {(reply.status_code, reply.content) for reply in replies} == {(201, replies[0].content)}
    assert api.got("/customers")["total"] == 1
    sandbox.close()


def test_two_processes_on_one_file_make_each_customer_once(tmp_path: Path) -> None:
    processes = [_start(tmp_path / "sandbox.db", creates=40) for _ in range(2)]
    printed = [process.communicate()[0].split() for process in processes]
    assert printed[0] == printed[1]
    assert len(set(printed[0])) == 40


def test_a_sandbox_that_was_killed_still_knows_every_answer(tmp_path: Path) -> None:
    process = _start(tmp_path / "sandbox.db", creates=10_000)
    assert process.stdout
    answered = [process.stdout.readline().strip() for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    answered += process.communicate()[0].split("\n")[:-1]
    sandbox = Sandbox(database=str(tmp_path / "sandbox.db"))
    api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
    known = [api.post("/customers", MARIANA, key=f"order-{number}").json()["id"] for number in range(len(answered))]
    assert known == answered
    sandbox.close()
