"""``for``, ``some`` and ``every`` (DMN 1.5, 10.3.2.14): iteration over lists and ranges of whole numbers or dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from phu_runtime.feel import syntax, temporal
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.values import Range, decimal, dutch, kind
from phu_runtime.feel.variables import Scope

if TYPE_CHECKING:
    from phu_runtime.feel.compiler import Closure, Compiler

_Source = Callable[[Frame], "Iterable[Any] | None"]


def compile_for(compiler: Compiler, node: syntax.For) -> Closure:
    """``for … return …``: the list of the results; in it, ``partial`` is the list so far."""
    partial = _mentions(node.result, "partial")
    with_partial = frozenset(("partial",)) if partial else frozenset[str]()
    steps, result = _nested(compiler, node.iterators, node.result, with_partial)
    price = syntax.weight(node.result)
    if len(steps) == 1 and not partial:
        return _simple_loop(*steps[0], result, price, syntax.captures(node.result))

    def loop(frame: Frame) -> list[Any] | None:
        run, made = frame.run, list[Any]()
        most = run.budget.items
        outer: dict[str, Any] = {"partial": made} if partial else {}
        for inner in _frames(steps, 0, Frame(outer, frame, run) if partial else frame):
            if inner is None:
                return None
            if partial:
                run.spend(len(made))
                outer["partial"] = list(made)
            run.spend(price)
            made.append(result(inner))
            if len(made) > most:
                run.sized(len(made))
        return made

    return loop


def _simple_loop(name: str, source: _Source, result: Closure, price: int, fresh: bool) -> Closure:
    """``for`` over one list or range, without ``partial``; ``fresh`` when each round needs a frame of its own."""

    def loop(frame: Frame) -> list[Any] | None:
        run = frame.run
        values = source(frame)
        if values is None:
            return None
        if type(values) is list:
            run.sized(len(values))
            run.spend(price * len(values))
            if fresh:
                return [result(Frame({name: value}, frame, run)) for value in values]
        made = list[Any]()
        inner = Frame({}, frame, run)
        for value in values:
            run.spend(price)
            inner = Frame({name: value}, frame, run) if fresh else inner
            inner.local[name] = value  # type: ignore[index]
            made.append(result(inner))
            if len(made) > run.budget.items:
                run.sized(len(made))
        return made

    return loop


def compile_quantified(compiler: Compiler, node: syntax.Quantified) -> Closure:
    """``some``/``every … satisfies …`` in three-valued logic."""
    steps, condition = _nested(compiler, node.iterators, node.condition, frozenset())
    price = syntax.weight(node.condition)
    decisive = node.quantifier == "some"
    word, start = node.quantifier, node.condition.start

    def quantify(frame: Frame) -> bool | None:
        run, unknown = frame.run, False
        for inner in _frames(steps, 0, frame):
            if inner is None:
                return None
            run.spend(price)
            holds: Any = condition(inner)
            if holds is decisive:
                return bool(decisive)
            if type(holds) is not bool:
                unknown = True
                if holds is not None:
                    run.warn(f"De voorwaarde van '{word}' is {dutch(holds)} in plaats van ja of nee.", start)
        return None if unknown else not decisive

    return quantify


def _nested(
    compiler: Compiler, iterators: tuple[syntax.Iteration, ...], body: syntax.Node, outer: frozenset[str]
) -> tuple[tuple[tuple[str, _Source], ...], Closure]:
    """The sources, each compiled inside the frames of the ones before it, and the body inside all."""
    before = len(compiler.scopes)
    if outer:
        compiler.scopes.append(Scope(outer))
    steps = []
    for iterator in iterators:
        steps.append((iterator.name, _source(compiler, iterator)))
        compiler.scopes.append(Scope(frozenset((iterator.name,))))
    closure = compiler.compile(body)
    del compiler.scopes[before:]
    return tuple(steps), closure


def _source(compiler: Compiler, iterator: syntax.Iteration) -> _Source:
    start = iterator.start
    source = compiler.compile(iterator.source)
    if iterator.end is None:
        return lambda frame: elements(source(frame), frame.run, start)
    end = compiler.compile(iterator.end)
    return lambda frame: counted(Range(source(frame), end(frame)), frame.run, start)


def _frames(steps: tuple[tuple[str, _Source], ...], index: int, frame: Frame) -> Iterator[Frame | None]:
    """A frame for each combination of the iterators; None when one cannot be iterated over."""
    name, source = steps[index]
    values = source(frame)
    if values is None:
        yield None
        return
    last = index == len(steps) - 1
    run = frame.run
    for value in values:
        inner = Frame({name: value}, frame, run)
        if last:
            yield inner
        else:
            run.spend(1)
            yield from _frames(steps, index + 1, inner)


def elements(value: Any, run: Run, start: int) -> Iterable[Any] | None:
    """What an iterator goes through: a list, a range, or one value by itself; None for null."""
    name = kind(value)
    if name == "list":
        return value  # type: ignore[no-any-return]
    if name == "range":
        return counted(value, run, start)
    return None if value is None else [value]


def counted(interval: Range, run: Run, start: int) -> Iterable[Any] | None:
    """The whole numbers or the dates of a range, downwards when it ends before it starts."""
    low, high = interval.low, interval.high
    if kind(low) == kind(high) == "number" and _whole(low) and _whole(high):
        return _numbers(interval)
    if kind(low) == kind(high) == "date":
        return _dates(interval)
    if low is not None and high is not None:
        run.warn("Alleen over hele getallen of datums kunt u van … tot … gaan.", start)
    return None


def _whole(value: Any) -> bool:
    number = decimal(value)
    return number == number.to_integral_value() and abs(number) < Decimal("1e18")


def _steps(first: int, last: int, interval: Range) -> range:
    step = 1 if first <= last else -1
    if not interval.low_included:
        first += step
    if not interval.high_included:
        last -= step
    return range(first, last + step, step)


def _numbers(interval: Range) -> Iterator[Decimal]:
    for number in _steps(int(interval.low), int(interval.high), interval):
        yield Decimal(number)


def _dates(interval: Range) -> Iterator[Any]:
    for number in _steps(temporal.ordinal(interval.low), temporal.ordinal(interval.high), interval):
        yield temporal.from_ordinal(number)


def _mentions(node: syntax.Node, name: str) -> bool:
    """Whether a name occurs anywhere inside ``node``."""
    if isinstance(node, syntax.Name) and node.name == name:
        return True
    return any(_mentions(child, name) for child in syntax.children(node))
