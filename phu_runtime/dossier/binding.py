"""An answer goes to one store: the dossier (a personal datum or remark), the submission (a process fact) or the variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.dossier.dictionary import Dictionary
from phu_runtime.dossier.typed import to_json
from phu_runtime.errors import FormInvalid


@dataclass(frozen=True)
class Bound:
    """Answers by store, each as JSON holds it. ``dossier`` values may be None: the datum is no longer so."""

    dossier: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)


def bind(answers: Mapping[str, Any], dictionary: Dictionary) -> Bound:
    """Clean answers (of ``formdefs.clean``) to their stores. An emptied variable gets its start value.

    An answer to a derived datum (``gekozen_stap``) is a fact of the form that was sent: the datum itself is counted from
    those. Raises FormInvalid for a key that the dictionary doesn't know.
    """
    bound = Bound()
    for key, value in answers.items():
        datum = dictionary.fields.get(key)
        if datum is None:
            raise FormInvalid({key: f"'{key}' staat niet in de gegevenslijst. Vraag een proceseigenaar dit te herstellen."})
        if datum.store == "dossier":
            bound.dossier[key] = to_json(value)
        elif datum.store == "procesfeit" or datum.derived:
            bound.facts[key] = to_json(value)
        else:
            bound.variables[key] = to_json(datum.start if value is None else value)
    return bound
