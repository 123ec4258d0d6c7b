"""Every field that a step's form asks, its party may fill in at that step: table ``gegevensdeling`` (PP-B3; domain.md §5 and §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from phu_runtime.engine import Element
from phu_runtime.engine.roles import CASUSREGISSEUR
from phu_runtime.errors import Finding
from phu_runtime.workprocess.release import WorkProcess

TABLE = "gegevensdeling"
STEP, ROLE = "processtap", "ontvangende_rol"
PARTIES = ("woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt")
REGISSEURS = ("woningcorporatie", "sociaal_team")
FACTS = ("heeft_zorgen", "is_casusregisseur", "dossier_open_voor_meldpunt")


def check_sharing(work: WorkProcess) -> Iterator[Finding]:
    """A finding per field that is asked of a party that may not fill it in at any facts of the case."""
    if TABLE not in work.decisions:
        return
    allowed = _Allowed(work)
    inherited = _inherited(work)
    for element in work.diagrams.elements():
        form = work.forms.get(element.form) if element.form else None
        if element.kind != "userTask" or form is None:
            continue
        steps = _steps(work, element, inherited)
        for component in form.fields():
            datum = work.dictionary.fields.get(component.key)
            for role in _roles(element) if datum is not None and steps else ():
                if datum is not None and all(datum.group not in allowed.groups(step, role) for step in steps):
                    group = work.dictionary.groups[datum.group]
                    yield Finding(
                        work.diagrams[element.diagram].file,
                        element.id,
                        f"Het veld '{component.key}' op het formulier '{form.key}' mag bij stap {', '.join(steps)} niet door deze partij "
                        f"({role.replace('_', ' ')}) worden ingevuld: '{group.label}' staat daar niet in de tabel {TABLE} "
                        f"({datum.article or group.article or 'PP-B3'}).",
                        f"Haal het veld van het formulier, of laat de partijen de tabel {TABLE} wijzigen (PP 14.1).",
                    )


class _Allowed:
    """What may be written, asked once per step and role, over all facts that a case can have."""

    def __init__(self, work: WorkProcess) -> None:
        self._decisions = work.decisions
        self._reasons = sorted(work.decisions.input_values(TABLE, "aanleiding")) or [""]
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def groups(self, step: str, role: str) -> frozenset[str]:
        """The field groups that ``role`` may write at ``step``."""
        if (step, role) not in self._known:
            found: set[str] = set()
            for reason, *chosen in product(self._reasons, *((True, False) for _ in FACTS)):
                facts = {STEP: step, ROLE: role, "aanleiding": reason, **dict(zip(FACTS, chosen, strict=True))}
                for row in _rows(self._decisions.evaluate(TABLE, facts, strict=False).value):
                    found.update(row.get("schrijven") or ())
            self._known[step, role] = frozenset(found)
        return self._known[step, role]


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
