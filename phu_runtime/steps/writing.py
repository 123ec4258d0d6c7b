"""Writing what a step changed: tasks, timers, history, decisions, what blocks leave, and the case itself — one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.blocks import TOPICS
from phu_runtime.blocks.casus_sluiten import close
from phu_runtime.blocks.room import Party, Writing
from phu_runtime.decisions import DecisionFailed
from phu_runtime.errors import CaseStuck, OutOfDate, PhuError
from phu_runtime.records import accounts, dossiers
from phu_runtime.records.rows import insert_rows
from phu_runtime.steps.history import write_decisions, write_passages
from phu_runtime.steps.moving import Moved
from phu_runtime.steps.opening import CaseStep, keep_warm
from phu_runtime.steps.participants import write_participants
from phu_runtime.steps.tasks import write_tasks
from phu_runtime.steps.terms import count_term
from phu_runtime.steps.timers import write_timers

CLOSED = "gesloten"
CLOSING = "afsluiten"


@dataclass
class Written:
    """What others will notice: organisations that were told, the tasks that opened, and the names of those that lapsed."""

    told: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)

    @property
    def told_sentence(self) -> str:
        """Who got a notice and what lapsed, to put behind the sentence of what was done; "" for neither."""
        told = f" Bericht gestuurd aan: {', '.join(self.told)}." if self.told else ""
        return f"{told} Vervallen: {', '.join(self.lapsed)}." if self.lapsed else told


def write_step(step: CaseStep, moved: Moved, done: Mapping[str, Any] | None = None) -> Written:
    """Writes everything. ``done``: task_id, claimed, due, role and passage_id of the task that a person completed.

    Raises CaseStuck when a table has no answer for what must be written; LetterInvalid to the person whose letter misses a
    value, while the same under the clock is CaseStuck: nobody is there to fill it in.
    """
    try:
        return _write(step, moved, done or {})
    except OutOfDate:
        raise
    except PhuError as error:
        if step.actor is not None and not isinstance(error, CaseStuck | DecisionFailed):
            raise
        stuck = _stuck(error)
        stuck.case_id, stuck.request = step.case.id, moved.request
        if stuck is error:
            raise
        raise stuck from error


def _stuck(error: PhuError) -> CaseStuck:
    """A failed decision's own sentence shows answers of the case, so that it gets another."""
    if isinstance(error, CaseStuck):
        return error
    if isinstance(error, DecisionFailed):
        return CaseStuck(error.decision, f"Tabel {error.decision}", "de tabel heeft geen uitkomst voor deze gegevens.")
    return CaseStuck("", "Stap vastleggen", error.message)


def _write(step: CaseStep, moved: Moved, done: Mapping[str, Any]) -> Written:
    situation = moved.situation
    context = step.context()
    written = Written(opened=write_tasks(step, moved, context), lapsed=_lapsed(moved))
    write_timers(step, situation, context, written.opened)
    readers = write_participants(step, moved, context)
    _blocks(step, situation, context, readers, written)
    write_passages(step, moved, done)
    write_decisions(step, situation)
    _case(step, situation, context)
    keep_warm(step)
    return written


def _lapsed(moved: Moved) -> list[str]:
    tasks = [passed for passed in moved.situation.passages if passed.kind == "userTask"]
    return list(dict.fromkeys(task.name for task in tasks if task.outcome == "interrupted" or task.task_id in moved.lapsed))


def writing_for(step: CaseStep, context: Mapping[str, Any], readers: frozenset[str], lapsed: Sequence[str] = ()) -> Writing:
    """The room in which a block writes. ``lapsed``: the names of the tasks that lapse in this step."""
    return Writing(
        session=step.store.session,
        now=step.store.now,
        case=step.case,
        parties=step.known.parties,
        readers=readers,
        letters=step.work.letters,
        notices=step.work.notices,
        context=context,
        dossier=letter_values(step),
        seal=step.seal,
        elsewhere=_everyone(step),
        lapsed=lambda: _lapsed_by_closing(step, lapsed),
    )


def _lapsed_by_closing(step: CaseStep, lapsed: Sequence[str]) -> list[str]:
    """The names of the tasks that lapse since the decision to close: they are the drawing's words, nothing of the tenant."""
    since = step.case.closed
    earlier = dossiers.interrupted_tasks(step.store.session, step.case.id, since) if since is not None else []
    return list(dict.fromkeys([*earlier, *lapsed]))


def _everyone(step: CaseStep) -> Callable[[str], Sequence[Party]]:
    """Without a tenant a party means all its organisations (a breach, a disclosure, a changed work process)."""

    def organisations(role: str) -> list[Party]:
        found = accounts.organisations_of(step.store.session, role)
        return [Party(role, organisation.id, organisation.name, None) for organisation in found]

    return (lambda _role: ()) if step.has_tenant else organisations


def letter_values(step: CaseStep) -> dict[str, Any]:
    """What a letter may name: the latest process facts, the dossier, the parties by role, the case number and today."""
    values: dict[str, Any] = {}
    for sent in step.known.forms:
        values.update(spoken(step, {key: value for key, value in sent.items() if value not in (None, "", [])}))
    names = {role: party.name for role, party in step.known.parties.items()}
    case = {"casusnummer": step.case.number, "gemeente": step.case.municipality, "datum": step.store.now}
    return {**values, **step.known.dossier, **names, **case}


def spoken(step: CaseStep, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as a letter says them: a choice by its label, anything else as it is."""
    labels = {key: datum.values for key, datum in step.work.dictionary.fields.items() if key in facts and datum.kind == "keuze"}
    return {key: labels[key].get(value, value) if key in labels else value for key, value in facts.items()}


def _blocks(step: CaseStep, situation: Any, context: Mapping[str, Any], readers: frozenset[str], written: Written) -> None:
    writing = writing_for(step, context, readers, written.lapsed)
    for effect in situation.effects:
        for name in TOPICS[effect.topic].write(effect, writing):
            if name not in written.told:
                written.told.append(name)
    for kind, rows in writing.rows.items():
        insert_rows(step.store.session, kind, rows)


def _case(step: CaseStep, situation: Any, context: Mapping[str, Any]) -> None:
    """The plain columns that lists and headers read, and the sealed state."""
    case = step.case
    if step.has_tenant:
        case.phase = str(context["hoofdfase"] or "")
        case.regisseur = str(context["casusregisseur"] or "")
    reported = (context["gebeurtenissen"] or {}).get("melding")
    case.reported = reported["eerste"] if reported else None
    case.pause_until = _pause(step, context)
    if case.closed is not None and case.status == "open":
        case.status = CLOSING
    if situation.completed and case.status != CLOSED:
        case.status = CLOSED
        reason = str(context["afsluitreden"])
        case.outcome = reason if step.has_tenant else _end(step, situation)
        months = step.work.decisions.evaluate("bewaartermijn", {"afsluitreden": reason}).outputs["maanden"]
        close(case, int(months), step.store.now)
    case.state = step.seal("state", step.run.dump())


def _end(step: CaseStep, situation: Any) -> str:
    """Without a tenant: the name of the end that was reached."""
    return str(step.work.diagrams.element(step.case.process, situation.ends[-1]).name) if situation.ends else ""


def _pause(step: CaseStep, context: Mapping[str, Any]) -> Any:
    """Art. 7 WC b: until when no new collection starts, while the pause runs."""
    if not context["incassopauze"]:
        return None
    return context["incassopauze_tot"] or count_term(step.work, "incassopauze", context, step.store.now).due
