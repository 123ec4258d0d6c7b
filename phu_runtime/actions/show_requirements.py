"""What the agreement asks and where the work process does it, for anyone who signed in: it says nothing about a person."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.records import releases
from phu_runtime.shapes import Actor, RequirementsShown
from phu_runtime.showing.requirements import show_requirement
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.coverage import cover


def show_requirements(store: Store, actor: Actor) -> RequirementsShown:
    """The requirements of the active release. Raises NotFound when there is none."""
    require(actor, "see_work_process")
    release = releases.get_release(store.session, store.runtime.active_release(store))
    work = store.runtime.work_process(store.session, release.id)
    return RequirementsShown(release.name, [show_requirement(work, covered) for covered in cover(work)])
