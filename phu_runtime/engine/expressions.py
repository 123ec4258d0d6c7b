"""FEEL for the engine: texts compiled once, values in and out. Nothing of Python can be reached from a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from phu_runtime.feel import Expression, compile_expression, from_feel, to_feel


@lru_cache(maxsize=4096)
def compiled(text: str) -> Expression:
    """The compiled expression (without ``=``). Raises FeelError."""
    return compile_expression(text)


def evaluate(text: str, context: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    """The FEEL value of a text in a context. Raises FeelError."""
    return compiled(text).evaluate(context, functions)


def to_variable(value: Any) -> Any:
    """A value as the case's document keeps it: JSON, its own containers."""
    return from_feel(value)


class LocalContext(Mapping[str, Any]):
    """Local data of a branch, as FEEL values, converted when asked for."""

    def __init__(self, local: Mapping[str, Any]) -> None:
        self._local = local

    def __getitem__(self, name: str) -> Any:
        return to_feel(self._local[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._local)

    def __len__(self) -> int:
        return len(self._local)


def to_context(local: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is local to a branch, as FEEL sees it."""
    return LocalContext(local)
