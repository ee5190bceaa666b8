"""Which key a request carries, and what makes a key one that must not be sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from inspect import iscoroutinefunction
from typing import Any, Literal, TypeAlias

from onepay_core.operation import Operation
from onepay_core.requests import Credentials

from .errors import ConfigurationError

__all__ = ("EnvironmentName", "Key")


EnvironmentName: TypeAlias = Literal["test", "live"]
"""The two worlds of OnePay. One host serves both; the key decides."""

Key: TypeAlias = str | Callable[[], str]
"""A key, or a function that returns the one of now: it is called before each request, and should be quick."""

SECRET_VARIABLE = "ONEPAY_API_KEY"  # noqa: S105 - a variable's name, not a key
PUBLIC_VARIABLE = "ONEPAY_PUBLIC_KEY"
SANDBOX_KEY = "sk_test_sandbox"
"""A key of the sandbox, which opens an account for any test key."""

_QUOTATION_MARKS = "'\"`\u2018\u2019\u201c\u201d"
_KINDS = {"sk": "secret", "pk": "public"}
_ENVIRONMENTS: tuple[EnvironmentName, ...] = ("test", "live")


class Keys(Credentials):
    """The keys of one company and the environment that they belong to. They are never shown.

    A key that a function returns is read anew for each request; it must stay one of the same environment.
    """

    __slots__ = ("_functions", "environment")

    def __init__(
        self,
        secret_key: str | None = None,
        public_key: str | None = None,
        environment: EnvironmentName | None = None,
        functions: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(secret_key, public_key)
        self.environment: EnvironmentName | None = environment
        self._functions = functions or {}

    def of(self, operation: Operation[Any]) -> str:
        """The key that ``operation`` asks for, as it is now.

        Raises:
            ConfigurationError: there is no such key, or its function failed or returned one that cannot be right.
        """
        argument, kind = ("public_key", "pk") if "PublicKey" in operation.security else ("secret_key", "sk")
        function = self._functions.get(argument)
        if function is None:
            return super().of(operation)
        key = _checked(argument, kind, _returned(argument, function))
        if environment_of(key) != self.environment:
            raise ConfigurationError(
                f"The function given as {argument} now returns a key of another environment ({shown(key)}) than when "
                "the client was made. Nothing was sent. Make another client for it."
            )
        return key

    def missing(self, operation: Operation[Any]) -> ConfigurationError:
        """The error for a key that ``operation`` asks for, and that this client does not have."""
        public = "PublicKey" in operation.security
        wanted = f"public_key=…, or {PUBLIC_VARIABLE}" if public else f"secret_key=…, or {SECRET_VARIABLE}"
        kind = "public key (pk_…)" if public else "secret key (sk_…)"
        return ConfigurationError(f"{operation.id} needs a {kind}, and this client has none. Give it {wanted}.")


def find_keys(
    secret_key: Any, public_key: Any, environment: object, variables: Mapping[str, str] | None = None
) -> Keys:
    """The keys from the arguments or, failing them, from the environment's variables, checked.

    Raises:
        ConfigurationError: a key cannot be right, does not fit ``environment``, or there is none at all.
    """
    variables = os.environ if variables is None else variables
    given = {"secret_key": secret_key, "public_key": public_key}
    functions: dict[str, Callable[[], object]] = {name: key for name, key in given.items() if callable(key)}
    secret = _found("secret_key", "sk", secret_key, variables.get(SECRET_VARIABLE))
    public = _found("public_key", "pk", public_key, variables.get(PUBLIC_VARIABLE))
    if secret is None and public is None:
        raise ConfigurationError(f"There is no key. Give secret_key=…, or set {SECRET_VARIABLE}.")
    return Keys(secret, public, _common_environment((secret, public), environment), functions)


def _found(argument: str, kind: str, given: Any, variable: str | None) -> str | None:
    key: Any = variable if given is None else given
    if callable(key):
        key = _returned(argument, key)
    return None if key is None else _checked(argument, kind, key)


def _returned(argument: str, function: Callable[[], object]) -> object:
    """The key that a function of somebody else's returns; of what it raises only the class is shown."""
    if iscoroutinefunction(function):
        raise ConfigurationError(f"{argument} must be text or a function that needs no await. Nothing was sent.")
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing was sent
        reason = type(error).__name__
    raise ConfigurationError(f"The function given as {argument} raised {reason}, so there is no key. Nothing was sent.")


def _checked(argument: str, kind: str, key: object) -> str:
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
