"""The nodes of a FEEL expression (DMN 1.5, chapter 10.3.1.2), each with the place in the text where it starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression; ``start`` is its offset in the text."""

    start: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, boolean, null or ``@"…"`` value. ``value`` is a FEEL value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, built-in or parameter by name; ``?`` is the value that a unary test judges."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.name``."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """``source[condition]``."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """An invocation; ``named`` is empty for positional arguments."""

    function: Node
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """``+ - * / **`` and ``= != < <= > >=``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """``and`` or ``or`` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """Arithmetic minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``value between low and high``."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One positive unary test: an expression, or (``operator`` not "") a comparison with its endpoint.

    ``asks`` tells whether the expression mentions ``?``.
    """

    operator: str
    operand: Node
    asks: bool


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests of a cell: any of ``tests`` holds; ``negated`` for ``not(…)``; no tests at all for ``-``."""

    tests: tuple[Test, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class In(Node):
    """``value in tests``."""

    value: Node
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as written: ``list<number>``, ``context<a: string>``, ``function<number> -> string``, ``tPerson``."""

    name: str
    arguments: tuple[TypeName, ...] = ()
    members: tuple[tuple[str, TypeName], ...] = ()
    result: TypeName | None = None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if … then … else …``."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """``name in source``, or ``name in source..end``."""

    name: str
    source: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for … return …``."""

    iterators: tuple[Iteration, ...]
    result: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``some`` or ``every`` … ``satisfies`` …."""

    quantifier: str
    iterators: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """``function(a: number, b) body``; ``external`` for one whose body is not FEEL."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """``{key: expression, …}``; a later entry sees the earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """``[low..high)``, or with ``unary`` a form like ``(< high)`` in which an end that is not there is None."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool
    unary: bool = False


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside ``node``, in order of the text."""
    for field in fields(node):
        yield from _nodes(getattr(node, field.name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


def weight(node: Node) -> int:
    """How many nodes an evaluation of ``node`` touches at most once each: the price of one round of a loop."""
    return 1 + sum(weight(child) for child in children(node))


def captures(node: Node) -> bool:
    """Whether an evaluation of ``node`` can keep its frame: only a function defined in it does."""
    return isinstance(node, FunctionDefinition) or any(captures(child) for child in children(node))


def names_in(node: Node) -> list[str]:
    """The names that ``node`` mentions, in order of the text, each once; local ones too."""
    found: dict[str, None] = {}
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, Name):
            found[one.name] = None
        pending.extend(reversed(list(children(one))))
    return list(found)
