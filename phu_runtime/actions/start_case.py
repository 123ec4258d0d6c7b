"""A new case, by a form: the start event that names this form says which process and who may."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime import formdefs
from phu_runtime.access import StartAccess, require
from phu_runtime.errors import OutOfDate
from phu_runtime.records import cases, dossiers, starts
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.checking_answers import check_texts
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.starting import Start, begin
from phu_runtime.steps.starts import start_context, start_event
from phu_runtime.steps.store import Store

Raw = Mapping[str, str | list[str]]


def start_case(store: Store, actor: Actor, form_key: str, raw: Raw, idempotency_key: str = "") -> Done:
    """The same ``idempotency_key`` of the same person again begins nothing and answers with the case that it began. Raises
    FormInvalid, NotYours, NotFound (no published work process, no such start form), CaseStuck."""
    release_id = store.runtime.active_release(store)
    work = store.runtime.work_process(store.session, release_id)
    start = start_event(work, form_key)
    require(actor, "start_case", StartAccess(start.diagram, tuple(start.roles)))
    form = work.forms[form_key]
    key = f"{actor.user_id}:{idempotency_key}" if idempotency_key else ""
    if key:
        new, began = starts.take_key(store.session, key, store.real_now)
        if not new:
            return _began_already(store, began)
    answers = formdefs.clean(form, raw, start_context(work, store.now), work.dictionary)
    check_texts(store, work, start.diagram, actor.organisation_id, answers)
    step, written = begin(store, work, actor, Start(release_id, start, actor.organisation_id, answers, {}))
    if key:
        starts.note_case(store.session, key, step.case.id)
    dossiers.delete_concepts(store.session, [f"start:{form_key}"], user_id=actor.user_id)
    log_deed(store, actor, "casus gestart", "C", step.case, fields=answers)
    sentence = f"Casus {step.case.number} is gestart.{written.told_sentence}"
    return Done(step.case.id, step.case.number, sentence, told=written.told, open_task_ids=written.opened)


def _began_already(store: Store, case_id: str | None) -> Done:
    found = cases.cases_by_id(store.session, [case_id] if case_id else [])
    if not found:
        raise OutOfDate("Dit formulier was al verstuurd. Kijk bij uw casussen.")
    return Done(found[0].id, found[0].number, f"Dit was al verstuurd: casus {found[0].number} is gestart. Er is niets dubbel vastgelegd.")
