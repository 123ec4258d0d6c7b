"""The header above every page of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.shapes import CaseHeader
from phu_runtime.showing.lines import phase_name
from phu_runtime.steps.opening import CaseStep

OUTCOMES = "afsluitreden"
PHASES = "hoofdfase"


def show_header(step: CaseStep, verdict: FieldsVerdict) -> CaseHeader:
    """Name and address only for who may read them (``verdict``)."""
    case, context = step.case, step.context()
    labels = step.work.dictionary.fields[PHASES].values
    return CaseHeader(
        case_id=case.id,
        number=case.number,
        status=case.status,
        municipality=case.municipality,
        subregion=str(context["subregio"]) if step.has_tenant else "",
        phase=phase_name(step.work, case),
        phases=_phases(step, labels) if step.has_tenant else [],
        regisseur=_regisseur(step),
        collection_pause=case.pause_until if case.pause_until and case.pause_until >= step.store.now else None,
        tenant=tenant_name(step.known.dossier) if "identiteit" in verdict.read else "",
        address=tenant_address(step.known.dossier) if "adres" in verdict.read else "",
        reported=case.reported,
        release=step.work.digest[:8],
        outcome=step.work.dictionary.fields[OUTCOMES].values.get(case.outcome, case.outcome),
    )


def tenant_name(dossier: Mapping[str, Any]) -> str:
    """``B. de Voorbeeld``: initials or first name, prefix, surname; "" when not known."""
    first = dossier.get("voorletters") or dossier.get("voornaam") or ""
    return _joined([first, dossier.get("tussenvoegsel"), dossier.get("achternaam")])


def tenant_address(dossier: Mapping[str, Any]) -> str:
    """``Proefstraat 12 b, Dordrecht``."""
    street = _joined([dossier.get("straatnaam"), dossier.get("huisnummer"), dossier.get("huisnummertoevoeging")])
    return ", ".join(part for part in (street, str(dossier.get("plaatsnaam") or "")) if part)


def _joined(parts: Iterable[Any]) -> str:
    return " ".join(str(part) for part in parts if part)


def _phases(step: CaseStep, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, klaar | nu | straks). A phase that the case skipped is never said to be done."""
    keys = [key for key in labels if key != "start"]
    at = keys.index(step.case.phase) if step.case.phase in keys else -1
    open_at = at if step.case.status != "gesloten" else len(keys)
    passed = {key for key in keys if key in step.run.progress}
    states = ("nu" if number == open_at else "klaar" if number < open_at and key in passed else "straks" for number, key in enumerate(keys))
    return [(labels[key], state) for key, state in zip(keys, states, strict=True)]


def _regisseur(step: CaseStep) -> str:
    party = step.known.parties.get(step.case.regisseur)
    return party.name if party else ""
