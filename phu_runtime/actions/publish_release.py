"""From its date on new cases start on this release; cases that run keep theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phu_runtime.access import ReleaseAccess, require
from phu_runtime.errors import NotYours, OutOfDate, ReleaseInvalid
from phu_runtime.records import drafts, release_history, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.drafts import standing, why_not_published
from phu_runtime.steps.store import Store
from phu_runtime.workprocess import check_release


def publish_release(store: Store, actor: Actor | None, release_id: str, valid_from: datetime | None = None) -> str:
    """Publishes a draft; its name. Without an actor only on a database that has no published release yet, or in a practice
    environment: later ones need people. Raises NotFound, NotYours, ReleaseInvalid with findings, OutOfDate when an
    approval is lacking or the date has passed."""
    release = drafts.lock_release(store.session, release_id)
    if actor is not None:
        require(actor, "publish_release", ReleaseAccess(release.status, release.created_by))
        _agreed_and_sound(store, release, valid_from)
    elif releases.active_release(store.session, store.now) is not None and not store.settings.demo:
        raise NotYours("Er is al een werkproces gepubliceerd. Een nieuwe versie publiceert een proceseigenaar, na akkoord van anderen.")
    if release.status == "draft":
        first_day = valid_from or store.now
        releases.publish(store.session, release, valid_from=first_day, at=store.now)
        release_history.note_event(
            store.session, release, "gepubliceerd", actor.user_id if actor else None, store.now, f"geldig vanaf {first_day:%d-%m-%Y}"
        )
    return release.name


def _agreed_and_sound(store: Store, release: Any, valid_from: datetime | None) -> None:
    now = standing(store, release)
    lacking = why_not_published(store, now)
    if lacking:
        raise OutOfDate(lacking)
    if valid_from is not None and valid_from < store.now:
        raise OutOfDate("Kies vandaag of een latere dag.")
    findings = check_release(now.files)
    if findings:
        raise ReleaseInvalid(findings)
