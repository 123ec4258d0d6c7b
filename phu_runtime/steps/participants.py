"""Who has come into the case: the steps at which a role was reached, and whether it may now read something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from phu_runtime.access.fields import FieldsVerdict, readable
from phu_runtime.access.roles import OWN_PARTY
from phu_runtime.records import participation
from phu_runtime.steps.beginning import STARTER
from phu_runtime.steps.moving import Moved
from phu_runtime.steps.opening import CaseStep


def write_participants(step: CaseStep, moved: Moved, context: Mapping[str, Any]) -> frozenset[str]:
    """Adds the steps of tasks that opened, of notices sent and of the start event; a role joins once ``gegevensdeling`` gives it
    something to read. Returns the roles that may read something of the case now."""
    reached = _reached(step, moved, context)
    readers = set()
    changed = []
    for role, party in step.known.parties.items():
        before = step.known.steps.get(role, ())
        steps = tuple(dict.fromkeys([*before, *reached.get(role, [])]))
        step.known.steps[role] = steps
        reads = bool(fields_of(step, role, context).read)
        if reads:
            readers.add(role)
        joins = reads and party.joined is None
        if joins:
            step.known.join(role, step.store.now)
        if joins or steps != before:
            changed.append(
                {
                    "role": role,
                    "organisation_id": party.organisation_id,
                    "steps": ",".join(steps),
                    "joined": step.known.parties[role].joined,
                }
            )
    participation.update_parties(step.store.session, step.case.id, changed)
    return frozenset(readers)


def fields_of(step: CaseStep, role: str, context: Mapping[str, Any], only_step: str = "") -> FieldsVerdict:
    """What ``role`` may read and write: at ``only_step`` (a task's page), else over all steps it came in at."""
    steps = split_steps(only_step) if only_step else step.known.steps.get(role, ())
    facts = {
        "aanleiding": context["aanleiding"],
        "heeft_zorgen": bool(context["aantal_zorgen"]),
        "is_casusregisseur": context["casusregisseur"] == role,
        "dossier_open_voor_meldpunt": bool(context["dossier_open_voor_meldpunt"]),
    }
    verdict = readable(step.work.decisions, steps, role, facts)
    return replace(verdict, read=verdict.read - _not_needed(step, role, context))


def _not_needed(step: CaseStep, role: str, context: Mapping[str, Any]) -> set[str]:
    """Groups that the necessity judgement left out, for everyone or for this recipient (PP 2.4 b): not visible any more."""
    names = ("uitgesloten_groepen", f"uitgesloten_{role}")
    return {group for name in names if name in step.work.dictionary.fields for group in context[name] or ()}


def may_read_letter(step: CaseStep, letter: Any, verdict: FieldsVerdict) -> bool:
    """A letter is for who may read every group of data that it names."""
    fields = step.work.dictionary.fields
    named = {fields[field].group for field in letter.fields if field in fields and fields[field].store == "dossier"}
    return named <= verdict.read


def split_steps(text: str) -> tuple[str, ...]:
    """``"4, 5"`` → ("4", "5"): several process steps on one element are their union."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _reached(step: CaseStep, moved: Moved, context: Mapping[str, Any]) -> dict[str, list[str]]:
    reached: dict[str, list[str]] = {}
    starter = STARTER if STARTER in step.known.parties else OWN_PARTY
    for passed in moved.situation.passages:
        if passed.kind == "startEvent" and not passed.path:  # who starts a case is in it, also when it ends at once
            start = step.work.diagrams.element(passed.diagram, passed.element)
            reached.setdefault(starter, []).extend(split_steps(start.properties.get("processtap", "")))
    for task in moved.situation.open_tasks:
        for role in task.roles:
            reached.setdefault(role, []).extend(split_steps(task.properties.get("processtap", "")))
    for effect in moved.situation.effects:
        receivers = effect.answer.get("ontvangers", []) if isinstance(effect.answer, Mapping) else []
        for receiver in receivers:
            role = str(context["casusregisseur"]) if receiver == "casusregisseur" else receiver
            reached.setdefault(role, []).extend(split_steps(effect.properties.get("processtap", "")))
    return reached
