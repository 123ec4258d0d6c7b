"""A new case, by a form: the start event that names this form says which process and who may."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime import formdefs
from phu_runtime.access import StartAccess, require
from phu_runtime.dossier import bind
from phu_runtime.records import dossiers
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.answers import record_answers
from phu_runtime.steps.beginning import Beginning, first_step, new_case
from phu_runtime.steps.checking_answers import check_texts
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.moving import move
from phu_runtime.steps.starts import start_context, start_event
from phu_runtime.steps.store import Store
from phu_runtime.steps.writing import write_step

Raw = Mapping[str, str | list[str]]


def start_case(store: Store, actor: Actor, form_key: str, raw: Raw) -> Done:
    """Raises FormInvalid, NotYours, NotFound (no published work process, no such start form), CaseStuck."""
    release_id = store.runtime.active_release(store)
    work = store.runtime.work_process(store.session, release_id)
    start = start_event(work, form_key)
    require(actor, "start_case", StartAccess(start.diagram, tuple(start.roles)))
    form = work.forms[form_key]
    answers = formdefs.clean(form, raw, start_context(work, store.now), work.dictionary)
    check_texts(store, work, start.diagram, actor.organisation_id, answers)
    beginning = Beginning(start.diagram, start.message, str(answers.get("gemeente") or ""), actor.organisation_id, {})
    step = new_case(store, release_id, beginning, actor)
    role = step.role_of(actor)
    passage_id = new_id()
    record_answers(step, form_key, start.element, role, answers, passage_id=passage_id)
    moved = move(step, lambda: first_step(step, beginning, role, bind(answers, work.dictionary)), {})
    written = write_step(step, moved, {"element": start.element, "role": role, "passage_id": passage_id})
    dossiers.delete_concepts(store.session, [f"start:{form_key}"], user_id=actor.user_id)
    log_deed(store, actor, "casus gestart", "C", step.case, fields=answers)
    sentence = f"Casus {step.case.number} is gestart.{written.told_sentence}"
    return Done(step.case.id, step.case.number, sentence, told=written.told, open_task_ids=written.opened)
