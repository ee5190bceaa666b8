"""Bodies as they may be shown: in a log when it was asked for, and in the error of an unknown outcome.

What is shown is what the contract knows to be harmless: amounts, ids, dates, states, switches. The value of a
field that it calls sensitive, that holds the caller's own data, or that it does not know, is ``***`` with
everything below it. In free text (a title, a message) so is whatever holds three digits or more, an e-mail
address, and anything like a token, since people write documents, cards, phones and one-time codes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from msgspec import UNSET

from onepay_api.wire_names import LARGE_NUMBERS, PLAIN_NAMES, SENSITIVE_NAMES
from onepay_core.decode import UNREADABLE
from onepay_core.json_values import is_array, is_object, limit_depth
from onepay_core.masking import HIDDEN
from onepay_core.operation import Call
from onepay_core.values import to_builtins

__all__ = ("HIDDEN", "masked_body", "masked_message", "masked_text", "masked_value")

_DEEPEST: Final = 12
_LARGEST_BODY: Final = 256 * 1024
_LONGEST_TEXT: Final = 1000
_LONGEST_SHOWN: Final = 4000
_LARGEST_NUMBER: Final = 99_999
_LONGEST_NAME: Final = 40

_HARMLESS: Final = re.compile(
    r"""
      [0-9a-fA-F]{8} (?:-[0-9a-fA-F]{4}){3} -[0-9a-fA-F]{12}                        # a UUID
    | [0-9]{4}-[0-9]{2}-[0-9]{2} (?:T[0-9:.]{5,18}(?:Z|[+-][0-9]{2}:[0-9]{2}))?     # a date or a moment
    | [$][ \xa0]? [0-9]{1,3}(?:[.][0-9]{3})*             # an amount; without $ it may be a document number
    """,
    re.VERBOSE,
)
_SUSPICIOUS: Final = re.compile(
    r"""
      \S+@\S+                             # an e-mail address
    | (?:[^\s\d]*\d){3}\S*               # a word with three digits
    | \d(?:[\s().\-/_:·]*\d){2,}         # digits in groups
    | (?i:bearer\s+\S+ | [sp]k_\S+ | wh_?[a-z]{3}_\S+)     # a key, or a secret of a webhook
    """,
    re.VERBOSE,
)
_LONGEST_MESSAGE: Final = 20_000
_LONG_VALUE: Final = 6
"""Characters of a value that is masked even inside of a word."""
_WORDS: Final = re.compile(r"\w{3,}")
_PERSONAL: Final = re.compile(
    r"""
      (?P<amount>[$][ \xa0]?[0-9]{1,3}(?:[.][0-9]{3})*(?![0-9]))
    | \S+@\S+
    | \d(?:[\s().\-/_:·]*\d){5,}
    | (?i:bearer\s+\S+ | [sp]k_\S+ | wh_?[a-z]{3}_\S+)
    """,
    re.VERBOSE,
)
"""What is masked in the words of a server even if it was not sent."""
_LONG: Final = re.compile(r"\S{16,}")
"""A token, or an address that may hold one."""
_WORD: Final = re.compile("[a-z]+(?:[_-][a-z]+)*|[A-Z]+(?:_[A-Z]+)*")


def masked_body(body: bytes | None) -> str:
    """A JSON body with everything hidden that may be a secret or personal data; any other as its size."""
    if not body:
        return "(no body)"
    if len(body) > _LARGEST_BODY:
        return f"({len(body)} bytes, too many to show)"
    try:
        shown = msgspec.json.encode(masked_value(msgspec.json.decode(limit_depth(body)))).decode()
    except UNREADABLE:
        return f"({len(body)} bytes that are not JSON)"
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}… ({len(body)} bytes)"


def masked_value(value: Any) -> Any:
    """The same of a model, or of decoded JSON, as decoded JSON."""
    return _masked(to_builtins(value), "", 0)


def masked_text(text: str) -> str:
    """Free text without whatever holds three digits or more, e-mail addresses, and what looks like a token."""
    if len(text) > _LONGEST_TEXT:
        return HIDDEN
    rest = _SUSPICIOUS.sub(HIDDEN, text)
    return _LONG.sub(lambda found: found[0] if _WORD.fullmatch(found[0]) else HIDDEN, rest)


def masked_message(text: str, call: Call[Any] | None) -> str:
    """What a server says, without what ``call`` sent, e-mail addresses, keys, and six digits or more in a row.

    Amounts, the names of fields and whatever else the server says by itself stay readable.
    """
    if len(text) > _LONGEST_MESSAGE:
        return HIDDEN
    for value in sorted(_sent_values(call), key=len, reverse=True) if call is not None else ():
        pattern = re.escape(value) if len(value) >= _LONG_VALUE else rf"(?<!\w){re.escape(value)}(?!\w)"
        text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
    return _PERSONAL.sub(lambda found: found[0] if found["amount"] else HIDDEN, text)


def _sent_values(call: Call[Any]) -> set[str]:
    """Every value that was sent and may be personal, with the words of each."""
    found: set[str] = {call.customer_token} if call.customer_token else set()
    options = call.options
    given = {**call.arguments, **options.headers, **options.query, **options.body}
    sent = to_builtins({name: value for name, value in given.items() if value is not UNSET})
    waiting: list[tuple[str, Any]] = [("", sent), ("", None if call.body is UNSET else to_builtins(call.body))]
    while waiting:
        name, value = waiting.pop()
        if is_object(value):
            waiting += value.items()
        elif is_array(value):
            waiting += [(name, item) for item in value]
        elif isinstance(value, (str, int, float)) and not isinstance(value, bool) and not _is_plain(name, value):
            found.update((str(value), *_WORDS.findall(str(value))))
    return {value for value in found if value.strip()}


def _is_plain(name: str, value: Any) -> bool:
    """Whether what was sent is no secret: a word of the contract, a number, a date or an id in a known field."""
    if name not in PLAIN_NAMES:
        return False
    return not isinstance(value, str) or bool(_HARMLESS.fullmatch(value) or _WORD.fullmatch(value))


def _masked(value: Any, name: str, depth: int) -> Any:
    """A value whose field may be shown."""
    if depth > _DEEPEST:
        return HIDDEN
    if is_object(value):
        return _fields((_shown_name(key), _masked_field(item, key, depth + 1)) for key, item in value.items())
    if is_array(value):
        return [_masked(item, name, depth + 1) for item in value]
    return _masked_scalar(value, name)


def _masked_field(value: Any, name: str, depth: int) -> Any:
    return _masked(value, name, depth) if name in PLAIN_NAMES else _hidden(value, depth)


def _masked_scalar(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value if _HARMLESS.fullmatch(value) else masked_text(value)
    is_large = isinstance(value, (int, float)) and abs(value) > _LARGEST_NUMBER
    return HIDDEN if is_large and name not in LARGE_NUMBERS else value


def _hidden(value: Any, depth: int) -> Any:
    """The shape of a value, and no more of it than that it is null, empty or a switch."""
    if depth > _DEEPEST:
        return HIDDEN
    if is_object(value):
        return _fields((_known_name(key), _hidden(item, depth + 1)) for key, item in value.items())
    if is_array(value):
        return [_hidden(item, depth + 1) for item in value]
    return value if value in (None, "") or isinstance(value, bool) else HIDDEN


def _shown_name(name: str) -> str:
    """The name of a field; one that the contract does not know is shown when it is plain words."""
    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance] - a body that was not checked
        return HIDDEN
    is_word = _WORD.fullmatch(name) and len(name) <= _LONGEST_NAME and masked_text(name) == name
    return name if is_word else _known_name(name)


def _known_name(name: str) -> str:
    """The name of a field where anything may stand: data that is used as a key is hidden like other data."""
    return name if name in PLAIN_NAMES or name in SENSITIVE_NAMES else HIDDEN


def _fields(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object of these fields; hidden names are numbered, so that none is lost."""
    shown: dict[str, Any] = {}
    for name, value in fields:
        shown[name if name not in shown else f"{name}{len(shown)}"] = value
    return shown
