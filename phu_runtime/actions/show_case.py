"""The case page: where the case stands, whose turn it is, what happened, and what one may do now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.records import accounts, dossiers, incidents, tasks
from phu_runtime.shapes import Actor, CaseShown, PossibleAction, TaskRow
from phu_runtime.showing.facts import show_facts, show_who_sees
from phu_runtime.showing.header import show_header
from phu_runtime.showing.incidents import show_incident
from phu_runtime.showing.outline import show_diagrams, show_steps
from phu_runtime.showing.rows import show_row
from phu_runtime.showing.timeline import show_timeline
from phu_runtime.steps.events import awaited_events, may_send
from phu_runtime.steps.looking import log_deed, require_in_case
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.participants import fields_of, may_read_letter
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access


def show_case(store: Store, actor: Actor, case_id: str) -> CaseShown:
    """Everything of a case that this reader may see; the look is logged with the fields shown. Raises NotFound, NotYours."""
    step = open_case(store, case_id, actor, lock=False)
    access = case_access(step)
    seen = require_in_case(actor, "see_case", access, step.case)
    verdict = fields_of(step, step.role_of(actor), step.context())
    rows = tasks.open_tasks(store.session, case_id)
    header = show_header(step, verdict)
    shown = _rows(step, rows, actor, header.phase)
    late = frozenset(row.task_id for row in shown if row.term.state == "te_laat")
    terms = {(row.diagram, row.element): line.term for row, line in zip(rows, shown, strict=True)}
    diagrams = show_diagrams(step, rows, late)
    facts = show_facts(step, verdict)
    log_deed(
        store, actor, "casus bekeken", "R", step.case, fields=[fact.key for fact in facts], purpose=verdict.purpose, ground=verdict.ground
    )
    return CaseShown(
        header=header,
        revision=step.case.revision,
        tasks=shown,
        actions=[] if seen.light else _actions(step, actor),
        diagrams=diagrams,
        steps=show_steps(step, diagrams, terms),
        timeline=[] if seen.light else show_timeline(step, actor, verdict),
        facts=facts,
        letters=[] if seen.light else _letters(step, verdict),
        incidents=[show_incident(incident, number) for incident, number in incidents.open_incidents(store.session, case_id=case_id)],
        who_sees=show_who_sees(step),
    )


def _rows(step: CaseStep, rows: Sequence[Any], actor: Actor, phase: str) -> list[TaskRow]:
    names: Mapping[str, str] = accounts.names_of(step.store.session, [row.claimed_by for row in rows if row.claimed_by])
    organisations = {party.organisation_id: party.name for party in step.known.parties.values()}
    return [
        show_row(
            row,
            step.case,
            actor,
            step.store.now,
            step.work.calendar,
            phase=phase,
            organisation=organisations.get(row.organisation_id, ""),
            names=names,
            candidates=[step.known.parties[role].organisation_id for role in row.roles.split(",") if role in step.known.parties],
        )
        for row in rows
    ]


def _letters(step: CaseStep, verdict: FieldsVerdict) -> list[tuple[str, str, datetime]]:
    """The letters that this reader may open."""
    kept = dossiers.letters(step.store.session, step.case.id)
    return [(row.id, row.title, row.at) for row in kept if may_read_letter(step, step.work.letters[row.template], verdict)]


def _actions(step: CaseStep, actor: Actor) -> list[PossibleAction]:
    """Events that the case waits for now and that this reader's role may send."""
    return [
        PossibleAction(awaited.message, awaited.element, step.work.forms[awaited.form].title, awaited.documentation)
        for awaited in awaited_events(step)
        if may_send(step, actor, awaited)
    ]
