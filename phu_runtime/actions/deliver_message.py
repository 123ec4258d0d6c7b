"""A message from one case to another, or a case that another asked to start: from the inbox, in a transaction of its own."""

from __future__ import annotations

from dataclasses import replace

from phu_runtime.access.roles import OWN_PARTY
from phu_runtime.dossier.seal import unseal
from phu_runtime.errors import NotFound
from phu_runtime.records import cases, inbox
from phu_runtime.steps.answers import write_dossier
from phu_runtime.steps.beginning import STARTER, Beginning, first_step, new_case
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.moving import move
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.starting import others_at_address
from phu_runtime.steps.store import Store
from phu_runtime.steps.writing import write_step


def deliver_message(store: Store, message_id: str) -> str:
    """Starts the case that the message asks for and returns its id. The dossier is copied under the new case's own key, as
    far as the necessity judgement kept it; delivered once: the row is locked and marked in this transaction."""
    message = inbox.lock_message(store.session, message_id)
    if message is None or message.from_case_id is None:
        raise NotFound("Dit bericht is al afgeleverd.")
    origin = open_case(store, message.from_case_id, lock=False)
    given = unseal(origin.key, origin.case.id, f"inbox/{message.id}", message.sealed) if message.sealed else {}
    reporter = origin.known.parties.get(STARTER) or origin.known.parties[OWN_PARTY]
    release_id = store.runtime.active_release(store)
    beginning = Beginning(
        process=message.process,
        message=message.message,
        municipality=origin.case.municipality,
        organisation_id=reporter.organisation_id,
        variables=given,
        parent_id=origin.case.id,
    )
    step = new_case(store, release_id, beginning, None)
    write_dossier(step, origin.known.dossier, STARTER)
    counted = replace(beginning, variables={**given, **others_at_address(step)})
    moved = move(step, lambda: first_step(step, counted, STARTER), {})
    write_step(step, moved)
    inbox.mark_delivered(store.session, message, step.case.id)
    log_deed(store, None, f"casus gestart vanuit {cases.get_case(store.session, origin.case.id).number}", "C", step.case)
    return str(step.case.id)
