"""Who must agree with a draft is asked to: a message in the system and by mail, and a line in its history."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import OutOfDate
from phu_runtime.records import accounts, drafts, notices, release_history
from phu_runtime.shapes import Actor
from phu_runtime.showing.checks import found_in
from phu_runtime.steps.drafts import asked_already, demands_of, speaks_for, standing
from phu_runtime.steps.store import Store

EVENT = "akkoord_gevraagd"
TITLE = "Er staat een nieuwe versie van het werkproces klaar"


def ask_approval(store: Store, actor: Actor, release_id: str) -> list[str]:
    """The names of who were asked: everyone who speaks for a role that must agree, but for who made the draft or agreed already.

    Raises OutOfDate when nothing changed, when the gate did not look at these files or found something, or when was asked about
    exactly these files before; NotFound, NotYours."""
    require(actor, "edit_work_process")
    draft = drafts.lock_draft(store.session, release_id)
    now = standing(store, draft)
    if now.before == now.files:
        raise OutOfDate("Er is nog niets veranderd.")
    _, found = found_in(store, draft)
    if found is None or found.findings:
        raise OutOfDate("Vraag pas om akkoord als de controle geen problemen meer vindt.")
    if asked_already(store, draft):
        raise OutOfDate("U heeft over deze versie al om akkoord gevraagd.")
    wanted = {demand.role for demand in demands_of(now)}
    done = release_history.makers(store.session, draft) | {given.user_id for given in release_history.approvals(store.session, draft)}
    asked = []
    for user, organisation, roles in accounts.users(store.session, only_active=True):
        reader = Actor(user.id, user.name, organisation.id, organisation.name, organisation.party, roles)
        role = next((role for role in speaks_for(reader) if role in wanted), None)
        if role is None or user.id in done:
            continue
        notices.add_notice(
            store.session,
            organisation_id=organisation.id,
            user_id=user.id,
            role=role,
            event=EVENT,
            title=TITLE,
            text=f"{actor.name} vraagt uw akkoord met versie {draft.name}. U vindt haar bij Werkproces, onder Versies.",
            at=store.now,
        )
        asked.append(user.name)
    release_history.note_event(store.session, draft, EVENT, actor.user_id, store.now, f"{len(asked)} mensen")
    return asked
