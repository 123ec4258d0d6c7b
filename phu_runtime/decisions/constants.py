"""Which tests can be judged without a case: those that compare the input with fixed values only."""

from __future__ import annotations

from typing import Any

from phu_runtime.feel import FeelError, FeelWarning, syntax
from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.compiler import Compiler
from phu_runtime.feel.run import DEFAULT, Frame, Run

_CHANGING = frozenset(("now", "today"))
_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
NOT_CONSTANT: Any = object()


class NotFixed(Exception):  # noqa: N818
    """A test that depends on more than the input and fixed values."""


def constant(node: syntax.Node) -> Any:
    """The value of an expression that needs no context, NOT_CONSTANT when it needs one or gives an error or a warning."""
    names = set(syntax.names_in(node))
    if not names <= set(BUILTINS) - _CHANGING:
        return NOT_CONSTANT
    warnings: list[FeelWarning] = []
    try:
        value = Compiler().compile(node)(Frame({}, None, Run({}, {}, DEFAULT, warnings)))
    except FeelError:
        return NOT_CONSTANT
    return NOT_CONSTANT if warnings else value


def compared_with(tests: syntax.Tests) -> list[Any]:
    """The fixed values that a cell compares its input with. Raises NotFixed when it does anything else."""
    found: list[Any] = []
    for test in tests.tests:
        _test(test, found)
    return found


def _test(test: syntax.Test, found: list[Any]) -> None:
    if test.asks:
        _question(test.operand, found)
    else:
        _candidate(test.operand, found)


def _candidate(node: syntax.Node, found: list[Any]) -> None:
    """A value, a range or a list of these that the input is held against."""
    if isinstance(node, syntax.RangeLiteral):
        for bound in (node.low, node.high):
            if bound is not None:
                found.append(_fixed(bound))
        return
    if isinstance(node, syntax.ListLiteral):
        for item in node.items:
            _candidate(item, found)
        return
    value = _fixed(node)
    found.extend(value if isinstance(value, list) else [value])


def _fixed(node: syntax.Node) -> Any:
    value = constant(node)
    if value is NOT_CONSTANT:
        raise NotFixed
    return value


def _question(node: syntax.Node, found: list[Any]) -> None:
    """A condition on ``?``: comparisons of ``?`` itself with fixed values, joined by and, or and not."""
    if isinstance(node, syntax.Junction):
        for operand in node.operands:
            _question(operand, found)
    elif isinstance(node, syntax.Binary) and node.operator in _COMPARISONS and _asks(node.left) != _asks(node.right):
        found.append(_fixed(node.right if _asks(node.left) else node.left))
    elif isinstance(node, syntax.Between) and _asks(node.value):
        found += [_fixed(node.low), _fixed(node.high)]
    elif isinstance(node, syntax.In) and _asks(node.value):
        for test in node.tests:
            _test(test, found)
    elif isinstance(node, syntax.Call) and node.function == syntax.Name(node.function.start, "not") and len(node.arguments) == 1:
        _question(node.arguments[0], found)
    else:
        raise NotFixed


def _asks(node: syntax.Node) -> bool:
    return isinstance(node, syntax.Name) and node.name == "?"
