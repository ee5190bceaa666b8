"""`onepay sandbox`: serve the stand-in for the API, and tell a running one what happens.

`start` needs the extra `[sandbox]`. The other commands call the control API of the sandbox at `ONEPAY_BASE_URL`, or of
the one on this machine, about the account of `ONEPAY_API_KEY`, or of the key `sk_test_sandbox`.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import typer

from onepay_cli.calls import client_errors, make_client
from onepay_cli.control import Control, open_control
from onepay_cli.exits import CommandError, ExitStatus, needs_extra
from onepay_cli.output import is_read, write
from onepay_cli.start_options import VARIABLES, StartOptions, takes
from onepay_cli.values import assign, show_object

if TYPE_CHECKING:
    from onepay_sandbox.http.server import Started

__all__ = ("app",)

app: typer.Typer = typer.Typer()

_STARTING: Final = 10.0
"""Seconds that a delivery has for its first answer."""
_LOOK: Final = 0.2
"""Seconds between two looks at a running sandbox."""
_GREETING: Final = """The OnePay sandbox listens on {listens}
  API        {base}/v1           any key that begins with sk_test_
  cards      {base}/cards/v1     any key that begins with pk_test_
  control    {base}/_sandbox/    open it in a browser
"""

_MADE_FOR_YOU: Final = """  token      {token}    opens the control API; shown only now
"""
_OPEN: Final = """Warning: the sandbox listens beyond this machine. Whoever reaches it can call the API with a test key.
The control API and the dashboard want the control token, in X-Control-Token or ONEPAY_SANDBOX_CONTROL_TOKEN.
"""

_Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_PaymentId: TypeAlias = Annotated[str, typer.Argument(metavar="PAYMENT_ID", help="The id of the payment.")]
_Method: TypeAlias = Annotated[str, typer.Option(help="card, account, pse, nequi, daviplata or bre_b.")]
_Amount: TypeAlias = Annotated[int | None, typer.Option(help="Whole pesos. Default: what is left to pay.")]


@app.command()
@takes(StartOptions, VARIABLES)
def start(options: StartOptions) -> None:
    """Serve a sandbox until Ctrl-C."""
    with needs_extra("sandbox"), _collector_paused():
        from onepay_sandbox.http.server import CannotServe, ServerOptions, serve  # noqa: PLC0415 - see onepay_cli.app

    try:
        serve(ServerOptions(**asdict(options)), _announce)
    except CannotServe as error:
        raise CommandError(str(error)) from None


@contextmanager
def _collector_paused() -> Generator[None]:
    """Import without the garbage collector: modules leave no garbage, and looking for it takes a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _announce(started: Started) -> None:
    """Say where the server listens, and warn where others than this machine's users reach it."""
    write(_GREETING.format(listens=started.listens, base=started.base))
    if started.new_token:
        write(_MADE_FOR_YOU.format(token=started.new_token))
    if started.is_open:
        sys.stderr.write(_OPEN)


@app.command()
def status(*, as_json: _Json = False) -> None:
    """Show where the sandbox is, its clock, and the balance of the account."""
    with open_control() as call:
        health, clock, ledger = call("GET", "/health"), call("GET", "/clock"), call("GET", "/ledger")
        shown = {"url": call.root, **health, "clock": clock, "balances": ledger.get("balances", ledger)}
    show_object(shown, as_json=as_json)


def _events() -> list[str]:
    from onepay_contract.document import load  # noqa: PLC0415 - see onepay_cli.app

    return sorted(load().events)


def _complete_event(incomplete: str) -> list[str]:
    return [event for event in _events() if event.startswith(incomplete)]


@app.command()
def events(*, as_json: _Json = False) -> None:
    """List the events that can be triggered."""
    write(f"{json.dumps(_events())}\n" if as_json else "".join(f"{event}\n" for event in _events()))


@app.command()
def trigger(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="Such as payment.approved.", autocompletion=_complete_event)
    ],
    *,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A field of the object, such as customer.email=a@b.co."),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Deliver an event with the contract's example, and your own values in it, to the webhooks that subscribed."""
    with open_control() as call:
        body = {"event": event, "object": _object_of(event, values or [])}
        made = call("POST", "/events", body)["data"]
        if not made:
            raise CommandError(
                f"No webhook subscribed to {event}: register one with `onepay webhooks create --sandbox`, or run "
                "`onepay sandbox listen --forward-to URL`.",
                ExitStatus.UNFINISHED,
            )
        for delivery in made:
            _show_delivery(_settled(call, delivery["id"]), as_json=as_json)


