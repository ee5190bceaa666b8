"""The emulated API: key, operation, one transaction, response."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final, Generic, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, insert, select

from onepay_contract.document import Contract, ContractError, Operation, Parameter
from onepay_core.json_values import Json, is_object
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.card_numbers import has_card_number
from onepay_sandbox.core.clock import parse_datetime
from onepay_sandbox.core.faults import corrupt, take_rule
from onepay_sandbox.core.messages import Request, Response, Steps, error_response, json_response
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import (
    InvalidParameter,
    Refusal,
    invalid,
    invalid_field,
    key_missing,
    key_used,
    not_found,
    unauthorized,
)
from onepay_sandbox.core.scheduler import Scheduler
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.routing import Endpoint, Router
from onepay_sandbox.storage.database import DatabaseUnavailable, execute_many, fetch_first
from onepay_sandbox.storage.tables import REPLIES
from onepay_sandbox.validation import InvalidJson, Validator, decode_json, read_parameters

FunctionT = TypeVar("FunctionT")
SESSION_HEADER: Final = "x-customer-token"
_KEY: Final = re.compile(r"(sk|pk)_((test|live)_[A-Za-z0-9._-]{1,100})")
_SCHEMES: Final = {"sk": "SecretKey", "pk": "PublicKey"}
_SHOWN: Final = 100
_LONGEST_KEY: Final = 255
_KNOWN_KEYS: Final = 1_000
_UNPROCESSABLE: Final = 422
_CARD_NUMBER: Final = "Contiene el número de una tarjeta, que el sandbox no guarda."
_READ_REPLY: Final = select(REPLIES.c.digest, REPLIES.c.status, REPLIES.c.body).where(
    REPLIES.c.tenant == bindparam("t"), REPLIES.c.key == bindparam("k")
)
_SALT: Final = b"onepay-sandbox"
_STORE_REPLY: Final = insert(REPLIES)

ASSUMPTIONS: Final = (
    Assumption(
        "any-test-key",
        "ours",
        "Every key that begins with sk_test_ or pk_test_ is good and opens an account of its own.",
        "Tests need many accounts that know nothing of each other, and no registration.",
    ),
    Assumption(
        "live-keys-refused",
        "ours",
        "A live key is refused, unless the sandbox was started in its fake live mode.",
        "A real live key that strays into a test has to be noticed, and must never seem to work.",
    ),
    Assumption(
        "wrong-kind-of-key",
        "inferred",
        "A public key where a secret one is needed, and the reverse, is answered like a bad key, with 401.",
        "The concepts page tells what each kind is for; no page shows the refusal.",
    ),
    Assumption(
        "unknown-parameter",
        "ours",
        "A query parameter that the contract does not know, or whose value breaks it, is refused with 422.",
        "No page says what the API does; programs take the first of what a filter answers, if it is ignored too.",
    ),
    Assumption(
        "null-is-absence",
        "inferred",
        "A null in an optional field of a request says the same as no field. A body `[]` says the same as `{}` where "
        "programs are known to send it (`x-empty-list`), and is refused with 422 elsewhere.",
        "Programs send both; the API's pages and errors are Laravel's, where nullable is the rule and PHP's empty "
        'array is written as a list. An absent body may mean "everything", so no other list stands for it.',
    ),
    Assumption(
        "card-number-misplaced",
        "ours",
        "A card number in any other field, or in an idempotency key, is refused with 422, and in a path with 404.",
        "What the API does is not known; a sandbox that kept one would spread it into files and logs.",
    ),
    Assumption(
        "success-status",
        "inferred",
        "Where no page prints the number, a create answers 201, an empty success 204 and the rest 200.",
        "201 was observed for payments and documented for plans; see the contract's 2XX.",
    ),
    Assumption(
        "refusal-status",
        "inferred",
        "A refusal takes the first status of 422, 409, 403 and 401 that its operation lists.",
        "Business errors are documented with 401 on withdrawals, where a client must read code_name anyhow.",
    ),
    Assumption(
        "moments-in-bogota",
        "ours",
        "A moment without a zone is meant in Bogotá, and one that cannot be read is refused with status 422.",
        "The fields are texts without a documented form.",
    ),
    Assumption(
        "repeat-replays",
        "documented",
        "The same request with the same key gets the first reply again, byte for byte.",
        "The concepts page; one program met 409 instead, which the control API can choose.",
    ),
    Assumption(
        "key-of-another-request",
        "inferred",
        "A key that was used for another path or body is refused with idempotency_error.",
        "The natural reading of the 409 that one program met.",
    ),
    Assumption(
        "refusal-frees-key",
        "ours",
        "A request that was refused keeps nothing, so its key is free; a setting lets a 422 use it up.",
        "One program takes a new key after a 422, as if the old one were used; no page says what is kept.",
    ),
    Assumption(
        "keys-last",
        "ours",
        "A key is remembered as long as its account.",
        "No page says when one is forgotten.",
    ),
)


@dataclass(frozen=True, slots=True)
class ServedApi(Generic[FunctionT]):
    """One of the two APIs of a sandbox: its contract, the functions of its operations, its router and its validator."""

    contract: Contract
    functions: Mapping[str, FunctionT]
    router: Router
    validator: Validator


def served_api(contract: Contract, functions: Mapping[str, FunctionT]) -> ServedApi[FunctionT]:
    """The API that `contract` describes and `functions` answer."""
    return ServedApi(contract, functions, Router(contract), Validator(contract))


class Call(msgspec.Struct, frozen=True):
    """A request that keeps the contract.

    `ids` holds the ids of the path, `query` the query parameters with their types, `body` the body (an empty
    object where an optional one was left out). `session` is the customer's session where the operation needs
    one. `url` is the address that was called, without its query.
    """

    endpoint: Endpoint
    unit: UnitOfWork
    ids: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    query: Mapping[str, Json] = msgspec.field(default_factory=dict[str, Json])
    body: Json = None
    session: StoredObject | None = None
    url: str = ""

    def find(self, kind: str, identifier: str) -> StoredObject:
        """The object of that kind and id. Raises the refusal `not_found`."""
        record = self.unit.objects.get(kind, identifier)
        if record is None:
            raise not_found()
        return record

    def named(self, kind: str) -> StoredObject:
        """The object that the path names in its last id. Raises the refusal `not_found`."""
        return self.find(kind, list(self.ids.values())[-1])


Function: TypeAlias = Callable[[Call], Json]
"""Answers a call with the body of the reply, None where it has none; raises `Refusal` to refuse."""


class Key(msgspec.Struct, frozen=True):
    """A key that was read: its kind by the contract's name, and the tenant that it opens."""

    scheme: str
    tenant: str


