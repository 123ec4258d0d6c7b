"""A form with what someone filled in: problems at their fields, and only those parts that a changed answer changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from phu_runtime.shapes import FieldShown, FormShown


NO_FIELDS = ("group", "text", "separator")


def with_problems(form: FormShown, problems: Mapping[str, str]) -> FormShown:
    """The form with its problems in order: a sentence whose field is not on the page stands for the whole form."""
    placed = [field.key for field in every_field(form.fields) if field.shown and field.key in problems]
    whole = " ".join(text for key, text in problems.items() if key not in placed)
    return replace(form, problems=({"": whole} if whole else {}) | {key: problems[key] for key in placed})


def every_field(fields: Sequence[FieldShown]) -> Iterator[FieldShown]:
    """The fields, those inside groups included."""
    for field in fields:
        yield field
        yield from every_field(field.fields)


def changed(form: FormShown) -> list[tuple[FieldShown, int]]:
    """The fields whose visibility differs from the page that sent this request, with their heading level. A group that
    appears or disappears goes as a whole."""
    visible = set(request.form.getlist("_getoond"))
    return list(_changed(form.fields, visible, 2))


def _changed(fields: Sequence[FieldShown], visible: set[str], level: int) -> Iterator[tuple[FieldShown, int]]:
    for field in fields:
        if field.shown != (field.key in visible):
            yield field, level
        elif field.shown:
            yield from _changed(field.fields, visible, min(level + 1, 4))


def kept_answers(form: FormShown) -> list[FieldShown]:
    """The fields that were filled in, to show them when they could not be sent."""
    return [field for field in every_field(form.fields) if field.kind not in NO_FIELDS and _filled(field.value)]


def _filled(value: object) -> bool:
    return any(value.values()) if isinstance(value, Mapping) else bool(value)
