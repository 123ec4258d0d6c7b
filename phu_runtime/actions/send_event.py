"""Telling a case something from its page: oplossing, nieuw feit, beëindiging, overdracht, verlenging."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime import formdefs
from phu_runtime.dossier import bind
from phu_runtime.errors import OutOfDate
from phu_runtime.records import dossiers
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.answers import record_answers
from phu_runtime.steps.events import event_for
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.moving import move
from phu_runtime.steps.store import Store
from phu_runtime.steps.writing import write_step

Raw = Mapping[str, str | list[str]]


def send_event(store: Store, actor: Actor, case_id: str, event: str, raw: Raw, revision: int | None, idempotency_key: str) -> Done:
    """``event`` is the message's name. The same ``idempotency_key`` again changes nothing and answers the same. Raises
    OutOfDate when the case no longer waits for it (the input is kept by the page), FormInvalid, NotYours."""
    step, awaited = event_for(store, actor, case_id, event)
    if dossiers.submission_with_key(store.session, case_id, idempotency_key) is not None:
        return Done(case_id, step.case.number, f"'{awaited.name}' was al verstuurd.")
    if revision is not None and revision > step.case.revision:
        raise OutOfDate("Deze pagina is van een andere versie van de casus. Ververs de pagina.")
    role = step.role_of(actor)
    form = step.work.forms[awaited.form] if awaited.form else None
    answers = formdefs.clean(form, raw, step.context(), step.work.dictionary) if form else {}
    bound = bind(answers, step.work.dictionary)
    passage_id = new_id()
    if form is not None:
        record_answers(step, form.key, awaited.element, role, answers, passage_id=passage_id, idempotency_key=idempotency_key)
    payload = {"id": passage_id, "rol": role, "moment": store.now.isoformat()}
    request = {"soort": "gebeurtenis", "gebeurtenis": event, "antwoorden": dict(raw), "gebruiker": actor.user_id}
    step.run.set_variables(bound.variables)
    moved = move(step, lambda: step.run.send_message(event, payload, step.world), request)
    written = write_step(step, moved, {"element": awaited.element, "role": role, "passage_id": passage_id})
    log_deed(store, actor, f"gebeurtenis: {event}", "U", step.case, fields=answers)
    sentence = f"'{awaited.name}' is vastgelegd.{written.told_sentence}"
    return Done(case_id, step.case.number, sentence, told=written.told, open_task_ids=written.opened)
