"""The public face: text in, something that can be evaluated out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.cells import parse_tests
from phu_runtime.feel.compiler import CellTest, Closure, Compiler
from phu_runtime.feel.errors import FeelError, FeelWarning, TooMuch
from phu_runtime.feel.parser import parse_expression
from phu_runtime.feel.paths import MEMBERS
from phu_runtime.feel.run import DEFAULT, Budget, Frame, Run
from phu_runtime.feel.syntax import Node, Tests
from phu_runtime.feel.types import Type

_SPACED = frozenset(name for name in {*BUILTINS, *MEMBERS} if " " in name)
_NOTHING: Mapping[str, Any] = {}
_TOO_DEEP = "De expressie is te diep genest of roept zichzelf te vaak aan. Splits haar in kleinere delen."
_LARGEST_RESULT = 100_000
Functions = Mapping[str, Callable[..., Any]]


class Expression:
    """A compiled expression. ``text`` is its source, ``node`` its tree (``syntax``)."""

    __slots__ = ("closure", "node", "text")

    def __init__(self, text: str, node: Node, closure: Closure) -> None:
        self.text = text
        self.node = node
        self.closure = closure

    def evaluate(
        self,
        context: Mapping[str, Any],
        functions: Functions = _NOTHING,
        *,
        budget: Budget | None = None,
        warnings: list[FeelWarning] | None = None,
    ) -> Any:
        """The FEEL value of the expression in ``context``, any mapping of names to FEEL values, asked name by name.

        ``functions``: Python callables the expression may call by name. ``warnings`` receives what gave null by mistake.
        Raises FeelError when the budget is used up, and whatever a function of ``functions`` or the context raises.
        """
        run = Run(context, functions, budget or DEFAULT, warnings)
        try:
            value = self.closure(Frame(context, None, run))
        except RecursionError:
            raise TooMuch(_TOO_DEEP) from None
        if type(value) is list or type(value) is dict:
            measure(value, run)
        return value


class UnaryTests:
    """A compiled cell of a decision table (or any unary tests). ``always`` is True for ``-``: it accepts everything."""

    __slots__ = ("_test", "always", "node", "text")

    def __init__(self, text: str, node: Tests, test: CellTest) -> None:
        self.text = text
        self.node = node
        self.always = not node.tests
        self._test = test

    def matches(
        self,
        value: Any,
        context: Mapping[str, Any] = _NOTHING,
        functions: Functions = _NOTHING,
        *,
        budget: Budget | None = None,
        warnings: list[FeelWarning] | None = None,
    ) -> bool:
        """Whether ``value`` satisfies the tests; a test that gives null does not hold. Raises as ``Expression.evaluate``."""
        run = Run(context, functions, budget or DEFAULT, warnings)
        return self.holds(value, Frame(context, None, run))

    def holds(self, value: Any, frame: Frame) -> bool:
        """``matches`` within a running evaluation."""
        try:
            return self._test(value, frame) is True
        except RecursionError:
            raise TooMuch(_TOO_DEEP) from None


def compile_expression(text: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> Expression:
    """Compile an expression (grammar rule 1). Raises FeelError with a sentence and a position.

    ``names``: the variables in scope; needed only for names with spaces or signs, and for those that hide a built-in.
    ``types``: item definitions by name, for ``instance of``.
    """
    known = frozenset(names)
    if types:
        return _compile_expression(text, known, types)
    return _cached_expression(text, known)


def compile_unary_tests(text: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> UnaryTests:
    """Compile the unary tests of a cell (grammar rule 17). Raises FeelError with a sentence and a position."""
    known = frozenset(names)
    if types:
        return _compile_tests(text, known, types)
    return _cached_tests(text, known)


@lru_cache(maxsize=4096)
def _cached_expression(text: str, names: frozenset[str]) -> Expression:
    return _compile_expression(text, names, _NOTHING)


@lru_cache(maxsize=4096)
def _cached_tests(text: str, names: frozenset[str]) -> UnaryTests:
    return _compile_tests(text, names, _NOTHING)


def _compile_expression(text: str, names: frozenset[str], types: Mapping[str, Type]) -> Expression:
    try:
        node = parse_expression(text, (*names, *types, *_SPACED))
        return Expression(text, node, Compiler(names, types).compile(node))
    except RecursionError:
        raise FeelError(_TOO_DEEP, 0) from None


def _compile_tests(text: str, names: frozenset[str], types: Mapping[str, Type]) -> UnaryTests:
    try:
        node = parse_tests(text, (*names, *types, *_SPACED))
        return UnaryTests(text, node, Compiler(names, types).tests(node))
    except RecursionError:
        raise FeelError(_TOO_DEEP, 0) from None


def strip_marker(text: str) -> str:
    """The expression behind the ``=`` that BPMN and form-js put before FEEL; a text without it stays as it is."""
    stripped = text.strip()
    return stripped[1:].strip() if stripped.startswith("=") else stripped


def measure(value: Any, run: Run) -> None:
    """Count what is inside a result: a structure that shares its parts can be far larger than its expression."""
    pending = [value]
    count = 0
    while pending:
        inside = pending.pop()
        count += 1
        if count > _LARGEST_RESULT:
            raise TooMuch("De uitkomst is te groot. Maak de lijst korter.")
        if type(inside) is list:
            pending.extend(inside)
        elif type(inside) is dict:
            pending.extend(inside.values())
