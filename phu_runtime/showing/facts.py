"""The dossier as one reader may see it: each datum with its source and moment (PP 6.1)."""

from __future__ import annotations

from phu_runtime.access.fields import FieldsVerdict, in_words
from phu_runtime.access.roles import ROLES
from phu_runtime.records import dossiers
from phu_runtime.shapes import FactShown
from phu_runtime.showing.parties import parties_of
from phu_runtime.showing.values import in_dutch
from phu_runtime.steps.opening import CaseStep
from phu_runtime.steps.participants import fields_of

HIDDEN = "systeem"
OFFICES = {"fg": "FG", "adviesgroep": "adviesgroep", "regiegroep": "regiegroep"}


def show_facts(step: CaseStep, verdict: FieldsVerdict) -> list[FactShown]:
    """Every known datum whose group the reader may read, in the dictionary's order."""
    rows = {row.field: row for row in dossiers.newest_fields(step.store.session, step.case.id)}
    source = parties_of(step, rows.values())
    shown = []
    for key, field in step.work.dictionary.fields.items():
        value = step.known.dossier.get(key)
        if key in rows and value not in (None, "", []) and field.group in verdict.read:
            row = rows[key]
            shown.append(FactShown(key, field.label, in_dutch(field, value), source(row), row.at, _group(step, field.group)))
    return shown if step.has_tenant else [*_sent(step, verdict), *shown]


def _sent(step: CaseStep, verdict: FieldsVerdict) -> list[FactShown]:
    """Without a tenant: the latest answer to every question of the forms sent, for there is no dossier that says it."""
    latest: dict[str, FactShown] = {}
    for form in step.known.forms:
        for key, value in form.items():
            field = step.work.dictionary.fields.get(key)
            if field is not None and field.group in verdict.read and value not in (None, "", []):
                party = step.known.parties.get(form["rol"])
                where = (party.name if party else "", form["moment"], _group(step, field.group))
                latest[key] = FactShown(key, field.label, in_dutch(field, value), *where)
    return list(latest.values())


def show_who_sees(step: CaseStep) -> list[tuple[str, str, str]]:
    """ "Wie ziet wat": per party (role, organisation, sentence), only parties that the case has reached."""
    context = step.context()
    labels = {key: group.label for key, group in step.work.dictionary.groups.items() if key != HIDDEN}
    return [
        (role, reader_name(role, party.name), in_words(fields_of(step, role, context), labels))
        for role, party in step.known.parties.items()
        if party.joined or step.known.steps.get(role)
    ]


def reader_name(role: str, organisation: str) -> str:
    """An organisation that plays a role; with the office when only who holds that reads: "Trivire (FG)"."""
    return f"{organisation} ({OFFICES.get(role, ROLES[role].lower())})" if role in ROLES else organisation


def _group(step: CaseStep, key: str) -> str:
    group = step.work.dictionary.groups.get(key)
    return group.label if group else key
