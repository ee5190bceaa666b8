"""The control token: who may move time and see every delivery, where others than this machine's programs get in."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

TOKEN_HEADER: Final = "x-control-token"  # noqa: S105 - a header's name
_FORM: Final = re.compile(r"[!-~]{16,200}")


class ControlToken:
    """Opens the control API and the dashboard; without a text they are open to everybody."""

    def __init__(self, text: str | None = None) -> None:
        """Ask for `text`. Raises `ValueError` where it is no token; the message does not show it."""
        if text is not None and not _FORM.fullmatch(text):
            raise ValueError(
                "The control token must have 16 to 200 characters of ASCII, without spaces. Choose another, or leave "
                "it out: the sandbox then makes one where it needs one."
            )
        self._text: Final = text

    @property
    def is_needed(self) -> bool:
        """Whether anybody has to send it."""
        return self._text is not None

    @property
    def headers(self) -> dict[str, str]:
        """What a call carries that may do everything."""
        return {} if self._text is None else {TOKEN_HEADER: self._text}

    def permits(self, given: str) -> bool:
        """Whether `given` is the token."""
        return self._text is None or hmac.compare_digest(self._text.encode(), given.encode())

    def permits_headers(self, headers: Mapping[str, str]) -> bool:
        """Whether a request carries the token."""
        return self.permits(headers.get(TOKEN_HEADER, ""))

    def proof(self, text: str) -> str:
        """What a browser keeps of the token: it proves that who opened `text` knew the token, and does not show it."""
        return hmac.new((self._text or "").encode(), text.encode(), hashlib.sha256).hexdigest()

    def is_proved(self, text: str, proof: str) -> bool:
        """Whether `proof` was made for `text` with this token."""
        return self._text is None or hmac.compare_digest(self.proof(text).encode(), proof.encode())
