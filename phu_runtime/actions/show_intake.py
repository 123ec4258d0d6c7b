"""The kinds of file that this reader may take in, with their columns."""

from __future__ import annotations

from collections.abc import Sequence

from phu_runtime.access import StartAccess, may, require
from phu_runtime.shapes import Actor
from phu_runtime.steps.starts import start_event
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.intakes import Intake


def show_intake(store: Store, actor: Actor) -> Sequence[Intake]:
    """In the order of the work process. Raises NotYours when the reader may take in nothing."""
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    starts = {key: start_event(work, intake.form) for key, intake in work.intakes.items()}
    subjects = {key: StartAccess(start.diagram, tuple(start.roles)) for key, start in starts.items()}
    allowed = [intake for key, intake in work.intakes.items() if may(actor, "start_case", subjects[key]).allowed]
    if not allowed:
        for subject in subjects.values():
            require(actor, "start_case", subject)
    return allowed
