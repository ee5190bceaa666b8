"""Compares operations and webhooks: addresses, keys, parameters, bodies, replies, and what is said of repeating."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from onepay_contract.diff.changes import Change, Kind, Party, Use
from onepay_contract.diff.marks import TOOL_MARKS, changed_evidence, changed_tool_marks
from onepay_contract.diff.schemas import WORDS, SchemaComparison
from onepay_contract.diff.shapes import short
from onepay_contract.document import Contract, Fact, Operation, Parameter, Reply
from onepay_core.json_values import Document, Json, mapping

_TEMPLATE: Final = re.compile(r"\{[^}]*\}")
COMPARED: Final = frozenset(
    {
        *("operationId", "parameters", "requestBody", "responses", "security", "servers", "deprecated"),
        *("x-evidence", "x-status-evidence", "x-required-evidence", "x-idempotent", "x-moves-money", "x-may-refuse"),
        *("x-balance", "x-empty-list", *TOOL_MARKS),
    }
)
_KEY_KEYS: Final = frozenset({"type", "in", "name", "scheme", "bearerFormat", "flows", "openIdConnectUrl"})
"""Keys of a security scheme that say how a key is sent."""

_WORDS: Final = WORDS | {"tags"}
_PARAMETER_ITSELF: Final = frozenset({"name", "in", "required", "schema"})


def changed_operations(before: Contract, after: Contract) -> Iterator[Change]:
    """Every change of the operations that the API serves."""
    schemas = SchemaComparison(before, after)
    pairs = dict(_pairs(before, after))
    for old, new in pairs.items():
        yield from _OperationComparison(before, after, schemas, before.operations[old], new).changes()
    for operation in before.operations.values():
        if operation.id not in pairs:
            yield _change(Kind.OPERATION_REMOVED, operation.place, _request(operation), before=_address(operation))
    continued = {operation.id for operation in pairs.values()}
    for operation in after.operations.values():
        if operation.id not in continued:
            yield _change(Kind.OPERATION_ADDED, operation.place, _request(operation), after=_address(operation))


def changed_webhooks(before: Contract, after: Contract) -> Iterator[Change]:
    """Every change of the requests that the API sends; they are read by whoever receives them."""
    schemas = SchemaComparison(before, after)
    for name in dict.fromkeys([*before.webhooks, *after.webhooks]):
        old, new = before.webhooks.get(name), after.webhooks.get(name)
        if old and new:
            yield from _WebhookComparison(before, after, schemas, old, new).changes()
        elif old:
            yield _change(Kind.EVENT_REMOVED, old.place, _delivery(old), before=name)
        elif new:
            yield _change(Kind.EVENT_ADDED, new.place, _delivery(new), after=name)


def changed_keys(before: Contract, after: Contract) -> Iterator[Change]:
    """Every change of how a key is sent."""
    old, new = (
        mapping(mapping(contract.document.get("components")).get("securitySchemes")) for contract in (before, after)
    )
    for name in old:
        if name in new:
            differing = [key for key in {**old[name], **new[name]} if old[name].get(key) != new[name].get(key)]
            use = Use(Party.SENDS, name, "", is_received=False)
            place = f"/components/securitySchemes/{name}"
            if shape := [key for key in differing if key in _KEY_KEYS]:
                texts = [", ".join(f"{key}: {scheme.get(key)}" for key in shape) for scheme in (old[name], new[name])]
                yield _change(Kind.KEY_SENT_OTHERWISE, place, use, *texts)
            if others := [key for key in differing if key not in _KEY_KEYS]:
                kind = Kind.WORDING_CHANGED if WORDS.issuperset(others) else Kind.MARK_CHANGED
                yield _change(kind, place, use, after=", ".join(others))


def _pairs(before: Contract, after: Contract) -> Iterator[tuple[str, Operation]]:
    """The operations that are the same in both: by name, and where the name is gone by method and path."""
    by_address = {_pattern(operation): operation for operation in after.operations.values()}
    for operation in before.operations.values():
        if operation.id in after.operations:
            yield operation.id, after.operations[operation.id]
        else:
            renamed = by_address.get(_pattern(operation))
            if renamed and renamed.id not in before.operations:
                yield operation.id, renamed


@dataclass(frozen=True, slots=True)
class _RequestComparison(ABC):
    """What operations and webhooks have in common: a request with parameters and a body, and replies."""

    before: Contract
    after: Contract
    schemas: SchemaComparison
    old: Operation
    new: Operation

    @property
    @abstractmethod
    def request(self) -> Use:
        """Who meets the request."""

    def marks(self) -> Iterator[Change]:
        """What is said of the operation beside its request and its replies."""
        old, new = self.old.raw, self.new.raw
        for _, mark, before, after in changed_evidence("x-evidence", self.old.evidence, self.new.evidence):
            yield from self._evidence(mark, before, after)
        for mark in ("x-status-evidence", "x-required-evidence"):
            before, after = mapping(old.get(mark)), mapping(new.get(mark))
            for key in before:
                if key in after:
                    yield from self._evidence(f"{mark}/{key}", before[key], after[key])
            if not before and not after and old.get(mark) != new.get(mark):
                yield from self._evidence(mark, old.get(mark), new.get(mark))
        if bool(old.get("deprecated")) != bool(new.get("deprecated")):
            kind = Kind.OPERATION_DEPRECATED if new.get("deprecated") else Kind.NO_LONGER_DEPRECATED
            yield _change(kind, f"{self.new.place}/deprecated", self.request)
        for kind, mark, before, after in changed_tool_marks(old, new):
            yield _change(kind, f"{self.new.place}/{mark}", self.request, before, after)
        yield from _other_keywords(old, new, self.new.place, self.request, COMPARED)

    def parameters(self) -> Iterator[Change]:
        """Changes of the parameters."""
        old, new = ({_name(known): known for known in operation.parameters} for operation in (self.old, self.new))
        yield from self._renamed_path_parameters()
        for name in dict.fromkeys([*new, *old]):
            if name == "header:x-idempotency" or (name.startswith("path:") and not (name in old and name in new)):
                continue
            yield from self._parameter(name, old.get(name), new.get(name))

    def body(self) -> Iterator[Change]:
        """Changes of the request's body."""
        old, new = (self._raw_body(contract, operation) for contract, operation in self._sides())
        place = f"{self.new.place}/requestBody"
        if bool(old) != bool(new):
            kind = Kind.BODY_ADDED if new else Kind.BODY_REMOVED
            if new and new.get("required"):
                kind = Kind.BODY_REQUIRED
            yield _change(kind, place if new else f"{self.old.place}/requestBody", self.request)
            return
        if bool(old.get("required")) != bool(new.get("required")):
            kind = Kind.BODY_REQUIRED if new.get("required") else Kind.BODY_OPTIONAL
            yield _change(kind, place, self.request)
        yield from _media_types(mapping(old.get("content")), mapping(new.get("content")), place, self.request)
        if self.old.body and self.new.body:
            yield from self.schemas.changes(self.old.body, self.new.body, self.request)
        yield from _other_keywords(old, new, place, self.request, frozenset({"required", "content"}))

    def _renamed_path_parameters(self) -> Iterator[Change]:
        old, new = ([known.name for known in operation.parameters_in("path")] for operation in (self.old, self.new))
        gone, came = ([name for name in names if name not in others] for names, others in ((old, new), (new, old)))
        for before, after in zip(gone, came, strict=False):
            yield _change(Kind.PARAMETER_RENAMED, self.new.place, self._at(f"path:{after}"), before, after)

    def _parameter(self, name: str, old: Parameter | None, new: Parameter | None) -> Iterator[Change]:
        use = self._at(name)
        if old is None and new is not None:
            kind = Kind.REQUIRED_PARAMETER_ADDED if new.required else Kind.PARAMETER_ADDED
            yield _change(kind, _place_of(new), use, after=new.name)
        elif new is None and old is not None:
            yield _change(Kind.PARAMETER_REMOVED, _place_of(old), use, before=old.name)
        elif old is not None and new is not None:
            if old.required != new.required:
                kind = Kind.PARAMETER_REQUIRED if new.required else Kind.PARAMETER_OPTIONAL
                yield _change(kind, _place_of(new), use)
            yield from self.schemas.changes(_described(self.before, old), _described(self.after, new), use)

    def _evidence(self, mark: str, before: Json, after: Json) -> Iterator[Change]:
        for kind, _, old, new in changed_evidence(mark, str(before), str(after)):
            yield _change(kind, f"{self.new.place}/{mark}", self.request, old, new)

    def _sides(self) -> Iterator[tuple[Contract, Operation]]:
        yield self.before, self.old
        yield self.after, self.new

    def _raw_body(self, contract: Contract, operation: Operation) -> Document:
        return contract.dereferenced(mapping(operation.raw.get("requestBody")))

    def _at(self, where: str) -> Use:
        request = self.request
        return Use(request.party, request.owner, where, request.is_received)


