"""Counts for who guards the work process: a heat map and the figures of a year. Never about one tenant; no small counts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flask import Blueprint, g, make_response, render_template, request

from phu_runtime.access import ReportAccess, may
from phu_runtime.actions.show_figures import show_figures
from phu_runtime.actions.show_heat_map import show_heat_map
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.tasks import as_pdf
from phu_runtime.showing.figures_report import figures_report

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from phu_runtime.actions.show_figures import FiguresShown
    from phu_runtime.actions.show_heat_map import HeatMapShown, HeatRow

pages = Blueprint("reports", __name__)

COLOURS = {"aantal": "Hoe vaak", "duur": "Hoe lang", "termijn": "Op tijd"}
LEVELS = 5
KEPT = (95, 85, 70, 50)  # per cent on time: from here up a lighter colour
SMALL = "te klein"
IN_WORDS = {
    "tot 1 uur": "binnen een uur",
    "tot 1 dag": "binnen een dag",
    "tot 1 week": "binnen een week",
    "tot 4 weken": "binnen vier weken",
    "langer": "langer dan vier weken",
}


@pages.app_context_processor
def sees_counts() -> dict[str, bool]:
    """Whether a page shows links to these: ``ziet_cijfers``."""
    actor = g.get("actor")
    return {"ziet_cijfers": actor is not None and may(actor, "see_report", ReportAccess("regio")).allowed}


@pages.get("/werkproces/warmtekaart")
@signed_in
def warmtekaart() -> str:
    """How often and how long each step took; ``?versie=``, ``?tekening=``, ``?subregio=``, ``?kleur=``."""
    asked = request.args
    with transaction() as store:
        shown = show_heat_map(store, current_actor(), asked.get("versie", ""), asked.get("tekening", ""), asked.get("subregio", ""))
    colour = asked.get("kleur", "") if asked.get("kleur", "") in COLOURS else "aantal"
    marks: dict[str, str] = {}
    badges: dict[str, str] = {}
    for row in shown.rows:
        level, badge = _drawn(shown, row, colour)
        if level:
            name = f"phu-warmte-{level}"
            marks[name] = f"{marks.get(name, '')} {row.heat.element}".strip()
        if badge:
            badges[row.heat.element] = badge
    return render_template(
        "revision/heat_map.html", shown=shown, colours=COLOURS, colour=colour, marks=marks, badges=badges, in_words=IN_WORDS, levels=LEVELS
    )


def _drawn(shown: HeatMapShown, row: HeatRow, colour: str) -> tuple[int, str]:
    """Level of colour (0: none) and badge of one step."""
    heat = row.heat
    if not heat.count:
        return 0, SMALL if heat.count is None else ""
    if colour == "duur":
        return (list(shown.classes).index(heat.median) + 1, heat.median) if row.lasts and heat.median else (0, "")
    if colour == "termijn":
        return (0, "") if heat.kept is None else (1 + sum(heat.kept < border for border in KEPT), f"{heat.kept} %")
    most = max(each.heat.count or 0 for each in shown.rows)
    return -(-LEVELS * heat.count // most), str(heat.count)


@pages.get("/overleg/cijfers")
@signed_in
def cijfers() -> str:
    """From report to outcome and terms kept, in one year (``?jaar=``)."""
    return render_template("revision/figures.html", shown=_figures(), small=SMALL)


@pages.get("/overleg/cijfers.csv")
@signed_in
def cijfers_csv() -> Response:
    """The same for a spreadsheet: a line per number."""
    shown = _figures()
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(["Jaar", "Tabel", "Regel", "Kolom", "Aantal of percentage"])
    for table in (*shown.courses, shown.terms):
        for name, values in table.rows:
            for column, value in zip(table.columns, values, strict=True):
                told = SMALL if value is None else f"{value} %" if table.unit else value
                lines.writerow([shown.year, table.title, name, column, told])
    answer = make_response("\ufeff" + text.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="cijfers-{shown.year}.csv"'
    return answer


@pages.get("/overleg/cijfers.pdf")
@signed_in
def cijfers_pdf() -> Response:
    """The same to print or to send; drawn after the transaction."""
    with transaction() as store:
        shown = show_figures(store, current_actor(), request.args.get("jaar", 0, type=int))
        now = store.now
    return as_pdf(figures_report(current_actor(), now, shown.year, [*shown.courses, shown.terms]))


def _figures() -> FiguresShown:
    with transaction() as store:
        return show_figures(store, current_actor(), request.args.get("jaar", 0, type=int))
