"""One form of a version: its parts to read and change, what it may ask, who sees what, and how it will look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime import formdefs
from phu_runtime.access import may
from phu_runtime.edit_shapes import FormPage, GroupShared
from phu_runtime.errors import NotFound, ReleaseInvalid
from phu_runtime.records import releases
from phu_runtime.release_shapes import DraftFile
from phu_runtime.shapes import Actor
from phu_runtime.showing.releases import show_line
from phu_runtime.steps.draft_forms import form_path, party_of, show_parts, show_preview
from phu_runtime.steps.draft_work import DraftWork, draft_work
from phu_runtime.steps.drafts import may_see
from phu_runtime.steps.store import Store
from phu_runtime.workprocess.drafting import file_digest
from phu_runtime.workprocess.editing import forms
from phu_runtime.workprocess.editing.form_checks import offers, shared, uses
from phu_runtime.workprocess.editing.form_settings import title_of
from phu_runtime.workprocess.release import DICTIONARY
from phu_runtime.workprocess.sharing import steps_of

NAMES = {"meldpunt": "Meldpunt Zorg en Overlast"}


def show_draft_form(
    store: Store,
    actor: Actor,
    release_id: str,
    key: str,
    chosen: str = "",
    raw: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> FormPage:
    """The form as stored. ``chosen``: place or id of the part whose editor is open, with ``raw`` and ``wrong`` when it could not be
    kept; ``answers``: what someone tries in the preview. Raises NotFound, NotYours, ReleaseInvalid."""
    release = releases.get_release(store.session, release_id)
    may_see(store, actor, release)
    files, path = releases.release_files(store.session, release_id), form_path(key)
    if path not in files:
        raise NotFound(f"Het bestand {path} staat niet in deze versie.")
    content = files[path]
    editable = release.status == "draft" and may(actor, "edit_work_process").allowed
    draft = draft_work(files)
    form = forms.read_json(path, content)
    place = chosen if not chosen or chosen[0].isdigit() else forms.place_of(form, chosen)
    sharing = shared(draft.work, _key(path)) if draft.work else []
    readers = {group.key: [_party(role) for role in group.read if role != party_of(path)] for group in sharing}
    return FormPage(
        file=DraftFile(show_line(store, release), path, content, file_digest(content), editable),
        title=_title(path, content),
        party=party_of(path),
        parts=show_parts(form, draft.dictionary, place if editable else "", raw, wrong),
        groups=[(place, title_of(part, None)) for place, part in forms.parts(form) if part.get("type") == "group"],
        uses=_uses(draft, _key(path)),
        steps=steps_of(draft.work, _key(path)) if draft.work else (),
        offers=_offers(draft, path, content) if editable else [],
        sharing=_of_interest(sharing),
        dictionary_groups=[(group.key, group.label) for group in draft.dictionary.groups.values()],
        dictionary_digest=file_digest(files.get(DICTIONARY, b"")),
        preview=show_preview(path, content, draft.dictionary, readers, answers),
        chosen=place if editable else "",
        unreadable=draft.unreadable,
    )


def _party(role: str) -> str:
    return NAMES.get(role, role.replace("_", " ").capitalize())


def _key(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".form")


def _title(path: str, content: bytes) -> str:
    try:
        return formdefs.read_form(path, content).title
    except ReleaseInvalid:
        return _key(path).replace("_", " ").capitalize()


def _uses(draft: DraftWork, key: str) -> list[tuple[str, str, str]]:
    if draft.work is None:
        return []
    diagrams = draft.work.diagrams
    return [(diagrams[one.diagram].name, one.name or one.id, one.lane_label) for one in uses(draft.work, key)]


def _offers(draft: DraftWork, path: str, content: bytes) -> list[Any]:
    if draft.work is None:
        return []
    try:
        return offers(draft.work, formdefs.read_form(path, content))
    except ReleaseInvalid:
        return []


def _of_interest(sharing: list[GroupShared]) -> list[GroupShared]:
    """Groups that a party may see or fill in at these steps."""
    return [group for group in sharing if group.write or group.read]
