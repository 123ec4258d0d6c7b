"""From nodes to closures: each node becomes one Python function of a Frame, made once and called for every evaluation.

Names are resolved against the scopes that are known while compiling, so that a name without a local scope is one look-up in the
caller's context. The common case of each operator (two numbers, two texts) is tested first; all else goes through the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from phu_runtime.feel import syntax
from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.calls import as_function, closure_function, invoke, invoke_named
from phu_runtime.feel.closures import BINARY, NOT_FIXED, among, ordered
from phu_runtime.feel.closures import between as between_fixed
from phu_runtime.feel.loops import compile_for, compile_quantified
from phu_runtime.feel.numbers import CONTEXT
from phu_runtime.feel.operators import arithmetic, negative
from phu_runtime.feel.paths import compile_filter, member
from phu_runtime.feel.run import Frame
from phu_runtime.feel.syntax import Node
from phu_runtime.feel.types import Type, resolve
from phu_runtime.feel.values import Range, compare, contains, dutch, kind, less
from phu_runtime.feel.variables import Scope, at_depth, called, from_outermost, hidden_builtin, searched, variable

Closure = Callable[[Frame], Any]
CellTest = Callable[[Any, Frame], "bool | None"]


def _fixed(node: Node) -> Any:
    """The value of a literal (or of minus a number), NOT_FIXED for any other node."""
    if isinstance(node, syntax.Literal):
        return node.value
    if isinstance(node, syntax.Negation) and isinstance(node.operand, syntax.Literal) and type(node.operand.value) is Decimal:
        return CONTEXT.minus(node.operand.value)
    return NOT_FIXED


class Compiler:
    """Compiles the nodes of one expression. ``names``: variables that may hide a built-in of the same name."""

    def __init__(self, names: frozenset[str] = frozenset(), types: Mapping[str, Type] | None = None) -> None:
        self.names = names
        self.types = types or {}
        self.scopes: list[Scope] = []

    def compile(self, node: Node) -> Closure:
        """The closure of any node."""
        return self._METHODS[type(node)](self, node)

    def within(self, names: frozenset[str] | None, node: Node) -> Closure:
        """The closure of ``node`` inside one more frame."""
        self.scopes.append(Scope(names))
        closure = self.compile(node)
        self.scopes.pop()
        return closure

    def _literal(self, node: syntax.Literal) -> Closure:
        value = node.value
        return lambda frame: value

    def _name(self, node: syntax.Name) -> Closure:
        name, start = node.name, node.start
        hops = self._hops(name)
        if hops is not None:
            return at_depth(name, hops)
        if not any(scope.names is None for scope in self.scopes):
            return from_outermost(name, start, len(self.scopes)) if self.scopes else variable(name, start)
        return searched(name, start)

    def _hops(self, name: str) -> int | None:
        """How many frames out a name surely stands, None when that is not known."""
        for hops, scope in enumerate(reversed(self.scopes)):
            if scope.names is None:
                return None
            if name in scope.names:
                return hops
        return None

    def _path(self, node: syntax.Path) -> Closure:
        source, name, start = self.compile(node.source), node.name, node.start

        def path(frame: Frame) -> Any:
            value = source(frame)
            if type(value) is dict and name in value:
                return value[name]
            return member(value, name, frame.run, start)

        return path

    def _filter(self, node: syntax.Filter) -> Closure:
        return compile_filter(self, node)

    def _call(self, node: syntax.Call) -> Closure:
        function, start = self._callee(node.function), node.start
        if node.named:
            parts = tuple((name, self.compile(argument)) for name, argument in node.named)
            return lambda frame: invoke_named(
                function(frame), {name: closure(frame) for name, closure in parts}, frame.run, start
            )  # fmt: skip
        arguments = tuple(self.compile(argument) for argument in node.arguments)
        if len(arguments) == 1:
            only = arguments[0]
            return lambda frame: invoke(function(frame), [only(frame)], frame.run, start)
        return lambda frame: invoke(function(frame), [argument(frame) for argument in arguments], frame.run, start)

    def _callee(self, node: Node) -> Closure:
        """What is called: a built-in is found without asking the context, unless a variable of that name is declared."""
        if isinstance(node, syntax.Name) and self._hops(node.name) is None:
            name, start, builtin = node.name, node.start, BUILTINS.get(node.name)
            if node.name in self.names:
                return self.compile(node) if builtin is None else hidden_builtin(self.compile(node), builtin)
            if builtin is not None and not any(scope.names is None for scope in self.scopes):
                return lambda frame: as_function(name, frame.run.functions[name]) if name in frame.run.functions else builtin
            if builtin is None and not self.scopes:
                return lambda frame: called(name, start, frame)
        return self.compile(node)

    def _binary(self, node: syntax.Binary) -> Closure:
        left, right, operator, start = self.compile(node.left), self.compile(node.right), node.operator, node.start
        make = BINARY.get(operator)
        if make is not None:
            return make(left, right, start, _fixed(node.right))
        return lambda frame: arithmetic(operator, left(frame), right(frame), frame.run, start)

    def _junction(self, node: syntax.Junction) -> Closure:
        operands = tuple(self.compile(operand) for operand in node.operands)
        places = tuple(operand.start for operand in node.operands)
        decisive = node.operator == "or"

        def junction(frame: Frame) -> bool | None:
            result: bool | None = not decisive
            for index, operand in enumerate(operands):
                value: Any = operand(frame)
                if value is decisive:
                    return bool(decisive)
                if type(value) is not bool:
                    result = None
                    if value is not None:
                        frame.run.warn(f"'{node.operator}' verwacht ja of nee (true of false), maar kreeg {dutch(value)}.", places[index])
            return result

        return junction

    def _negation(self, node: syntax.Negation) -> Closure:
        value = _fixed(node)
        if value is not NOT_FIXED:
            return lambda frame: value
        operand, start = self.compile(node.operand), node.start
        return lambda frame: negative(operand(frame), frame.run, start)

    def _between(self, node: syntax.Between) -> Closure:
        value, low, high, start = self.compile(node.value), self.compile(node.low), self.compile(node.high), node.start

        def between(frame: Frame) -> bool | None:
            tested, least, most = value(frame), low(frame), high(frame)
            one, other = ordered(">=", tested, least, frame.run, start), ordered("<=", tested, most, frame.run, start)
            return False if one is False or other is False else (True if one and other else None)

        least, most = _fixed(node.low), _fixed(node.high)
        return between_fixed(value, least, most, between) if type(least) is type(most) is Decimal else between

    def _in(self, node: syntax.In) -> Closure:
        value, tests = self.compile(node.value), tuple(self.test(test) for test in node.tests)

        def within_tests(tested: Any, frame: Frame) -> bool | None:
            result: bool | None = False
            for test in tests:
                holds = test(tested, frame)
                if holds is True:
                    return True
                if holds is None:
                    result = None
            return result

        members = [_fixed(test.operand) for test in node.tests if not test.operator]
        types = {type(member) for member in members}
        if len(members) == len(tests) and len(types) == 1 and types <= {str, Decimal}:
            return among(value, frozenset(members), types.pop(), within_tests)
        return lambda frame: within_tests(value(frame), frame)

    def test(self, node: syntax.Test) -> CellTest:
        """One unary test as a function of the value and the frame (Table 55)."""
        operator, start = node.operator, node.start
        if operator:
            endpoint = self.compile(node.operand)
            if operator in ("=", "!="):
                return lambda value, frame: compare(operator, value, endpoint(frame), frame.run)
            return lambda value, frame: ordered(operator, value, endpoint(frame), frame.run, start)
        if node.asks:
            asked = self.within(frozenset("?"), node.operand)

            def ask(value: Any, frame: Frame) -> bool | None:
                result = asked(Frame({"?": value}, frame, frame.run))
                return result if result is None or type(result) is bool else contains(value, result, frame.run)

            return ask
        candidate = self.compile(node.operand)
        return lambda value, frame: contains(value, candidate(frame), frame.run)

    def tests(self, node: syntax.Tests) -> CellTest:
        """A whole cell: true when any test is; never null (a null test does not hold)."""
        tests = tuple(self.test(test) for test in node.tests)
        if not tests:
            return lambda value, frame: True
        if node.negated:
            return lambda value, frame: not any(test(value, frame) is True for test in tests)
        if len(tests) == 1:
            only = tests[0]
            return lambda value, frame: only(value, frame) is True
        return lambda value, frame: any(test(value, frame) is True for test in tests)

    def _instance(self, node: syntax.InstanceOf) -> Closure:
        value, wanted, written, start = self.compile(node.value), resolve(node.type, self.types), node.type.name, node.start

        def instance(frame: Frame) -> bool | None:
            tested = value(frame)
            if wanted is None:
                frame.run.warn(f"Het type '{written}' bestaat niet.", start)
                return None
            if tested is None:
                return wanted.kind == "null"
            return wanted.conforms(tested, constrained=False)

        return instance

    def _if(self, node: syntax.If) -> Closure:
        condition, then, otherwise = self.compile(node.condition), self.compile(node.then), self.compile(node.otherwise)
        start = node.condition.start

        def choose(frame: Frame) -> Any:
            chosen = condition(frame)
            if chosen is True:
                return then(frame)
            if chosen is not False and chosen is not None:
                frame.run.warn(f"De voorwaarde van 'if' is {dutch(chosen)} in plaats van ja of nee; 'else' geldt.", start)
            return otherwise(frame)

        return choose

    def _for(self, node: syntax.For) -> Closure:
        return compile_for(self, node)

    def _quantified(self, node: syntax.Quantified) -> Closure:
        return compile_quantified(self, node)

    def _function(self, node: syntax.FunctionDefinition) -> Closure:
        names = tuple(name for name, _ in node.parameters)
        types = tuple(resolve(written, self.types) if written is not None else None for _, written in node.parameters)
        body = (lambda frame: None) if node.external else self.within(frozenset(names), node.body)
        price = syntax.weight(node.body)
        return lambda frame: closure_function("", names, types, body, price, frame)

    def _context(self, node: syntax.ContextLiteral) -> Closure:
        keys = [key for key, _ in node.entries]
        entries: list[tuple[str, Closure]] = []
        for index, (key, expression) in enumerate(node.entries):
            visible = keys[: index + 1] if isinstance(expression, syntax.FunctionDefinition) else keys[:index]
            entries.append((key, self.within(frozenset(visible), expression)))
        double = len(set(keys)) != len(keys)

        def context(frame: Frame) -> dict[str, Any] | None:
            if double:
                frame.run.warn("Twee onderdelen van deze context hebben dezelfde naam.", node.start, "Geef elk onderdeel een eigen naam.")
                return None
            made: dict[str, Any] = {}
            inner = Frame(made, frame, frame.run)
            for key, closure in entries:
                made[key] = closure(inner)
            return made

        return context

    def _list(self, node: syntax.ListLiteral) -> Closure:
        items = tuple(self.compile(item) for item in node.items)
        return lambda frame: [item(frame) for item in items]

    def _range(self, node: syntax.RangeLiteral) -> Closure:
        low = self.compile(node.low) if node.low is not None else None
        high = self.compile(node.high) if node.high is not None else None
        start, open_ended = node.start, node.unary

        def interval(frame: Frame) -> Range | None:
            least, most = low(frame) if low else None, high(frame) if high else None
            if least is None and most is None:
                return None
            if least is not None and most is not None and kind(least) != kind(most):
                frame.run.warn(f"Een bereik kan niet lopen van {dutch(least)} tot {dutch(most)}.", start)
                return None
            if less(most, least):
                frame.run.warn("Dit bereik begint na zijn einde.", start, "Zet de kleinste grens eerst.")
                return None
            return Range(least, most, node.low_included, node.high_included, open_ended)

        return interval

    _METHODS: dict[type, Callable[[Compiler, Any], Closure]] = {  # noqa: RUF012
        syntax.Literal: _literal,
        syntax.Name: _name,
        syntax.Path: _path,
        syntax.Filter: _filter,
        syntax.Call: _call,
        syntax.Binary: _binary,
        syntax.Junction: _junction,
        syntax.Negation: _negation,
        syntax.Between: _between,
        syntax.In: _in,
        syntax.InstanceOf: _instance,
        syntax.If: _if,
        syntax.For: _for,
        syntax.Quantified: _quantified,
        syntax.FunctionDefinition: _function,
        syntax.ContextLiteral: _context,
        syntax.ListLiteral: _list,
        syntax.RangeLiteral: _range,
    }
