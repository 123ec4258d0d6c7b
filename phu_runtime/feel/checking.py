"""Looking an expression through before it runs: names that do not exist, kinds that do not fit, texts that cannot occur.

The kinds are inferred from the literals, the operators, the built-ins and what the caller says of its names; where a kind is not known
nothing is said. What is reported would give null at run time: better to hear of it when the table is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from phu_runtime.feel import syntax
from phu_runtime.feel.builtins import BUILTINS
from phu_runtime.feel.builtins.registry import arities
from phu_runtime.feel.errors import FeelWarning
from phu_runtime.feel.mistakes import nearest, suggest
from phu_runtime.feel.values import DUTCH, kind

_ALWAYS = frozenset(("?", "item", "partial"))
_RESULTS = {
    "string": ("string", "upper case", "lower case", "substring", "substring before", "substring after", "replace", "string join",
               "day of week", "month of year"),
    "number": ("number", "string length", "count", "floor", "ceiling", "decimal", "modulo", "sqrt", "log", "exp", "round up",
               "round down", "round half up", "round half down", "median", "stddev", "product", "day of year", "week of year"),
    "boolean": ("not", "contains", "starts with", "ends with", "matches", "list contains", "all", "any", "odd", "even", "is"),
    "date": ("date", "today"),
    "date and time": ("date and time", "now"),
    "time": ("time",),
}  # fmt: skip
_RESULT_OF = {name: of_kind for of_kind, names in _RESULTS.items() for name in names}
_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))


class Checker:
    """One look through. ``kinds``: the known names with their kind ("" when unknown); ``values``: the texts a name can have."""

    def __init__(self, kinds: Mapping[str, str], values: Mapping[str, Collection[str]], functions: Iterable[str]) -> None:
        self.kinds = kinds
        self.values = values
        self.functions = frozenset(functions)
        self.found: list[FeelWarning] = []

    def note(self, message: str, node: syntax.Node, advice: str = "") -> None:
        """Report once."""
        warning = FeelWarning(message, node.start, advice)
        if warning not in self.found:
            self.found.append(warning)

    def kind_of(self, node: syntax.Node, bound: frozenset[str]) -> str:
        """The kind of a node's value, "" when unknown; reports what is wrong inside. ``bound``: local names ("*" inside a filter)."""
        method = self._METHODS.get(type(node))
        if method is not None:
            return method(self, node, bound)
        for child in syntax.children(node):
            self.kind_of(child, bound)
        return ""

    def _literal(self, node: syntax.Literal, bound: frozenset[str]) -> str:
        return kind(node.value)

    def _name(self, node: syntax.Name, bound: frozenset[str]) -> str:
        name = node.name
        if name in self.kinds and name not in bound:
            return self.kinds[name]
        if name in bound or name in _ALWAYS or name in BUILTINS or name in self.functions or "*" in bound:
            return ""
        advice = suggest(name, [*self.kinds, *bound, *BUILTINS, *self.functions])
        if not advice and " " not in name:
            advice = f'Als u een tekst bedoelt, schrijf dan "{name}".'
        self.note(f"De naam '{name}' is niet bekend.", node, advice)
        return ""

    def _binary(self, node: syntax.Binary, bound: frozenset[str]) -> str:
        left, right = self.kind_of(node.left, bound), self.kind_of(node.right, bound)
        if node.operator in _COMPARISONS:
            self._compared(node, left, right)
            return "boolean"
        if node.operator in ("-", "*", "/", "**") and "string" in (left, right):
            self.note(f"Met een tekst kunt u niet rekenen ('{node.operator}').", node, "Maak er een getal van met number(…).")
        elif node.operator == "+" and {left, right} == {"string", "number"}:
            self.note("Een tekst en een getal kunt u niet optellen.", node, "Maak van het getal een tekst met string(…).")
        elif "boolean" in (left, right):
            self.note(f"Met ja of nee kunt u niet rekenen ('{node.operator}').", node)
        return left if left == right else ""

    def _compared(self, node: syntax.Binary, left: str, right: str) -> None:
        if left and right and left != right and "null" not in (left, right):
            one, other = DUTCH.get(left, left), DUTCH.get(right, right)
            self.note(f"Hier wordt {one} met {other} vergeleken; dat is nooit waar.", node, _same_kind(left, right))
        for name, text in ((node.left, node.right), (node.right, node.left)):
            if isinstance(name, syntax.Name) and isinstance(text, syntax.Literal):
                self.check_text(name.name, text)

    def check_text(self, name: str, literal: syntax.Literal) -> None:
        """A text that ``name`` can never have."""
        allowed = self.values.get(name)
        if allowed and isinstance(literal.value, str) and literal.value not in allowed:
            meant = nearest(literal.value, allowed)
            known = ", ".join(f'"{value}"' for value in sorted(allowed)[:8])
            subject = "De invoer" if name == "?" else f"'{name}'"
            self.note(f"{subject} kan niet \"{literal.value}\" zijn.", literal, meant or f"Het is een van: {known}.")

    def _in(self, node: syntax.In, bound: frozenset[str]) -> str:
        self.kind_of(node.value, bound)
        for test in node.tests:
            self.kind_of(test, bound)
            if isinstance(node.value, syntax.Name) and isinstance(test.operand, syntax.Literal):
                self.check_text(node.value.name, test.operand)
        return "boolean"

    def _logic(self, node: syntax.Junction, bound: frozenset[str]) -> str:
        for operand in node.operands:
            of_kind = self.kind_of(operand, bound)
            if of_kind not in ("", "boolean", "null"):
                what = f"'{node.operator}' verwacht ja of nee, maar hier staat {DUTCH.get(of_kind, of_kind)}."
                self.note(what, operand, _repeat(operand))
        return "boolean"

    def _if(self, node: syntax.If, bound: frozenset[str]) -> str:
        of_kind = self.kind_of(node.condition, bound)
        if of_kind not in ("", "boolean", "null"):
            self.note(f"De voorwaarde van 'if' is {DUTCH.get(of_kind, of_kind)} in plaats van ja of nee.", node.condition)
        then, otherwise = self.kind_of(node.then, bound), self.kind_of(node.otherwise, bound)
        return then if then == otherwise else ""

    def _call(self, node: syntax.Call, bound: frozenset[str]) -> str:
        for argument in (*node.arguments, *(value for _, value in node.named)):
            self.kind_of(argument, bound)
        if not isinstance(node.function, syntax.Name) or node.function.name in bound or "*" in bound:
            self.kind_of(node.function, bound)
            return ""
        name = node.function.name
        if name in self.functions or name in self.kinds:
            return ""
        if name not in BUILTINS:
            self.note(f"De functie '{name}' bestaat niet.", node.function, suggest(name, [*BUILTINS, *self.functions]))
            return ""
        if not node.named and not any(least <= len(node.arguments) <= most for least, most, _ in arities(name)):
            usage = " of ".join(f"{name}({', '.join(names)})" for _, _, names in arities(name))
            subject = "De invoer" if name == "?" else f"'{name}'"
            self.note(f"{subject} kan niet met {len(node.arguments)} waarden.", node, f"Gebruik {usage}.")
        return _RESULT_OF.get(name, "")

    def _path(self, node: syntax.Path, bound: frozenset[str]) -> str:
        self.kind_of(node.source, bound)
        return ""

    def _filter(self, node: syntax.Filter, bound: frozenset[str]) -> str:
        self.kind_of(node.source, bound)
        self.kind_of(node.condition, bound | {"*"})
        return ""

    def _loop(self, node: syntax.For | syntax.Quantified, bound: frozenset[str]) -> str:
        for iterator in node.iterators:
            self.kind_of(iterator.source, bound)
            if iterator.end is not None:
                self.kind_of(iterator.end, bound)
            bound = bound | {iterator.name}
        self.kind_of(node.result if isinstance(node, syntax.For) else node.condition, bound)
        return "list" if isinstance(node, syntax.For) else "boolean"

    def _function(self, node: syntax.FunctionDefinition, bound: frozenset[str]) -> str:
        self.kind_of(node.body, bound | {name for name, _ in node.parameters})
        return "function"

    def _context(self, node: syntax.ContextLiteral, bound: frozenset[str]) -> str:
        for name, value in node.entries:
            inside = bound | {name} if isinstance(value, syntax.FunctionDefinition) else bound
            self.kind_of(value, inside)
            bound = bound | {name}
        return "context"

    def _negation(self, node: syntax.Negation, bound: frozenset[str]) -> str:
        return self.kind_of(node.operand, bound)

    def _yes_or_no(self, node: syntax.Node, bound: frozenset[str]) -> str:
        for child in syntax.children(node):
            self.kind_of(child, bound)
        return "boolean"

    def _type(self, node: syntax.InstanceOf, bound: frozenset[str]) -> str:
        self.kind_of(node.value, bound)
        return "boolean"

    _METHODS: dict[type, Callable[[Checker, Any, frozenset[str]], str]] = {  # noqa: RUF012
        syntax.Literal: _literal,
        syntax.Name: _name,
        syntax.Binary: _binary,
        syntax.Between: _yes_or_no,
        syntax.In: _in,
        syntax.Junction: _logic,
        syntax.If: _if,
        syntax.Call: _call,
        syntax.Path: _path,
        syntax.Filter: _filter,
        syntax.For: _loop,
        syntax.Quantified: _loop,
        syntax.FunctionDefinition: _function,
        syntax.ContextLiteral: _context,
        syntax.Negation: _negation,
        syntax.InstanceOf: _type,
    }


