"""What is wrong with a sheet: texts that are no FEEL (these are not kept), and what the table as a whole leaves open (these are told)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from phu_runtime.decisions import Decisions
from phu_runtime.decisions.analyse import analyse_table, check_cells
from phu_runtime.edit_shapes import Column, Note, Row, Sheet, SheetSent
from phu_runtime.errors import Finding
from phu_runtime.feel import FeelError, compile_expression, compile_unary_tests

POLICIES = ("UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
MOST_ROWS = 500
MOST_CHOICES, LONGEST_CHOICE = 15, 60
REMARK = -1
_RULE = re.compile(r"regel (\d+)")
_ABOUT = re.compile(r"Tabel '[^']*'[:,] ")
_GAP = re.compile(r"(.*): geen regel\. Voeg toe: .*", re.DOTALL)


def column_ids(columns: Sequence[Column]) -> list[str]:
    """What a page calls each column, so that its cells are found again when someone else added one meanwhile."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        name = f"{column.kind}:{column.name}"
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name}:{seen[name]}")
    return found


def applied(sheet: Sheet, sent: SheetSent) -> Sheet:
    """The sheet with what a page sent; what it did not send stays."""
    ids = column_ids(sheet.columns)
    sent_as = {name: place for place, name in enumerate(sent.columns or ids)}
    labels = {name: sent.labels[place] for name, place in sent_as.items() if place < len(sent.labels)}
    columns = [_named(column, labels[name].strip()) if name in labels else column for column, name in zip(sheet.columns, ids, strict=True)]
    places = [sent_as.get(name) for name in ids]
    empty = ["-" if column.kind == "als" else "" for column in sheet.columns]
    rows = [replace(row, cells=_cells(row.cells, places, empty)) for row in sent.rows[:MOST_ROWS]]
    texts = sheet.texts
    if len(sent.texts) == len(sheet.texts):
        texts = tuple((label, new) for (label, _), new in zip(sheet.texts, sent.texts, strict=True))
    policy = sent.policy if sheet.is_table and sent.policy in POLICIES else sheet.policy
    return replace(sheet, description=sent.description.strip(), policy=policy, columns=tuple(columns), rows=tuple(rows), texts=texts)


def _cells(cells: Sequence[str], places: Sequence[int | None], empty: Sequence[str]) -> tuple[str, ...]:
    """The cells where their column stands now; a column that was not sent gets an empty one."""
    return tuple(
        cells[place] if place is not None and place < len(cells) else nothing for place, nothing in zip(places, empty, strict=True)
    )


def _named(column: Column, label: str) -> Column:
    return replace(column, name=label or column.name) if column.kind == "noot" else replace(column, label=label)


def problems(sheet: Sheet, names: Collection[str]) -> dict[tuple[int, int], str]:
    """(row, column) from 0 → what is wrong with the text there; for other logic (text, 0)."""
    found = {}
    for number, row in enumerate(sheet.rows):
        for place, (column, text) in enumerate(zip(sheet.columns, row.cells, strict=True)):
            wrong = _wrong(column, text, names)
            if wrong:
                found[number, place] = wrong
        missing = _without_outcome(sheet, row)
        if missing is not None:
            found[number, missing] = 'Vul een uitkomst in, bijvoorbeeld true, 3 of "tekst".'
    for number, (_, text) in enumerate(sheet.texts):
        wrong = _of_expression(text, names) if text.strip() else "Vul een berekening in."
        if wrong:
            found[number, 0] = wrong
    return found


def _wrong(column: Column, text: str, names: Collection[str]) -> str:
    if column.kind == "noot" or text.strip() in ("", "-"):
        return ""
    if column.kind == "dan":
        return _of_expression(text, names)
    try:
        compile_unary_tests(text, names)
    except FeelError as error:
        return error.message
    return ""


def _of_expression(text: str, names: Collection[str]) -> str:
    try:
        compile_expression(text, names)
    except FeelError as error:
        return error.message
    return ""


