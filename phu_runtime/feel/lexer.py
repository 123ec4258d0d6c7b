"""Reading the text of an expression piece by piece: space and comments, texts, numbers, and names with spaces.

FEEL's names may hold spaces and signs (``Maandelijkse huur``, ``a-b``), so what a name is depends on the names in scope
(10.3.1.5): the longest known name wins. Words that follow one another and form no known name are read as one name, because
nothing else in the grammar puts two names side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import NoReturn

from phu_runtime.feel.errors import FeelError
from phu_runtime.feel.numbers import CONTEXT

SPACE = re.compile(r"(?:\s|\u180e|\ufeff|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
WORD = re.compile(r"(?:[^\W\d]|[\U00010000-\U000EFFFF])[\w'\u00b7\U00010000-\U000EFFFF]*|\?")
_PART = re.compile(r"[\w'\u00b7\U00010000-\U000EFFFF]+|[-+*/.]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "'": "'"}
KEYWORDS = frozenset(
    ("and", "or", "in", "then", "else", "return", "satisfies", "between", "instance", "if", "for", "some", "every", "function")
)  # fmt: skip
LONGEST_TEXT = 20_000
LONGEST_NAME = 200


def normal(name: str) -> str:
    """A name with single spaces: the form in which names are compared."""
    return " ".join(name.split())


@lru_cache(maxsize=4096)
def _compound(name: str) -> tuple[str, ...]:
    """The parts of a name with spaces or signs; none of a plain one (the same hundreds of names are declared for every text)."""
    parts = tuple(_PART.findall(name))
    return parts if len(parts) > 1 and WORD.match(name) else ()


class Lexer:
    """A position in ``text`` and the names that are known there."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        if len(text) > LONGEST_TEXT:
            raise FeelError(f"De expressie is langer dan {LONGEST_TEXT} tekens. Splits haar in kleinere delen.", 0)
        self.text = text
        self.at = 0
        self._compound: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.declare(name)

    def declare(self, name: str) -> None:
        """Make a name with spaces or signs known from here on."""
        parts = _compound(name)
        if parts:
            known = self._compound.setdefault(parts[0], [])
            if (parts, name) not in known:
                known.append((parts, name))
                known.sort(key=lambda one: len(one[0]), reverse=True)

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        """Stop with a sentence about the place ``at`` (default: here)."""
        raise FeelError(message, self.at if at is None else at)

    def skip(self) -> int:
        """Step over space and comments; gives the new position."""
        match = SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def peek(self, sign: str) -> bool:
        """Whether the next thing is ``sign`` (a sign, or a whole word)."""
        self.skip()
        if sign[0].isalpha():
            match = WORD.match(self.text, self.at)
            return match is not None and match[0] == sign and not self._known_at(self.at)
        return self.text.startswith(sign, self.at)

    def take(self, sign: str) -> bool:
        """Step over ``sign`` when it is next."""
        if not self.peek(sign):
            return False
        self.at += len(sign)
        return True

    def rest(self) -> str:
        """The coming piece of text, for a message."""
        self.skip()
        piece = self.text[self.at : self.at + 20].split("\n")[0]
        return f"'{piece}'" if piece else "het einde"

    def word(self) -> str:
        """The next word without stepping over it, "" when there is none."""
        self.skip()
        match = WORD.match(self.text, self.at)
        return match[0] if match else ""

    def number(self) -> Decimal | None:
        """A number literal, rounded to 34 digits."""
        match = _NUMBER.match(self.text, self.skip())
        if match is None:
            return None
        try:
            number = CONTEXT.create_decimal(match[0])
        except DecimalException:
            self.fail("Dit getal is te groot.")
        self.at = match.end()
        return number

    def quoted(self) -> str | None:
        """A text literal between double quotation marks."""
        if not self.text.startswith('"', self.skip()):
            return None
        match = _TEXT.match(self.text, self.at)
        if match is None:
            self.fail('Een tekst is niet afgesloten. Zet aan het einde een ".')
        self.at = match.end()
        return unescape(match[1])

    def name(self) -> str:
        """The longest known name here, else the words that follow one another. Raises FeelError where no name stands."""
        start = self.skip()
        first = WORD.match(self.text, start)
        if first is None:
            self.fail(f"Hier hoort een naam te staan, maar er staat {self.rest()}.")
        known = self._known_at(start)
        if known:
            self.at = known[1]
            return known[0]
        self.at = first.end()
        words = [first[0]]
        while first[0] != "?" and len(words) < 12:
            after = SPACE.match(self.text, self.at)
            following = WORD.match(self.text, after.end()) if after and after.end() > self.at else None
            if following is None or following[0] in KEYWORDS or following[0] == "?" or self._known_at(following.start()):
                break
            words.append(following[0])
            self.at = following.end()
        return " ".join(words)

    def declared_name(self, stops: str) -> str:
        """The name being declared, up to one of the characters ``stops`` or, with " " in it, the word ``in``."""
        start = self.skip()
        until = start
        while until < len(self.text) and self.text[until] not in stops.replace(" ", ""):
            if " " in stops and re.match(r"\sin\b", self.text[until:]):
                break
            until += 1
        name = normal(self.text[start:until])
        if not name or not WORD.match(name) or len(name) > LONGEST_NAME or name in KEYWORDS:
            self.fail(f"Hier hoort een naam te staan, maar er staat {self.rest()}.", start)
        self.at = until
        self.declare(name)
        return name

    def keyword(self) -> bool:
        """Whether the next word has a meaning of its own and is not the start of a known name."""
        return self.word() in KEYWORDS and not self.known()

    def known(self) -> bool:
        """Whether a known compound name starts here."""
        return self._known_at(self.skip()) is not None

    def _known_at(self, at: int) -> tuple[str, int] | None:
        """The longest known compound name at a place, with where it ends."""
        first = _PART.match(self.text, at)
        for parts, name in self._compound.get(first[0], ()) if first else ():
            end = self._spelled(parts, at)
            if end is not None:
                return name, end
        return None

    def _spelled(self, parts: tuple[str, ...], at: int) -> int | None:
        for index, part in enumerate(parts):
            if index:
                space = SPACE.match(self.text, at)
                match = _PART.match(self.text, space.end() if space else at)
            else:
                match = _PART.match(self.text, at)
            if match is None or match[0] != part:
                return None
            at = match.end()
        return at


def unescape(text: str) -> str:
    """The characters of a text literal (10.3.1.2, rule 35), surrogate pairs joined."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_escaped, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in text else plain


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(code, "\\" + code)
