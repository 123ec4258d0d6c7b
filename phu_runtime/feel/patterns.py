"""Regular expressions in XPath's flavour (XQuery and XPath Functions 3.1, 5.6), on the ``regex`` package with a time limit."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import regex

from phu_runtime.feel.errors import Invalid, TooMuch

_FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE}
_ESCAPES = frozenset("nrt\\|.?*+(){}-[]^$") | frozenset("sSiIcCdDwWpP") | frozenset("123456789")
_NAME_START = r"_:\p{L}"
_NAME = r"-._:\p{L}\p{N}\p{M}\u00B7"
_NAMED = {"i": _NAME_START, "c": _NAME}
LONGEST = 1000
LARGEST_REPEAT = 1000


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Any:
    """The pattern of an XPath regular expression. Raises Invalid for one that XPath does not have."""
    if set(flags) - set("smixq"):
        raise Invalid("de vlaggen van een patroon zijn s, m, i, x en q.")
    if len(pattern) > LONGEST:
        raise Invalid(f"een patroon is hoogstens {LONGEST} tekens lang.")
    if "q" in flags:
        options = _FLAGS["i"] if "i" in flags else 0
        return regex.compile(regex.escape(pattern), options | regex.VERSION1)
    options = 0
    for flag in flags:
        options |= _FLAGS.get(flag, 0)
    translated = _Translation(pattern, "x" in flags, "m" in flags, "s" in flags).result()
    try:
        return regex.compile(translated, options | regex.VERSION1 | regex.UNICODE)
    except (regex.error, OverflowError, RecursionError) as error:
        raise Invalid("het patroon is ongeldig.") from error


class _Translation:
    """One pattern, character by character, from XPath's grammar to ``regex``'s."""

    def __init__(self, pattern: str, spaced: bool, lines: bool, dots: bool) -> None:
        self.text = _unspaced(pattern) if spaced else pattern
        self.at = 0
        self.lines = lines
        self.dots = dots
        self.out: list[str] = []

    def result(self) -> str:
        while self.at < len(self.text):
            self._step(self.text[self.at])
        return "".join(self.out)

    def _step(self, sign: str) -> None:
        if sign == "\\":
            self.out.append(self._escape(False))
        elif sign == "[":
            self.out.append(self._group(0))
        elif sign == "(":
            self._open()
        elif sign == "{":
            self._repeat()
        elif sign in "$.":
            plain = {"$": "$" if self.lines else r"\Z", ".": "." if self.dots else r"[^\n\r]"}
            self.out.append(plain[sign])
            self.at += 1
        else:
            if sign in "+" and self.out and self.out[-1] in ("*", "+", "?", "}"):
                raise Invalid("het patroon is ongeldig.")
            self.out.append(sign)
            self.at += 1

    def _open(self) -> None:
        self.at += 1
        if self.text.startswith("?", self.at) and not self.text.startswith("?:", self.at):
            raise Invalid("het patroon is ongeldig: na ( kan geen ? staan.")
        self.out.append("(")

    def _repeat(self) -> None:
        end = self.text.find("}", self.at)
        counts = self.text[self.at + 1 : end].split(",") if end > 0 else []
        if len(counts) not in (1, 2) or not counts[0].isdigit() or not all(c.isdigit() or c == "" for c in counts):
            raise Invalid("het patroon is ongeldig bij {.")
        if any(int(count) > LARGEST_REPEAT for count in counts if count):
            raise Invalid(f"een herhaling in een patroon is hoogstens {LARGEST_REPEAT}.")
        self.out.append(self.text[self.at : end])
        self.out.append("}")
        self.at = end + 1

    def _escape(self, inside: bool) -> str:
        sign = self.text[self.at + 1 : self.at + 2]
        if sign not in _ESCAPES or not sign:
            raise Invalid(f"het patroon is ongeldig bij \\{sign}.")
        if inside and sign.isdigit():
            raise Invalid("binnen een tekenklasse kan geen verwijzing naar een groep staan.")
        self.at += 2
        if sign in "pP":
            return self._property(sign)
        if sign.lower() in _NAMED:
            members = _NAMED[sign.lower()]
            if inside and sign.islower():
                return members
            return f"[{'^' if sign.isupper() else ''}{members}]"
        return "\\" + sign

    def _property(self, sign: str) -> str:
        end = self.text.find("}", self.at)
        if not self.text.startswith("{", self.at) or end < 0:
            raise Invalid("het patroon is ongeldig bij \\p.")
        name = self.text[self.at + 1 : end]
        self.at = end + 1
        return f"\\{sign}{{{'In' + name[2:] if name.startswith('Is') else name}}}"

    def _group(self, depth: int) -> str:
        """A character class, with XPath's subtraction ``[a-z-[aeiou]]``."""
        if depth > 5:
            raise Invalid("het patroon is te diep genest.")
        self.at += 1
        parts = ["["]
        if self.text.startswith("^", self.at):
            parts.append("^")
            self.at += 1
        first = len(parts)
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "]" and len(parts) > first:
                self.at += 1
                return "".join(parts) + "]"
            if sign == "\\":
                parts.append(self._escape(True))
            elif self.text.startswith("-[", self.at):
                self.at += 1
                parts.append("--" + self._group(depth + 1))
            elif sign in "[]":
                raise Invalid("het patroon is ongeldig: zet \\ voor [ en ] binnen een tekenklasse.")
            else:
                parts.append("\\" + sign if sign in "&~|^#-" and not self._in_range(sign, parts, first) else sign)
                self.at += 1
        raise Invalid("het patroon is ongeldig: er ontbreekt een ].")

    def _in_range(self, sign: str, parts: list[str], first: int) -> bool:
        """Whether ``-`` stands between two ends of a range rather than for itself."""
        following = self.text[self.at + 1 : self.at + 2]
        return sign == "-" and len(parts) > first and following not in ("]", "")


