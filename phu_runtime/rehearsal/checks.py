"""What a scenario expects after a step, compared with the case as it is: a sentence per difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phu_runtime.calendar import local_date
from phu_runtime.records import dossiers, tasks
from phu_runtime.rehearsal.play import Play, PlayStopped, Told
from phu_runtime.rehearsal.spoken import as_said
from phu_runtime.rehearsal.stage import read_actor
from phu_runtime.steps.events import awaited_events, may_send
from phu_runtime.steps.opening import CaseStep, open_case
from phu_runtime.steps.participants import fields_of

CLOSED = "gesloten"
EVERYTHING = "alles"


@dataclass(frozen=True)
class _Seen:
    """The case after a step."""

    step: CaseStep
    tasks: Sequence[Any]
    letters: Sequence[str]
    told: Sequence[Told]


def differences(play: Play, then: Mapping[str, Any]) -> list[str]:
    """What differs from ``then`` (the words of scenarios/LEESMIJ.md), in its order."""
    if not then:
        return []
    with play.runtime.reading() as store:
        step = open_case(store, play.case_id, lock=False)
        seen = _Seen(
            step,
            tasks.open_tasks(store.session, play.case_id),
            [letter.template for letter in dossiers.letters(store.session, play.case_id)],
            play.told,
        )
        return [difference for word, expected in then.items() for difference in _CHECKS[word](seen, expected)]


def _open(seen: _Seen, expected: Any) -> list[str]:
    there, wanted = sorted(open_names(seen.tasks)), sorted(_pairs(expected))
    return [] if there == wanted else [f"open: verwacht {_listed(wanted)}; open staat {_listed(there)}"]


def _also_open(seen: _Seen, expected: Any) -> list[str]:
    there = open_names(seen.tasks)
    return [f"ook_open: {pair} staat niet open; open staat {_listed(there)}" for pair in _pairs(expected) if pair not in there]


def _not_open(seen: _Seen, expected: Any) -> list[str]:
    return [f"niet_open: {pair} staat wel open" for pair in _pairs(expected) if pair in open_names(seen.tasks)]


def _told(seen: _Seen, expected: Any) -> list[str]:
    told = [f"{role} {event}" for role, event in seen.told]
    return [f"bericht: {pair} is niet verstuurd; wel: {_listed(told)}" for pair in _pairs(expected) if pair not in told]


def _not_told(seen: _Seen, expected: Any) -> list[str]:
    told = [f"{role} {event}" for role, event in seen.told]
    return [f"geen_bericht: {pair} is wel verstuurd" for pair in _pairs(expected) if pair in told]


def _values(seen: _Seen, expected: Any, word: str) -> list[str]:
    context = seen.step.context()
    found = {path: as_said(_at(context, str(path))) for path in expected}
    return [
        f"{word}: {path} is {_listed(found[path])}, verwacht {_listed(as_said(value))}"
        for path, value in expected.items()
        if found[path] != as_said(value)
    ]


def _decided(seen: _Seen, expected: Any) -> list[str]:
    return _values(seen, expected, "besluit")


def _given(seen: _Seen, expected: Any) -> list[str]:
    return _values(seen, expected, "gegeven")


def _terms(seen: _Seen, expected: Any) -> list[str]:
    due = {name: row.due for row in seen.tasks for name in (row.form, row.element)}
    problems = []
    for task, day in expected.items():
        there = local_date(due[task]).isoformat() if due.get(task) else "geen termijn"
        wanted = as_said(day)
        if there != wanted:
            problems.append(f"termijn: {task} is {there}, verwacht {wanted}")
    return problems


def _can(seen: _Seen, expected: Any) -> list[str]:
    return [f"kan: {pair} kan nu niet" for pair in _pairs(expected) if not _may(seen, pair)]


def _cannot(seen: _Seen, expected: Any) -> list[str]:
    return [f"kan_niet: {pair} kan nu wel" for pair in _pairs(expected) if _may(seen, pair)]


def _may(seen: _Seen, pair: str) -> bool:
    role, _, event = pair.partition(" ")
    if role not in seen.step.known.parties:
        raise PlayStopped(f"De rol '{role}' doet niet mee in een casus.")
    actor = read_actor(seen.step.store, seen.step.known.parties[role].organisation_id, role)
    return any(awaited.message == event and may_send(seen.step, actor, awaited) for awaited in awaited_events(seen.step))


def _sees(seen: _Seen, expected: Any) -> list[str]:
    missing = {role: sorted(set(groups) - _groups(seen, role)) for role, groups in expected.items()}
    return [f"ziet: {role} ziet niet {_listed(groups)}" for role, groups in missing.items() if groups]


def _sees_not(seen: _Seen, expected: Any) -> list[str]:
    problems = []
    for role, groups in expected.items():
        visible = _groups(seen, role)
        wrong = visible if groups == EVERYTHING else visible & set(groups)
        if wrong:
            problems.append(f"ziet_niet: {role} ziet {_listed(sorted(wrong))}")
    return problems


def _groups(seen: _Seen, role: str) -> set[str]:
    return set(fields_of(seen.step, role, seen.step.context()).read)


def _letter(seen: _Seen, expected: Any) -> list[str]:
    return [f"brief: {key} is niet vastgelegd; wel: {_listed(seen.letters)}" for key in expected if key not in seen.letters]


def _end(seen: _Seen, expected: Any) -> list[str]:
    case = seen.step.case
    there = case.outcome if case.status == CLOSED else "nee"
    return [] if there == as_said(expected) else [f"einde: verwacht {as_said(expected)}, het is {there} (status {case.status})"]


def open_names(rows: Iterable[Any]) -> list[str]:
    """Open tasks as ``open`` names them: role and form, or role and element for a task without a form."""
    return [f"{row.roles.split(',')[0]} {row.form or row.element}" for row in rows]


def _pairs(expected: Any) -> list[str]:
    """Each item is "who what"; a mapping of one ("who: what") says the same."""
    if not isinstance(expected, list):
        raise PlayStopped("Schrijf hier een lijst, bijvoorbeeld [sociaal_team casusregie].")
    pairs = []
    for item in expected:
        if isinstance(item, Mapping) and len(item) == 1:
            item = " ".join(str(part) for part in next(iter(item.items())))
        words = str(item).split()
        if len(words) != 2:
            raise PlayStopped(f"'{item}' is niet 'wie wat', bijvoorbeeld 'sociaal_team casusregie'.")
        pairs.append(" ".join(words))
    return pairs


def _at(context: Mapping[str, Any], path: str) -> Any:
    value: Any = context
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _listed(values: Any) -> str:
    if not isinstance(values, list | tuple):
        return str(values)
    return ", ".join(str(value) for value in values) or "niets"


_CHECKS: Mapping[str, Callable[[_Seen, Any], list[str]]] = {
    "open": _open,
    "ook_open": _also_open,
    "niet_open": _not_open,
    "bericht": _told,
    "geen_bericht": _not_told,
    "besluit": _decided,
    "gegeven": _given,
    "termijn": _terms,
    "kan": _can,
    "kan_niet": _cannot,
    "ziet": _sees,
    "ziet_niet": _sees_not,
    "brief": _letter,
    "einde": _end,
}
