"""From a case that was drawn to a request of this run, and to what the server should do with it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from onepay_conformance.generation.corpus import DrawnCase, Target
from onepay_conformance.generation.drawing import Case, is_absent
from onepay_conformance.generation.expectations import Expected, expectation
from onepay_conformance.reserved import made_safe, safe_bytes
from onepay_conformance.sender import PlannedRequest
from onepay_conformance.session import Session, encoded
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_core.json_values import Json, is_array, is_object

_CLAIMS: Final = frozenset((Expected.TAKEN, Expected.NOT_BLAMED))
_QUOTED: Final = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """A request, why it is sent, and what should come of it. `pointer` is where it keeps or breaks a rule."""

    drawn: DrawnCase
    request: PlannedRequest
    expected: Expected
    pointer: str
    case: Case = field(repr=False)


class Planner:
    """Plans the cases of one session: each rule is kept or broken in a request that is good otherwise."""

    def __init__(self, session: Session) -> None:
        self._session: Final = session

    def plan(self, drawn: DrawnCase) -> PlannedCase | None:
        """The request; None where nothing is left of the case's point, such as a broken rule that another allows.

        Raises `CannotMake` where an id that it needs cannot be had.
        """
        operation = self._session.contract_index.operations[drawn.operation]
        case = drawn.case.derive()
        case.body = self._body(operation, drawn)
        case.query = made_safe(dict(case.query)) if drawn.aim == Target.QUERY or drawn.phase == "fuzzing" else {}
        ids = self._ids(operation, drawn, case)
        expected = expectation(self._session.contract_index, operation, drawn, case, where=pointer(drawn))
        if expected is None:
            return None
        if expected in _CLAIMS and not self._session.bodies.is_whole(case.body if not is_absent(case.body) else None):
            expected = Expected.ANSWERED
        case.freeze_metadata()
        return PlannedCase(drawn, self._request(operation, drawn, case, ids), expected, pointer(drawn), case)

    def _body(self, operation: Operation, drawn: DrawnCase) -> Any:
        body = drawn.case.body
        if is_absent(body) or isinstance(body, bytes):
            return safe_bytes(body) if isinstance(body, bytes) else body
        if drawn.phase == "stateful":
            return self._session.base(operation, drawn.number)
        if drawn.phase == "coverage":
            body = onto_base(self._session.base(operation), drawn, self._session.contract_index.fields(operation))
        if drawn.is_negative and drawn.aim == Target.BODY:
            return self._session.bodies.named(operation, made_safe(body))
        self._session.find_references(operation)
        return self._session.bodies.filled(operation, body)

    def _ids(self, operation: Operation, drawn: DrawnCase, case: Case) -> dict[str, str]:
        names = list(case.path_parameters)
        has_own = drawn.aim == Target.PATH or (drawn.phase == "fuzzing" and drawn.number % 2 == 1)
        if not has_own:
            is_last = self._session.contract_index.is_undoing(operation.id) and not drawn.lacks_header("authorization")
            known = functools.partial(self._session.good_id, operation, method=str(case.method))
            good = self._session.new_id if is_last else known
            given = {name: case.path_parameters[name] for name in drawn.linked}
            case.path_parameters = {name: given.get(name) or good(name) for name in names}
        return {name: str(value) for name, value in case.path_parameters.items()}

    def _request(self, operation: Operation, drawn: DrawnCase, case: Case, ids: Mapping[str, str]) -> PlannedRequest:
        sent = case.as_transport_kwargs(base_url="http://server")
        path = str(sent["url"]).removeprefix("http://server").partition("?")[0]
        return PlannedRequest(
            operation=operation.id,
            method=str(case.method),
            path=path,
            query=_pairs(sent.get("params") or {}),
            headers=self._headers(operation, drawn, sent),
            body=_content(sent),
            key=Key.NONE if drawn.lacks_header("authorization") else self._session.contract_index.key(operation),
            ids=ids,
            is_documented=case.method == operation.method,
        )

    def _headers(self, operation: Operation, drawn: DrawnCase, sent: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        shown = {name.lower(): value for name, value in sent["headers"].items()}
        is_empty = is_absent(drawn.case.body)
        kind = shown.get("content-type") or (None if is_empty else "application/json")
        headers = {"content-type": kind} if kind else {}
        own = self._session.own_headers(operation)
        left_out = [name for name in own if drawn.lacks_header(name)]
        return tuple((name, value) for name, value in {**headers, **own}.items() if name not in left_out)


def onto_base(base: Json, drawn: DrawnCase, fields: Mapping[str, Json]) -> Any:
    """A good body in which only that is changed what the case is about."""
    body = drawn.case.body
    if not is_object(base) or not is_object(body):
        return body if drawn.aim == Target.BODY or base is None else base
    if drawn.aim != Target.BODY:
        return base
    return _broken(base, body, drawn, fields) if drawn.is_negative else _varied(base, body, drawn)


def _broken(base: Mapping[str, Json], body: Mapping[str, Json], drawn: DrawnCase, fields: Mapping[str, Json]) -> Json:
    steps = pointer(drawn).removeprefix("request:").strip("/").split("/")
    if steps[0] and steps[0] in body:
        return {**base, steps[0]: body[steps[0]]}
    if steps[0]:
        return {name: item for name, item in base.items() if name != steps[0]}
    foreign = {name: item for name, item in body.items() if name not in fields}
    return {**base, **foreign} if foreign else {name: item for name, item in base.items() if name in body}


def _varied(base: Mapping[str, Json], body: Mapping[str, Json], drawn: DrawnCase) -> Json:
    """The base with one field as the case has it; or, where the case leaves fields out, the base without them."""
    field = pointer(drawn).removeprefix("request:/")
    if leaves_out(drawn):
        return {
            name: item for name, item in {**body, **base}.items() if name in body and (name in base or name == field)
        }
    return {**base, field: body[field]} if field in body else dict(base)


def leaves_out(drawn: DrawnCase) -> bool:
    """Whether the case is about fields that may be missing."""
    return drawn.sentence.startswith(("Object with all required", "Object with only required"))


def pointer(drawn: DrawnCase) -> str:
    """Where the rule stands that the case is about, as findings write it: `request:/amount`, `query:page`."""
    if drawn.aim in (Target.QUERY, Target.HEADER, Target.PATH):
        prefix = "request-header" if drawn.aim == Target.HEADER else drawn.aim.value
        return f"{prefix}:{drawn.parameter}"
    return f"request:{_field(drawn.location, drawn.sentence)}" if drawn.aim == Target.BODY else ""


def _field(location: str, description: str) -> str:
    """The top-level field that a schema's location, or else a description, is about."""
    steps = location.strip("/").split("/")
    if "properties" in steps:
        return f"/{steps[steps.index('properties') + 1]}"
    missing = description.partition("Missing required property: ")[2]
    found = [missing] if missing else _QUOTED.findall(description)
    return f"/{found[0]}" if found else ""


def _pairs(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, str(item)) for name, value in params.items() for item in (value if is_array(value) else [value])
    )


def _content(sent: Mapping[str, Any]) -> bytes:
    if "json" in sent:
        return encoded(sent["json"]) if sent["json"] is not None else b"null"
    data = sent.get("data")
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data or b""
