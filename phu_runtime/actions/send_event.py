"""Telling a case something from its page: oplossing, nieuw feit, beëindiging, overdracht, verlenging."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.errors import OutOfDate
from phu_runtime.records import dossiers
from phu_runtime.shapes import Actor, Done
from phu_runtime.steps.completing import tell_event
from phu_runtime.steps.events import event_for
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store

Raw = Mapping[str, str | list[str]]


def send_event(store: Store, actor: Actor, case_id: str, event: str, raw: Raw, revision: int | None, idempotency_key: str) -> Done:
    """``event`` is the message's name. The same ``idempotency_key`` again changes nothing and answers the same. Raises
    OutOfDate when the case no longer waits for it (the input is kept by the page), FormInvalid, NotYours."""
    step, awaited = event_for(store, actor, case_id, event, key=idempotency_key)
    if awaited is None:
        return Done(case_id, step.case.number, "Dit was al verstuurd. Er is niets dubbel vastgelegd.")
    if revision is not None and revision > step.case.revision:
        raise OutOfDate("Deze pagina is van een andere versie van de casus. Ververs de pagina.")
    role = step.role_of(actor)
    written, answers = tell_event(step, awaited, role, raw, idempotency_key)
    dossiers.delete_concepts(store.session, [f"gebeurtenis:{case_id}:{event}"])
    log_deed(store, actor, f"gebeurtenis: {event}", "U", step.case, fields=answers)
    sentence = f"'{awaited.name}' is vastgelegd.{written.told_sentence}"
    return Done(case_id, step.case.number, sentence, told=written.told, open_task_ids=written.opened)