def _object_of(event: str, values: list[str]) -> dict[str, Any]:
    """The object of the contract's example of an event, with `values` in it."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for who has misspelt something

    from onepay_contract.document import load  # noqa: PLC0415 - see onepay_cli.app

    contract = load()
    if event not in contract.events:
        near = ", ".join(get_close_matches(event, contract.events)) or "`onepay sandbox events` lists all"
        raise CommandError(f"There is no event {event!r}; nearly called so: {near}.")
    content = contract.document["webhooks"][event]["post"]["requestBody"]["content"]["application/json"]
    family = event.partition(".")[0]
    bodies = [contract.dereferenced(example)["value"] for example in content.get("examples", {}).values()]
    found: list[Any] = [body[name] for name in (family, "data") for body in bodies if name in body]
    copy: dict[str, Any] = json.loads(json.dumps(found[0] if found else {}))
    for value in values:
        assign(copy, value)
    return copy


@app.command()
def listen(
    *,
    forward_to: Annotated[str, typer.Option("--forward-to", metavar="URL", help="Your webhook, on this machine.")],
    event: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="EVENT", help="Only this event; can be repeated (default: all)."),
    ] = None,
    most: Annotated[int | None, typer.Option("--max", min=1, help="End after so many attempts.")] = None,
    as_json: _Json = False,
) -> None:
    """Send the events of the account to your webhook, signed and retried, and print them as they come.

    A sandbox is started where none listens on this machine. The webhook is removed in the end.
    """
    with open_control(may_start=True) as call, client_errors(), make_client(sandbox=True) as client:
        names: Any = event or _events()
        made = client.webhooks.create(name="onepay sandbox listen", url=forward_to, events=names).to_dict()
        webhook = str(made.get("data", made)["id"])
        try:
            shown = call("GET", f"/webhooks/{webhook}")
            sys.stderr.write(f"secret: {shown['secret']}\nheader token: {shown['header']}\n")
            sys.stderr.write(f"Listening for {len(names)} events; Ctrl-C ends.\n")
            _follow(call, webhook, most, as_json=as_json)
        finally:
            with suppress(Exception):  # whoever ends this may have ended the sandbox, too
                client.webhooks.delete(webhook)


def _follow(call: Control, webhook: str, most: int | None, *, as_json: bool) -> None:
    """Print each attempt of the webhook's deliveries when its reply is known."""
    shown: set[tuple[str, int]] = set()
    while is_read():
        for delivery in reversed(call("GET", "/deliveries")["data"]):
            for number, attempt in enumerate(delivery["attempts"]):
                if delivery["webhook_id"] == webhook and attempt["reply"] and (delivery["id"], number) not in shown:
                    shown.add((delivery["id"], number))
                    _show_attempt(delivery, number, as_json=as_json)
                    if most is not None and len(shown) >= most:
                        return
        time.sleep(_LOOK)


@app.command()
def resend(
    delivery_id: Annotated[str, typer.Argument(metavar="DELIVERY_ID", help="The id that `listen` prints.")],
    *,
    copies: Annotated[int, typer.Option(min=1, max=100, help="How many times.")] = 1,
    as_json: _Json = False,
) -> None:
    """Send a delivery again."""
    with open_control() as call:
        for delivery in call("POST", f"/deliveries/{delivery_id}/resend", {"copies": copies})["data"]:
            _show_delivery(_settled(call, delivery["id"]), as_json=as_json)


@app.command()
def logs(
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with the requests that come.")] = False,
    most: Annotated[int | None, typer.Option("--max", min=1, help="End after so many requests.")] = None,
    as_json: _Json = False,
) -> None:
    """Show the requests of the account with their answers, the oldest first."""
    with open_control() as call:
        for entry in islice(_entries(call, follow=follow), most):
            write(f"{json.dumps(entry, ensure_ascii=False)}\n" if as_json else _log_line(entry))
            if not is_read():
                return


def _entries(call: Control, *, follow: bool) -> Iterator[dict[str, Any]]:
    """The entries of the request log, oldest first; with `follow`, also those that come."""
    known: list[Any] = []
    while True:
        now = call("GET", "/journal")["data"]
        fresh = next(number for number in range(len(now) + 1) if now[number:] == known[: len(now) - number])
        yield from reversed(now[:fresh])
        if not follow:
            return
        known = now
        time.sleep(_LOOK)


