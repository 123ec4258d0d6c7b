"""A form with what is filled in, ready to render."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phu_runtime.formdefs.answers import Known, read_all
from phu_runtime.formdefs.conditions import options_of, shown_components, text_of
from phu_runtime.formdefs.form import LONGEST, Component, Form
from phu_runtime.formdefs.raw import for_control
from phu_runtime.shapes import FieldShown, FormShown

REMARK = "Kort. Geen bijzondere gegevens, zoals gezondheid of geloof."


def show(
    form: Form,
    values: Mapping[str, Any],
    context: Mapping[str, Any],
    dictionary: Known,
    problems: Mapping[str, str] | None = None,
    readers: Mapping[str, Sequence[str]] | None = None,
) -> FormShown:
    """The form with ``values`` in it: what a browser sent, a concept, or stored values (see ``prefill``).

    ``readers``: names of the organisations that may read a field group, by group key; a group component gets those of its
    fields. Hidden fields come along with ``shown`` False, so that a page may show them without asking again.
    """
    shower = _Shower(form, values, context, dictionary, problems or {}, readers or {})
    fields = [shower.show(component) for component in form.components]
    return FormShown(key=form.key, title=form.title, fields=fields, problems=dict(problems or {}))


def prefill(form: Form, dossier: Mapping[str, Any], context: Mapping[str, Any], dictionary: Known) -> dict[str, Any]:
    """Values to start a form with: what the dossier holds (not remarks), and variables where the field has property
    ``voorinvullen`` = ja; ``voorinvullen`` = nee keeps a field empty. ``dossier``: only what the reader may read."""
    values: dict[str, Any] = {}
    for component in form.fields():
        datum, wish = dictionary.fields.get(component.key), component.properties.get("voorinvullen")
        if datum is None or wish == "nee":
            continue
        if datum.store == "dossier" and (datum.kind != "lange_tekst" or wish == "ja"):
            values[component.key] = dossier.get(component.key)
        elif datum.store == "variabele" and wish == "ja" and component.key in context:
            values[component.key] = context[component.key]
    return {key: value for key, value in values.items() if value is not None}


class _Shower:
    """Shows the components of one form, over one set of values."""

    def __init__(
        self,
        form: Form,
        values: Mapping[str, Any],
        context: Mapping[str, Any],
        dictionary: Known,
        problems: Mapping[str, str],
        readers: Mapping[str, Sequence[str]],
    ) -> None:
        self.values, self.context, self.dictionary = values, context, dictionary
        self.problems, self.readers = problems, readers
        self.read, _ = read_all(form, values, context, dictionary)
        self.visible = shown_components(form, self.read, context)

    def show(self, component: Component) -> FieldShown:
        """One component, with those it holds."""
        visible = component.id in self.visible
        if component.type == "group":
            fields = [self.show(inner) for inner in component.components]
            readers = list(dict.fromkeys(name for inner in fields for name in inner.readers))
            return FieldShown(component.id, "group", component.label, component.description, shown=visible, readers=readers, fields=fields)
        if not component.is_field:
            return FieldShown(component.id, component.type, "", text_of(component, self.read, self.context), shown=visible)
        datum = self.dictionary.fields.get(component.key)
        return self._field(component, datum, visible) if datum else FieldShown(component.key, component.type, component.label, shown=False)

    def _field(self, component: Component, datum: Any, visible: bool) -> FieldShown:
        value = for_control(datum.kind, self.values, component.key)
        longest = min(int(limit) for limit in (component.validate.get("maxLength"), datum.maximum, LONGEST) if limit)
        typed = component.type in ("textfield", "textarea")
        choice = component.type in ("radio", "select", "checklist")
        description = component.description or (REMARK if datum.kind == "lange_tekst" else "")
        return FieldShown(
            key=component.key,
            kind=component.type,
            label=component.label or datum.label,
            description=description,
            required=component.required,
            options=options_of(component, datum, self.read, self.context) if choice else (),
            value=value == "ja" if component.type == "checkbox" else value,
            problem=self.problems.get(component.key, ""),
            shown=visible,
            read_only=component.read_only,
            unit=component.unit or datum.unit,
            maximum_length=longest if typed else None,
            subtype=datum.kind,
            readers=self.readers.get(datum.group, ()),
        )