def _unspaced(pattern: str) -> str:
    """Flag x: white space outside character classes does not count."""
    out, inside = [], 0
    for sign in pattern:
        if sign == "[":
            inside += 1
        elif sign == "]":
            inside -= 1
        elif sign in " \t\r\n" and not inside:
            continue
        out.append(sign)
    return "".join(out)


def matches(text: str, pattern: str, flags: str, seconds: float) -> bool:
    """Whether the pattern occurs in the text. Raises Invalid, or TooMuch past the time limit."""
    try:
        return compiled(pattern, flags).search(text, timeout=seconds) is not None
    except TimeoutError as error:
        raise _slow(pattern) from error


def replace(text: str, pattern: str, replacement: str, flags: str, seconds: float, longest: int) -> str:
    """Every occurrence replaced; in ``replacement`` ``$1`` is the first group and ``\\$`` a dollar sign."""
    found = compiled(pattern, flags)
    parts = [replacement] if "q" in flags else _replacement(replacement, found.groups)
    out: list[str] = []
    size = 0
    at = 0
    try:
        for match in found.finditer(text, timeout=seconds):
            for piece in (text[at : match.start()], *(part if isinstance(part, str) else match[part] or "" for part in parts)):
                out.append(piece)
                size += len(piece)
            if size > longest:
                raise TooMuch(f"Een tekst zou langer worden dan {longest} tekens. Maak de tekst korter.")
            at = match.end()
    except TimeoutError as error:
        raise _slow(pattern) from error
    return "".join(out) + text[at:]


def split(text: str, delimiter: str, seconds: float) -> list[str]:
    """The pieces between the occurrences of the pattern."""
    found = compiled(delimiter, "")
    pieces, at = [], 0
    try:
        for match in found.finditer(text, timeout=seconds):
            if match.end() > match.start():
                pieces.append(text[at : match.start()])
                at = match.end()
            elif 0 < match.start() < len(text):
                pieces.append(text[at : match.start()])
                at = match.start()
    except TimeoutError as error:
        raise _slow(delimiter) from error
    return [*pieces, text[at:]]


def _replacement(text: str, groups: int) -> list[str | int]:
    """The pieces of a replacement: texts and numbers of groups."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        sign = text[at]
        following = text[at + 1 : at + 2]
        if sign == "\\":
            if following not in ("\\", "$"):
                raise Invalid("in de vervanging kan na \\ alleen \\ of $ staan.")
            parts.append(following)
            at += 2
        elif sign == "$":
            if not following.isdigit():
                raise Invalid("in de vervanging hoort na $ een cijfer; een dollarteken is \\$.")
            end = at + 2
            while end < len(text) and text[end].isdigit() and int(text[at + 1 : end + 1]) <= groups:
                end += 1
            group = int(text[at + 1 : end])
            parts.append(group if group <= groups else "")
            at = end
        else:
            parts.append(sign)
            at += 1
    return parts


def _slow(pattern: str) -> TooMuch:
    shown = pattern if len(pattern) < 40 else pattern[:40] + "…"
    return TooMuch(f"Het patroon '{shown}' kost te veel tijd. Maak het eenvoudiger, zonder herhaling in een herhaling.")
