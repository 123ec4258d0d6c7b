"""Handing a task to a colleague in the same organisation, with a reason."""

from __future__ import annotations

from typing import Any

from phu_runtime.calendar import local_date, long_date
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.records import accounts, deputies, notices, tasks
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import task_for


def hand_over_task(store: Store, actor: Actor, task_id: str, user_id: str, reason: str) -> Done:
    """Raises FormInvalid when the reason or colleague is missing, OutOfDate when someone else moved the task meanwhile."""
    step, row = task_for(store, actor, task_id, "hand_over_task")
    colleague = accounts.get_user(store.session, user_id)
    problems = {}
    if colleague is None or not colleague.active or colleague.organisation_id != actor.organisation_id:
        problems["collega"] = "Kies een collega van uw eigen organisatie."
    if not reason.strip():
        problems["reden"] = "Geef kort aan waarom u de taak overdraagt."
    if problems or colleague is None:
        raise FormInvalid(problems)
    if not tasks.reassign(store.session, task_id, row.claimed_by, user_id, store.now):
        raise OutOfDate("Deze taak is intussen door iemand anders opgepakt. Ververs de pagina.")
    notices.add_notice(
        store.session,
        case_id=step.case.id,
        organisation_id=actor.organisation_id,
        user_id=user_id,
        role=row.roles.split(",")[0],
        event="taak_overgedragen",
        title="U heeft een taak gekregen",
        text=f"{actor.name} draagt '{row.name}' aan u over ({step.case.number}).",
        at=store.now,
    )
    instead = _tell_deputy(store, actor, step.case, row.name, user_id)
    log_deed(store, actor, "taak overgedragen", "U", step.case, on_behalf=step.on_behalf)
    sentence = f"De taak '{row.name}' is overgedragen aan {colleague.name}.{instead}"
    return Done(step.case.id, step.case.number, sentence, told=[colleague.name])


def _tell_deputy(store: Store, actor: Actor, case: Any, task: str, user_id: str) -> str:
    """A colleague who is away has a deputy, who hears of it too; a sentence, "" when the colleague is there."""
    absence = deputies.absent_today(store.session, actor.organisation_id, local_date(store.now)).get(user_id)
    if absence is None:
        return ""
    names = accounts.names_of(store.session, [user_id, absence.deputy_id])
    absent, deputy = names.get(user_id, "Uw collega"), names.get(absence.deputy_id, "een collega")
    text = f"{actor.name} draagt '{task}' over aan {absent}, die er niet is. U doet de taak ({case.number})."
    about = {"title": f"Een taak namens {absent}", "text": text}
    notices.add_notice(
        store.session, case_id=case.id, organisation_id=actor.organisation_id, user_id=absence.deputy_id, role="",
        event="taak_overgedragen", at=store.now, **about,
    )  # fmt: skip
    return f" {absent} is afwezig tot en met {long_date(absence.through_day)}; {deputy} doet de taak."
