"""Calling functions: built-ins, functions of the expression itself, and Python functions that the caller lends."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from phu_runtime.feel.literals import to_feel
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.types import Type, coerce
from phu_runtime.feel.values import Function, dutch


def invoke(function: Any, arguments: list[Any], run: Run, position: int) -> Any:
    """The result of a call with arguments in order; null with a warning where it cannot be called."""
    if type(function) is Function:
        return function.invoke(run, arguments, position)
    if callable(function):
        return as_function(getattr(function, "__name__", ""), function).invoke(run, arguments, position)
    if function is not None:
        run.warn(f"{dutch(function)[:1].upper()}{dutch(function)[1:]} kunt u niet aanroepen als functie.", position)
    return None


def invoke_named(function: Any, arguments: Mapping[str, Any], run: Run, position: int) -> Any:
    """The result of a call with named arguments."""
    if type(function) is not Function:
        if not callable(function):
            return invoke(function, [], run, position)
        function = as_function(getattr(function, "__name__", ""), function)
    if function.by_name is not None:
        return function.by_name(run, arguments, position)
    ordered = bind(function, arguments)
    if ordered is None:
        _warn_names(function.name, arguments, function.parameters or (), run, position)
        return None
    return function.invoke(run, ordered, position)


def _warn_names(name: str, arguments: Mapping[str, Any], known: tuple[str, ...], run: Run, position: int) -> None:
    advice = f"Zij heeft: {', '.join(known)}." if known else ""
    run.warn(f"De functie '{name}' kent deze namen niet: {', '.join(arguments)}.", position, advice)


def bind(function: Function, arguments: Mapping[str, Any]) -> list[Any] | None:
    """Named arguments in the order of the parameters, None when a name is unknown or missing."""
    if function.parameters is None or set(arguments) != set(function.parameters):
        return None
    return [arguments[name] for name in function.parameters]


def closure_function(
    name: str, names: tuple[str, ...], types: tuple[Type | None, ...], body: Callable[[Frame], Any], price: int, frame: Frame
) -> Function:
    """A function defined in the expression: its body sees the frame in which it was defined (10.3.2.13.1)."""

    def call(run: Run, arguments: list[Any], position: int) -> Any:
        if len(arguments) != len(names):
            run.warn(f"Deze functie verwacht {len(names)} waarden en kreeg er {len(arguments)}.", position)
            return None
        coerced = coerce_all(arguments, types, names, run, position)
        if coerced is None:
            return None
        run.spend(price + 6)
        run.enter()
        try:
            return body(Frame(dict(zip(names, coerced, strict=True)), frame, run))
        finally:
            run.depth += 1

    return Function(name, names, call, types=types)


def coerce_all(
    arguments: list[Any], types: tuple[Type | None, ...], names: tuple[str, ...], run: Run, position: int
) -> list[Any] | None:
    """The arguments as the parameters' types, None (with a warning) when one does not fit."""
    coerced = []
    for value, wanted, name in zip(arguments, types, names, strict=True):
        fitting, well = (value, True) if wanted is None else coerce(value, wanted)
        if not well:
            run.warn(f"De parameter '{name}' past niet bij {dutch(value)}.", position)
            return None
        coerced.append(fitting)
    return coerced


@lru_cache(maxsize=256)
def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def as_function(name: str, function: Any) -> Function:
    """A Python callable as a FEEL function; its result goes through ``to_feel``. Its own errors pass through."""
    if type(function) is Function:
        return function
    signature = _signature(function)
    names = tuple(signature.parameters) if signature is not None else None

    def call(run: Run, arguments: list[Any], position: int) -> Any:
        if signature is not None:
            try:
                signature.bind(*arguments)
            except TypeError:
                wanted = ", ".join(names or ()) or "niets"
                run.warn(f"De functie '{name}' verwacht: {wanted}; zij kreeg {len(arguments)} waarden.", position)
                return None
        run.spend(10)
        return to_feel(function(*arguments))

    def by_name(run: Run, arguments: Mapping[str, Any], position: int) -> Any:
        if signature is None:
            return call(run, list(arguments.values()), position)
        try:
            bound = signature.bind(**{key.replace(" ", "_"): value for key, value in arguments.items()})
        except TypeError:
            _warn_names(name, arguments, names or (), run, position)
            return None
        bound.apply_defaults()
        return call(run, list(bound.args), position)

    return Function(name, names, call, by_name)
