"""Mending a case that is stuck: proposed by one person, carried out by another, told in its timeline (architecture: a way back)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from phu_runtime.dossier.typed import CHOICES, to_typed
from phu_runtime.engine import migrate, obstacles
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.records import releases
from phu_runtime.steps.migrating import MENDED, go_over, note, why_not_over, write_place
from phu_runtime.steps.moving import move
from phu_runtime.steps.opening import CaseStep, keep_warm
from phu_runtime.steps.writing import write_step

VARIABLE, TOKEN, RELEASE, CLOSE = "variabele", "plaats", "versie", "sluiten"
WORDS = {VARIABLE: "Gegeven hersteld", TOKEN: "Stap verplaatst", RELEASE: "Casus overgezet", CLOSE: "Storing gesloten"}


def problem_with(step: CaseStep, repair: Mapping[str, Any]) -> str:
    """A Dutch sentence when this repair cannot be done, else ""."""
    kind = repair.get("soort")
    if kind == VARIABLE:
        return _variable_problem(step, str(repair.get("gegeven", "")), repair.get("waarde"))
    if kind == TOKEN:
        moved = {str(repair.get("van", "")): str(repair.get("naar", ""))}
        return _token_problem(step, moved)
    if kind == RELEASE:
        return release_problem(step, str(repair.get("versie", "")))
    if kind == CLOSE:
        return ""
    return "Kies wat er moet gebeuren: een gegeven herstellen, een stap verplaatsen, naar een andere versie of de storing sluiten."


def _variable_problem(step: CaseStep, key: str, value: Any) -> str:
    datum = step.work.dictionary.fields.get(key)
    if datum is None or datum.store != "variabele" or datum.derived:
        return f"'{key}' is geen gegeven dat u kunt herstellen. Kies een gegeven met opslag 'variabele' zonder formule."
    codes = [value] if datum.kind == "keuze" else value if datum.kind == "meerkeuze" and isinstance(value, list) else []
    if datum.kind in CHOICES and (not codes or any(code not in datum.values for code in codes)):
        return f"Kies voor '{datum.label}' uit: {', '.join(datum.values)}."
    if datum.kind == "ja_nee" and not isinstance(value, bool):
        return f"'{datum.label}' is ja of nee."
    if datum.kind in ("getal", "bedrag") and (isinstance(value, bool) or not isinstance(to_typed(datum.kind, value), Decimal)):
        return f"'{datum.label}' is een getal."
    if datum.kind in ("datum", "tijdstip") and not isinstance(to_typed(datum.kind, value), date):
        return f"'{datum.label}' is een {datum.kind}."
    return ""


def release_problem(step: CaseStep, release_id: str) -> str:
    """Why the case cannot go to this release; "" when it can."""
    store = step.store
    try:
        release = releases.get_release(store.session, release_id)
    except NotFound:
        return "Kies een versie."
    if release.id == step.case.release_id:
        return "De casus loopt al op deze versie."
    why_not = why_not_over(release, store.now)
    if why_not:
        return why_not
    lost = obstacles(step.work.diagrams, store.runtime.work_process(store.session, release.id).diagrams, step.run.dump())
    return f"De casus kan niet over: '{lost[0].name}'. {lost[0].reason}" if lost else ""


def _token_problem(step: CaseStep, moved: Mapping[str, str]) -> str:
    ((here, there),) = moved.items()
    diagrams = step.work.diagrams
    if not any(task.element == here for task in step.run.situation(step.world).open_tasks):
        return "Kies een taak die nu open staat."
    if not any(element.id == there and element.kind == "userTask" for element in diagrams.elements()):
        return "Kies een taak uit dezelfde tekening om naartoe te gaan."
    lost = obstacles(diagrams, diagrams, step.run.dump(), moved)
    return f"De stap kan daar niet heen: '{lost[0].name}'. {lost[0].reason}" if lost else ""


def carry_out(step: CaseStep, repair: Mapping[str, Any]) -> None:
    """Does what was proposed, and tells it in the timeline. Raises FormInvalid when it cannot be done any more."""
    problem = problem_with(step, repair)
    if problem:
        raise FormInvalid({"": problem})
    kind = str(repair["soort"])
    contents = {"reden": repair.get("reden", ""), "voorgesteld_door": repair.get("door", "")}
    if kind == TOKEN:
        moved = {str(repair["van"]): str(repair["naar"])}
        run, situation = migrate(step.work.diagrams, step.work.diagrams, step.run.dump(), step.world, moved)
        there = replace(step, run=run)
        write_place(there, situation)
        note(there, MENDED, WORDS[kind], contents)
        keep_warm(there)
        return
    if kind == RELEASE:
        go_over(step, str(repair["versie"]), {}, contents)
        return
    if kind == VARIABLE:
        changed = {str(repair["gegeven"]): repair["waarde"]}
        write_step(step, move(step, lambda: step.run.set_variables(changed, step.world), {}))
    note(step, MENDED, WORDS[kind], contents)