class _OperationComparison(_RequestComparison):
    """One operation in both contracts."""

    @property
    def request(self) -> Use:
        return _request(self.new)

    def changes(self) -> Iterator[Change]:
        """Every change of the operation."""
        yield from self._address()
        yield from self._access()
        yield from self._repeating()
        yield from self._key()
        yield from self.marks()
        yield from self.parameters()
        yield from self.body()
        yield from self._replies()

    def _address(self) -> Iterator[Change]:
        old, new = self.old, self.new
        if _pattern(old) != _pattern(new):
            yield _change(Kind.OPERATION_MOVED, new.place, self.request, _address(old), _address(new))
        if old.id != new.id:
            yield _change(Kind.OPERATION_RENAMED, f"{new.place}/operationId", self.request, old.id, new.id)
        if old.server != new.server:
            place = f"{new.place}/servers" if "servers" in new.raw else "/servers"
            yield _change(Kind.SERVER_CHANGED, place, self.request, old.server, new.server)

    def _access(self) -> Iterator[Change]:
        old, new = set(self.old.security), set(self.new.security)
        place = f"{self.new.place}/security" if "security" in self.new.raw else "/security"
        nobody = frozenset[str]()
        if old and old != {nobody} and (not new or nobody in new):
            yield _change(Kind.ACCESS_OPENED, place, self.request, before=_names(old))
            return
        is_open = not old or nobody in old
        for schemes in sorted(new - old, key=sorted):
            kind = Kind.ACCESS_REMOVED if is_open else Kind.ACCESS_ADDED
            yield _change(kind, place, self.request, after=" and ".join(sorted(schemes)))
        if not is_open:
            for schemes in sorted(old - new, key=sorted):
                yield _change(Kind.ACCESS_REMOVED, place, self.request, before=" and ".join(sorted(schemes)))

    def _repeating(self) -> Iterator[Change]:
        for mark, lost, gained in (
            ("x-idempotent", Kind.REPEAT_ALLOWED, Kind.REPEAT_FORBIDDEN),
            ("x-moves-money", Kind.MOVES_MONEY, Kind.MOVES_NO_MONEY),
        ):
            old, new = (operation.raw.get(mark, True) for operation in (self.old, self.new))
            if old != new:
                yield _change(gained if new is False else lost, f"{self.new.place}/{mark}", self.request, old, new)
        yield from self._balance()
        before, after = (operation.raw.get("x-may-refuse", "") for operation in (self.old, self.new))
        if before != after:
            kind = Kind.WORDING_CHANGED if before and after else Kind.MAY_REFUSE if after else Kind.REFUSES_NO_MORE
            yield _change(kind, f"{self.new.place}/x-may-refuse", self.request, before, after)

    def _balance(self) -> Iterator[Change]:
        old, new = (operation.raw.get("x-balance") for operation in (self.old, self.new))
        if old != new:
            kind = Kind.MARK_ADDED if old is None else Kind.BALANCE_MOVES_OTHERWISE
            yield _change(kind, f"{self.new.place}/x-balance", self.request, old or "", new or "none")
        old, new = (bool(operation.raw.get("x-empty-list")) for operation in (self.old, self.new))
        if old != new:
            kind = Kind.EMPTY_LIST_ALLOWED if new else Kind.EMPTY_LIST_REFUSED
            yield _change(kind, f"{self.new.place}/x-empty-list", self.request)

    def _key(self) -> Iterator[Change]:
        old, new = self.old.idempotency_key, self.new.idempotency_key
        use = self._at("header:x-idempotency")
        if old is None and new is not None:
            kind = (
                Kind.KEY_REQUIRED_ADDED
                if new.required
                else Kind.KEY_ADDED
                if _is_proved(new)
                else Kind.KEY_UNPROVED_ADDED
            )
            yield _change(kind, f"{self.new.place}/parameters", use)
        elif new is None and old is not None:
            yield _change(Kind.KEY_REMOVED, f"{self.new.place}/parameters", use)
        elif old is not None and new is not None:
            if _is_proved(old) != _is_proved(new):
                kind = Kind.KEY_PROVED if _is_proved(new) else Kind.KEY_UNPROVED
                yield _change(kind, f"{self.new.place}/parameters", use, old.fact.evidence, new.fact.evidence)
            yield from self._parameter("header:x-idempotency", old, new)

    def _replies(self) -> Iterator[Change]:
        for status in dict.fromkeys([*self.new.replies, *self.old.replies]):
            old, new = self.old.replies.get(status), self.new.replies.get(status)
            use = Use(Party.READS, self.new.id, status, is_received=True)
            if old and new:
                yield from self._reply(old, new, use)
                continue
            is_success = status.startswith("2")
            added, removed = (
                (Kind.SUCCESS_ADDED, Kind.SUCCESS_REMOVED) if is_success else (Kind.ERROR_ADDED, Kind.ERROR_REMOVED)
            )
            if new:
                yield _change(added, new.place, use, after=status)
            elif old:
                yield _change(removed, old.place, use, before=status)
        yield from self._body_of_renumbered_success()

    def _body_of_renumbered_success(self) -> Iterator[Change]:
        """The body of a success whose status changed, which readers meet all the same."""
        old, new = (
            [reply for status, reply in operation.replies.items() if status.startswith("2")]
            for operation in (self.old, self.new)
        )
        if len(old) == len(new) == 1 and old[0].key != new[0].key:
            use = Use(Party.READS, self.new.id, new[0].key, is_received=True)
            yield from self._reply(old[0], new[0], use)

    def _reply(self, old: Reply, new: Reply, use: Use) -> Iterator[Change]:
        yield from _headers(old, new, use)
        if old.media and not new.media:
            yield _change(Kind.BODY_REMOVED, new.place, use)
        elif new.media and not old.media:
            yield _change(Kind.BODY_ADDED, new.place, use)
        else:
            yield from _media_types(old.media, new.media, new.place, use)
        at_body = Use(use.party, use.owner, f"{use.where} ", is_received=True)
        for name in old.media:
            if name in new.media:
                yield from self.schemas.changes(old.media[name], new.media[name], at_body)


