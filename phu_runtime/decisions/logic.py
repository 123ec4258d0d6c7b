"""Boxed expressions as closures (DMN 1.5, 10.2 and 10.3.2): each takes the names in scope and the running evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from phu_runtime.decisions import model
from phu_runtime.decisions.types import Types
from phu_runtime.errors import Finding
from phu_runtime.feel import Expression, FeelError, Function, UnaryTests, compile_expression, compile_unary_tests
from phu_runtime.feel.calls import coerce_all, invoke_named
from phu_runtime.feel.loops import elements
from phu_runtime.feel.run import Frame, Run
from phu_runtime.feel.types import Type, coerce
from phu_runtime.feel.values import dutch, kind

Closure = Callable[[Mapping[str, Any], Run], Any]


class Scope(dict[str, Any]):
    """Names of one element over those around it. ``types``: types that a value from outside is coerced to when it is asked."""

    __slots__ = ("outer", "types")

    def __init__(self, outer: Mapping[str, Any], own: Mapping[str, Any] | None = None, types: Mapping[str, Type] | None = None) -> None:
        super().__init__(own or {})
        self.outer = outer
        self.types = types or {}

    def __missing__(self, name: str) -> Any:
        value = self.outer[name]
        wanted = self.types.get(name)
        if wanted is not None:
            value, _ = coerce(value, wanted)
            self[name] = value
        return value

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.outer

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        yield from self.outer

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default


@dataclass
class Compilation:
    """What compiling one model needs: its names and types; ``findings`` gathers what is wrong."""

    file: str
    names: frozenset[str]
    types: Types
    findings: list[Finding] = field(default_factory=list)
    element: str = ""

    def problem(self, message: str, advice: str = "", place: str = "") -> None:
        """Note a problem in the element that is being compiled; ``place`` says where in it."""
        self.findings.append(Finding(self.file, self.element, f"{place}: {message}" if place else message, advice))

    def expression(self, text: str, place: str) -> Expression | None:
        """A compiled expression, None (with a finding) when it cannot be read."""
        try:
            return compile_expression(text, self.names, self.types.all())
        except FeelError as error:
            self.problem(error.message, _shown(text, error.position), place)
            return None

    def tests(self, text: str, place: str) -> UnaryTests | None:
        """Compiled unary tests, None (with a finding) when they cannot be read."""
        try:
            return compile_unary_tests(text, self.names, self.types.all())
        except FeelError as error:
            self.problem(error.message, _shown(text, error.position), place)
            return None

    def type(self, name: str) -> Type | None:
        """The type of a typeRef; an unknown one is a finding."""
        found = self.types.named(name)
        if name and found is None:
            self.problem(f"Het type '{name}' bestaat niet.", "Kies een van de types uit de lijst, zoals string, number of boolean.")
        return found


def _shown(text: str, position: int | None) -> str:
    line = " ".join(text.split())
    if position is None or len(text) > 80:
        return f"Er staat: {line[:80]}"
    return f"Er staat: {text[:position]}▸{text[position:]}"


def _nothing(scope: Mapping[str, Any], run: Run) -> None:
    return None


def evaluated(expression: Expression) -> Closure:
    """An expression as a closure over a scope."""
    closure = expression.closure
    return lambda scope, run: closure(Frame(scope, None, run))


_EXACT: dict[str, type] = {"string": str, "number": Decimal, "boolean": bool}


def as_type(closure: Closure, wanted: Type | None, what: str) -> Closure:
    """The closure with its value coerced to a type; null with a warning where that fails."""
    if wanted is None or wanted.kind == "Any" and wanted.allows is None:
        return closure

    exact = None if wanted.allows is not None else _EXACT.get(wanted.kind)

    def typed(scope: Mapping[str, Any], run: Run) -> Any:
        value = closure(scope, run)
        if type(value) is exact:
            return value
        fitting, well = coerce(value, wanted)
        if not well:
            run.warn(f"De uitkomst van '{what}' is {dutch(value)} en past niet bij het type '{wanted.name or wanted.kind}'.", 0)
        return fitting

    return typed


def compile_logic(logic: model.Logic | None, to: Compilation, place: str = "") -> Closure:
    """The closure of any boxed expression; of none at all, one that gives null."""
    if logic is None:
        return _nothing
    return as_type(COMPILERS[type(logic)](logic, to, place), to.type(logic.type), place)


def _literal(logic: model.Literal, to: Compilation, place: str) -> Closure:
    if not logic.text:
        return _nothing
    expression = to.expression(logic.text, place)
    return _nothing if expression is None else evaluated(expression)


def _context(logic: model.Context, to: Compilation, place: str) -> Closure:
    entries = []
    for entry in logic.entries:
        closure = compile_logic(entry.logic, to, entry.name or place)
        entries.append((entry.name, as_type(closure, to.type(entry.type), entry.name)))

    def context(scope: Mapping[str, Any], run: Run) -> Any:
        inner, made = Scope(scope), dict[str, Any]()
        for name, closure in entries:
            value = closure(inner, run)
            if not name:
                return value
            inner[name] = made[name] = value
        return made

    return context


def _list(logic: model.ListOf, to: Compilation, place: str) -> Closure:
    items = [compile_logic(item, to, place) for item in logic.items]
    return lambda scope, run: [item(scope, run) for item in items]


def _relation(logic: model.Relation, to: Compilation, place: str) -> Closure:
    rows = [[compile_logic(cell, to, place) for cell in row] for row in logic.rows]
    columns = list(logic.columns)
    return lambda scope, run: [dict(zip(columns, [cell(scope, run) for cell in row], strict=False)) for row in rows]


def _invocation(logic: model.Invocation, to: Compilation, place: str) -> Closure:
    function = compile_logic(logic.function, to, place)
    bindings = [(name, compile_logic(value, to, name or place)) for name, value in logic.bindings]

    def invocation(scope: Mapping[str, Any], run: Run) -> Any:
        arguments = {name: value(scope, run) for name, value in bindings}
        return invoke_named(function(scope, run), arguments, run, 0)

    return invocation


def compile_function(logic: model.FunctionDefinition, to: Compilation, name: str) -> Callable[[Mapping[str, Any]], Function]:
    """A function definition: given the scope that its body sees, the function."""
    body = compile_logic(logic.body, to, name) if logic.kind == "FEEL" else _foreign(logic.kind, name)
    names = tuple(parameter for parameter, _ in logic.parameters)
    types = tuple(to.type(of_type) for _, of_type in logic.parameters)

    def function_in(scope: Mapping[str, Any]) -> Function:
        def call(run: Run, arguments: list[Any], position: int) -> Any:
            if len(arguments) != len(names):
                run.warn(f"De functie '{name}' verwacht {len(names)} waarden en kreeg er {len(arguments)}.", position)
                return None
            coerced = coerce_all(arguments, types, names, run, position)
            if coerced is None:
                return None
            run.spend(10)
            run.enter()
            try:
                return body(Scope(scope, dict(zip(names, coerced, strict=True))), run)
            finally:
                run.depth += 1

        return Function(name, names, call, types=types)

    return function_in


def _foreign(kind_of: str, name: str) -> Closure:
    def refuse(scope: Mapping[str, Any], run: Run) -> None:
        run.warn(f"De functie '{name}' is geschreven in {kind_of}; alleen FEEL wordt uitgevoerd.", 0)

    return refuse


def _function(logic: model.FunctionDefinition, to: Compilation, place: str) -> Closure:
    function_in = compile_function(logic, to, place)
    return lambda scope, run: function_in(scope)


def _conditional(logic: model.Conditional, to: Compilation, place: str) -> Closure:
    condition, then, otherwise = (compile_logic(part, to, place) for part in (logic.condition, logic.then, logic.otherwise))

    def conditional(scope: Mapping[str, Any], run: Run) -> Any:
        chosen = condition(scope, run)
        if chosen is not None and type(chosen) is not bool:
            run.warn(f"De voorwaarde van '{place}' is {dutch(chosen)} in plaats van ja of nee.", 0)
            return None
        return then(scope, run) if chosen is True else otherwise(scope, run)

    return conditional


def _filter(logic: model.FilterOf, to: Compilation, place: str) -> Closure:
    source, match = compile_logic(logic.source, to, place), compile_logic(logic.match, to, place)

    def filtered(scope: Mapping[str, Any], run: Run) -> Any:
        value = source(scope, run)
        items = value if kind(value) == "list" else ([] if value is None else [value])
        kept = []
        for index, item in enumerate(items):
            run.spend(5)
            names = {"item": item, **item} if kind(item) == "context" else {"item": item}
            holds = match(Scope(scope, names), run)
            if index == 0 and kind(holds) == "number":
                place_in = int(holds)
                inside = 0 < abs(place_in) <= len(items)
                return items[place_in - 1 if place_in > 0 else place_in] if inside else None
            if holds is True:
                kept.append(item)
            elif type(holds) is not bool and holds is not None:
                run.warn(f"De voorwaarde van het filter '{place}' is {dutch(holds)} in plaats van ja of nee.", 0)
                return None
        return kept

    return filtered


def _iteration(logic: model.Iteration, to: Compilation, place: str) -> Closure:
    source, body = compile_logic(logic.source, to, place), compile_logic(logic.body, to, place)
    variable, decisive = logic.variable, logic.kind == "some"

    def results(scope: Mapping[str, Any], run: Run) -> list[Any] | None:
        values = elements(source(scope, run), run, 0)
        if values is None:
            return None
        made = list[Any]()
        for value in values:
            run.spend(5)
            made.append(body(Scope(scope, {variable: value, "partial": list(made)}), run))
            run.sized(1)
        return made

    def quantified(scope: Mapping[str, Any], run: Run) -> bool | None:
        made = results(scope, run)
        if made is None:
            return None
        if any(type(one) is not bool and one is not None for one in made):
            return None
        if any(one is decisive for one in made):
            return decisive
        return None if None in made else not decisive

    return results if logic.kind == "for" else quantified


# Decision tables add themselves: they are made of expressions, and boxed expressions may hold them.
COMPILERS: dict[type, Callable[[Any, Compilation, str], Closure]] = {
    model.Literal: _literal,
    model.Context: _context,
    model.ListOf: _list,
    model.Relation: _relation,
    model.Invocation: _invocation,
    model.FunctionDefinition: _function,
    model.Conditional: _conditional,
    model.FilterOf: _filter,
    model.Iteration: _iteration,
}