def read_key(authorization: str, *, live: bool) -> Key:
    """The key in a header `Authorization`. Raises `Refusal` where there is none, or none that the sandbox takes."""
    scheme, _, text = authorization.partition(" ")
    found = _KEY.fullmatch(text.strip()) if scheme.lower() == "bearer" else None
    if not found or has_card_number(found[2]):
        raise unauthorized(
            "La llave de API no es válida: envía Authorization: Bearer sk_test_…, con el sufijo que quieras."
        )
    if found[3] == "live" and not live:
        raise unauthorized(
            "El sandbox no acepta llaves live: una llave real no debe usarse en pruebas. "
            "Usa sk_test_…, o inicia el sandbox con --fake-live."
        )
    return Key(_SCHEMES[found[1]], found[2])


def permit(endpoint: Endpoint, key: Key) -> None:
    """Raises `Refusal` where the contract asks for another kind of key."""
    if key.scheme not in endpoint.schemes:
        needed = "una llave pública (pk_)" if key.scheme == "SecretKey" else "una llave secreta (sk_)"
        raise unauthorized(f"Esta operación requiere {needed}.")


def session_of(unit: UnitOfWork, endpoint: Endpoint, headers: Mapping[str, str]) -> StoredObject | None:
    """The customer session that an operation needs, None where it needs none.

    Raises `Refusal` for a token that is missing, unknown or expired. A session is an object of kind
    `session` whose id is the token, whose owner is the customer, and which has `expires_at`.
    """
    if "CustomerToken" not in endpoint.schemes:
        return None
    session = unit.objects.get("session", headers.get(SESSION_HEADER, ""))
    if session is None or parse_datetime(session["expires_at"]) <= unit.now:
        raise _not_logged_in()
    return session


def _not_logged_in() -> Refusal:
    return unauthorized("La sesión del cliente no es válida o ya expiró.")


class Reading(msgspec.Struct, frozen=True):
    """What was read from a request that keeps the contract."""

    query: dict[str, Json]
    body: Json
    key: str | None


def read_request(endpoint: Endpoint, request: Request, validator: Validator) -> Reading:
    """Read a request. Raises `Refusal`, which names each field, where it breaks the contract."""
    return Reading(
        query=_query(endpoint, request, validator),
        body=_body(endpoint, request, validator),
        key=_idempotency_key(endpoint, request),
    )


def _query(endpoint: Endpoint, request: Request, validator: Validator) -> dict[str, Json]:
    texts = request.parameters()
    if not texts and not endpoint.query:
        return {}
    unknown = texts.keys() - {item.name for item in endpoint.query}
    if unknown:
        raise InvalidParameter({name[:_SHOWN]: [_unknown(name[:_SHOWN], endpoint.query)] for name in sorted(unknown)})
    values = read_parameters(endpoint.query, texts)
    errors = validator.parameters(endpoint.operation, "query", values) if endpoint.query else {}
    errors.pop("page" if "page" not in values else "", None)  # without it, a list begins with its first page
    if errors:
        raise InvalidParameter(errors)
    return values


