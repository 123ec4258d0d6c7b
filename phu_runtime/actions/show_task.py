"""The task page: the form with what is known or was kept, who sees what, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.accounts.absence import colleagues_to_choose
from phu_runtime.calendar import short_moment
from phu_runtime.records import accounts, dossiers
from phu_runtime.shapes import Actor, CaseHeader, FormShown, TaskRow, TaskShown
from phu_runtime.showing.facts import show_facts
from phu_runtime.showing.forms import prefilled, show_form
from phu_runtime.showing.header import show_header
from phu_runtime.showing.letters import letter_text
from phu_runtime.showing.next_steps import next_steps
from phu_runtime.showing.rows import show_row
from phu_runtime.steps.events import awaited_events, may_send
from phu_runtime.steps.foreseeing import completing
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.participants import fields_of
from phu_runtime.steps.store import Store
from phu_runtime.steps.taken import role_for, task_for

EXTEND = "termijn_verlengen"


def show_task(
    store: Store, actor: Actor, task_id: str, raw: Mapping[str, Any] | None = None, problems: Mapping[str, str] | None = None
) -> TaskShown:
    """``raw`` and ``problems``: what was just sent and refused, so that nothing has to be typed again. The look is logged
    with the fields that were shown. Raises NotFound, NotYours."""
    step, row = task_for(store, actor, task_id, "see_task", lock=False)
    role = role_for(step, row, actor)
    verdict = fields_of(step, role, step.context(), row.step)
    concept = dossiers.get_concept(store.session, f"taak:{task_id}", step.on_behalf or actor.user_id)
    facts = show_facts(step, verdict)
    element = step.work.diagrams.element(row.diagram, row.element)
    header = show_header(step, verdict)
    seen = [fact.key for fact in facts]
    why = {"purpose": verdict.purpose, "ground": verdict.ground}
    log_deed(store, actor, f"taak bekeken: {row.element}", "R", step.case, fields=seen, **why, on_behalf=step.on_behalf)
    return TaskShown(
        header=header,
        row=_row(step, row, actor, header),
        form=_form(step, row, role, concept, raw, problems),
        instruction=element.documentation,
        article=element.properties.get("artikel", ""),
        revision=step.case.revision,
        facts=facts,
        next_steps=next_steps(step, row.diagram, element),
        concept_at=concept.at if concept else None,
        letter=letter_text(step, element.properties.get("brief", "")),
        can_claim=row.status == "open" and row.claimed_by is None,
        can_extend=any(awaited.message == EXTEND and may_send(step, actor, awaited) for awaited in awaited_events(step)),
        colleagues=colleagues_to_choose(store, actor),
        closed=_closed(step, row),
    )


def _form(
    step: CaseStep, row: Any, role: str, concept: Any, raw: Mapping[str, Any] | None, problems: Mapping[str, str] | None
) -> FormShown:
    """What was just sent; else the concept over what is known."""
    if not row.form:
        return FormShown("", row.name, ())
    form = step.work.forms[row.form]
    send = completing(row.id) if row.status == "open" else None
    if raw is not None:
        return show_form(step, form, role, raw, problems, row.step, send)
    kept = step.unseal(f"concept/taak:{row.id}", concept.sealed) if concept else {}
    return show_form(step, form, role, {**prefilled(step, form, role, row.step), **kept}, problems, row.step, send)


def _closed(step: CaseStep, row: Any) -> str:
    """Why the form is no longer there to fill in: done by whom and when, or lapsed; "" while the task is open."""
    if row.status == "open":
        return ""
    if row.status == "done":
        who = accounts.names_of(step.store.session, [row.done_by]).get(row.done_by, "Een collega") if row.done_by else "Een collega"
        return f"{who} heeft deze taak afgerond op {short_moment(row.done)}."
    return "Deze taak is vervallen: hij hoeft niet meer gedaan te worden."


def _row(step: CaseStep, row: Any, actor: Actor, header: CaseHeader) -> TaskRow:
    names = accounts.names_of(step.store.session, [row.claimed_by] if row.claimed_by else [])
    party = next((party.name for party in step.known.parties.values() if party.organisation_id == row.organisation_id), "")
    return show_row(
        row,
        step.case,
        actor,
        step.store.now,
        step.work.calendar,
        phase=header.phase,
        organisation=party,
        names=names,
        tenant=header.tenant,
        candidates=[step.known.parties[role].organisation_id for role in row.roles.split(",") if role in step.known.parties],
    )
