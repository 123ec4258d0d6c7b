"""What every party did in a case, oldest first and with its source, as far as one reader may see it (Bijlage 3: aantoonbaar)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from phu_runtime.access.fields import FieldsVerdict
from phu_runtime.calendar import AMSTERDAM, long_date
from phu_runtime.records import accounts, dossiers
from phu_runtime.showing.parties import Player, players_then
from phu_runtime.showing.values import in_dutch
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.transferring import TRANSFER

SYSTEM = "Het systeem"


@dataclass(frozen=True)
class Effort:
    """One thing that was done. ``kept``: within its term, None when it had none; ``said``: the answers that the reader may see;
    ``by``: who did it in a colleague's name."""

    at: datetime
    party: str
    what: str
    form: str
    article: str
    due: datetime | None
    said: tuple[str, ...] = ()
    by: str = ""

    @property
    def kept(self) -> bool | None:
        return None if self.due is None else self.at <= self.due

    def line(self) -> str:
        """As a point of a list in a letter."""
        term = "" if self.due is None else f" ({'binnen' if self.kept else 'na'} de termijn van {long_date(self.due)})"
        said = f" {'; '.join(self.said)}." if self.said else ""
        source = f" Bron: {self.form or 'verloop van de casus'}" + (f", {self.article}." if self.article else ".")
        moment = f"{long_date(self.at)}, {self.at.astimezone(AMSTERDAM):%H.%M} uur"
        by = f", {self.by}" if self.by else ""
        return f"- **{moment}, {self.party}{by}**: {self.what}{term}.{said}{source}"


def show_efforts(step: CaseStep, verdict: FieldsVerdict) -> list[Effort]:
    """Forms that were sent, messages that were told and the case going to another organisation, oldest first; what lapsed or was
    corrected away is no effort."""
    session, case_id = step.store.session, step.case.id
    sent, passages = dossiers.submissions(session, case_id), dossiers.passages(session, case_id)
    by_passage = {row.passage_id: row for row in sent if row.passage_id}
    player = players_then(step, passages)
    found = [_start(step, row, verdict, player(row.role, row.at)) for row in sent if not row.passage_id]
    deputised = [row for row in passages if row.responsible_id]
    names = accounts.names_of(session, [person for row in deputised for person in (row.user_id, row.responsible_id) if person])
    for passage in passages:
        if passage.id in by_passage and passage.outcome != "lapsed":
            row = by_passage[passage.id]
            found.append(replace(_sent(step, passage, row, verdict, player(row.role, passage.at)), by=_in_whose_name(passage, names)))
        elif passage.kind == "sendTask":
            found += _told(step, passage, player)
        elif passage.kind == TRANSFER and passage.sealed:
            reason = step.unseal(f"passage/{passage.id}", passage.sealed)["reden"]
            found.append(Effort(passage.at, "De beheerder", f"{passage.name}. Reden: {reason}", "", "", None))
    return sorted(found, key=lambda effort: effort.at)


def _in_whose_name(passage: Any, names: Mapping[str, str]) -> str:
    if not passage.responsible_id:
        return ""
    return f"{names.get(passage.user_id, 'een medewerker')} namens {names.get(passage.responsible_id, 'een collega')}"


def summary(efforts: list[Effort]) -> Iterator[str]:
    """Per party how often it did something, sought contact, and kept a term."""
    for party in dict.fromkeys(effort.party for effort in efforts if effort.form):
        own = [effort for effort in efforts if effort.party == party and effort.form]
        attempts = sum("contact" in effort.what.lower() for effort in own)
        terms = [effort.kept for effort in own if effort.kept is not None]
        steps = "1 stap" if len(own) == 1 else f"{len(own)} stappen"
        yield f"- **{party}**: {steps}, waarvan {attempts} keer contact gezocht; {sum(terms)} van {len(terms)} termijnen gehaald"


def _start(step: CaseStep, row: Any, verdict: FieldsVerdict, party: str) -> Effort:
    form = step.work.forms[row.form].title
    return Effort(row.at, party or SYSTEM, form, form, "", None, _said(step, row, verdict))


def _sent(step: CaseStep, passage: Any, row: Any, verdict: FieldsVerdict, party: str) -> Effort:
    element = step.work.diagrams.element(passage.diagram, passage.element)
    article = str(element.properties.get("artikel", ""))
    title = step.work.forms[row.form].title
    return Effort(passage.at, party or SYSTEM, passage.name, title, article, passage.due, _said(step, row, verdict))


def _told(step: CaseStep, passage: Any, player: Player) -> Iterator[Effort]:
    answer: Any = (step.unseal(f"passage/{passage.id}", passage.sealed) or {}).get("antwoord") if passage.sealed else None
    if isinstance(answer, Mapping) and answer.get("ontvangers"):
        told = ", ".join(dict.fromkeys(player(role, passage.at) or role for role in answer["ontvangers"]))
        article = str(step.work.diagrams.element(passage.diagram, passage.element).properties.get("artikel", ""))
        yield Effort(passage.at, SYSTEM, f"{passage.name}: bericht aan {told}", "", article, None)


def _said(step: CaseStep, row: Any, verdict: FieldsVerdict) -> tuple[str, ...]:
    """Answers of the groups that the reader may read; each on one line."""
    fields, answers = step.work.dictionary.fields, step.unseal(f"submission/{row.id}", row.sealed)
    return tuple(
        f"{fields[key].label.rstrip('?')}: {' '.join(in_dutch(fields[key], value).split())}"
        for key, value in answers.items()
        if key in fields and fields[key].group in verdict.read and value not in (None, "", [], False)
    )
