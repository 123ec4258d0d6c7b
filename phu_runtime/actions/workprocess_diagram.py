"""The XML of one diagram of the active release, for the viewer."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.shapes import Actor
from phu_runtime.steps.store import Store


def workprocess_diagram(store: Store, actor: Actor, key: str) -> bytes:
    """The file as its owner saved it. Raises NotFound."""
    require(actor, "see_work_process")
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    return bytes(work.diagrams.xml(key))
