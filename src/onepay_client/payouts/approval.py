"""Approvals: a second person binds the exact content of a run with a key that the first one does not have."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from typing import Final, TypeVar, cast

import msgspec
from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_core.tracebacks import private_locals

from .errors import NotApproved
from .reasons import is_automatic

__all__ = ("new_approval_key",)

VARIABLE: Final = "ONEPAY_APPROVAL_KEY"
_SHORTEST: Final = 32
_LONGEST_NAME: Final = 100


class Approval(Struct, frozen=True, kw_only=True):
    """What was approved, by whom, and the seal that proves it."""

    environment: str
    run: str
    digest: str
    count: int
    total: int
    accepted: tuple[str, ...]
    by: str
    at: float
    seal: str = ""


class Retry(Struct, frozen=True, kw_only=True):
    """Who had a row paid again, in which attempt, and the seal that proves it."""

    environment: str
    run: str
    position: int
    attempt: int
    by: str
    at: float
    seal: str = ""


class ApprovedPart(Struct, frozen=True, kw_only=True):
    """Which rows of an approved run are a part of it, and the seal that proves it.

    ``approved`` is the digest of the whole run, ``digest`` that of these rows; ``total`` is the sum of the whole run.
    """

    environment: str
    run: str
    approved: str
    total: int
    first: int
    last: int
    digest: str
    seal: str = ""


Sealed = TypeVar("Sealed", Approval, Retry, ApprovedPart)


def new_approval_key() -> str:
    """A key for whoever approves runs. Keep it where those who prepare runs cannot read it."""
    return f"approval_{secrets.token_urlsafe(32)}"


class ApprovalKey:
    """The key of whoever approves. Nothing shows it.

    Raises:
        ConfigurationError: there is none, or it is too short to be one.
    """

    __slots__ = ("_key",)

    @private_locals
    def __init__(self, key: str | None) -> None:
        given = cast("object", os.environ.get(VARIABLE, "") if key is None else key)
        if not isinstance(given, str) or len(given) < _SHORTEST:
            raise ConfigurationError(
                f"Approving, sending and paying again need the approval key, as an argument or in {VARIABLE}; it has "
                f"at least {_SHORTEST} characters (payouts.new_approval_key() makes one). Whoever prepares a run does "
                "not have it: that is what makes a second person necessary."
            )
        self._key = given.encode("utf-8", "surrogatepass")

    def __repr__(self) -> str:
        return "ApprovalKey(***)"

    @property
    def text(self) -> str:
        """The key itself, for whoever passes it on."""
        return self._key.decode("utf-8", "surrogatepass")

    def sealed(self, unsealed: Approval | Retry | ApprovedPart) -> str:
        """The text to keep: what was approved, with its seal."""
        return msgspec.json.encode(msgspec.structs.replace(unsealed, seal=self._seal(unsealed))).decode()

    def check_approval(self, text: str, expected: Approval) -> None:
        """Check that the run is still what was approved.

        Raises:
            NotApproved: it is not, or the approval was made with another key.
        """
        approval = self._opened(text, Approval, "The run has no approval.")
        same = msgspec.structs.replace(expected, accepted=approval.accepted, by=approval.by, at=approval.at)
        if msgspec.structs.replace(approval, seal="") != same:
            raise NotApproved(
                "The run is not what was approved: its content has changed since. Check it, and have it approved anew."
            )

    def check_retry(self, text: str, expected: Retry) -> None:
        """Check that a row was explicitly released to be paid again, in this attempt.

        Raises:
            NotApproved: it was not.
        """
        retry = self._opened(text, Retry, "A row is to be paid again, and nobody released it.")
        if msgspec.structs.replace(retry, seal="") != msgspec.structs.replace(expected, by=retry.by, at=retry.at):
            raise NotApproved("A row is to be paid again in an attempt that nobody released.")

    def check_part(self, text: str, expected: ApprovedPart) -> None:
        """Check that rows are still those of an approved run that were made a part of it.

        Raises:
            NotApproved: they are not.
        """
        part = self._opened(text, ApprovedPart, "A part of a run has no seal.")
        if msgspec.structs.replace(part, seal="") != expected:
            raise NotApproved("The rows have changed since the run was divided. Look who did that.")

    def _opened(self, text: str, kind: type[Sealed], none: str) -> Sealed:
        if not text:
            raise NotApproved(none)
        try:
            opened = msgspec.json.decode(text, type=kind)
        except msgspec.DecodeError:
            raise NotApproved("The approval is damaged. Have the run approved anew.") from None
        if not hmac.compare_digest(self._seal(opened), opened.seal.encode().decode("ascii", "replace")):
            raise NotApproved(
                "The approval was not made with this approval key. Use the key of whoever approved, or have the run "
                "approved anew."
            )
        return opened

    def _seal(self, unsealed: Approval | Retry | ApprovedPart) -> str:
        content = msgspec.json.encode([type(unsealed).__name__, msgspec.structs.replace(unsealed, seal="")])
        return hmac.new(self._key, b"onepay-payouts-1:" + content, hashlib.sha256).hexdigest()


def checked_name(by: object) -> str:
    """The name of a person who decides.

    Raises:
        ConfigurationError: it is no name.
    """
    if not isinstance(by, str) or not by.strip() or len(by) > _LONGEST_NAME or not by.isprintable():
        raise ConfigurationError("Say by name who decides this: by='Marta Ruiz'.")
    if is_automatic(by.strip()):
        raise ConfigurationError("Whoever decides this is a person, and signs with a name: by='Marta Ruiz'.")
    return by.strip()