def _unknown(name: str, known: Sequence[Parameter]) -> str:
    names = ", ".join(parameter.name for parameter in known) or "ninguno"
    return f"El parámetro {name} no existe en esta operación, y no se ignora. Parámetros que acepta: {names}."


def _body(endpoint: Endpoint, request: Request, validator: Validator) -> Json:
    if endpoint.body_schema is None:
        return None
    if not request.body and not endpoint.operation.body_required:
        return {}
    try:
        value: Json = decode_json(request.body)
    except InvalidJson as error:
        raise invalid_field("body", f"El cuerpo de la solicitud no se puede leer: {error}.") from error
    misplaced = _misplaced(value, validator.card_numbers)
    if misplaced:
        raise invalid_field(misplaced, _CARD_NUMBER)
    if value == [] and endpoint.operation.takes_empty_list:
        value = {}
    if b"null" in request.body:
        value = validator.without_nulls(endpoint.body_schema, value)
    errors = validator.body(endpoint.operation, endpoint.body_schema, value)
    if errors:
        raise invalid(errors)
    return value


def _misplaced(value: Json, card_numbers: frozenset[str]) -> str | None:
    """The field of a body that holds the number of a card and is none for it."""
    if not is_object(value):
        return "body" if has_card_number(value) else None
    for name, item in value.items():
        if has_card_number(name):
            return "body"
        if name not in card_numbers and has_card_number(item):
            return name
    return None


def _idempotency_key(endpoint: Endpoint, request: Request) -> str | None:
    if endpoint.idempotency_key is None:
        return None
    key = request.headers.get("x-idempotency")
    if key and len(key) > _LONGEST_KEY:
        raise invalid_field("x-idempotency", f"El token de idempotencia tiene más de {_LONGEST_KEY} caracteres.")
    if not key and endpoint.idempotency_key.required:
        raise key_missing()
    if key and has_card_number(key):
        raise invalid_field("x-idempotency", _CARD_NUMBER)
    if key and "\0" in key:
        raise invalid_field("x-idempotency", "El token de idempotencia tiene un carácter NUL.")
    return key or None


class _RoutedRequest(msgspec.Struct, frozen=True):
    """A request whose endpoint and tenant are known."""

    endpoint: Endpoint
    ids: dict[str, str]
    request: Request
    tenant: str


