"""Reading a type as written in ``instance of`` and in a function's parameters (grammar rule 52)."""

from __future__ import annotations

import re

from phu_runtime.feel.lexer import SPACE, Lexer
from phu_runtime.feel.syntax import TypeName

BASIC = (
    "years and months duration", "days and time duration", "date and time", "number", "string", "boolean", "date", "time",
    "list", "context", "function", "range", "Any", "Null",
)  # fmt: skip
_BASIC = [(name, re.compile(name.replace(" ", r"\s+") + r"(?![\w'])")) for name in BASIC]
_NAMED = re.compile(r"[^\W\d][\w'-]*(?:\s*\.\s*[^\W\d][\w'-]*)*")
DEEPEST_TYPE = 20


class TypeReader:
    """Reads one type at the lexer's position."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self._depth = 0

    def type(self) -> TypeName:
        """The type that stands here. Raises FeelError."""
        self._depth += 1
        if self._depth > DEEPEST_TYPE:
            self.lexer.fail("Dit type is te diep genest.")
        start = self.lexer.skip()
        name = self._name()
        found = TypeName(start, name)
        if name in ("list", "range") and self.lexer.take("<"):
            found = TypeName(start, name, (self.type(),))
            self._close()
        elif name == "context" and self.lexer.take("<"):
            found = TypeName(start, name, (), self._members())
        elif name == "function" and self.lexer.take("<"):
            found = self._function(start)
        self._depth -= 1
        return found

    def _name(self) -> str:
        at = self.lexer.skip()
        for name, pattern in _BASIC:
            match = pattern.match(self.lexer.text, at)
            if match:
                self.lexer.at = match.end()
                return name
        if self.lexer.known():
            return self.lexer.name()
        named = _NAMED.match(self.lexer.text, at)
        if named is None:
            self.lexer.fail(f"Hier hoort de naam van een type te staan, maar er staat {self.lexer.rest()}.")
        self.lexer.at = named.end()
        return SPACE.sub("", named[0])

    def _close(self) -> None:
        if not self.lexer.take(">"):
            self.lexer.fail(f"Hier ontbreekt '>' aan het einde van het type; er staat {self.lexer.rest()}.")

    def _members(self) -> tuple[tuple[str, TypeName], ...]:
        members: list[tuple[str, TypeName]] = []
        while not self.lexer.peek(">"):
            name = self.lexer.quoted() or self.lexer.declared_name(":,>")
            if not self.lexer.take(":"):
                self.lexer.fail(f"Hier ontbreekt ':' na '{name}'.")
            members.append((name, self.type()))
            if not self.lexer.take(","):
                break
        self._close()
        return tuple(members)

    def _function(self, start: int) -> TypeName:
        arguments: list[TypeName] = []
        while not self.lexer.peek(">"):
            arguments.append(self.type())
            if not self.lexer.take(","):
                break
        self._close()
        if not self.lexer.take("->"):
            self.lexer.fail("Een functietype heeft een uitkomst, bijvoorbeeld function<number> -> string.")
        return TypeName(start, "function", tuple(arguments), (), self.type())
