"""Why a decision came out so, in Dutch: for the case page and for ``decide --why``."""

from __future__ import annotations

from typing import Any

from phu_runtime.decisions.outcome import Outcome, in_words, value_in_words

DEEPEST = 8


def explain(outcome: Outcome) -> list[str]:
    """Sentences: what came out, which rules hit and on which inputs, what the table notes about it, and the same for what it needed.

    A decision that others needed comes after them, indented by two spaces a level.
    """
    return list(_lines(outcome, 0))


def _lines(outcome: Outcome, depth: int) -> list[str]:
    name = outcome.label or outcome.decision
    lines = [f"De beslissing '{name}' geeft {_answer(outcome)}.", _reason(outcome)]
    lines += [f"Bij de regel staat: {note}." for note in dict.fromkeys(note.rstrip(".") for note in outcome.notes)]
    lines += [f"Let op: {warning}" for warning in outcome.warnings]
    if outcome.required and depth < DEEPEST:
        lines.append("Daarvoor was nodig:")
        for needed in outcome.required:
            lines += [f"  {line}" for line in _lines(needed, depth + 1)]
    return lines


def _answer(outcome: Outcome) -> str:
    outputs: Any = outcome.outputs
    if isinstance(outputs, list):
        return "niets" if not outputs else f"{len(outputs)} uitkomsten: {'; '.join(in_words(row) for row in outputs)}"
    if len(outputs) == 1:
        return value_in_words(next(iter(outputs.values())))
    return in_words(outputs)


def _reason(outcome: Outcome) -> str:
    inputs = {name: value for name, value in outcome.inputs.items() if not outcome.rules or name in outcome.deciding}
    if outcome.rules:
        numbers = [str(number) for number in outcome.rules]
        listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} en {numbers[-1]}"
        rules = f"Regel {listed} past" if len(numbers) == 1 else f"De regels {listed} passen"
        return f"{rules}, want {in_words(inputs)}." if inputs else f"{rules} altijd."
    if outcome.tabular:
        empty = outcome.value is None or outcome.value == []
        return f"Geen regel past bij {in_words(inputs)}{'.' if empty else '; daarom geldt de standaarduitkomst.'}"
    return f"Dat is berekend uit {in_words(inputs)}." if inputs else "Dat is berekend zonder gegevens van de casus."
