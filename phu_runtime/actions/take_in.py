"""One row of a file becomes a case: a transaction each, so that a long file never keeps others waiting. A row that was taken in
before changes nothing, so that a file that was broken off halfway may simply be brought again."""

from __future__ import annotations

from phu_runtime import formdefs
from phu_runtime.intake import Row
from phu_runtime.intake.delivering import deliverer_of, find_intake
from phu_runtime.intake.shown import TakenIn
from phu_runtime.shapes import Actor
from phu_runtime.steps.checking_answers import check_texts
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.starting import Start, begin, case_of_signal, signal_of
from phu_runtime.steps.starts import start_context, start_event
from phu_runtime.steps.store import Store


def take_in(store: Store, actor: Actor | None, key: str, row: Row) -> TakenIn:
    """``row``: of a preview without faults. Raises NotYours, FormInvalid (the form changed since, or someone else brought the same row
    just now), CaseStuck."""
    release_id = store.runtime.active_release(store)
    work = store.runtime.work_process(store.session, release_id)
    intake = find_intake(work, key)
    deliverer_of(store, work, intake, actor)
    known = case_of_signal(store, signal_of(work, intake.form, row.organisation_id, {**row.answers, **row.besides}))
    if known is not None:
        return TakenIn(row.line, known, "")
    event = start_event(work, intake.form)
    answers = formdefs.clean(work.forms[intake.form], row.raw, start_context(work, store.now), work.dictionary)
    check_texts(store, work, event.diagram, row.organisation_id, answers)
    step, _ = begin(store, work, actor, Start(release_id, event, row.organisation_id, answers, row.besides))
    log_deed(store, actor, "casus gestart uit een bestand", "C", step.case, fields={**answers, **row.besides})
    return TakenIn(row.line, step.case.id, step.case.number)
