"""Looking names up: in the frames of the expression, then the caller's context, the caller's functions and the built-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.calls import as_function
from phu_runtime.feel.mistakes import suggest
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.values import kind

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
    """A name outside any local scope: the caller's context is asked first."""

    def look(frame: Frame) -> Any:
        try:
            return frame.local[name]
        except KeyError:
            return _elsewhere(name, start, frame.run)

    return look


def from_context(name: str, start: int, run: Run) -> Any:
    """A name that no local scope declares."""
    try:
        return run.context[name]
    except KeyError:
        return _elsewhere(name, start, run)


def search(name: str, start: int, frame: Frame) -> Any:
    """A name inside a filter, where the members of the item come first."""
    inner: Frame | None = frame
    while inner is not None and inner.parent is not None:
        value = inner.local.get(name, MISSING)
        if value is not MISSING:
            return value
        inner = inner.parent
    return from_context(name, start, frame.run)


def called(name: str, start: int, run: Run) -> Any:
    """A name that is called and is no built-in: the caller's functions come before the context."""
    if name in run.functions:
        return as_function(name, run.functions[name])
    return from_context(name, start, run)


def _elsewhere(name: str, start: int, run: Run) -> Any:
    if name in run.functions:
        return as_function(name, run.functions[name])
    builtin = BUILTINS.get(name)
    if builtin is not None:
        return builtin
    if run.warnings is not None:
        run.warn(f"De naam '{name}' is niet bekend.", start, advise(name, run.context))
    return None


def advise(name: str, known: Iterable[str]) -> str:
    """What an unknown name probably meant; a lazy context is asked for its names only here."""
    names: list[str] = []
    for one in known:
        names.append(one)
        if len(names) >= _MOST_NAMES:
            break
    advice = suggest(name, [*names, *BUILTINS])
    if advice or " " in name or kind(name) != "string":
        return advice
    return f'Als u een tekst bedoelt, schrijf dan "{name}".'
