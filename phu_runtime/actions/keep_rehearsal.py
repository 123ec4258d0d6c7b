"""A rehearsal is kept as the scenario that it has become, for who tries it alone; or it is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.access import require
from phu_runtime.dossier.seal import seal
from phu_runtime.records import dossiers, releases
from phu_runtime.shapes import Actor
from phu_runtime.steps.concepts import rehearsal_place, user_key
from phu_runtime.steps.store import Store


def keep_rehearsal(store: Store, actor: Actor, release_id: str, kept: Mapping[str, Any] | None) -> None:
    """``kept``: see ``RehearsalKept``; None forgets. Sealed under the key of its writer, gone fourteen days after the last step, like
    the concept of a start form. Raises NotFound, NotYours."""
    require(actor, "see_drafts")
    releases.get_release(store.session, release_id)
    place = rehearsal_place(release_id)
    if kept is None:
        dossiers.delete_concepts(store.session, [place], user_id=actor.user_id)
        return
    sealed = seal(user_key(store, actor), actor.user_id, place, dict(kept))
    dossiers.put_concept(store.session, place=place, user_id=actor.user_id, case_id=None, at=store.real_now, sealed=sealed)
