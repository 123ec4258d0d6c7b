"""Reading a cell of a decision table: unary tests (DMN 1.5, grammar rules 7, 12–17)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from phu_runtime.feel import syntax
from phu_runtime.feel.lexer import Lexer
from phu_runtime.feel.parser import Parser

_NOT = re.compile(r"not\s*\(")


def parse_tests(text: str, names: Iterable[str] = ()) -> syntax.Tests:
    """The tree of a cell's unary tests; an empty cell or ``-`` accepts everything. Raises FeelError."""
    parser = Parser(text, names)
    lexer = parser.lexer
    at = lexer.skip()
    if text[at:].strip() in ("", "-"):
        return syntax.Tests(at, (), False)
    negated = _NOT.match(text, at)
    if negated and _one_pair(text, negated.end()):
        lexer.at = negated.end()
        tests = _listed(parser)
        parser.need(")", "na 'not('")
    else:
        tests = _listed(parser)
    parser.end()
    return syntax.Tests(at, tests, bool(negated and _one_pair(text, negated.end())))


def _listed(parser: Parser) -> tuple[syntax.Test, ...]:
    tests = [parser.test()]
    while parser.lexer.take(","):
        tests.append(parser.test())
    return tuple(tests)


def _one_pair(text: str, at: int) -> bool:
    """Whether the parenthesis opened before ``at`` closes at the very end of the text."""
    lexer = Lexer(text, ())
    depth = 1
    while at < len(text):
        lexer.at = at
        if text[at] == '"' and lexer.quoted() is not None:
            at = lexer.at
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            return not text[at:].strip()
    return True
