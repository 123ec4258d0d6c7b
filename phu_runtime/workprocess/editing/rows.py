"""Deeds on the rows of a sheet. Places count from 0; a place that is not there leaves the sheet as it is."""

from __future__ import annotations

from dataclasses import replace

from phu_runtime.edit_shapes import Row, Sheet


def with_row(sheet: Sheet, at: int, cells: tuple[str, ...] = (), note: str = "") -> Sheet:
    """A new row before the row that stands at ``at``: one that asks nothing yet, or with these input cells."""
    empty = ["-" if column.kind == "als" else "" for column in sheet.columns]
    empty[: len(cells)] = cells
    rows = list(sheet.rows)
    rows.insert(max(0, min(at, len(rows))), Row("", tuple(empty), note))
    return replace(sheet, rows=tuple(rows))


def with_copy(sheet: Sheet, at: int) -> Sheet:
    """The row at ``at`` once more, below itself."""
    if not 0 <= at < len(sheet.rows):
        return sheet
    row = sheet.rows[at]
    return replace(sheet, rows=(*sheet.rows[: at + 1], replace(row, origin=""), *sheet.rows[at + 1 :]))


def without_row(sheet: Sheet, at: int) -> Sheet:
    """The row at ``at`` goes."""
    return replace(sheet, rows=tuple(row for place, row in enumerate(sheet.rows) if place != at))


def moved(sheet: Sheet, at: int, by: int) -> Sheet:
    """The row at ``at`` goes up (``by`` −1) or down (1)."""
    to = at + by
    if not (0 <= at < len(sheet.rows) and 0 <= to < len(sheet.rows)):
        return sheet
    rows = list(sheet.rows)
    rows[at], rows[to] = rows[to], rows[at]
    return replace(sheet, rows=tuple(rows))
