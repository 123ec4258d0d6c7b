"""Which field groups a role may read and write: decision ``gegevensdeling``, and the same in words ("wie ziet wat").

Source: PP-B3, PP 2.4 and 3; domain.md §5 and §6. Nothing here knows a field, a role or a step: the table does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

DECISION = "gegevensdeling"


class Decides(Protocol):
    """The decisions of a release; ``decisions.Decisions`` fits."""

    def evaluate(self, name: str, context: Mapping[str, Any], functions: Mapping[str, Any] = ...) -> Any:
        """An Outcome; its ``value`` is a list of contexts with lezen, schrijven, doel, grondslag."""


@dataclass(frozen=True)
class FieldsVerdict:
    """Field groups that may be read and written, with the purposes and grounds of the rules that gave them."""

    read: frozenset[str] = frozenset()
    write: frozenset[str] = frozenset()
    purpose: str = ""
    ground: str = ""


def readable(
    decisions: Decides,
    steps: Iterable[str],
    role: str,
    facts: Mapping[str, Any],
    *,
    active: Decides | None = None,
) -> FieldsVerdict:
    """What ``role`` may read and write: the union over ``steps`` (values of ``processtap``; one may list several, with
    commas). ``facts`` gives aanleiding, heeft_zorgen, is_casusregisseur and dossier_open_voor_meldpunt. With ``active``
    (the release in force now) reading is what both releases allow, so that narrowing works at once; writing follows the
    case's own release. No step: nothing."""
    found = _union(decisions, steps, role, facts)
    if active is None or active is decisions:
        return found
    now = _union(active, steps, role, facts)
    return FieldsVerdict(found.read & now.read, found.write, found.purpose, found.ground)


def readers(verdicts: Mapping[str, FieldsVerdict], group: str) -> tuple[str, ...]:
    """The roles that may read a field group, in the order of ``verdicts``."""
    return tuple(role for role, verdict in verdicts.items() if group in verdict.read)


def in_words(verdict: FieldsVerdict, groups: Mapping[str, str]) -> str:
    """What is seen, in one Dutch sentence; ``groups``: key → label, in the order to name them."""
    labels = [label for key, label in groups.items() if key in verdict.read]
    if not labels:
        return "Ziet geen persoonsgegevens"
    words = [labels[0]] + [_lower_first(label) for label in labels[1:]]
    return "Ziet: " + (words[0] if len(words) == 1 else ", ".join(words[:-1]) + " en " + words[-1])


def who_sees(
    verdicts: Mapping[str, FieldsVerdict],
    organisations: Mapping[str, str],
    groups: Mapping[str, str],
) -> Sequence[tuple[str, str, str]]:
    """"Wie ziet wat": (role key, organisation name, sentence) for each role of ``verdicts`` that has an organisation."""
    return [(role, organisations[role], in_words(verdict, groups)) for role, verdict in verdicts.items() if role in organisations]


def _union(decisions: Decides, steps: Iterable[str], role: str, facts: Mapping[str, Any]) -> FieldsVerdict:
    read: set[str] = set()
    write: set[str] = set()
    purposes: dict[str, None] = {}
    grounds: dict[str, None] = {}
    for step in dict.fromkeys(part for text in steps for part in _split(text)):
        outcome = decisions.evaluate(DECISION, {**facts, "processtap": step, "ontvangende_rol": role})
        for row in _rows(outcome.value):
            read.update(_groups(row.get("lezen")))
            write.update(_groups(row.get("schrijven")))
            purposes.update(dict.fromkeys(_sentences(row.get("doel"))))
            grounds.update(dict.fromkeys(_sentences(row.get("grondslag"))))
    return FieldsVerdict(frozenset(read | write), frozenset(write), "; ".join(purposes), "; ".join(grounds))


def _rows(value: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        return [value]
    return [row for row in value or () if isinstance(row, Mapping)]


def _groups(value: Any) -> Iterable[str]:
    if value is None:
        return ()
    return _split(value) if isinstance(value, str) else [str(item) for item in value]


def _split(value: Any) -> list[str]:
    return [part.strip() for part in str(value or "").split(",") if part.strip()]


def _sentences(value: Any) -> list[str]:
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item]


def _lower_first(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
