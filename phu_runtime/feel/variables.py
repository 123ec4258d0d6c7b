"""Looking names up: in the frames of the expression, then the caller's context, the caller's functions and the built-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.calls import as_function
from phu_runtime.feel.mistakes import suggest
from phu_runtime.feel.run import Frame
from phu_runtime.feel.values import Function, kind

MISSING: Any = object()
_MOST_NAMES = 500


@dataclass(frozen=True)
class Scope:
    """A frame that will be there at run time. ``names`` is None for a filter's: an item's members are known only then."""

    names: frozenset[str] | None


def at_depth(name: str, hops: int) -> Callable[[Frame], Any]:
    """A name that surely stands ``hops`` frames out."""
    if hops == 0:
        return lambda frame: frame.local[name]
    if hops == 1:
        return lambda frame: frame.parent.local[name]  # type: ignore[union-attr]

    def outer(frame: Frame) -> Any:
        for _ in range(hops):
            frame = frame.parent  # type: ignore[assignment]
        return frame.local[name]

    return outer


def variable(name: str, start: int) -> Callable[[Frame], Any]:
    """A name outside any local scope: the frame is the outermost one, whose names are the caller's context."""

    def look(frame: Frame) -> Any:
        try:
            return frame.local[name]
        except KeyError:
            return _elsewhere(name, start, frame)

    return look


def from_outermost(name: str, start: int, hops: int) -> Callable[[Frame], Any]:
    """A name that none of the ``hops`` local scopes declares."""

    def look(frame: Frame) -> Any:
        for _ in range(hops):
            frame = frame.parent  # type: ignore[assignment]
        try:
            return frame.local[name]
        except KeyError:
            return _elsewhere(name, start, frame)

    return look


def searched(name: str, start: int) -> Callable[[Frame], Any]:
    """A name inside a filter, where the members of the item come first."""

    def look(frame: Frame) -> Any:
        value = frame.local.get(name, MISSING)
        return _search(name, start, frame) if value is MISSING or frame.parent is None else value

    return look


def _search(name: str, start: int, frame: Frame) -> Any:
    while frame.parent is not None:
        value = frame.local.get(name, MISSING)
        if value is not MISSING:
            return value
        frame = frame.parent
    try:
        return frame.local[name]
    except KeyError:
        return _elsewhere(name, start, frame)


def called(name: str, start: int, frame: Frame) -> Any:
    """A name that is called and is no built-in: the caller's functions come before the context."""
    functions = frame.run.functions
    if name in functions:
        return as_function(name, functions[name])
    try:
        return frame.local[name]
    except KeyError:
        return _elsewhere(name, start, frame)


def hidden_builtin(look: Callable[[Frame], Any], builtin: Function) -> Callable[[Frame], Any]:
    """What is called when a variable has a built-in's name: the variable when it holds a function."""

    def choose(frame: Frame) -> Any:
        value = look(frame)
        return value if kind(value) == "function" else builtin

    return choose


def _elsewhere(name: str, start: int, outermost: Frame) -> Any:
    run = outermost.run
    if name in run.functions:
        return as_function(name, run.functions[name])
    builtin = BUILTINS.get(name)
    if builtin is not None:
        return builtin
    if run.warnings is not None:
        run.warn(f"De naam '{name}' is niet bekend.", start, advise(name, outermost.local))
    return None


def advise(name: str, known: Iterable[str]) -> str:
    """What an unknown name probably meant; a lazy context is asked for its names only here."""
    names: list[str] = []
    for one in known:
        names.append(one)
        if len(names) >= _MOST_NAMES:
            break
    advice = suggest(name, [*names, *BUILTINS])
    if advice or " " in name:
        return advice
    return f'Als u een tekst bedoelt, schrijf dan "{name}".'
