"""Which fields an element has, with what they are called, what they are for and what they may be filled with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phu_runtime.engine.xml import BPMN, CAMUNDA, local_name
from phu_runtime.release_shapes import EditField, EditGroup
from phu_runtime.workprocess.editing.diagrams.choices import Choices, Options
from phu_runtime.workprocess.editing.diagrams.slots import (
    Attribute,
    Condition,
    Documentation,
    Inner,
    Interrupting,
    Property,
    Slot,
    property_names,
    timer_path,
)

CHOOSING = ("exclusiveGateway", "inclusiveGateway")
DEFAULT = "standaard"
EDGE = ("ja", "nee")
_ALWAYS = ("processtap", "eis", "artikel")
_BY_TOPIC = {
    "kennisgeving": ("gebeurtenis", "waarde", "termijn"),
    "brief": ("brief",),
    "start_casus": ("proces", "bericht", "gegevens"),
    "register": ("register", "reden", "waarde"),
}
_BY_KIND: Mapping[str, tuple[str, ...]] = {"userTask": ("termijn", "brief"), "startEvent": ("rollen",)}


@dataclass(frozen=True)
class Place:
    """A slot of a node with its words. ``kind`` as in EditField; ``node`` is the element or one of its flows."""

    slot: Slot
    node: Any
    label: str
    help: str
    kind: str
    options: Options = ()
    needed: bool = False

    @property
    def value(self) -> str:
        return self.slot.read(self.node)


_PROPERTY_WORDS = {
    "termijn": ("Termijn", "Hoe lang iemand ervoor heeft. De lengte zelf staat in de tabel termijnen."),
    "brief": ("Brief aan de huurder", "Alleen als bij deze stap een brief hoort."),
    "artikel": ("Artikel", "Waar het in de samenwerkingsafspraken staat, bijvoorbeeld art. 7 ST b. PP is het privacyprotocol."),
    "eis": ("Eis", "Welke eis uit de afspraken deze stap uitvoert, bijvoorbeeld R-069. Meer eisen? Zet er een komma tussen."),
    "processtap": ("Processtap", "Bepaalt wie welke gegevens ziet. Meer stappen? Zet er een komma tussen."),
    "gebeurtenis": ("Gebeurtenis", "Wie bericht krijgt, staat in de tabel kennisgevingen bij deze gebeurtenis."),
    "waarde": ("Waarde om te onthouden", "Formule die begint met =, bijvoorbeeld =beeindigende_partij. Mag leeg zijn."),
    "rollen": ("Wie mag dit", "Partijen met een komma ertussen, of een formule, bijvoorbeeld =betrokken_partijen."),
    "formulier": ("Formulier", "Wat iemand invult om dit te melden."),
    "register": ("Register", "De naam van het register, bijvoorbeeld voortijdig_beeindigd."),
    "reden": ("Reden", "Een tekst, of een formule die begint met =."),
    "proces": ("Werkproces dat begint", "De tekening waarmee de nieuwe casus begint."),
    "bericht": ("Startbericht", "Het bericht waarmee die tekening begint."),
    "gegevens": ("Gegevens die meegaan", "Formule die begint met =, bijvoorbeeld ={terugkeer_aantal: terugkeer_aantal + 1}."),
    "huurder": ("Gaat het over een huurder?", "nee: dit werkproces gaat over geen huurder, zoals een geschil."),
}  # fmt: skip


def groups_of(places: Sequence[tuple[str, Place]], given: Mapping[str, str], problems: Mapping[str, str]) -> list[EditGroup]:
    """The fields by title, with what was filled in before (``given``) and what is wrong with it."""
    titles: dict[str, list[EditField]] = {}
    for title, place in places:
        key = place.slot.key
        value = given.get(key, place.value)
        options = place.options
        if place.kind == "select" and value and value not in {each for each, _ in options}:
            options = [*options, (value, f"{value} (staat niet in deze versie)")]
        shown = EditField(key, place.label, place.help, place.kind, value, options, problems.get(key, ""))
        titles.setdefault(title, []).append(shown)
    return [EditGroup(title, fields) for title, fields in titles.items()]


def places_of(node: Any, flows: Sequence[Any], choices: Choices) -> list[tuple[str, Place]]:
    """(title of the group, place) of everything that can be filled in at a node. ``flows``: the flows out of it."""
    return [*_own(node, choices), *_properties(node, choices), *_ways(node, flows)]


def _own(node: Any, choices: Choices) -> Iterator[tuple[str, Place]]:
    kind = local_name(node)
    naming = {"process": "Zo heet de tekening in de lijst.", "exclusiveGateway": "Stel een vraag, met een vraagteken."}
    help_ = naming.get(kind, "Kort, in gewone woorden. Een taak: wat iemand doet. Een gebeurtenis: wat er gebeurd is.")
    yield "", Place(Attribute("naam", "name"), node, "Naam", help_, "text", needed=_has_name(node))
    if kind.endswith("Gateway"):
        return
    yield "", Place(Documentation("uitleg"), node, "Uitleg", "Wat iemand hier doet of weten moet. Staat boven de taak.", "area")
    if kind in ("userTask", "startEvent"):
        options = [("", "Geen formulier"), *choices.forms]
        yield "", Place(Attribute("formulier", CAMUNDA + "formKey"), node, "Formulier", "Wat iemand invult.", "select", options)
    if kind == "userTask":
        text = "Alleen als het niet de partij van de baan is. Voor de casusregisseur: =casusregisseur."
        suggested = [("=casusregisseur", "De casusregisseur"), *choices.roles]
        yield "", Place(Attribute("wie", CAMUNDA + "candidateGroups"), node, "Wie", text, "suggest", suggested)
    if kind == "businessRuleTask":
        text = "De tabel die het antwoord geeft."
        yield "", Place(Attribute("tabel", CAMUNDA + "decisionRef"), node, "Beslistabel", text, "select", choices.decisions, needed=True)
        text = "De naam waaronder het antwoord bewaard wordt; meestal die van de tabel."
        yield "", Place(Attribute("uitkomst", CAMUNDA + "resultVariable"), node, "Uitkomst heet", text, "text")
    if kind == "callActivity":
        text = "De tekening die hier wordt doorlopen."
        yield "", Place(Attribute("tekening", "calledElement"), node, "Tekening", text, "select", choices.diagrams, needed=True)
    if kind in ("sendTask", "serviceTask"):
        text = "Wat het systeem hier doet. Na het bewaren ziet u de velden die erbij horen."
        yield "", Place(Attribute("onderwerp", CAMUNDA + "topic"), node, "Onderwerp", text, "select", choices.topics, needed=True)
    yield from _timed(node, choices)


def _timed(node: Any, choices: Choices) -> Iterator[tuple[str, Place]]:
    path = timer_path(node)
    if path:
        text = 'Een rij uit de tabel termijnen, bijvoorbeeld =termijn("mzo_advies"), of een vaste tijd zoals P14D (14 dagen).'
        terms = [(f'=termijn("{key}")', label) for key, label in choices.terms if key != "geen"]
        yield "", Place(Inner("tijd", path), node, "Wanneer", text, "suggest", terms, needed=True)
    if local_name(node) == "boundaryEvent":
        options = (("nee", "Nee, het werk gaat gewoon door"), ("ja", "Ja, wat loopt stopt"))
        yield "", Place(Interrupting("stopt"), node, "Stopt het werk hierdoor?", "", "select", options)
    loop = f"{BPMN}standardLoopCharacteristics/{BPMN}loopCondition"
    if node.find(loop) is not None:
        text = "Zolang dit waar is, komt de taak terug. Formule die begint met =."
        yield "", Place(Inner("herhaling", loop), node, "Opnieuw zolang", text, "feel", needed=True)
    if local_name(node) == "scriptTask" and node.find(BPMN + "script") is not None:
        yield "", Place(Inner("berekening", BPMN + "script"), node, "Berekening", "Formule die begint met =.", "feel", needed=True)


def _properties(node: Any, choices: Choices) -> Iterator[tuple[str, Place]]:
    kind = local_name(node)
    if kind.endswith("Gateway"):
        usual: tuple[str, ...] = ()
    elif kind == "process":
        usual = ("artikel",)
    else:
        message = node.find(BPMN + "messageEventDefinition") is not None and kind == "boundaryEvent"
        topic = _BY_TOPIC.get(node.get(CAMUNDA + "topic", ""), ())
        usual = (*(("formulier", "rollen") if message else ()), *_BY_KIND.get(kind, ()), *topic, *_ALWAYS)
    for name in dict.fromkeys((*usual, *property_names(node))):
        title = "Waar het vandaan komt" if name in ("eis", "artikel", "processtap") else ""
        label, text = _PROPERTY_WORDS.get(name, (name.replace("_", " ").capitalize(), "Een eigen eigenschap van dit onderdeel."))
        options, shown = _options(name, kind, choices)
        yield title, Place(Property(f"eigenschap.{name}", name), node, label, text, shown, options)


def _options(name: str, kind: str, choices: Choices) -> tuple[Options, str]:
    """What a property may be, and how it is shown."""
    none = ("", "Geen")
    chosen: Mapping[str, Options] = {
        "termijn": choices.terms if kind == "userTask" else [none, *choices.terms],
        "brief": [none, *choices.letters],
        "gebeurtenis": [none, *choices.events],
        "formulier": [("", "Geen formulier"), *choices.forms],
        "proces": [none, *choices.diagrams],
        "huurder": [("", "Ja"), ("nee", "Nee")],
    }
    if name in chosen:
        return chosen[name], "select"
    suggested: Mapping[str, Options] = {"eis": choices.requirements, "processtap": choices.steps, "rollen": choices.roles}
    return suggested.get(name, ()), "suggest" if name in suggested else "text"


def _ways(node: Any, flows: Sequence[Any]) -> Iterator[tuple[str, Place]]:
    """The flows out of a question: what is answered, and when that answer holds."""
    choosing = local_name(node) in CHOOSING and len(flows) > 1
    for number, flow in enumerate(flows, 1):
        if not choosing and not flow.get("name"):
            continue
        title, key = f"Antwoord {number}", f"pijl.{flow.get('id')}"
        yield title, Place(Attribute(f"{key}.naam", "name"), flow, "Antwoord", "Staat op de pijl, bijvoorbeeld ja.", "text")
        if choosing:
            text = "Formule die begint met =, bijvoorbeeld =fase.fase = 2. Leeg bij de weg die geldt als niets anders klopt."
            yield title, Place(Condition(f"{key}.voorwaarde"), flow, "Geldt als", text, "feel")
    if choosing:
        text = "Kiest u een andere weg? Geef de vorige dan een voorwaarde; die van deze weg vervalt."
        none = [("", "Geen")] if not node.get("default") else []
        ways = [(flow.get("id", ""), f"{number}: {flow.get('name') or 'zonder naam'}") for number, flow in enumerate(flows, 1)]
        yield "Als niets anders klopt", Place(Attribute(DEFAULT, "default"), node, "Dan geldt antwoord", text, "select", [*none, *ways])


def _has_name(node: Any) -> bool:
    """Merging and parallel gateways have no name; everything else has."""
    kind = local_name(node)
    return kind != "parallelGateway" and not (kind in CHOOSING and len(node.findall(BPMN + "outgoing")) < 2)
