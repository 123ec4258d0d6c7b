"""What happened in a case, newest first, without contents: who did which step, who was told, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.access import may
from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.records import accounts, dossiers
from phu_runtime.shapes import Actor, EventShown
from phu_runtime.showing.parties import Player, players_then
from phu_runtime.showing.reasons import Reasons, show_reasons
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.subjects import passage_access
from phu_runtime.steps.transferring import TRANSFER

TOLD = frozenset(
    {"userTask", "correction", "sendTask", "serviceTask", "businessRuleTask", "boundaryEvent", "startEvent", "endEvent", "callActivity"}
    | {"migration", "repair", TRANSFER}
)
QUIET_ENDS = frozenset({"interrupted"})


def show_timeline(step: CaseStep, actor: Actor, verdict: FieldsVerdict, limit: int = 300) -> list[EventShown]:
    """One line per step that means something to a person; a decision says why, as far as ``verdict`` lets the reader know."""
    rows = [row for row in dossiers.passages(step.store.session, step.case.id, limit=limit) if _tells(row)]
    names = accounts.names_of(step.store.session, [person for row in rows for person in (row.user_id, row.responsible_id) if person])
    reasons = show_reasons(step, verdict)
    player = players_then(step, rows)
    return [_line(step, row, names, player, actor, reasons) for row in rows]


def _tells(row: Any) -> bool:
    if row.kind not in TOLD or not row.name:
        return False
    if row.kind == "userTask":
        return True
    if row.outcome in QUIET_ENDS:
        return False
    return not (row.kind == "startEvent" and row.path) and not (row.kind == "endEvent" and row.path)


def _line(step: CaseStep, row: Any, names: Mapping[str, str], player: Player, actor: Actor, reasons: Reasons) -> EventShown:
    by_person = row.user_id is not None
    correctable = row.kind == "userTask" and row.outcome == "done" and by_person
    return EventShown(
        at=row.at,
        title=_title(row),
        detail=_detail(step, row, names, player) + _reason(step, row, actor),
        icon=row.role if by_person and row.role else "besluit" if row.kind == "businessRuleTask" else "systeem",
        passage_id=row.id,
        can_correct=correctable and may(actor, "correct_answers", passage_access(step, row)).allowed,
        why=reasons.get((row.element, row.at.replace(microsecond=0)), ()) if row.kind == "businessRuleTask" else (),
    )


def _title(row: Any) -> str:
    if row.outcome == "lapsed":
        return f"{row.name}: vervallen"
    if row.outcome == "interrupted":
        return f"{row.name}: niet meer nodig"
    return str(row.name)


def _reason(step: CaseStep, row: Any, actor: Actor) -> str:
    """Why answers were corrected: for colleagues of who did it."""
    if row.kind != "correction" or row.organisation_id != actor.organisation_id or not row.sealed:
        return ""
    return f". Reden: {step.unseal(f'passage/{row.id}', row.sealed)['reden']}"


def _detail(step: CaseStep, row: Any, names: Mapping[str, str], player: Player) -> str:
    if row.kind == TRANSFER:
        return f"Door de beheerder. Reden: {step.unseal(f'passage/{row.id}', row.sealed)['reden']}"
    answer = (step.unseal(f"passage/{row.id}", row.sealed) or {}).get("antwoord") if row.sealed else None
    if isinstance(answer, dict) and "ontvangers" in answer:
        receivers = dict.fromkeys(_receiver(role, player(role, row.at)) for role in answer["ontvangers"])
        return "Bericht aan: " + (", ".join(receivers) or "niemand")
    if row.user_id:
        who = names.get(row.user_id, "een medewerker")
        who += f" namens {names.get(row.responsible_id, 'een collega')}" if row.responsible_id else ""
        party = player(row.role, row.at)
        return f"{party} · {who}" if party else who
    return "Besluit volgens de tabel" if row.kind == "businessRuleTask" else "Automatisch"


def _receiver(role: str, organisation: str) -> str:
    fixed = {"huurder": "huurder", "betrokkenen": "alle betrokken partijen", "casusregisseur": "casusregisseur"}
    return fixed.get(role) or organisation or role
