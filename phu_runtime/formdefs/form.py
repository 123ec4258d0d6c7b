"""A form as form-js writes it: components with a key of the dictionary, conditions in FEEL, validation.

Read: https://github.com/bpmn-io/form-js (schema of 1.x). Our own settings stand under ``properties`` of a component.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FIELDS = ("textfield", "textarea", "number", "datetime", "checkbox", "radio", "select", "checklist")
OTHERS = ("text", "group", "separator")
TYPES = FIELDS + OTHERS
SHARED = "gedeeld"

LONGEST = 300
"""Characters of a text answer when a form gives no maximum (domain.md §4: free text is short, G19)."""


@dataclass(frozen=True)
class Component:
    """One component. ``hide``, ``options_expression``, ``text_expression``: compiled FEEL or None. ``options``: (code, label),
    empty when the dictionary gives them. ``validate``: required, min, max, minLength, maxLength, pattern.
    ``properties``: ours (``verplicht``, ``vorm``, ``datum``, ``voorinvullen``, ``leegmaken``)."""

    id: str
    type: str
    key: str = ""
    label: str = ""
    description: str = ""
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hide: Any = None
    options_expression: Any = None
    text_expression: Any = None
    validate: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    read_only: bool = False
    components: tuple[Component, ...] = ()

    @property
    def is_field(self) -> bool:
        """Whether it asks something."""
        return self.type in FIELDS

    @property
    def required(self) -> bool:
        """Whether it must be answered when shown."""
        return bool(self.validate.get("required"))


@dataclass(frozen=True)
class Form:
    """A form. ``key``: its file name without ending; ``role``: the folder (a role key, or "gedeeld" for several roles)."""

    key: str
    title: str
    role: str
    components: tuple[Component, ...]
    file: str = ""

    def every(self) -> Iterator[Component]:
        """All components, groups before what they hold, in the order of the form."""
        return _every(self.components)

    def fields(self) -> Iterator[Component]:
        """All components that ask something."""
        return (component for component in self.every() if component.is_field)


class Forms(Mapping[str, Form]):
    """The forms of a release by key."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = dict(forms)

    def __getitem__(self, key: str) -> Form:
        return self._forms[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


def _every(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _every(component.components)