def _without_outcome(sheet: Sheet, row: Row) -> int | None:
    """The first outcome of a row in which no outcome says anything."""
    places = [place for place, column in enumerate(sheet.columns) if column.kind == "dan"]
    return places[0] if places and not any(row.cells[place].strip() for place in places) else None


def choices(sheet: Sheet) -> list[list[str]]:
    """Per column what may be written there, or is in another row: at most fifteen, to choose from while typing."""
    found = []
    for place, column in enumerate(sheet.columns):
        texts = [one.strip() for one in column.values.split(",")] if column.values.startswith('"') else []
        texts += ["true", "false"] if column.type == "boolean" else []
        texts += [row.cells[place] for row in sheet.rows] if column.kind != "noot" else []
        found.append([text for text in dict.fromkeys(texts) if text and len(text) <= LONGEST_CHOICE][:MOST_CHOICES])
    return found


def differences(theirs: Sheet, mine: Sheet) -> list[str]:
    """In what two versions of a decision differ, a sentence for each."""
    told = []
    if theirs.description != mine.description:
        told.append("De uitleg is anders.")
    if theirs.policy != mine.policy:
        told.append(f"De trefregel is daar {theirs.policy}, bij u {mine.policy}.")
    there = {row.origin: (number, row) for number, row in enumerate(theirs.rows, 1)}
    for number, row in enumerate(mine.rows, 1):
        other = there.pop(row.origin, None)
        if other is None:
            told.append(f"Uw regel {number} staat er daar niet.")
        else:
            told += _differences(other, (number, row), mine.columns)
    told += [f"Daar staat een regel {number} die er bij u niet is: {' | '.join(row.cells)}." for number, row in there.values()]
    told += [f"De berekening '{label}' is anders." for (label, old), (_, new) in zip(theirs.texts, mine.texts, strict=False) if old != new]
    return told


def _differences(theirs: tuple[int, Row], mine: tuple[int, Row], columns: Sequence[Column]) -> list[str]:
    (other, old), (number, new) = theirs, mine
    told = [f"Regel {number} is daar regel {other}."] if number != other else []
    for column, before, after in zip(columns, old.cells, new.cells, strict=False):
        if before != after:
            told.append(f"Regel {number}, {column.heading}: daar {before or 'niets'}, bij u {after or 'niets'}.")
    return told + ([f"Regel {number}: de toelichting is anders."] if old.note != new.note else [])


def notes(
    decisions: Decisions,
    decision: str,
    kinds: Mapping[str, str] | None = None,
    values: Mapping[str, Collection[str]] | None = None,
    functions: Sequence[str] = (),
) -> list[Note]:
    """What is to be said of one decision: gaps, overlaps, rules that never win, outcomes outside their values; with ``kinds`` also
    names that nothing gives (see ``check_cells``)."""
    node = decisions.nodes.get(decision)
    if node is None:
        return []
    found = [] if kinds is None else check_cells(decisions, kinds, values=values, functions=functions)
    told = [Note("name", _told(one), _rules(one.message)) for one in found if one.element == decision]
    told += [Note("broken", _told(one)) for one in decisions.findings if one.element == decision]
    if node.table is None:
        return told
    try:
        analysis = analyse_table(decision, node.table)
    except FeelError as error:
        return [*told, Note("undetermined", error.message)]
    told += [Note(one.kind, _sentence(one.message), one.rules, one.row) for one in analysis.findings]
    return told + [Note("undetermined", sentence) for sentence in analysis.undetermined]


def _told(finding: Finding) -> str:
    sentence = f"{finding.message} {finding.advice}".strip()
    return sentence[:1].upper() + sentence[1:]


def _rules(message: str) -> tuple[int, ...]:
    found = _RULE.match(message)
    return (int(found[1]),) if found else ()


def _sentence(message: str) -> str:
    """Without the name of the table, which stands above it; a gap without the row that a button adds."""
    bare = _ABOUT.sub("", message, count=1)
    gap = _GAP.fullmatch(bare)
    told = f"Geen regel past bij {gap[1]}." if gap else bare
    return told[:1].upper() + told[1:]
