"""Parts of a domain written for people: as the cell of a row to add (FEEL) and in a sentence (Dutch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from phu_runtime.decisions.analyse.domains import Domain, Part
from phu_runtime.decisions.outcome import value_in_words
from phu_runtime.feel import kind, to_text


@dataclass(frozen=True)
class _Stretch:
    """Neighbouring parts taken together; a bound of None is no bound."""

    low: Any
    low_included: bool
    high: Any
    high_included: bool


def cell(domain: Domain, chosen: Sequence[int]) -> str:
    """The unary tests that accept exactly the chosen parts of a domain: ``-``, ``"ja","nee"``, ``[3..5)``, ``not("a")``."""
    if len(chosen) == len(domain.parts):
        return "-"
    parts = domain.parts
    if any(_other_text(parts[index]) for index in chosen):
        others = [parts[index].value for index in range(len(parts)) if index not in chosen]
        return f"not({', '.join(literal(value) for value in others)})"
    return ", ".join(
        literal(part.value) if isinstance(part, Part) else _tests(part) for part in _joined(domain, chosen)
    )  # fmt: skip


def in_words(domain: Domain, chosen: Sequence[int]) -> str:
    """The same in a sentence: "kinderen = onbekend", "leeftijd < 18", "bedrag ≥ 100 en < 200"."""
    parts = domain.parts
    if any(_other_text(parts[index]) for index in chosen):
        others = [parts[index].value for index in range(len(parts)) if index not in chosen]
        return f"{domain.label} = iets anders dan {_or([value_in_words(value) for value in others])}" if others else domain.label
    points = _joined(domain, chosen)
    values = [value_in_words(part.value) for part in points if isinstance(part, Part)]
    stretches = [_stretch_in_words(part) for part in points if isinstance(part, _Stretch)]
    written = [f"= {_or(values)}"] if values else []
    return f"{domain.label} {_or([*written, *stretches])}"


def literal(value: Any) -> str:
    """A FEEL expression for a value."""
    if kind(value) in ("null", "boolean", "number", "string"):
        return to_text(value, quoted=True)
    return f'@"{to_text(value)}"'


def _other_text(part: Part) -> bool:
    return not part.point and kind(part.value) == "string"


def _joined(domain: Domain, chosen: Sequence[int]) -> list[Part | _Stretch]:
    """The chosen parts with neighbours on a line taken together; single values stay parts."""
    made: list[Part | _Stretch] = []
    before = -2
    for index in sorted(chosen):
        part = domain.parts[index]
        if kind(part.value) in ("string", "boolean", "null"):
            made.append(part)
            before = -2
            continue
        last = made[-1] if made and before == index - 1 and _touches(domain.parts[before], part) else None
        stretch = _Stretch(part.value, True, part.value, True) if part.point else _Stretch(part.low, False, part.high, False)
        if isinstance(last, Part):
            last = _Stretch(last.value, True, last.value, True)
        if last is not None:
            made[-1] = _Stretch(last.low, last.low_included, stretch.high, stretch.high_included)
        else:
            made.append(part if part.point else stretch)
        before = index
    return made


def _touches(one: Part, other: Part) -> bool:
    """Whether two neighbouring parts have nothing between them, also where a value between was left out of the domain."""
    if kind(one.value) != kind(other.value):
        return False
    end = one.value if one.point else one.high
    start = other.value if other.point else other.low
    return bool(one.point != other.point and end == start)


def _tests(stretch: _Stretch) -> str:
    if stretch.low is None and stretch.high is None:
        return "not(null)"
    if stretch.low is None:
        return f"{'<=' if stretch.high_included else '<'} {literal(stretch.high)}"
    if stretch.high is None:
        return f"{'>=' if stretch.low_included else '>'} {literal(stretch.low)}"
    opening, closing = "[" if stretch.low_included else "(", "]" if stretch.high_included else ")"
    return f"{opening}{literal(stretch.low)}..{literal(stretch.high)}{closing}"


def _stretch_in_words(stretch: _Stretch) -> str:
    low = "" if stretch.low is None else f"{'≥' if stretch.low_included else '>'} {value_in_words(stretch.low)}"
    high = "" if stretch.high is None else f"{'≤' if stretch.high_included else '<'} {value_in_words(stretch.high)}"
    return " en ".join(part for part in (low, high) if part) or "= een waarde"


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} of {words[-1]}" if words else ""
