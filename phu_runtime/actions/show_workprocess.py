"""The work process that new cases start on, for anyone who signed in: it says nothing about a person."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import releases
from phu_runtime.shapes import Actor, WorkProcessShown
from phu_runtime.showing.work import show_forms, show_processes, show_tables
from phu_runtime.steps.store import Store


def show_workprocess(store: Store, actor: Actor) -> WorkProcessShown:
    """Drawings, decisions, forms and letters of the active release. Raises NotFound when there is none."""
    require(actor, "see_work_process")
    release = releases.get_release(store.session, store.runtime.active_release(store))
    work = store.runtime.work_process(store.session, release.id)
    return WorkProcessShown(
        release=release.name,
        valid_from=release.valid_from,
        note=release.note,
        processes=show_processes(work),
        tables=show_tables(work),
        forms=show_forms(work),
        letters=[(letter.key, letter.title, letter.text) for letter in work.letters.values()],
    )
