"""Requests and responses, independent of HTTP, and the steps that a driver runs."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeVar
from urllib.parse import parse_qsl

import msgspec

from onepay_core.json_values import Json

T = TypeVar("T")
_NO_CONTENT: Final = 204

_ERROR_MESSAGES: Final = {
    404: "La ruta no existe: la API está en /v1, las tarjetas en /cards/v1 y el control del sandbox en /_sandbox/.",
    405: "El método no está permitido.",
    408: "La solicitud no llegó completa a tiempo.",
    413: "La solicitud es muy grande.",
    431: "Los headers de la solicitud son muy grandes.",
    503: "La base de datos del sandbox no responde. Nada se perdió de lo que ya fue respondido; intenta de nuevo.",
}


class Request(msgspec.Struct, frozen=True):
    """A request; the names of `headers` are in lower case, `raw_path` still has its percent signs.

    Links in the reply lead to `public_url`, or without it to where the request came in.
    """

    method: str
    raw_path: bytes
    query: str
    headers: Mapping[str, str]
    body: bytes
    scheme: str = "http"
    public_url: str = ""

    @property
    def host(self) -> str:
        """The host that the request was sent to."""
        return self.headers.get("host", "localhost")

    @property
    def base(self) -> str:
        """What comes before the path in a link to this sandbox."""
        return self.public_url or f"{self.scheme}://{self.host}"

    @property
    def url(self) -> str:
        """The address without its query."""
        return f"{self.base}{self.raw_path.decode('ascii', 'replace')}"

    def parameters(self) -> dict[str, str]:
        """The parameters of the query; of a repeated one the last counts."""
        return dict(parse_qsl(self.query, keep_blank_values=True)) if self.query else {}

    def cookies(self) -> dict[str, str]:
        """The cookies; of a repeated one the first counts, which is the one with the longest path."""
        pairs = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in reversed(list(pairs)) if name}


class Response(msgspec.Struct, frozen=True):
    """A response. `pending` names the tenant for which deliveries or timers may now be due.

    `route` is the template of the path, such as `/v1/payments/{payment_id}`, where it was looked for.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    pending: str | None = None
    fault: Json = None
    route: str = ""

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        """The header fields in bytes, with those that every response has."""
        named = dict(self.headers)
        if self.status != _NO_CONTENT:
            named["content-length"] = str(len(self.body))
        if self.body:
            named.setdefault("content-type", "application/json")
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]


def json_response(status: int, body: Json, headers: Mapping[str, str] | None = None) -> Response:
    """A response with a JSON body; None is no body."""
    return Response(status, b"" if body is None else msgspec.json.encode(body), headers or {})


def error_response(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The response to a request that reaches no operation."""
    return json_response(status, {"message": _ERROR_MESSAGES[status]}, headers)


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """A delivery that is to be sent now."""

    tenant: str
    delivery: str
    attempt: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class DeliveryResponse:
    """What came back for a delivery: a status and the beginning of the body, or an error's name."""

    status: int | None
    body: str = ""
    error: str | None = None

    @property
    def is_success(self) -> bool:
        """Whether the receiver took the delivery: any 2XX or 3XX."""
        return self.status is not None and 200 <= self.status < 400  # noqa: PLR2004 - the families of HTTP


class DeliveryTarget(Protocol):
    """What takes deliveries in place of the network."""

    def post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        """Deliver, and wait for the answer."""
        ...

    async def async_post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        """Deliver in the event loop that runs."""
        ...


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing goes on before `until` is done, or for so many `seconds`; neither only lets others go first."""

    until: Future[None] | None = None
    seconds: float = 0.0


Steps: TypeAlias = Generator[DeliveryRequest | Wait, DeliveryResponse | None, T]
"""Work that now and then has to wait, or needs a delivery to be sent; a driver sends it and hands back the response.

A driver closes the steps that it does not run to their end.
"""
