"""What a form of a draft may ask, judged by the gate's own checks before it is kept: the dictionary, PP-B3, and ``gegevensdeling``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from phu_runtime.dossier import Datum
from phu_runtime.edit_shapes import GroupShared, Offer
from phu_runtime.engine import Element
from phu_runtime.feel import FeelError, compile_expression
from phu_runtime.formdefs import Form, Forms, check_form, read_form
from phu_runtime.formdefs.checking import FITS
from phu_runtime.formdefs.form import LONGEST, Component
from phu_runtime.workprocess.editing.forms import USUAL
from phu_runtime.workprocess.names import closest, unknown_names
from phu_runtime.workprocess.release import WorkProcess
from phu_runtime.workprocess.sharing import PARTIES, READ, TABLE, WRITE, Allowed, refusals, steps_of

OFFERED = {"datum": ("verleden", "toekomst"), "voorinvullen": ("ja", "nee"), "leegmaken": ("ja", "nee")}
NUMBERS = ("minLength", "maxLength", "min", "max")


def new_problems(work: WorkProcess, path: str, before: bytes, after: bytes) -> list[str]:
    """What the gate would say of the form as it becomes and does not say of it now. Raises ReleaseInvalid when it cannot be read."""
    known = set(_judged(work, read_form(path, before)))
    return [sentence for sentence in _judged(work, read_form(path, after)) if sentence not in known]


def _judged(work: WorkProcess, form: Form) -> Iterator[str]:
    for finding in check_form(form, work.dictionary):
        yield f"{finding.message} {finding.advice}".strip()
    for refusal in refusals(with_form(work, form), form.key):
        yield f"{refusal.finding.message} {refusal.finding.advice}".strip()


def with_form(work: WorkProcess, form: Form) -> WorkProcess:
    """The release with this form for the one of that name."""
    return replace(work, forms=Forms({**work.forms, form.key: form}))


def offers(work: WorkProcess, form: Form) -> list[tuple[str, list[Offer]]]:
    """Every datum that the form does not ask yet, by group, with why it may not be asked here; what may comes first. Derived ones are
    not asked."""
    asked = {component.key for component in form.fields()}
    free = [datum for datum in work.dictionary.fields.values() if datum.key not in asked and not datum.derived and datum.kind != "lijst"]
    trial = replace(form, components=tuple(_component(datum) for datum in free))
    refused: dict[str, str] = {}
    for finding in check_form(trial, work.dictionary):
        refused.setdefault(finding.element, finding.message)
    for refusal in refusals(with_form(work, trial), form.key):
        refused.setdefault(refusal.key, refusal.finding.message)
    groups: dict[str, list[Offer]] = {}
    for datum in free:
        label = work.dictionary.groups[datum.group].label
        groups.setdefault(label, []).append(Offer(datum.key, datum.label, datum.kind, label, refused.get(datum.key, "")))
    for found in groups.values():
        found.sort(key=lambda one: bool(one.refused))
    return sorted(groups.items(), key=lambda group: group[1][0].refused != "")


def _component(datum: Datum) -> Component:
    return Component(id=datum.key, type=USUAL.get(datum.kind, "textfield"), key=datum.key)


def shared(work: WorkProcess, form: str) -> list[GroupShared]:
    """Per field group who may fill it in and who may read it at the steps where tasks ask this form, at any facts of a case."""
    steps = steps_of(work, form)
    if TABLE not in work.decisions or not steps:
        return []
    allowed = Allowed(work)
    found = []
    for group in work.dictionary.groups.values():
        write, read = (
            [role for role in PARTIES if any(group.key in allowed.groups(step, role, right) for step in steps)] for right in (WRITE, READ)
        )
        found.append(GroupShared(group.key, group.label, group.article, write, read))
    return found


def uses(work: WorkProcess, form: str) -> list[Element]:
    """The tasks, events and starts that show a form."""
    return [one for one in work.diagrams.elements() if form in (one.form, one.properties.get("formulier"))]


def setting_problems(kind: str, settings: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, str]:
    """Setting → what is wrong with it; ``kind``: of the part as it becomes. ``names``: what a condition may use."""
    wrong = {}
    if "hide" in settings and settings["hide"]:
        problem = _condition(str(settings["hide"]), names)
        if problem:
            wrong["hide"] = problem
    for name in NUMBERS:
        if settings.get(name) not in (None, "") and not isinstance(settings[name], int | float):
            wrong[name] = "Vul een getal in."
    longest = settings.get("maxLength")
    if isinstance(longest, int) and not 0 < longest <= LONGEST:
        wrong["maxLength"] = f"Gebruik ten hoogste {LONGEST} tekens (G19)."
    for name, allowed in OFFERED.items():
        if settings.get(name) and settings[name] not in allowed:
            wrong[name] = f"Kies uit: {', '.join(allowed)}."
    if kind == "text" and "text" in settings and not str(settings["text"]).strip():
        wrong["text"] = "Schrijf een tekst, of haal het onderdeel weg."
    if kind == "group" and "label" in settings and not str(settings["label"]).strip():
        wrong["label"] = "Geef het deel een naam."
    if "options" in settings and not settings["options"]:
        wrong["options"] = "Bied ten minste één keuze aan."
    if str(settings.get("text", "")).startswith("=") and (problem := _condition(str(settings["text"])[1:], names)):
        wrong["text"] = problem
    return wrong


def _condition(text: str, names: Mapping[str, Any]) -> str:
    try:
        compile_expression(text, tuple(names))
    except FeelError as error:
        return error.message
    unknown = unknown_names(text, names) if names else []
    return f"De naam '{unknown[0]}' is niet bekend. {closest(unknown[0], names)}" if unknown else ""


def types_for(datum_kind: str) -> list[str]:
    """The kinds of field that fit a datum."""
    return [kind for kind, kinds in FITS.items() if datum_kind in kinds]
