"""From its date on new cases start on this release; cases that run keep theirs."""

from __future__ import annotations

from datetime import datetime

from phu_runtime.access import ReleaseAccess, require
from phu_runtime.errors import NotYours
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def publish_release(store: Store, actor: Actor | None, release_id: str, valid_from: datetime | None = None) -> str:
    """Publishes a draft; its name. Without an actor only on a database that has no published release yet, or in a practice
    environment: later ones need people. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    if actor is not None:
        require(actor, "publish_release", ReleaseAccess(release.status, release.created_by))
    elif releases.active_release(store.session, store.now) is not None and not store.settings.demo:
        raise NotYours("Er is al een werkproces gepubliceerd. Een nieuwe versie publiceert een proceseigenaar, na akkoord van anderen.")
    if release.status == "draft":
        releases.publish(store.session, release, valid_from=valid_from or store.now, at=store.now)
    return release.name