def _same_kind(left: str, right: str) -> str:
    if {left, right} == {"boolean", "string"}:
        return "Schrijf true of false, zonder aanhalingstekens."
    if {left, right} == {"number", "string"}:
        return "Schrijf een getal zonder aanhalingstekens."
    if "string" in (left, right):
        return 'Schrijf een datum als @"2026-11-24".'
    return ""


def _repeat(operand: syntax.Node) -> str:
    if isinstance(operand, syntax.Literal) and isinstance(operand.value, str):
        return 'Herhaal de vergelijking: naam = "a" or naam = "b", of schrijf naam in ("a", "b").'
    return ""


def check_expression(
    node: syntax.Node, kinds: Mapping[str, str], *, values: Mapping[str, Collection[str]] | None = None, functions: Iterable[str] = ()
) -> list[FeelWarning]:
    """What in a compiled expression (``Expression.node``) would give null by mistake.

    ``kinds``: the names in scope with their kind ("number", "string", "boolean", …; "" when unknown); ``values``: the texts that a
    name can have; ``functions``: names of the caller's functions.
    """
    checker = Checker(kinds, values or {}, functions)
    checker.kind_of(node, frozenset())
    return checker.found


def check_tests(
    node: syntax.Tests,
    of_kind: str,
    kinds: Mapping[str, str],
    *,
    allowed: Collection[str] = (),
    values: Mapping[str, Collection[str]] | None = None,
    functions: Iterable[str] = (),
) -> list[FeelWarning]:
    """The same for a cell (``UnaryTests.node``) whose input is ``of_kind`` and, when it is a text, one of ``allowed``."""
    checker = Checker({**kinds, "?": of_kind}, {**(values or {}), "?": allowed}, functions)
    for test in node.tests:
        found = checker.kind_of(test.operand, frozenset())
        if isinstance(test.operand, syntax.Literal):
            checker.check_text("?", test.operand)
        if of_kind and found not in ("", "null", "list", "range", of_kind) and not test.asks:
            one, other = DUTCH.get(of_kind, of_kind), DUTCH.get(found, found)
            checker.note(f"De kolom is {one}, maar in de cel staat {other}.", test, _same_kind(of_kind, found))
    return checker.found
