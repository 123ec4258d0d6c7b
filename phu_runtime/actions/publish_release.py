"""From its date on new cases start on this release; cases that run keep theirs."""

from __future__ import annotations

from datetime import datetime

from phu_runtime.access import ReleaseAccess, require
from phu_runtime.errors import FormInvalid, NotYours, OutOfDate, ReleaseInvalid
from phu_runtime.records import drafts, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.showing.checks import show_whole, why_not_green
from phu_runtime.showing.releases import show_changes
from phu_runtime.steps.drafts import Standing, standing, why_not_published
from phu_runtime.steps.store import Store

LONGEST = 20_000


def publish_release(store: Store, actor: Actor | None, release_id: str, valid_from: datetime | None = None, note: str = "") -> str:
    """Publishes a draft; its name. ``note``: what changes, for everyone to read; "" gives the difference in words.

    A person publishes what others agreed with and the whole gate found nothing in: both about exactly these files. Without an
    actor only on a database that has no published release yet, or in a practice environment: later ones need people. Raises
    NotFound, NotYours, ReleaseInvalid with the findings of the whole gate, OutOfDate when an approval or that check is lacking
    or the date has passed, FormInvalid (key ``change_note``)."""
    release = drafts.lock_release(store.session, release_id)
    if actor is not None:
        require(actor, "publish_release", ReleaseAccess(release.status, release.created_by))
        now = standing(store, release)
        _agreed_and_sound(store, now, valid_from)
        release.change_note = _change_note(now, note)
    elif releases.active_release(store.session, store.now) is not None and not store.settings.demo:
        raise NotYours("Er is al een werkproces gepubliceerd. Een nieuwe versie publiceert een proceseigenaar, na akkoord van anderen.")
    if release.status == "draft":
        first_day = valid_from or store.now
        releases.publish(store.session, release, valid_from=first_day, at=store.now)
        release_history.note_event(
            store.session, release, "gepubliceerd", actor.user_id if actor else None, store.now, f"geldig vanaf {first_day:%d-%m-%Y}"
        )
    return release.name


def _agreed_and_sound(store: Store, now: Standing, valid_from: datetime | None) -> None:
    lacking = why_not_published(store, now)
    if lacking:
        raise OutOfDate(lacking)
    if valid_from is not None and valid_from < store.now:
        raise OutOfDate("Kies vandaag of een latere dag.")
    whole = show_whole(store, now.release)
    if whole.state == "done" and whole.findings:
        raise ReleaseInvalid(whole.findings)
    if not whole.green:
        raise OutOfDate(why_not_green(whole))


def _change_note(now: Standing, note: str) -> str:
    if len(note) > LONGEST:
        raise FormInvalid({"change_note": f"Gebruik ten hoogste {LONGEST} tekens."})
    return note.strip() or "\n".join(show_changes(now.before, now.files))[:LONGEST]
