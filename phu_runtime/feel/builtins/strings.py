"""String functions (DMN 1.5, 10.3.4.3, Table 75); characters count as Unicode code points."""

from __future__ import annotations

from decimal import Decimal

from phu_runtime.feel import patterns
from phu_runtime.feel.builtins.registry import builtin
from phu_runtime.feel.errors import Invalid
from phu_runtime.feel.run import Run


@builtin("substring(string: string, start position: number, length?: number)")
def substring(text: str, position: Decimal, length: Decimal | None = None) -> str:
    start = int(position)
    if start == 0 or abs(start) > len(text) + (1 if start > 0 and not text else 0):
        raise Invalid("deze startplaats ligt buiten de tekst (de eerste letter is plaats 1).")
    first = start - 1 if start > 0 else len(text) + start
    if length is None:
        return text[first:]
    if length < 1:
        raise Invalid("de lengte moet minstens 1 zijn.")
    return text[first : first + int(min(length, Decimal(len(text))))]


@builtin("string length(string: string)")
def string_length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def upper_case(text: str) -> str:
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(text: str) -> str:
    return text.lower()


@builtin("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


def _charge(run: Run, text: str) -> None:
    """Searching for a pattern costs more than other steps."""
    run.spend(100 + (len(text) >> 3))


@builtin("matches(input: string, pattern: string, flags?: string)", with_run=True)
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    _charge(run, text)
    return patterns.matches(text, pattern, flags or "", run.budget.pattern_seconds)


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string)", with_run=True)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    _charge(run, text)
    made = patterns.replace(text, pattern, replacement, flags or "", run.budget.pattern_seconds, run.budget.characters)
    run.written(len(made))
    return made


@builtin("split(string: string, delimiter: string)", with_run=True)
def split(run: Run, text: str, delimiter: str) -> list[str]:
    _charge(run, text)
    parts = patterns.split(text, delimiter, run.budget.pattern_seconds)
    run.sized(len(parts))
    return parts


@builtin("string join(list: list, delimiter?: string)", with_run=True)
def string_join(run: Run, items: list[object], delimiter: str | None = None) -> str:
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        raise Invalid("de lijst bevat iets dat geen tekst is.")
    run.spend(len(texts))
    run.written(sum(len(str(item)) for item in texts) + len(texts) * len(delimiter or ""))
    return (delimiter or "").join(str(item) for item in texts)
