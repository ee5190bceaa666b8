"""Which key a request carries, and what makes a key one that must not be sent."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import httpx

from onepay_core.arguments import kind_of
from onepay_core.loopback import is_loopback
from onepay_core.operation import Operation
from onepay_core.requests import Credentials

from .errors import ConfigurationError

__all__ = ("EnvironmentName",)


EnvironmentName: TypeAlias = Literal["test", "live"]
"""The two worlds of OnePay. One host serves both; the key decides."""

SECRET_VARIABLE = "ONEPAY_API_KEY"  # noqa: S105 - a variable's name, not a key
PUBLIC_VARIABLE = "ONEPAY_PUBLIC_KEY"

_QUOTATION_MARKS = "'\"`\u2018\u2019\u201c\u201d"
_KINDS = {"sk": "secret", "pk": "public"}
LAST_PORT = 65_535
_ENVIRONMENTS: tuple[EnvironmentName, ...] = ("test", "live")


class Keys(Credentials):
    """The keys of one company and the environment that they belong to. They are never shown."""

    __slots__ = ("environment",)

    def __init__(
        self,
        secret_key: str | None = None,
        public_key: str | None = None,
        environment: EnvironmentName | None = None,
    ) -> None:
        super().__init__(secret_key, public_key)
        self.environment: EnvironmentName | None = environment

    def missing(self, operation: Operation[Any]) -> ConfigurationError:
        """The error for a key that ``operation`` asks for, and that this client does not have."""
        public = "PublicKey" in operation.security
        wanted = f"public_key=…, or {PUBLIC_VARIABLE}" if public else f"secret_key=…, or {SECRET_VARIABLE}"
        kind = "public key (pk_…)" if public else "secret key (sk_…)"
        return ConfigurationError(f"{operation.id} needs a {kind}, and this client has none. Give it {wanted}.")


def find_keys(
    secret_key: object, public_key: object, environment: object, variables: Mapping[str, str] | None = None
) -> Keys:
    """The keys from the arguments or, failing them, from the environment's variables, checked.

    Raises:
        ConfigurationError: a key cannot be right, does not fit ``environment``, or there is none at all.
    """
    variables = os.environ if variables is None else variables
    secret = _checked("secret_key", "sk", secret_key, variables.get(SECRET_VARIABLE))
    public = _checked("public_key", "pk", public_key, variables.get(PUBLIC_VARIABLE))
    if secret is None and public is None:
        raise ConfigurationError(f"There is no key. Give secret_key=…, or set {SECRET_VARIABLE}.")
    return Keys(secret, public, _common_environment((secret, public), environment))


def _checked(argument: str, kind: str, given: object, variable: str | None) -> str | None:
    key = variable if given is None else given
    if key is None:
        return None
    if not isinstance(key, str):
        raise ConfigurationError(f"{argument} must be text, not {type(key).__name__}.")
    fault = _fault(key)
    if fault:
        raise ConfigurationError(f"{argument} {fault}. It begins with {shown(key)}. Copy it again from the panel.")
    if not key.startswith(f"{kind}_"):
        raise ConfigurationError(_wrong_kind(argument, kind, key))
    return key


def _fault(key: str) -> str | None:
    if not key.strip():
        return "is empty"
    if any(character.isspace() for character in key):
        return "has a blank or a line break in it"
    if any(character in _QUOTATION_MARKS for character in key):
        return "has a quotation mark in it"
    return None if key.isascii() and key.isprintable() else "has characters that no key has"


def _wrong_kind(argument: str, kind: str, key: str) -> str:
    other = _KINDS.get(key[:2]) if key[2:3] == "_" else None
    found = f"is a {other} key ({shown(key)})" if other else f"begins with {shown(key)}"
    return f"{argument} must be a {_KINDS[kind]} key ({kind}_test_… or {kind}_live_…), but it {found}."


def shown(key: str) -> str:
    """What may be shown of a key: its prefix, and only if it is one that OnePay documents."""
    prefix = key.lstrip(" \t\r\n'\"`")[:8]
    known = [f"{kind}_{environment}_" for kind in _KINDS for environment in _ENVIRONMENTS]
    return f"{prefix}…" if prefix in known else "no prefix that OnePay documents"


def environment_of(key: str | None) -> EnvironmentName | None:
    """The environment that a key's prefix names; None where it names none."""
    for name in _ENVIRONMENTS:
        if key and key[3:].startswith(f"{name}_"):
            return name
    return None


def _common_environment(keys: tuple[str | None, ...], wanted: object) -> EnvironmentName | None:
    if wanted is not None and not (isinstance(wanted, str) and wanted in _ENVIRONMENTS):
        raise ConfigurationError('environment must be "test" or "live". A key is given as secret_key or public_key.')
    found: set[EnvironmentName | None] = {environment_of(key) for key in keys if key}
    if len(found) > 1:
        raise ConfigurationError("secret_key and public_key belong to different environments. Take both from one.")
    environment = found.pop()
    if wanted not in (None, environment):
        prefixes = " and ".join(shown(key) for key in keys if key)
        raise ConfigurationError(f'environment is "{wanted}", but the key begins with {prefixes}. Nothing was sent.')
    return environment


def checked_address(argument: str, address: object) -> str:
    """``address`` as a server's address, without a slash at its end.

    Raises:
        ConfigurationError: it is not https (http is only for loopback), or holds a user, a query or a fragment.
    """
    if not isinstance(address, str):
        raise ConfigurationError(f"{argument} must be text, not {kind_of(address)}.")
    url = parsed_url(address)
    usable = url is not None and url.host and (url.port or 1) <= LAST_PORT and address.isprintable()
    if url is None or not usable or url.scheme not in ("http", "https"):
        raise ConfigurationError(f"{argument} must be an address such as https://api.onepay.la/v1.")
    if url.userinfo or url.query or "?" in address or "#" in address:
        raise ConfigurationError(f"{argument} must hold a scheme, a host and a path, and nothing else.")
    if url.scheme == "http" and not is_loopback(url.host):
        raise ConfigurationError(f"{argument} is plain http; a key only leaves over https, except to this machine.")
    return address.rstrip("/")


def parsed_url(address: str) -> httpx.URL | None:
    """``address`` as httpx reads it; None where it cannot."""
    try:
        return httpx.URL(address)
    except (httpx.InvalidURL, ValueError):  # the latter for names that no host can have
        return None
