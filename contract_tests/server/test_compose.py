"""The compose stack of the docs: its files are held against the package, and its commands run without containers."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from onepay_cli.exits import ExitStatus
from onepay_cli.start_options import VARIABLES, StartOptions
from server.callers import Caller

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs" / "examples" / "compose"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED: Final = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+")
OPTIONS: Final = frozenset(f"{VARIABLES}{field.name.upper()}" for field in fields(StartOptions))
CLIENT_VARIABLES: Final = frozenset(("ONEPAY_API_KEY", "ONEPAY_BASE_URL"))
TOKEN: Final = "a-token-of-the-team"  # noqa: S105 - it opens sandboxes of tests alone


def _steps() -> Iterator[tuple[str, str]]:
    """The instructions of the Containerfile, with their arguments in one line."""
    text = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            yield name, rest


STEPS: Final = tuple(_steps())


def _last(name: str) -> str:
    return [rest for step, rest in STEPS if step == name][-1]


def _variables() -> dict[str, str]:
    """What the image sets."""
    return dict(word.split("=", 1) for word in shlex.split(_last("ENV")))


def test_images_are_pinned_by_version() -> None:
    images = [rest for step, rest in STEPS if step == "FROM"] + [SERVICES["postgres"]["image"]]
    assert [image for image in images if not PINNED.fullmatch(image)] == []


def test_variables_of_containers_are_those_of_options() -> None:
    given = set(_variables()) | set(SERVICES["sandbox"]["environment"])
    assert {name for name in given if name.startswith("ONEPAY_")} <= OPTIONS
    shop = (FOLDER / "shop.py").read_text(encoding="utf-8")
    for name in SERVICES["shop"]["environment"]:
        assert name in CLIENT_VARIABLES or f'"{name}"' in shop, name


def test_image_runs_the_command_as_nobody_special() -> None:
    assert json.loads(_last("ENTRYPOINT"))[0] in PROJECT["project"]["scripts"]
    assert json.loads(_last("CMD")) == ["sandbox", "start"]
    user = _last("USER")
    assert user.isdigit()
    assert int(user) >= 1_000
    assert _variables()["ONEPAY_SANDBOX_PORT"] == _last("EXPOSE")
    for service in ("sandbox", "shop"):
        assert SERVICES[service]["cap_drop"] == ["ALL"]
        assert all(port.startswith("127.0.0.1:") for port in SERVICES[service]["ports"])


def test_image_gets_what_a_build_needs() -> None:
    copied = {word for step, rest in STEPS if step == "COPY" for word in rest.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    wanted = {path.strip("/") for path in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]}
    assert copied == wanted | {"pyproject.toml"}
    extras = re.findall(r"\[([a-z,]+)\]", _last("RUN") + "".join(rest for step, rest in STEPS if step == "RUN"))
    assert set(extras[0].split(",")) <= set(PROJECT["project"]["optional-dependencies"])


def test_services_name_each_other(api: Caller) -> None:
    sandbox: dict[str, str] = SERVICES["sandbox"]["environment"]
    shop: dict[str, str] = SERVICES["shop"]["environment"]
    assert sandbox["ONEPAY_SANDBOX_ALLOW_WEBHOOK_HOST"] in SERVICES
    assert urlsplit(shop["SHOP_URL"]).hostname in SERVICES
    assert urlsplit(shop["ONEPAY_BASE_URL"]).netloc == f"sandbox:{_last('EXPOSE')}"
    database = sandbox["ONEPAY_SANDBOX_DATABASE"].replace("${POSTGRES_PASSWORD:-play-money}", "p")
    assert urlsplit(database).hostname in SERVICES["sandbox"]["depends_on"]
    assert (FOLDER / SERVICES["sandbox"]["build"]["context"] / SERVICES["sandbox"]["build"]["dockerfile"]).exists()
    assert set(COMPOSE["volumes"]) == {SERVICES["postgres"]["volumes"][0].partition(":")[0]}
    health = re.search(r"http://127.0.0.1:(\d+)(/\w+)", _last("HEALTHCHECK"))
    assert health
    assert health[1] == _last("EXPOSE")
    assert api.client.get(f"https://api.onepay.la{health[2]}").json()["status"] == "ok"


@contextmanager
def _running(command: list[str], variables: Mapping[str, str], endings: list[tuple[int, bool]]) -> Generator[str]:
    """The address at which a program listens, as its first line says; Ctrl-C ends it with the block."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ONEPAY_", "SHOP_"))}
    environment = {**kept, **variables, "PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as program:  # noqa: S603 - our own
        try:
            assert program.stdout
            yield program.stdout.readline().split()[-1]
            program.send_signal(signal.SIGINT)
            _, words = program.communicate(timeout=60)
            endings.append((program.returncode, "Traceback" in words))
        finally:
            program.kill()


def test_stack_sells_without_containers(tmp_path: Path) -> None:
    variables = {**_variables(), **SERVICES["sandbox"]["environment"], "ONEPAY_SANDBOX_PORT": "0"}
    del variables["ONEPAY_SANDBOX_PUBLIC_URL"]  # its port is not known before
    variables |= {"ONEPAY_SANDBOX_CONTROL_TOKEN": TOKEN, "ONEPAY_SANDBOX_DATABASE": str(tmp_path / "shop.sqlite")}
    command = [sys.executable, "-m", "onepay_cli", *json.loads(_last("CMD"))]
    ended: list[tuple[int, bool]] = []
    with ExitStack() as stack:
        base = stack.enter_context(_running(command, variables, ended)).replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - no address to bind
        shop_variables = {"ONEPAY_BASE_URL": base, "ONEPAY_API_KEY": "sk_test_shop", "SHOP_PORT": "0"}
        shop = stack.enter_context(_running([sys.executable, str(FOLDER / "shop.py")], shop_variables, []))
        http = stack.enter_context(httpx.Client(timeout=30))
        order = http.post(f"{shop}/orders/118").raise_for_status().json()
        assert http.post(f"{shop}/orders/118").json() == order
        assert http.get(f"{shop}/orders/118").json()["paid"] is False
        assert http.get(order["pay_at"]).status_code == 200
        paid = http.post(f"{order['pay_at']}/card", data={"test_card": "4242424242424242", "nonce": "a"})
        assert paid.status_code == 303
        headers = {"Authorization": "Bearer sk_test_shop", "X-Control-Token": TOKEN}
        advanced = http.post(f"{base}/_sandbox/clock/advance", headers=headers, json={"by": "PT1S"})
        advanced.raise_for_status()  # by now the webhook has been delivered
        assert http.get(f"{shop}/orders/118").json() == {"order": "118", "paid": True}
    assert ended == [(ExitStatus.INTERRUPTED, False)]


@pytest.mark.parametrize("name", ["compose.yaml", "Containerfile", "shop.py"])
def test_page_shows_where_the_files_stand(name: str) -> None:
    page = (ROOT / "docs" / "sandbox-for-teams.md").read_text(encoding="utf-8")
    assert f"examples/compose/{name}" in page
