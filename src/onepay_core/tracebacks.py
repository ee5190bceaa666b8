"""Errors keep the lines that they passed through, and none of the values that these lines held.

Error reporters show the local variables of every frame of a traceback, and those of a payment are card numbers, keys
and documents. So what a function of ours raises leaves it with all frames below it cleared: file, line and function of
each stay, its variables are gone. The frames of a caller are the caller's, and are not touched.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from traceback import clear_frames
from types import FunctionType
from typing import Any, TypeVar, cast

from .arguments import wrong_arguments

F = TypeVar("F", bound=Callable[..., Any])


def private_locals(function: F) -> F:
    """``function``, whose errors show none of the values that it was given, or worked with.

    A call that does not fit its signature ends in ``WrongArguments``.
    """
    return cast("F", (_of_coroutines if iscoroutinefunction(function) else _of_functions)(function))


def _of_functions(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        handled = sys.exception()
        try:
            return function(*args, **kwargs)
        except BaseException as error:
            wrong = wrong_arguments(error, function, kwargs)
            del args, kwargs
            clear_values(error, handled)
            del handled
            if wrong is not None:
                raise wrong from None
            raise

    return call


def _of_coroutines(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    async def call(*args: Any, **kwargs: Any) -> Any:
        handled = sys.exception()
        try:
            return await function(*args, **kwargs)
        except BaseException as error:
            wrong = wrong_arguments(error, function, kwargs)
            del args, kwargs
            clear_values(error, handled)
            del handled
            if wrong is not None:
                raise wrong from None
            raise

    return call


def clear_values(error: BaseException, handled: BaseException | None) -> None:
    """Clear the frames of ``error`` and of what led to it; ``handled`` was there before, and is left as it is."""
    waiting: list[BaseException | None] = [error]
    met = {id(None), id(handled)}
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in met:
            continue
        met.add(id(current))
        clear_frames(current.__traceback__)
        waiting += (current.__cause__, current.__context__)
        if isinstance(current, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", current).exceptions


class Resource:
    """The base of every resource: no error of its methods shows what they were given."""

    def __init_subclass__(cls) -> None:
        for name, function in list(vars(cls).items()):
            if isinstance(function, FunctionType) and not name.startswith("_"):
                setattr(cls, name, private_locals(function))
