"""From text to nodes: FEEL's grammar (DMN 1.5, 10.3.1.2) by precedence climbing.

``or`` < ``and`` < comparison, ``between``, ``in`` < ``+ -`` < ``* /`` < ``**`` < minus < ``instance of`` < path, filter, call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from phu_runtime.feel import syntax
from phu_runtime.feel.lexer import Lexer
from phu_runtime.feel.literals import read_at
from phu_runtime.feel.mistakes import explain_rest, explain_start, wrong_sign
from phu_runtime.feel.numbers import CONTEXT
from phu_runtime.feel.syntax import Node
from phu_runtime.feel.typenames import TypeReader

DEEPEST = 50
LONGEST_CHAIN = 150
COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
_OR, _AND, _COMPARE, _ADD, _MULTIPLY, _POWER = range(1, 7)
_WORD_OPERATORS = {"or": _OR, "and": _AND, "between": _COMPARE, "in": _COMPARE}
_NAMED = re.compile(r"\s*((?:[^\W\d])[\w' .+*/-]*?)\s*:(?!:)")
_CONSTANTS = {"true": True, "false": False, "null": None}
_BOUNDS: dict[str, Callable[[int, Node], Node]] = {
    "<": lambda at, end: syntax.RangeLiteral(at, None, end, False, False, True),
    "<=": lambda at, end: syntax.RangeLiteral(at, None, end, False, True, True),
    ">": lambda at, end: syntax.RangeLiteral(at, end, None, False, False, True),
    ">=": lambda at, end: syntax.RangeLiteral(at, end, None, True, False, True),
    "=": lambda at, end: syntax.RangeLiteral(at, end, end, True, True, True),
    "!=": lambda at, end: syntax.RangeLiteral(at, end, end, False, False, True),
}


def parse_expression(text: str, names: Iterable[str] = ()) -> Node:
    """The tree of an expression. ``names``: what is in scope; only those with spaces or signs matter. Raises FeelError."""
    parser = Parser(text, names)
    if not text.strip():
        parser.lexer.fail("Hier hoort een expressie te staan, maar het veld is leeg.", 0)
    node = parser.expression()
    parser.end()
    return node


class Parser:
    """A recursive-descent parser over one text."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self.lexer = Lexer(text, names)
        self._depth = 0
        self._asks = False
        self._open_ranges = 0

    def end(self) -> None:
        """Nothing may follow."""
        if self.lexer.skip() < len(self.lexer.text):
            self.lexer.fail(explain_rest(self.lexer.text, self.lexer.at))

    def need(self, sign: str, purpose: str = "") -> None:
        """Step over ``sign`` or say that it is missing."""
        if not self.lexer.take(sign):
            where = f" {purpose}" if purpose else ""
            wrong = wrong_sign(self.lexer.text, self.lexer.skip())
            self.lexer.fail(wrong or f"Hier ontbreekt '{sign}'{where}; er staat {self.lexer.rest()}.")

    def expression(self) -> Node:
        """Any expression."""
        self._depth += 1
        if self._depth > DEEPEST:
            self.lexer.fail(f"De expressie is dieper dan {DEEPEST} haakjes genest. Splits haar in kleinere delen.")
        node = self._binary(_OR)
        self._depth -= 1
        return node

    def _operator(self) -> tuple[str, int]:
        """The next infix operator with its precedence, ("", 0) when there is none."""
        lexer = self.lexer
        at = lexer.skip()
        sign = lexer.text[at : at + 2]
        if sign == "**":
            return sign, _POWER
        if sign[:1] in ("+", "-"):
            return sign[:1], _ADD
        if sign[:1] in ("*", "/"):
            return sign[:1], _MULTIPLY
        for comparison in COMPARISONS:
            if sign.startswith(comparison):
                return comparison, _COMPARE
        word = lexer.word()
        return (word, _WORD_OPERATORS[word]) if word in _WORD_OPERATORS else ("", 0)

    def _binary(self, least: int) -> Node:
        left = self._operand()
        for _ in range(LONGEST_CHAIN):
            operator, precedence = self._operator()
            if not operator or precedence < least:
                return left
            at = self.lexer.at
            self.lexer.at += len(operator)
            if precedence <= _AND:
                left = self._junction(operator, precedence, left)
            elif operator == "between":
                low = self._binary(_ADD)
                self.need("and", "tussen de grenzen van 'between'")
                left = syntax.Between(at, left, low, self._binary(_ADD))
            elif operator == "in":
                left = syntax.In(at, left, self._in_tests())
            else:
                left = syntax.Binary(at, operator, left, self._binary(precedence + 1))
        return self.lexer.fail(f"De expressie is een keten van meer dan {LONGEST_CHAIN} delen. Gebruik een lijst met 'sum' of een tabel.")

    def _junction(self, operator: str, precedence: int, left: Node) -> Node:
        operands = [left, self._binary(precedence + 1)]
        while self.lexer.take(operator):
            operands.append(self._binary(precedence + 1))
        return syntax.Junction(left.start, operator, tuple(operands))

    def _operand(self) -> Node:
        at = self.lexer.skip()
        minus = 0
        while self.lexer.peek("-"):
            self.lexer.at += 1
            minus += 1
            if minus > DEEPEST:
                self.lexer.fail("Hier staan te veel mintekens achter elkaar.")
        node = self._primary()
        if minus and isinstance(node, syntax.Literal) and type(node.value) is Decimal:
            # Grammar rule 37: the sign belongs to the number, so it binds tighter than 'instance of'.
            node = syntax.Literal(at, CONTEXT.minus(node.value))
            minus -= 1
        node = self._postfix(node)
        while self.lexer.peek("instance"):
            self.lexer.take("instance")
            self.need("of", "na 'instance'")
            node = syntax.InstanceOf(node.start, node, TypeReader(self.lexer).type())
        for _ in range(minus):
            node = syntax.Negation(at, node)
        return node

    def _postfix(self, node: Node) -> Node:
        lexer = self.lexer
        for _ in range(LONGEST_CHAIN):
            at = lexer.skip()
            sign = lexer.text[at : at + 1]
            if sign == "." and not lexer.text.startswith("..", at):
                lexer.at += 1
                node = syntax.Path(at, node, lexer.name())
            elif sign == "[" and not self._closes_range():
                lexer.at += 1
                condition = self.expression()
                self.need("]", "aan het einde van een filter")
                node = syntax.Filter(at, node, condition)
            elif sign == "(":
                lexer.at += 1
                node = self._call(node, at)
            else:
                return node
        return lexer.fail(f"Meer dan {LONGEST_CHAIN} stappen achter elkaar. Splits de expressie.")

    def _closes_range(self) -> bool:
        """``]1..3[``: an opening bracket right before the end of a test closes a range."""
        following = self.lexer.text[self.lexer.at + 1 :].lstrip()
        return self._open_ranges > 0 and (following[:1] in ("", ",", ")", "]", "}") or re.match(r"\.\D", following) is not None)

    def _call(self, function: Node, at: int) -> Node:
        positional: list[Node] = []
        named: list[tuple[str, Node]] = []
        while not self.lexer.peek(")"):
            match = _NAMED.match(self.lexer.text, self.lexer.at)
            if match:
                self.lexer.at = match.end()
                named.append((" ".join(match[1].split()), self.expression()))
            else:
                positional.append(self.expression())
            if not self.lexer.take(","):
                break
        self.need(")", "aan het einde van de aanroep")
        if named and positional:
            self.lexer.fail("Gebruik in een aanroep alleen waarden op volgorde of alleen waarden met naam, niet door elkaar.", at)
        return syntax.Call(at, function, tuple(positional), tuple(named))

    def _primary(self) -> Node:
        lexer = self.lexer
        at = lexer.skip()
        text = lexer.quoted()
        if text is not None:
            return syntax.Literal(at, text)
        number = lexer.number()
        if number is not None:
            return syntax.Literal(at, number)
        sign = lexer.text[at : at + 1]
        if sign in _SIGNS:
            lexer.at += 1
            return _SIGNS[sign](self, at)
        word = lexer.word()
        if word in _KEYWORDS and not lexer.known():
            return _KEYWORDS[word](self, at)
        if not word or lexer.keyword():
            lexer.fail(explain_start(lexer.text, at))
        name = lexer.name()
        if name == "?":
            self._asks = True
        return syntax.Literal(at, _CONSTANTS[name]) if name in _CONSTANTS else syntax.Name(at, name)

    def read_at_literal(self, at: int) -> Node:
        text = self.lexer.quoted()
        if text is None:
            self.lexer.fail('Na @ hoort een tekst, bijvoorbeeld @"2026-11-24".')
        value = read_at(text)
        if value is None:
            self.lexer.fail(f'@"{text}" is geen datum, tijd of duur. Schrijf bijvoorbeeld @"2026-11-24" of @"P14D".', at)
        return syntax.Literal(at, value)

    def read_bracket(self, at: int) -> Node:
        """After ``[``: a list or a range."""
        if self.lexer.take("]"):
            return syntax.ListLiteral(at, ())
        first = self.expression()
        if self.lexer.take(".."):
            return self._range_end(at, first, True)
        items = [first]
        while self.lexer.take(","):
            items.append(self.expression())
        self.need("]", "aan het einde van de lijst")
        return syntax.ListLiteral(at, tuple(items))

    def read_open_bracket(self, at: int) -> Node:
        """After ``]``: a range that leaves out its start."""
        first = self.expression()
        self.need("..", "in een bereik")
        return self._range_end(at, first, False)

    def read_parenthesis(self, at: int) -> Node:
        """After ``(``: a range, an open range like ``(< 5)``, or an expression."""
        for operator in COMPARISONS:
            if self.lexer.peek(operator):
                self.lexer.at += len(operator)
                bound = self._binary(_ADD)
                self.need(")", "aan het einde van het bereik")
                return _BOUNDS[operator](at, bound)
        first = self.expression()
        if self.lexer.take(".."):
            return self._range_end(at, first, False)
        self.need(")", "om het haakje te sluiten")
        return first

    def _range_end(self, at: int, low: Node, included: bool) -> Node:
        self._open_ranges += 1
        high = self.expression()
        self._open_ranges -= 1
        sign = self.lexer.text[self.lexer.skip() : self.lexer.at + 1]
        if sign not in (")", "]", "["):
            self.lexer.fail("Een bereik eindigt met ], ) of [, bijvoorbeeld [1..10].")
        self.lexer.at += 1
        return syntax.RangeLiteral(at, low, high, included, sign == "]")

    def read_brace(self, at: int) -> Node:
        """After ``{``: a context."""
        entries: list[tuple[str, Node]] = []
        while not self.lexer.peek("}"):
            key = self.lexer.quoted()
            if key is None:
                key = self.lexer.declared_name(":,}")
            else:
                self.lexer.declare(key)
            self.need(":", f"na de naam '{key}'")
            entries.append((key, self.expression()))
            if not self.lexer.take(","):
                break
        self.need("}", "aan het einde van de context")
        return syntax.ContextLiteral(at, tuple(entries))

    def read_if(self, at: int) -> Node:
        self.lexer.take("if")
        condition = self.expression()
        self.need("then", "na de voorwaarde van 'if'")
        then = self.expression()
        self.need("else", "(bij een 'if' hoort altijd een 'else')")
        return syntax.If(at, condition, then, self.expression())

    def read_for(self, at: int) -> Node:
        self.lexer.take("for")
        iterators = self._iterations()
        self.need("return", "na 'for … in …'")
        return syntax.For(at, iterators, self.expression())

    def read_quantified(self, at: int) -> Node:
        quantifier = "some" if self.lexer.take("some") else "every"
        if quantifier == "every":
            self.lexer.take("every")
        iterators = self._iterations()
        self.need("satisfies", f"na '{quantifier} … in …'")
        return syntax.Quantified(at, quantifier, iterators, self.expression())

    def _iterations(self) -> tuple[syntax.Iteration, ...]:
        found: list[syntax.Iteration] = []
        while not found or self.lexer.take(","):
            at = self.lexer.skip()
            name = self.lexer.declared_name(" ,)")
            self.need("in", f"na '{name}'")
            source = self.expression()
            end = self.expression() if self.lexer.take("..") else None
            found.append(syntax.Iteration(at, name, source, end))
        return tuple(found)

    def read_function(self, at: int) -> Node:
        self.lexer.take("function")
        self.need("(", "na 'function'")
        parameters: list[tuple[str, syntax.TypeName | None]] = []
        while not self.lexer.peek(")"):
            name = self.lexer.declared_name(":,)")
            parameters.append((name, TypeReader(self.lexer).type() if self.lexer.take(":") else None))
            if not self.lexer.take(","):
                break
        self.need(")", "na de parameters")
        external = self.lexer.take("external")
        return syntax.FunctionDefinition(at, tuple(parameters), self.expression(), external)

    def _in_tests(self) -> tuple[syntax.Test, ...]:
        """What follows ``in``: one test, or several between parentheses."""
        if not self.lexer.peek("("):
            return (self.test(),)
        start = self.lexer.at
        self.lexer.at += 1
        tests = [self.test()]
        if self.lexer.peek("..") and not tests[0].operator:
            self.lexer.take("..")
            return (syntax.Test(start, "", self._range_end(start, tests[0].operand, False), False),)
        while self.lexer.take(","):
            tests.append(self.test())
        self.need(")", "na de waarden van 'in'")
        return tuple(tests)

    def test(self) -> syntax.Test:
        """One positive unary test."""
        at = self.lexer.skip()
        for operator in COMPARISONS:
            if self.lexer.take(operator):
                return syntax.Test(at, operator, self._binary(_ADD), False)
        before, self._asks = self._asks, False
        operand = self.expression()
        asks, self._asks = self._asks, before or self._asks
        return syntax.Test(at, "", operand, asks)


_Reader = Callable[[Parser, int], Node]
_SIGNS: dict[str, _Reader] = {
    "@": Parser.read_at_literal,
    "[": Parser.read_bracket,
    "]": Parser.read_open_bracket,
    "(": Parser.read_parenthesis,
    "{": Parser.read_brace,
}
_KEYWORDS: dict[str, _Reader] = {
    "if": Parser.read_if,
    "for": Parser.read_for,
    "some": Parser.read_quantified,
    "every": Parser.read_quantified,
    "function": Parser.read_function,
}
