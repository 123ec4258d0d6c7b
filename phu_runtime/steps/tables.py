"""A decision table while it is edited: as it stands in the file, or as a page sent it, with what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from phu_runtime.decisions import Decisions
from phu_runtime.edit_shapes import Note, Sheet, SheetSent, SheetShown
from phu_runtime.errors import FormInvalid, NotFound, ReleaseInvalid
from phu_runtime.steps.draft_work import DraftWork
from phu_runtime.workprocess.editing.rows import moved, with_copy, with_row, without_row
from phu_runtime.workprocess.editing.table_checks import applied, choices, column_ids, notes, problems
from phu_runtime.workprocess.editing.tables import read_sheets, write_sheet
from phu_runtime.workprocess.editing.trying import asked, try_decision
from phu_runtime.workprocess.expressions import known_names

FUNCTIONS = ("termijn", "waarschuwing", "werkdagen")


def sheet_of(path: str, content: bytes, decision: str) -> Sheet:
    """One decision of a file. Raises NotFound, ReleaseInvalid."""
    found = next((sheet for sheet in read_sheets(path, content) if sheet.decision == decision), None)
    if found is None:
        raise NotFound(f"De beslissing '{decision}' staat niet in dit bestand.")
    return found


def with_deed(sheet: Sheet, deed: str, gaps: Sequence[Note] = ()) -> Sheet:
    """The sheet after a button beside its rows: boven.3, onder.3, kopie.3, weg.3, op.3, neer.3, erbij, or gat.0 (the first gap that the
    analysis found). Another deed changes nothing."""
    name, _, place = deed.partition(".")
    at = int(place) if place.isdecimal() else 0
    if name == "gat":
        rows = [note.row for note in gaps if note.row and note.kind == "missing"]
        return with_row(sheet, len(sheet.rows), tuple(rows[at])) if at < len(rows) else sheet
    deeds = {
        "boven": lambda: with_row(sheet, at),
        "onder": lambda: with_row(sheet, at + 1),
        "erbij": lambda: with_row(sheet, len(sheet.rows)),
        "kopie": lambda: with_copy(sheet, at),
        "weg": lambda: without_row(sheet, at),
        "op": lambda: moved(sheet, at, -1),
        "neer": lambda: moved(sheet, at, 1),
    }
    return deeds[name]() if name in deeds else sheet


def written(path: str, content: bytes, sent: SheetSent, draft: DraftWork) -> bytes:
    """The file with what was sent. Raises FormInvalid (keys "row.column") for texts that are no FEEL, NotFound, ReleaseInvalid."""
    sheet = applied(sheet_of(path, content, sent.decision), sent)
    wrong = problems(sheet, tuple(draft.dictionary.fields))
    if wrong:
        raise FormInvalid({f"{row}.{column}": sentence for (row, column), sentence in wrong.items()})
    return write_sheet(path, content, sheet)


def show_sheet(
    path: str,
    content: bytes,
    sheet: Sheet,
    draft: DraftWork,
    *,
    changed: bool = False,
    trial: Mapping[str, str] | None = None,
    wrong: Mapping[tuple[int, int], str] | None = None,
) -> SheetShown:
    """The sheet with its notes and, with ``trial``, what it answers as it stands here. ``changed``: it differs from the file."""
    problems_here, ids = dict(wrong or {}), column_ids(sheet.columns)
    try:
        decisions = draft.decisions(path, write_sheet(path, content, sheet) if changed else content)
    except ReleaseInvalid as error:
        return SheetShown(sheet, [Note("broken", error.message)], problems_here, changed=changed, choices=choices(sheet), columns=ids)
    wanted = asked(decisions, sheet.decision, draft.dictionary)
    tried = None
    if trial is not None:
        problems_here = problems_here or problems(sheet, tuple(draft.dictionary.fields))
        tried = None if problems_here else try_decision(decisions, sheet.decision, wanted, trial, _functions(draft))
    told = notes_on(decisions, sheet.decision, draft)
    return SheetShown(sheet, told, problems_here, wanted, dict(trial or {}), tried, changed, choices(sheet), ids)


def notes_on(decisions: Decisions, decision: str, draft: DraftWork) -> list[Note]:
    """What is to be said of a decision; names are judged only when the whole version can be read."""
    if draft.work is None:
        return notes(decisions, decision)
    kinds, values = known_names(draft.work)
    return notes(decisions, decision, kinds, values, FUNCTIONS)


def _functions(draft: DraftWork) -> dict[str, Callable[..., Any]]:
    work = draft.work
    return {} if work is None else {"werkdagen": lambda moment, amount: work.calendar.add_working_days(moment, int(amount))}
