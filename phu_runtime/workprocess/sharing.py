"""Every field that a step's form asks, its party may fill in at that step: table ``gegevensdeling`` (PP-B3; domain.md §5 and §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from phu_runtime.engine import Element
from phu_runtime.engine.roles import CASUSREGISSEUR
from phu_runtime.errors import Finding
from phu_runtime.workprocess.release import WorkProcess

TABLE = "gegevensdeling"
STEP, ROLE = "processtap", "ontvangende_rol"
WRITE, READ = "schrijven", "lezen"
PARTIES = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
REGISSEURS = ("woningcorporatie", "sociaal_team")
FACTS = ("heeft_zorgen", "is_casusregisseur", "dossier_open_voor_meldpunt")


@dataclass(frozen=True)
class Refusal:
    """A field that a step asks of a party which may not fill it in."""

    element: Element
    key: str
    finding: Finding


def check_sharing(work: WorkProcess) -> Iterator[Finding]:
    """A finding per field that is asked of a party that may not fill it in at any facts of the case."""
    return (refusal.finding for refusal in refusals(work))


def refusals(work: WorkProcess, form: str = "") -> Iterator[Refusal]:
    """The same, with the step and the field; ``form``: only this one."""
    if TABLE not in work.decisions:
        return
    allowed = Allowed(work)
    inherited = _inherited(work)
    for element in work.diagrams.elements():
        if element.kind == "userTask" and element.form in work.forms and form in ("", element.form):
            yield from _refused(work, element, allowed, _steps(work, element, inherited))


def _refused(work: WorkProcess, element: Element, allowed: Allowed, steps: tuple[str, ...]) -> Iterator[Refusal]:
    form = work.forms[element.form or ""]
    for component in form.fields():
        datum = work.dictionary.fields.get(component.key)
        for role in _roles(element) if datum is not None and steps else ():
            if datum is not None and all(datum.group not in allowed.groups(step, role) for step in steps):
                group = work.dictionary.groups[datum.group]
                finding = Finding(
                    work.diagrams[element.diagram].file,
                    element.id,
                    f"Het veld '{component.key}' op het formulier '{form.key}' mag bij stap {', '.join(steps)} niet door deze partij "
                    f"({role.replace('_', ' ')}) worden ingevuld: '{group.label}' staat daar niet in de tabel {TABLE} "
                    f"({datum.article or group.article or 'PP-B3'}).",
                    f"Haal het veld van het formulier, of laat de partijen de tabel {TABLE} wijzigen (PP 14.1).",
                )
                yield Refusal(element, component.key, finding)


def steps_of(work: WorkProcess, form: str) -> tuple[str, ...]:
    """The process steps at which tasks ask a form."""
    inherited = _inherited(work)
    found = [
        _steps(work, element, inherited) for element in work.diagrams.elements() if element.kind == "userTask" and element.form == form
    ]
    return tuple(dict.fromkeys(step for steps in found for step in steps))


class Allowed:
    """What may be written or read, asked once per step and role, over all facts that a case can have."""

    def __init__(self, work: WorkProcess) -> None:
        self._decisions = work.decisions
        self._reasons = sorted(work.decisions.input_values(TABLE, "aanleiding")) or [""]
        self._known: dict[tuple[str, str], Mapping[str, frozenset[str]]] = {}

    def groups(self, step: str, role: str, right: str = WRITE) -> frozenset[str]:
        """The field groups that ``role`` may write (or, with ``right`` READ, read) at ``step``."""
        if (step, role) not in self._known:
            found: dict[str, set[str]] = {WRITE: set(), READ: set()}
            for reason, *chosen in product(self._reasons, *((True, False) for _ in FACTS)):
                facts = {STEP: step, ROLE: role, "aanleiding": reason, **dict(zip(FACTS, chosen, strict=True))}
                for row in _rows(self._decisions.evaluate(TABLE, facts, strict=False).value):
                    for one in found:
                        found[one].update(row.get(one) or ())
            self._known[step, role] = {one: frozenset(groups) for one, groups in found.items()}
        return self._known[step, role][right]


def _rows(value: object) -> list[Mapping[str, list[str]]]:
    rows = value if isinstance(value, list | tuple) else [value]
    return [row for row in rows if isinstance(row, Mapping)]


def _roles(element: Element) -> tuple[str, ...]:
    asked = element.candidate_groups or ""
    if CASUSREGISSEUR in asked:
        return REGISSEURS
    return tuple(role for role in PARTIES if role in asked) or ((element.lane,) if element.lane in PARTIES else ())


def _inherited(work: WorkProcess) -> dict[str, set[str]]:
    """Diagram → the process steps of what calls it, also by way of others."""
    callers = [(element.called, element) for element in work.diagrams.elements() if element.called]
    found: dict[str, set[str]] = {diagram.key: set() for diagram in work.diagrams}
    for _ in found:
        for called, element in callers:
            if called in found:
                found[called] |= set(_steps(work, element, found))
    return found


def _steps(work: WorkProcess, element: Element, inherited: Mapping[str, set[str]]) -> tuple[str, ...]:
    diagram = work.diagrams[element.diagram]
    for properties in (element.properties, *(diagram.by_id[key].properties for key in reversed(element.within))):
        if properties.get(STEP):
            return tuple(step.strip() for step in properties[STEP].split(",") if step.strip())
    return tuple(sorted(inherited[element.diagram]))
