"""Someone who must agree with a draft agrees with exactly these files."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.errors import NotYours, OutOfDate
from phu_runtime.records import drafts, release_history
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import access_to, can_approve_as, demands_of, speaks_for, standing
from phu_runtime.steps.store import Store


def approve_release(store: Store, actor: Actor, release_id: str, seen: str, role: str = "") -> str:
    """The role for which was agreed. ``seen``: digest of the files that the reader saw; ``role``: one of several that the reader
    speaks for. Raises OutOfDate when a file changed since, NotYours for a maker or who need not agree, NotFound."""
    draft = drafts.lock_draft(store.session, release_id)
    wanted = demands_of(standing(store, draft))
    require(actor, "approve_release", access_to(store, actor, draft, wanted))
    if seen != draft.digest:
        raise OutOfDate("Na uw lezen is dit concept nog veranderd. Bekijk het opnieuw voordat u akkoord geeft.")
    possible = can_approve_as(store, actor, draft, wanted)
    if not possible and any(given.user_id == actor.user_id for given in release_history.approvals(store.session, draft)):
        raise OutOfDate("U heeft al akkoord gegeven.")
    if not possible or (role and role not in possible):
        raise NotYours("Voor deze wijziging is uw akkoord niet nodig.", event="approve_release")
    chosen = role or next(one for one in speaks_for(actor) if one in possible)
    release_history.add_approval(store.session, draft, actor.user_id, chosen, store.now)
    release_history.note_event(store.session, draft, "akkoord", actor.user_id, store.now, chosen)
    return chosen
