"""Answers that could not be sent any more, with the words of their form, so that nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime import formdefs
from phu_runtime.shapes import Actor, FieldShown, FormShown
from phu_runtime.steps.starts import start_context
from phu_runtime.steps.store import Store

Raw = Mapping[str, str | list[str]]


def show_kept(store: Store, actor: Actor, form_key: str, raw: Raw) -> FormShown:
    """The form of the active release filled with ``raw`` and nothing else: no dossier is opened, so no look is logged. A form that
    is no longer there gives each answer under its own key."""
    work = store.runtime.work_process(store.session, store.runtime.active_release(store))
    form = work.forms.get(form_key)
    if form is None:
        return FormShown(form_key, "", [FieldShown(key, "textfield", key.capitalize(), value=value) for key, value in raw.items()])
    shown: FormShown = formdefs.show(form, raw, start_context(work, store.now), work.dictionary)
    return shown