class _WebhookComparison(_RequestComparison):
    """One webhook in both contracts."""

    @property
    def request(self) -> Use:
        return _delivery(self.new)

    def changes(self) -> Iterator[Change]:
        """Every change of the webhook."""
        yield from self.marks()
        yield from self.parameters()
        yield from self.body()
        old, new = (sorted(operation.replies) for operation in (self.old, self.new))
        if old != new:
            place = f"{self.new.place}/responses"
            yield _change(Kind.ANSWER_CHANGED, place, self.request, ", ".join(old), ", ".join(new))


def _change(kind: Kind, place: str, use: Use, before: Json = "", after: Json = "") -> Change:
    return Change(kind, kind.topic, place, short(before), short(after), (use,))


def _request(operation: Operation) -> Use:
    return Use(Party.SENDS, operation.id, "", is_received=False)


def _delivery(webhook: Operation) -> Use:
    return Use(Party.RECEIVES, webhook.path, "", is_received=True)


def _pattern(operation: Operation) -> tuple[str, str]:
    return operation.method, _TEMPLATE.sub("{}", operation.path)


def _address(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _name(parameter: Parameter) -> str:
    name = parameter.name.lower() if parameter.place == "header" else parameter.name
    return f"{parameter.place}:{name}"


def _names(alternatives: set[frozenset[str]]) -> str:
    return " or ".join(" and ".join(sorted(schemes)) for schemes in sorted(alternatives, key=sorted))


def _place_of(parameter: Parameter) -> str:
    return parameter.fact.place.removesuffix("/schema")


def _described(contract: Contract, parameter: Parameter) -> Fact:
    """The schema of a parameter's values, with what is said of the parameter itself."""
    raw: Document = contract.resolve(_place_of(parameter))
    said = {key: value for key, value in raw.items() if key not in _PARAMETER_ITSELF}
    fact = parameter.fact
    return Fact({**said, **fact.schema}, fact.place, fact.evidence, fact.source)


def _is_proved(key: Parameter) -> bool:
    return key.fact.evidence == "documented"


def _headers(old: Reply, new: Reply, use: Use) -> Iterator[Change]:
    for name in dict.fromkeys([*new.headers, *old.headers]):
        at = Use(use.party, use.owner, f"{use.where} header:{name}", is_received=True)
        if name not in old.headers:
            yield _change(Kind.HEADER_ADDED, new.place, at)
        elif name not in new.headers:
            yield _change(Kind.HEADER_REMOVED, old.place, at)
        elif old.headers[name] != new.headers[name]:
            yield _change(Kind.HEADER_REQUIRED if new.headers[name] else Kind.HEADER_OPTIONAL, new.place, at)


def _media_types(old: Mapping[str, Json], new: Mapping[str, Json], place: str, use: Use) -> Iterator[Change]:
    for name in new:
        if name not in old:
            yield _change(Kind.MEDIA_TYPE_ADDED, place, use, after=name)
    for name in old:
        if name not in new:
            yield _change(Kind.MEDIA_TYPE_REMOVED, place, use, before=name)


def _other_keywords(old: Document, new: Document, place: str, use: Use, compared: frozenset[str]) -> Iterator[Change]:
    changed = [key for key in dict.fromkeys([*old, *new]) if key not in compared and old.get(key) != new.get(key)]
    if words := [key for key in changed if key in _WORDS]:
        yield _change(Kind.WORDING_CHANGED, place, use, after=", ".join(words))
    for key in changed:
        if key not in _WORDS:
            yield _change(Kind.OTHER_KEYWORD_CHANGED, place, use, f"{key}: {short(old.get(key))}", short(new.get(key)))


def changed_information(before: Contract, after: Contract) -> Iterator[Change]:
    """Changes of what the document says of itself."""
    keys = ("info", "tags", "externalDocs")
    changed = [key for key in keys if before.document.get(key) != after.document.get(key)]
    if changed:
        use = Use(Party.SENDS, "the contract", "", is_received=False)
        yield _change(Kind.WORDING_CHANGED, f"/{changed[0]}", use, after=", ".join(changed))