class Api:
    """Answers requests to the API; what it needs is passed in."""

    def __init__(self, served: ServedApi[Function], scheduler: Scheduler, *, live: bool, checked: bool = True) -> None:
        """Take live keys too if `live`; hold each reply against the contract if `checked`."""
        self._served: Final = served
        self._scheduler: Final = scheduler
        self._transactions: Final = scheduler.transactions
        self._read_key: Final = lru_cache(_KNOWN_KEYS)(partial(read_key, live=live))
        self._checked: Final = checked

    def answer(self, request: Request) -> Steps[Response]:
        """The response to a request."""
        match = self._served.router.find(request.host, request.raw_path)
        if match is None:
            return error_response(404)
        endpoint = match.endpoints.get(request.method)
        if endpoint is None:
            return error_response(405, {"allow": ", ".join(sorted(match.endpoints))})
        try:
            key = self._read_key(request.headers.get("authorization", ""))
            permit(endpoint, key)
        except Refusal as refusal:
            return _refusal_response(endpoint.operation, refusal)
        response = yield from self._answer(_RoutedRequest(endpoint, match.ids, request, key.tenant))
        return replace(response, route=endpoint.route)

    def _answer(self, routed: _RoutedRequest) -> Steps[Response]:
        response = self._attempt(routed, only_if_calm=True)
        if response:
            return response
        due = yield from self._scheduler.pass_time(routed.tenant)
        response = self._answer_after_time(routed)
        return replace(response, pending=routed.tenant) if due else response

    def _answer_after_time(self, routed: _RoutedRequest) -> Response:
        """The answer after time has passed, or what a fault makes of it."""
        with self._transactions.write(routed.tenant) as unit:
            rule = take_rule(unit, routed.endpoint.operation.id)
        if rule and rule.replaces:
            return corrupt(rule, Response(500))
        response = self._attempt(routed, only_if_calm=False) or error_response(404)
        return corrupt(rule, response) if rule else response

    def _attempt(self, routed: _RoutedRequest, *, only_if_calm: bool) -> Response | None:
        """The answer; None where a running clock or a fault has to be looked after first."""
        try:
            return self._attempt_once(routed, only_if_calm=only_if_calm)
        except DatabaseUnavailable as failure:
            is_known_by_key = routed.endpoint.idempotency_key and routed.request.headers.get("x-idempotency")
            if not (failure.is_retryable or is_known_by_key):
                raise
            return self._attempt_once(routed, only_if_calm=only_if_calm)

    def _attempt_once(self, routed: _RoutedRequest, *, only_if_calm: bool) -> Response | None:
        reads = routed.endpoint.operation.method == "GET"
        named = next(reversed(routed.ids.values()), "")
        transactions = self._transactions
        try:
            with transactions.read(routed.tenant, named) if reads else transactions.write(routed.tenant) as unit:
                if only_if_calm and (unit.tenant.running or unit.tenant.settings.faults):
                    return None
                return self._perform(routed, unit)
        except Refusal as refusal:
            response = _refusal_response(routed.endpoint.operation, refusal)
            self._use_up_key(routed, response.status)
            return response

    def _use_up_key(self, routed: _RoutedRequest, status: int) -> None:
        """Let the key of a request that was refused with 422 be used up, where the account is set so."""
        endpoint = routed.endpoint
        key = routed.request.headers.get("x-idempotency", "")
        if status != _UNPROCESSABLE or endpoint.idempotency_key is None or not 0 < len(key) <= _LONGEST_KEY:
            return
        with self._transactions.read(routed.tenant) as unit:
            if unit.tenant.settings.refused_keys == "free" or has_card_number(key):
                return
        with self._transactions.write(routed.tenant) as unit:
            if fetch_first(unit.connection, _READ_REPLY, {"t": unit.tenant.name, "k": key}) is None:
                _store_reply(unit, key, endpoint.operation, b"", Response(status))

    def _perform(self, routed: _RoutedRequest, unit: UnitOfWork) -> Response:
        endpoint, request = routed.endpoint, routed.request
        unit.pages = request.public_url or unit.pages
        session = session_of(unit, endpoint, request.headers)
        reading = read_request(endpoint, request, self._served.validator)
        call = Call(endpoint, unit, routed.ids, reading.query, reading.body, session, request.url)
        reply = self._replayed(call, reading) if reading.key else self._reply(call)
        return replace(reply, pending=unit.tenant.name) if unit.has_pending_events else reply

    def _replayed(self, call: Call, reading: Reading) -> Response:
        identifiers = {**call.ids, "session of": call.session.owner} if call.session else call.ids
        is_slow = is_object(reading.body) and not self._served.validator.card_numbers.isdisjoint(reading.body)
        request = _request_digest(call.endpoint.operation, identifiers, reading.body, is_slow=is_slow)
        first = _find_reply(call.unit, reading.key or "", request)
        if first:
            return first
        reply = self._reply(call)
        _store_reply(call.unit, reading.key or "", call.endpoint.operation, request, reply)
        return reply

    def _reply(self, call: Call) -> Response:
        operation, status = call.endpoint.operation, call.endpoint.success
        body = self._served.functions[operation.id](call)
        problems = self._checked and self._served.validator.reply(operation, status, body)
        if problems:
            raise ContractError("A reply breaks the contract.\n" + "\n".join(problems))
        return json_response(status, body)


def _refusal_response(operation: Operation, refusal: Refusal) -> Response:
    return json_response(refusal.status_for(operation), refusal.body)


def _request_digest(operation: Operation, identifiers: Mapping[str, str], body: Json, *, is_slow: bool) -> bytes:
    """What makes two requests the same: the operation, the ids in the path and the meaning of the body.

    Of a card's number so few digits are secret that from a quick digest they could all be tried.
    """
    text = msgspec.json.encode([operation.id, identifiers, body], order="deterministic")
    if is_slow:
        return hashlib.scrypt(text, salt=_SALT, n=2**12, r=8, p=1, dklen=32)
    return hashlib.sha256(text).digest()


def _find_reply(unit: UnitOfWork, key: str, request: bytes) -> Response | None:
    """The reply that was given under `key`, if any. Raises the refusal `key_used` for another request."""
    row = fetch_first(unit.connection, _READ_REPLY, {"t": unit.tenant.name, "k": key})
    if row is None:
        return None
    known, status, body = row
    if known != request or unit.tenant.settings.idempotency == "conflict":
        raise key_used()
    return Response(status, body)


def _store_reply(unit: UnitOfWork, key: str, operation: Operation, request: bytes, reply: Response) -> None:
    """Keep the first reply under `key`, in the transaction that did the work."""
    row = {"tenant": unit.tenant.name, "key": key, "operation": operation.id, "digest": request}
    execute_many(unit.connection, _STORE_REPLY, [{**row, "status": reply.status, "body": reply.body}])
