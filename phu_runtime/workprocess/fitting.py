"""Whether the parts of a release fit: every name that one part uses is given by another."""

from __future__ import annotations

from collections.abc import Iterator

from phu_runtime.engine import Element
from phu_runtime.engine.roles import CASUSREGISSEUR
from phu_runtime.errors import Finding
from phu_runtime.workprocess.names import DERIVED_ONLY, PUBLIC, closest, unknown_names
from phu_runtime.workprocess.release import WorkProcess

NO_TERM = "geen"
ASKED = ("gegevensdeling", "kennisgevingen", "meldplicht", "termijnen")
"""Tables that no diagram asks, but the runtime does in every case."""

TOPICS = {
    "kennisgeving": ("gebeurtenis",),
    "brief": ("brief",),
    "casus_sluiten": (),
    "start_casus": ("proces", "bericht"),
    "register": ("register",),
    "vernietigen": (),
}
"""Topics that a diagram may ask for, with the properties each needs."""


def check_fit(work: WorkProcess) -> list[Finding]:
    """Findings between the parts of a release that each can be read."""
    found = [finding for element in work.diagrams.elements() for finding in _element(work, element)]
    found += [
        Finding("dmn", name, f"De tabel '{name}' ontbreekt; het programma vraagt haar zelf.", f"Voeg dmn/{name}.dmn toe.")
        for name in ASKED
        if name not in work.decisions
    ]
    return [*found, *_starts(work), *_expressions(work), *_derived(work), *_conditions(work)]


def _at(work: WorkProcess, element: Element, message: str, advice: str) -> Finding:
    return Finding(work.diagrams[element.diagram].file, element.id, message, advice)


def _element(work: WorkProcess, element: Element) -> Iterator[Finding]:
    name = element.name or element.id
    if element.kind == "userTask":
        yield from _user_task(work, element, name)
    if element.decision and element.decision not in work.decisions:
        yield _at(
            work, element, f"De beslistabel '{element.decision}' van '{name}' bestaat niet.", closest(element.decision, work.decisions)
        )
    if element.topic:
        yield from _topic(work, element, name)
    if element.message and element.properties.get("formulier"):
        yield from _event(work, element, name)
    term = element.properties.get("termijn")
    if term and term != NO_TERM and term not in _terms(work):
        yield _at(work, element, f"De termijn '{term}' van '{name}' staat niet in de tabel termijnen.", closest(term, _terms(work)))


def _user_task(work: WorkProcess, element: Element, name: str) -> Iterator[Finding]:
    if not element.form:
        yield _at(work, element, f"De taak '{name}' heeft geen formulier.", "Vul 'Form key' in.")
    elif element.form not in work.forms:
        yield _at(work, element, f"Het formulier '{element.form}' van '{name}' bestaat niet.", closest(element.form, work.forms))
    if not element.lane and not element.candidate_groups:
        yield _at(work, element, f"Niemand krijgt de taak '{name}'.", "Zet haar in een baan, of vul 'Candidate groups' in.")
    if element.lane == CASUSREGISSEUR and not element.candidate_groups:
        yield _at(work, element, f"De taak '{name}' staat in de baan Casusregisseur.", "Vul bij 'Candidate groups' =casusregisseur in.")
    if "termijn" not in element.properties:
        yield _at(work, element, f"De taak '{name}' heeft geen termijn.", f"Geef haar een sleutel uit de tabel termijnen, of '{NO_TERM}'.")


def _topic(work: WorkProcess, element: Element, name: str) -> Iterator[Finding]:
    if element.topic not in TOPICS:
        yield _at(work, element, f"Het onderwerp '{element.topic}' van '{name}' bestaat niet.", f"Kies uit: {', '.join(TOPICS)}.")
        return
    for wanted in TOPICS[element.topic]:
        if not element.properties.get(wanted):
            yield _at(work, element, f"'{name}' mist de eigenschap '{wanted}'.", f"Vul '{wanted}' in.")
    event = element.properties.get("gebeurtenis")
    events = work.decisions.input_values("kennisgevingen", "gebeurtenis") if "kennisgevingen" in work.decisions else frozenset()
    if event and events and event not in events:
        yield _at(work, element, f"De gebeurtenis '{event}' van '{name}' staat niet in de tabel kennisgevingen.", closest(event, events))
    letter = element.properties.get("brief")
    if letter and letter not in work.letters:
        yield _at(work, element, f"De brief '{letter}' van '{name}' bestaat niet.", closest(letter, work.letters))
    if element.topic == "start_casus" and element.properties.get("proces"):
        yield from _started(work, element, name)


