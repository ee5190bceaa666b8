"""Codes from phones, in bodies that need one."""

from __future__ import annotations

from collections.abc import Mapping

from onepay_conformance.control import SandboxControl
from onepay_core.json_values import Json, is_object


def coded(control: SandboxControl | None, body: Json, ids: Mapping[str, str]) -> Json:
    """A body with the code that was sent for one of the things, where somebody can read it."""
    if control is None or not is_object(body) or "otp" not in body:
        return body
    codes = [control.code(kind, identifier) for kind, identifier in ids.items()]
    return {**body, "otp": next((one for one in codes if one), body["otp"])}
