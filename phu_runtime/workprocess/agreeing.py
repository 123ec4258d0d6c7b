"""Who must agree with a change: the table ``instemming`` of the release that is in force, asked for each kind of change.

What changed is told from the files themselves, so that nothing escapes because a difference in words overlooks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from phu_runtime.decisions import Decisions, read_decisions
from phu_runtime.engine.xml import parse_xml
from phu_runtime.errors import Finding, ReleaseInvalid

TABLE = "instemming"
INPUT = "soort_wijziging"
OTHER_TABLE = "andere_tabel"


@dataclass(frozen=True)
class Demand:
    """``number`` people who speak for ``role`` (adviesgroep, fg, or a party key: its coordinator) must agree; ``ground``: why."""

    role: str
    number: int
    ground: str


def changed_paths(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Paths that were added, changed or removed, in order."""
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


def kinds_of_change(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """The kinds of change between two sets of files, as ``instemming`` knows them: the name of each decision that changed, and
    ``tekening``, ``formulier``, ``brief``, ``gegevenslijst``, ``bericht``, ``scenario``, ``overig``."""
    kinds: set[str] = set()
    for path in changed_paths(old, new):
        if path.endswith(".dmn"):
            kinds |= _changed_decisions(path, old.get(path), new.get(path))
        else:
            kinds.add(_kind_of_file(path))
    return sorted(kinds)


def demands(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Demand]:
    """Who must agree before ``new`` follows ``old``; nobody when nothing changed. The table of ``old`` decides, so that no draft
    frees itself; a change of the table itself needs, of both tables, the most that any row asks. Raises ReleaseInvalid
    when neither has the table."""
    kinds = kinds_of_change(old, new)
    tables = [table for table in (_table(old), _table(new)) if table is not None]
    if not tables or TABLE not in _ids(new):
        raise ReleaseInvalid([Finding("dmn/instemming.dmn", TABLE, "De tabel instemming ontbreekt.", "Voeg dmn/instemming.dmn toe.")])
    if TABLE in kinds:
        return _most(demand for table in tables for kind in _declared(table) for demand in _asked(table, kind))
    return _most(demand for kind in kinds for demand in _asked(tables[0], kind))


def missing(wanted: Iterable[Demand], given: Iterable[str]) -> list[tuple[Demand, int]]:
    """The demands that are not met and how many people each still lacks. ``given``: the role of each approval."""
    roles = list(given)
    return [(demand, demand.number - roles.count(demand.role)) for demand in wanted if roles.count(demand.role) < demand.number]


def _asked(table: Decisions, kind: str) -> list[Demand]:
    known = kind if kind in _declared(table) else OTHER_TABLE
    rows: Any = table.evaluate(TABLE, {INPUT: known}).value or []
    return [Demand(str(row["rol"]), int(row["aantal"]), str(row["grondslag"])) for row in rows]


def _most(asked: Iterable[Demand]) -> list[Demand]:
    most: dict[str, Demand] = {}
    for demand in asked:
        if demand.role not in most or most[demand.role].number < demand.number:
            most[demand.role] = demand
    return sorted(most.values(), key=lambda demand: demand.role)


def _declared(table: Decisions) -> frozenset[str]:
    return table.input_values(TABLE, INPUT)


def _table(files: Mapping[str, bytes]) -> Decisions | None:
    for path, content in files.items():
        if path.endswith(".dmn") and TABLE.encode() in content and TABLE in _decisions(path, content):
            return read_decisions({path: content})
    return None


def _ids(files: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(name for path, content in files.items() if path.endswith(".dmn") for name in _decisions(path, content))


def _changed_decisions(path: str, old: bytes | None, new: bytes | None) -> set[str]:
    before = _decisions(path, old) if old is not None else {}
    after = _decisions(path, new) if new is not None else {}
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    # What stands beside the decisions (a drawing, an input, a function) may matter to each of them.
    return changed or set(before) or {OTHER_TABLE}


def _decisions(path: str, content: bytes) -> dict[str, bytes]:
    root = parse_xml(path, content)
    found = [node for node in root.iter() if isinstance(node.tag, str) and etree.QName(node).localname == "decision"]
    return {str(node.get("id")): etree.tostring(node, method="c14n") for node in found}


def _kind_of_file(path: str) -> str:
    if path.startswith("forms/brieven/"):
        return "brief"
    ends = {".bpmn": "tekening", ".form": "formulier"}
    named = {"forms/gegevens.yaml": "gegevenslijst", "forms/berichten.yaml": "bericht"}
    for ending, kind in ends.items():
        if path.endswith(ending):
            return kind
    return named.get(path, "scenario" if path.startswith("scenarios/") else "overig")