def _started(work: WorkProcess, element: Element, name: str) -> Iterator[Finding]:
    process, message = element.properties["proces"], element.properties.get("bericht")
    if process not in work.diagrams:
        yield _at(work, element, f"De tekening '{process}' die '{name}' start, bestaat niet.", closest(process, work.diagrams.keys))
    elif message and all(start.message != message for start in work.diagrams[process].starts):
        known = [start.message for start in work.diagrams[process].starts]
        yield _at(work, element, f"De tekening '{process}' begint niet met het bericht '{message}'.", closest(message, known))


def _event(work: WorkProcess, element: Element, name: str) -> Iterator[Finding]:
    form = element.properties["formulier"]
    if form not in work.forms:
        yield _at(work, element, f"Het formulier '{form}' van de gebeurtenis '{name}' bestaat niet.", closest(form, work.forms))
    if not element.properties.get("rollen"):
        yield _at(work, element, f"Niemand kan de gebeurtenis '{name}' melden.", "Vul de eigenschap 'rollen' in.")


def _starts(work: WorkProcess) -> Iterator[Finding]:
    for start in work.diagrams.starts():
        element = work.diagrams.element(start.diagram, start.element)
        if start.form and start.form not in work.forms:
            yield _at(work, element, f"Het startformulier '{start.form}' bestaat niet.", closest(start.form, work.forms))
        if start.form and not start.roles:
            yield _at(work, element, f"Niemand kan '{start.name}' beginnen.", "Vul de eigenschap 'rollen' in.")


def _terms(work: WorkProcess) -> frozenset[str]:
    return work.decisions.input_values("termijnen", "termijn") if "termijnen" in work.decisions else frozenset()


def _known(work: WorkProcess) -> frozenset[str]:
    """Names that every expression of a case may use."""
    drawn = {name for element in work.diagrams.elements() for name in element.sets}
    return PUBLIC | drawn | frozenset(work.dictionary.fields)


def _expressions(work: WorkProcess) -> Iterator[Finding]:
    known = _known(work)
    for text in work.diagrams.expressions:
        counted = known | {"nrOfInstances", "nrOfCompletedInstances"}
        for name in unknown_names(text.expression, counted):
            element = work.diagrams[text.diagram].by_id.get(text.element)
            label = element.name if element is not None and element.name else text.element
            yield Finding(
                work.diagrams[text.diagram].file,
                text.element,
                f"De expressie '{text.expression}' bij '{label}' gebruikt '{name}', dat nergens vandaan komt.",
                closest(name, counted),
            )


def _derived(work: WorkProcess) -> Iterator[Finding]:
    known = _known(work) | DERIVED_ONLY
    for datum in work.dictionary.fields.values():
        for name in unknown_names(datum.derived, known) if datum.derived else ():
            yield Finding(
                "forms/gegevens.yaml",
                datum.key,
                f"De formule van '{datum.key}' gebruikt '{name}', dat nergens vandaan komt.",
                closest(name, known),
            )


def _conditions(work: WorkProcess) -> Iterator[Finding]:
    known = _known(work)
    for form in work.forms.values():
        for component in form.every():
            for compiled in (component.hide, component.options_expression, component.text_expression):
                for name in unknown_names(compiled.text, known) if compiled is not None else ():
                    yield Finding(
                        form.file,
                        component.key or component.id,
                        f"De voorwaarde '{compiled.text}' gebruikt '{name}', dat nergens vandaan komt.",
                        closest(name, known),
                    )
