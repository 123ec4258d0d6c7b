"""Expressions looked through against the dictionary: kinds that do not fit, texts that cannot occur, names that tables miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from phu_runtime.decisions.analyse import analyse, check_cells
from phu_runtime.errors import Finding
from phu_runtime.feel import FeelError, FeelWarning, check_expression, compile_expression
from phu_runtime.workprocess.names import CALLABLE, DERIVED_ONLY, PUBLIC, closest
from phu_runtime.workprocess.release import DICTIONARY, WorkProcess

KINDS = {"ja_nee": "boolean", "getal": "number", "keuze": "string", "tekst": "string", "lange_tekst": "string"}
_FUNCTIONS = ("termijn", "waarschuwing", "werkdagen")
_UNKNOWN = "De naam '"


def check_texts(work: WorkProcess) -> list[Finding]:
    """Findings about every expression of diagrams, forms and dictionary, and about every table."""
    kinds, values = known_names(work)
    return [*_drawn(work, kinds, values), *_formulas(work, kinds, values), *_tables(work, kinds, values)]


def known_names(work: WorkProcess) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Names with their kind of value, and the texts that a choice can have. What diagrams set has no known kind."""
    kinds = dict.fromkeys((*PUBLIC, *DERIVED_ONLY), "")
    kinds |= {name: "" for element in work.diagrams.elements() for name in element.sets}
    fields = {key: datum for key, datum in work.dictionary.fields.items() if key not in kinds}
    kinds |= {key: KINDS.get(datum.kind, "") for key, datum in fields.items()}
    values = {key: frozenset(datum.values) for key, datum in fields.items() if datum.kind == "keuze" and datum.values}
    return kinds, values


def _drawn(work: WorkProcess, kinds: Mapping[str, str], values: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    for text in work.diagrams.expressions:
        element = work.diagrams[text.diagram].by_id.get(text.element)
        label = element.name if element is not None and element.name else text.element
        for warning in _warnings(text.expression, kinds, values):
            message = f"De expressie '{text.expression}' bij '{label}' klopt niet. {warning.message}"
            yield Finding(work.diagrams[text.diagram].file, text.element, message, warning.advice or "Verbeter de expressie.")


def _formulas(work: WorkProcess, kinds: Mapping[str, str], values: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    for datum in work.dictionary.fields.values():
        for warning in _warnings(datum.derived, kinds, values) if datum.derived else ():
            message = f"De formule van '{datum.key}' klopt niet. {warning.message}"
            yield Finding(DICTIONARY, datum.key, message, warning.advice or "Verbeter de formule onder 'afgeleid'.")
    for form in work.forms.values():
        for component in form.every():
            for compiled in (component.hide, component.options_expression, component.text_expression):
                for warning in _warnings(compiled.text, kinds, values) if compiled is not None else ():
                    message = f"De voorwaarde '{compiled.text}' klopt niet. {warning.message}"
                    yield Finding(form.file, component.key or component.id, message, warning.advice or "Verbeter de voorwaarde.")


def _warnings(text: str, kinds: Mapping[str, str], values: Mapping[str, frozenset[str]]) -> Iterable[FeelWarning]:
    """Unknown names are found where the parts of a release are fitted to each other."""
    try:
        node = compile_expression(text).node
    except FeelError:
        return ()
    return [found for found in check_expression(node, kinds, values=values, functions=_FUNCTIONS) if not found.message.startswith(_UNKNOWN)]


def _tables(work: WorkProcess, kinds: Mapping[str, str], values: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    yield from check_cells(work.decisions, kinds, values=values, functions=_FUNCTIONS)
    for analysis in analyse(work.decisions):
        node = work.decisions.node(analysis.decision)
        for found in analysis.findings:
            row = f" Voeg een regel toe voor: {', '.join(found.row)}." if found.kind == "missing" and found.row else ""
            yield Finding(node.file, analysis.decision, found.message, row.strip() or _ADVICE.get(found.kind, "Verbeter de tabel."))
    yield from _asked(work, kinds)
    yield from _twice(work)


_ADVICE = {
    "overlap": "Maak de regels zo dat er telkens één geldt, of kies een andere trefregel.",
    "unreachable": "Haal de regel weg, of zet haar hoger.",
    "redundant": "Haal de regel weg.",
    "output": "Kies een waarde die bij de uitkomst hoort.",
}


def _asked(work: WorkProcess, kinds: Mapping[str, str]) -> Iterator[Finding]:
    """What a table that a diagram asks wants to know, and nothing gives."""
    asked = {element.decision for element in work.diagrams.elements() if element.decision in work.decisions}
    stack, seen = [work.decisions.node(name) for name in sorted(asked)], set()
    while stack:
        node = stack.pop()
        if node.decision.id in seen:
            continue
        seen.add(node.decision.id)
        stack += [needed for _, needed in node.decisions]
        for _, name, _ in node.inputs:
            if name not in kinds and name not in CALLABLE:
                yield Finding(
                    node.file,
                    node.decision.id,
                    f"De tabel '{node.decision.id}' vraagt '{name}', dat nergens vandaan komt.",
                    closest(name, kinds),
                )


def _twice(work: WorkProcess) -> Iterator[Finding]:
    """Decisions with one name: only the last would be asked."""
    seen: dict[str, str] = {}
    for read in work.decisions.models:
        for decision in read.decisions:
            if decision.id in seen:
                yield Finding(
                    read.file, decision.id, f"De tabel '{decision.id}' staat ook in {seen[decision.id]}.", "Geef haar een eigen id."
                )
            seen[decision.id] = read.file
