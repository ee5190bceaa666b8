"""Addresses of webhooks: where the sandbox sends deliveries, and where it does not."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from onepay_core.loopback import is_loopback
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork

NOT_ON_LOOPBACK: Final = "NotOnLoopback"
"""What stands in the log in place of a reply, where a delivery was not sent because it would leave this machine."""

_RESERVED_NAMES: Final = ("example.com", "example.org", "example.net", "example", "test", "invalid")

ASSUMPTIONS: Final = (
    Assumption(
        "webhooks-on-loopback",
        "ours",
        "A webhook stands on loopback, or is refused with 422, unless the sandbox was started with --remote-webhooks.",
        "A test that tells a real server of payments that never were does harm.",
    ),
    Assumption(
        "webhooks-of-nobody",
        "ours",
        "A webhook at a name that is reserved for examples is taken, and its deliveries fail without being sent.",
        "Documented examples stand there; example.com, .test and .invalid belong to nobody.",
    ),
)


def check_webhook_url(unit: UnitOfWork, url: str) -> None:
    """Raises `Refusal` for an address that no webhook of this sandbox may have."""
    parts = _parts(url)
    if parts is None or parts[0] not in ("http", "https") or (parts[0] == "http" and not _stays_here(parts[1])):
        raise invalid_field("url", "El campo url debe ser una dirección https.")
    if not (unit.config.remote_webhooks or _stays_here(parts[1]) or _is_reserved(parts[1])):
        raise invalid_field(
            "url",
            "El sandbox solo envía eventos a esta máquina: usa una dirección como http://127.0.0.1:9000/webhook, "
            "o inicia el sandbox con --remote-webhooks.",
        )


def may_send_to(unit: UnitOfWork, url: str) -> bool:
    """Whether a delivery to `url` may be sent; checked again when it is due, since data outlive a sandbox."""
    parts = _parts(url)
    return parts is not None and (unit.config.remote_webhooks or _stays_here(parts[1]))


def _parts(url: str) -> tuple[str, str] | None:
    """The scheme and the host, None where either is in doubt."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    doubtful = "\\" in url or not url.isprintable() or " " in url
    return None if doubtful or not host else (parts.scheme, host.lower())


def _stays_here(host: str) -> bool:
    """Whether a host is this machine; names below `localhost` are, since no server of another may have one."""
    return is_loopback(host) or host.endswith(".localhost")


def _is_reserved(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _RESERVED_NAMES)
