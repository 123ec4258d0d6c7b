"""A form while it is edited: a deed done and judged as the gate would, and the page that shows it with its preview."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from phu_runtime import formdefs
from phu_runtime.dossier import Datum, Dictionary
from phu_runtime.edit_shapes import FormDeed, PartShown
from phu_runtime.errors import FormInvalid, NotFound, ReleaseInvalid
from phu_runtime.shapes import FormShown
from phu_runtime.steps.draft_work import DraftWork
from phu_runtime.workprocess.editing import forms
from phu_runtime.workprocess.editing.form_checks import new_problems, setting_problems
from phu_runtime.workprocess.editing.form_settings import read_settings, settings_of, title_of, words_of
from phu_runtime.workprocess.expressions import known_names

LONGEST_TEXT = 2_000


def form_path(key: str) -> str:
    """``woningcorporatie/melding`` → its file."""
    return f"forms/{key}.form"


def with_deed(path: str, content: bytes, deed: FormDeed, draft: DraftWork) -> bytes:
    """The file after the deed. Raises FormInvalid ("" when the gate refuses what the form would ask, else the setting), NotFound,
    ReleaseInvalid."""
    form = forms.read_json(path, content)
    changed = forms.write_json(content, _done(path, form, deed, draft))
    if changed == content:
        return content
    if draft.work is None:
        if deed.kind == "veld":
            wrong = "Dit concept is nog niet in zijn geheel te lezen, dus niet te controleren is of deze partij dit gegeven mag invullen."
            raise FormInvalid({"gegeven": f"{wrong} Herstel eerst: {draft.unreadable}"})
        formdefs.read_form(path, changed)
        return changed
    wrong = " ".join(new_problems(draft.work, path, content, changed))
    if wrong:
        raise FormInvalid({"gegeven" if deed.kind == "veld" else "": wrong})
    return changed


def _done(path: str, form: forms.Json, deed: FormDeed, draft: DraftWork) -> forms.Json:
    given = deed.settings
    if deed.kind == "veld":
        datum = draft.dictionary.fields.get(given.get("gegeven", ""))
        if datum is None:
            raise FormInvalid({"gegeven": "Kies een gegeven uit de lijst."})
        return forms.with_field(form, path, deed.place, datum, required=given.get("required") == "ja")
    if deed.kind == "tekst":
        return forms.with_text(form, path, deed.place, _filled(given, "tekst", "Schrijf een tekst."))
    if deed.kind == "deel":
        return forms.with_group(form, path, _filled(given, "naam", "Geef het deel een naam."))
    if deed.kind == "weg":
        held = len(forms.part_at(form, deed.place).get("components") or [])
        if held:
            raise FormInvalid(
                {"": "In dit deel staan nog onderdelen. Haal die eerst weg, of zet ze met Omhoog en Omlaag in een ander deel."}
            )
        return forms.without_part(form, deed.place)
    if deed.kind in ("op", "neer"):
        return forms.moved(form, deed.place, -1 if deed.kind == "op" else 1)
    if deed.kind == "wijzig":
        return _changed(form, deed, draft)
    raise NotFound("Deze knop kent het formulier niet.")


def _filled(given: Mapping[str, str], name: str, sentence: str) -> str:
    text = given.get(name, "").strip()
    if not text or len(text) > LONGEST_TEXT:
        raise FormInvalid({name: sentence if not text else f"Gebruik ten hoogste {LONGEST_TEXT} tekens."})
    return text


def _changed(form: forms.Json, deed: FormDeed, draft: DraftWork) -> forms.Json:
    part = forms.part_at(form, deed.place)
    settings = read_settings(part, _datum(part, draft.dictionary), deed.settings)
    wrong = setting_problems(str(settings.get("type") or part.get("type")), settings, _names(draft))
    if wrong:
        raise FormInvalid(wrong)
    return forms.changed_part(form, deed.place, settings)


def _names(draft: DraftWork) -> Mapping[str, Any]:
    return {} if draft.work is None else known_names(draft.work)[0]


def _datum(part: forms.Json, dictionary: Dictionary) -> Datum | None:
    return dictionary.fields.get(str(part.get("key") or ""))


# ---- showing


def show_parts(
    form: forms.Json, dictionary: Dictionary, chosen: str = "", raw: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> list[PartShown]:
    """Every part in order. ``raw`` and ``wrong``: what was filled in for the part at ``chosen`` and could not be kept."""
    listed = list(forms.parts(form))
    titled = bool(listed) and str(listed[0][1].get("text") or "").startswith("# ")
    first, last = ("0", "1") if titled else ("0", "0"), str(len(form["components"]) - 1)
    shown = []
    for place, part in listed:
        datum = _datum(part, dictionary)
        settings = settings_of(part, datum)
        if place == chosen and raw is not None:
            settings = _as_sent(settings, raw)
        shown.append(
            PartShown(
                place=place,
                id=str(part.get("id") or ""),
                kind=str(part.get("type")),
                key=str(part.get("key") or ""),
                title=title_of(part, datum),
                words=words_of(part),
                depth=place.count("."),
                settings=settings,
                is_title=titled and place == "0",
                is_first=place in first,
                is_last=place == last,
                problems=wrong or {} if place == chosen else {},
            )
        )
    return shown


def _as_sent(settings: Mapping[str, Any], raw: Mapping[str, str]) -> dict[str, Any]:
    shown = {name: raw.get(name, now) if isinstance(now, str) else now for name, now in settings.items()}
    if "required" in settings:
        shown["required"] = raw.get("required") == "ja"
    if "options" in settings:
        shown["options"] = [(code, raw.get(f"optie-tekst.{code}", label), f"optie.{code}" in raw) for code, label, _ in settings["options"]]
    return shown


def show_preview(
    path: str, content: bytes, dictionary: Dictionary, readers: Mapping[str, list[str]], answers: Mapping[str, Any] | None
) -> FormShown | None:
    """The form as who fills it in meets it at the start of a case; with ``answers`` also what would be said of them. None when the
    form cannot be read."""
    try:
        form = formdefs.read_form(path, content)
    except ReleaseInvalid:
        return None
    context = dictionary.derived_context(dictionary.start_variables(), {})
    problems: Mapping[str, str] = {}
    if answers is not None:
        try:
            formdefs.clean(form, answers, context, dictionary)
        except FormInvalid as error:
            problems = error.problems
    shown: FormShown = formdefs.show(form, answers or {}, context, dictionary, problems, readers)
    return shown


def party_of(path: str) -> str:
    """The folder of a form: a role key, or "gedeeld"."""
    return PurePosixPath(path).parent.name