def _log_line(entry: dict[str, Any]) -> str:
    line = f"{entry['status']}  {entry['method']:<6}  {entry['url']}"
    return f"{line}\n      {entry['reply']}\n" if entry["status"] >= 400 and entry["reply"] else f"{line}\n"  # noqa: PLR2004 - HTTP's own


@app.command()
def pay(payment_id: _PaymentId, *, method: _Method = "card", amount: _Amount = None, as_json: _Json = False) -> None:
    """Pay a payment, as its payer would."""
    _attempt(payment_id, {"method": method, "outcome": "approve"}, amount, as_json=as_json)


@app.command()
def decline(
    payment_id: _PaymentId,
    *,
    code: Annotated[str, typer.Option(help="The decline code.")] = "INSUFFICIENT_FUNDS",
    method: _Method = "card",
    amount: _Amount = None,
    as_json: _Json = False,
) -> None:
    """Try to pay a payment, and be declined."""
    _attempt(payment_id, {"method": method, "outcome": code}, amount, as_json=as_json)


def _attempt(payment_id: str, attempt: dict[str, Any], amount: int | None, *, as_json: bool) -> None:
    body = attempt if amount is None else {**attempt, "amount": amount}
    with open_control() as call:
        show_object(call("POST", f"/payments/{payment_id}/attempts", body), as_json=as_json)


@app.command()
def advance(
    duration: Annotated[
        str | None,
        typer.Argument(metavar="DURATION", help="Such as P3D, PT36H or P1M. Default: to the next event."),
    ] = None,
    *,
    to: Annotated[str | None, typer.Option(metavar="MOMENT", help="A moment in place of a duration.")] = None,
    as_json: _Json = False,
) -> None:
    """Let time pass in the account."""
    if duration and to:
        raise CommandError("Give a duration or --to, and not both.")
    body: dict[str, Any] = {"by": duration} if duration else {"to": to} if to else {"to_next_event": True}
    with open_control() as call:
        show_object(call("POST", "/clock/advance", body), as_json=as_json)


@app.command()
def snapshot(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the snapshot.")],
    *,
    restore: Annotated[bool, typer.Option("--restore", help="Bring the account back to what it was.")] = False,
    as_json: _Json = False,
) -> None:
    """Keep the whole account aside under a name, or bring it back."""
    with open_control() as call:
        if restore:
            call("POST", f"/snapshots/{name}/restore")
        else:
            call("PUT", f"/snapshots/{name}")
    _done({"snapshot": name, "done": "restored" if restore else "kept"}, as_json=as_json)


@app.command()
def reset(*, as_json: _Json = False) -> None:
    """Make the account as empty as a new one."""
    with open_control() as call:
        call("POST", "/reset")
    _done({"done": "reset"}, as_json=as_json)


def _done(result: dict[str, Any], *, as_json: bool) -> None:
    write(f"{json.dumps(result)}\n" if as_json else f"{' '.join(result.values())}\n")


def _settled(call: Control, delivery_id: str) -> dict[str, Any]:
    """A delivery once its first attempt has been answered, or after a while as it is."""
    end = time.monotonic() + _STARTING
    while True:
        found = next(item for item in call("GET", "/deliveries")["data"] if item["id"] == delivery_id)
        if (found["attempts"] and found["attempts"][-1]["reply"]) or time.monotonic() > end:
            return dict(found)
        time.sleep(_LOOK)


def _show_delivery(delivery: dict[str, Any], *, as_json: bool) -> None:
    if delivery["attempts"]:
        _show_attempt(delivery, len(delivery["attempts"]) - 1, as_json=as_json)
    else:
        write(
            f"{json.dumps(delivery)}\n" if as_json else f"{delivery['id']}  {delivery['event']}  {delivery['status']}\n"
        )


def _show_attempt(delivery: dict[str, Any], number: int, *, as_json: bool) -> None:
    attempt = delivery["attempts"][number]
    reply = attempt["reply"] or {"status": None, "body": "", "error": "no answer yet"}
    if as_json:
        facts = {name: delivery[name] for name in ("id", "event", "url", "body")}
        write(f"{json.dumps({**facts, 'attempt': number + 1, 'reply': reply}, ensure_ascii=False)}\n")
        return
    what = reply["status"] if reply["status"] is not None else reply["error"]
    write(f"{attempt['at'][11:19]}  {delivery['id']}  {delivery['event']}  attempt {number + 1}: {what}\n")
