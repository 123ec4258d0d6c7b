"""Taking a case to another release and back: state, task rows and timers together, and a line in its timeline."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from phu_runtime.engine import Run, Situation, migrate, obstacles
from phu_runtime.errors import CaseStuck, OutOfDate
from phu_runtime.records import dossiers, tasks
from phu_runtime.records.rows import insert_rows
from phu_runtime.records.tables.cases import Passage
from phu_runtime.records.tables.root import new_id
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.opening import CaseStep, keep_warm, open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.timers import write_timers
from phu_runtime.steps.world import CaseWorld

MIGRATED, MENDED = "migration", "repair"
PURPOSE = "beheer werkproces"
NOTHING: Mapping[str, Any] = {}


def why_not_over(release: Any, now: datetime) -> str:
    """Why no case goes to this release; "" when cases can. Only what is in force gets cases: a draft may still change."""
    if release.status == "draft":
        return "Deze versie is nog een concept. Lopende casussen kunnen over als zij is gepubliceerd."
    if release.status == "withdrawn":
        return "Deze versie is ingetrokken. Kies de versie die nu geldt."
    return "Deze versie geldt nog niet. Lopende casussen kunnen over vanaf de dag dat zij geldt." if release.valid_from > now else ""


def take_over(store: Store, actor: Actor, case_id: str, release_id: str, moved: Mapping[str, str]) -> CaseStep:
    """A case, opened and taken over, with its line in the log. Raises NotFound, OutOfDate with the element's name."""
    step = open_case(store, case_id, actor)
    if step.case.release_id == release_id or step.case.status == "gesloten":
        raise OutOfDate("Deze casus loopt al op deze versie, of is gesloten.")
    there = go_over(step, release_id, moved)
    log_deed(store, actor, "casus overgezet", "U", there.case, purpose=PURPOSE)
    return there


def take_back(store: Store, actor: Actor, case_id: str) -> CaseStep:
    """A case, opened and taken back. Raises NotFound, OutOfDate when it has taken a step since."""
    there = go_back(open_case(store, case_id, actor))
    log_deed(store, actor, "overzetten ongedaan gemaakt", "U", there.case, purpose=PURPOSE)
    return there


def go_over(step: CaseStep, release_id: str, moved: Mapping[str, str], also: Mapping[str, Any] = NOTHING) -> CaseStep:
    """The case on release ``release_id``. Raises OutOfDate with the element's name when a token would be lost, or when something of
    the new release fails there: the case is as it was, so that is no incident. ``also``: what its line in the timeline keeps besides."""
    try:
        return _over(step, release_id, moved, also)
    except CaseStuck as stuck:
        raise OutOfDate(f"Deze casus kan niet over: '{stuck.name or stuck.element}'. {stuck.reason}") from stuck


def _over(step: CaseStep, release_id: str, moved: Mapping[str, str], also: Mapping[str, Any]) -> CaseStep:
    new = step.store.runtime.work_process(step.store.session, release_id)
    blob = step.run.dump()
    lost = obstacles(step.work.diagrams, new.diagrams, blob, moved)
    if lost:
        raise OutOfDate(f"Deze casus kan niet over: '{lost[0].name}'. {lost[0].reason}")
    world = CaseWorld(new, step.known, step.store.now)
    run, _ = migrate(step.work.diagrams, new.diagrams, blob, world, moved)
    unknown = {key: value for key, value in new.dictionary.start_variables().items() if key not in run.variables}
    situation = run.set_variables(unknown, world) if unknown else run.situation(world)
    there = replace(step, work=new, run=run, world=world)
    before = {**also, "van": step.case.release_id, "stand": b64encode(blob).decode()}
    step.case.release_id = release_id
    write_place(there, situation)
    note(there, MIGRATED, "Casus overgezet naar een andere versie van het werkproces", {**before, "revisie": step.case.revision})
    keep_warm(there)
    return there


def go_back(step: CaseStep) -> CaseStep:
    """The case as it was before its migration. Raises OutOfDate when it was not migrated, or has taken a step since."""
    rows = dossiers.passages(step.store.session, step.case.id, limit=1)
    kept = step.unseal(f"passage/{rows[0].id}", rows[0].sealed) if rows and rows[0].kind == MIGRATED and rows[0].sealed else {}
    if kept.get("revisie") != step.case.revision or "stand" not in kept:
        raise OutOfDate("Deze casus kan niet meer terug: er is intussen een stap gedaan.")
    old = step.store.runtime.work_process(step.store.session, kept["van"])
    world = CaseWorld(old, step.known, step.store.now)
    run = Run.load(old.diagrams, b64decode(kept["stand"]))
    there = replace(step, work=old, run=run, world=world)
    step.case.release_id = kept["van"]
    write_place(there, run.situation(world))
    note(there, MIGRATED, "Overzetten ongedaan gemaakt", {})
    keep_warm(there)
    return there


def note(step: CaseStep, kind: str, sentence: str, contents: Mapping[str, Any]) -> None:
    """A line in the timeline: who did what to the case itself."""
    passage_id, now = new_id(), step.store.now
    row = {
        "id": passage_id,
        "case_id": step.case.id,
        "task_id": None,
        "at": now,
        "element": kind,
        "kind": kind,
        "name": sentence,
        "diagram": step.case.process,
        "path": "",
        "round": 1,
        "opened": None,
        "claimed": None,
        "due": None,
        "user_id": step.actor.user_id if step.actor else None,
        "organisation_id": step.actor.organisation_id if step.actor else None,
        "role": "",
        "outcome": "done",
        "sealed": step.seal(f"passage/{passage_id}", dict(contents)) if contents else None,
    }
    insert_rows(step.store.session, Passage, [row])


def write_place(step: CaseStep, situation: Situation) -> None:
    """Names and places of the open tasks, drawn timers, and the state; due moments, claims and concepts stay."""
    changed = [
        {
            "id": task.id,
            "element": task.element,
            "name": task.name,
            "diagram": task.diagram,
            "path": "/".join(task.path),
            "form": task.form,
            "step": task.properties.get("processtap", ""),
        }
        for task in situation.open_tasks
    ]
    tasks.write_tasks(step.store.session, step.case, changed=changed)
    write_timers(step, situation, step.context(), [])
    step.case.state = step.seal("state", step.run.dump())
    step.store.session.flush()
