"""Back to the release before: no new case starts on this one; cases that run on it go on."""

from __future__ import annotations

from phu_runtime.access import ReleaseAccess, require
from phu_runtime.errors import FormInvalid, OutOfDate
from phu_runtime.records import drafts, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import LONGEST_NOTE
from phu_runtime.steps.store import Store


def withdraw_release(store: Store, actor: Actor, release_id: str, reason: str) -> str:
    """The name of the release that is in force again. Raises FormInvalid (key ``reason``), OutOfDate when this release is not in
    force or none stands before it, NotFound, NotYours."""
    release = drafts.lock_release(store.session, release_id)
    require(actor, "publish_release", ReleaseAccess(release.status, release.created_by))
    if not reason.strip() or len(reason) > LONGEST_NOTE:
        raise FormInvalid({"reason": "Schrijf in enkele zinnen waarom u teruggaat."})
    active = releases.active_release(store.session, store.now)
    if active is None or active.id != release.id:
        raise OutOfDate("Nieuwe casussen beginnen al niet meer op deze versie.")
    earlier = releases.release_before(store.session, release, store.now)
    if earlier is None:
        raise OutOfDate("Er is geen eerdere versie om naar terug te gaan.")
    releases.withdraw(store.session, release)
    release_history.note_event(store.session, release, "ingetrokken", actor.user_id, store.now, reason.strip())
    return earlier.name
