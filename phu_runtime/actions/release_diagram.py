"""The XML of one drawing of any release, for the viewer."""

from __future__ import annotations

from phu_runtime.errors import NotFound
from phu_runtime.records import releases
from phu_runtime.shapes import Actor
from phu_runtime.steps import drafts
from phu_runtime.steps.store import Store


def release_diagram(store: Store, actor: Actor, release_id: str, stem: str) -> bytes:
    """``stem``: the name of its file without ``.bpmn``. A drawing that cannot run is given too. Raises NotFound, NotYours."""
    release = releases.get_release(store.session, release_id)
    drafts.may_see(store, actor, release)
    content = releases.release_file(store.session, release.id, f"bpmn/{stem}.bpmn")
    if content is None:
        raise NotFound("Deze tekening staat niet in deze versie.")
    return content
