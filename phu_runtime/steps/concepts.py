"""Half-filled answers: where they are kept, and under which key. A start form has no case yet,
and a rehearsal is none: both have a key of the user."""

from __future__ import annotations

from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def start_place(form_key: str) -> str:
    """The place of a start form's concept."""
    return f"start:{form_key}"


def rehearsal_place(release_id: str) -> str:
    """The place of someone's rehearsal on a release."""
    return f"proef:{release_id}"


def user_key(store: Store, actor: Actor) -> bytes:
    """The key of a user's start concepts and rehearsals; made the first time, kept with the keys of cases."""
    return store.keys.new_case_key(f"concept-{actor.user_id}")
