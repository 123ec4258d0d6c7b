"""The figures of a year as a text to draw: the same tables, a line for each row, so that a screen reader follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from phu_runtime.calendar import long_date
from phu_runtime.letters import Letter
from phu_runtime.shapes import Actor, LetterText
from phu_runtime.workprocess.figures import Figures

KEY = "cijfers"
SMALL = "te klein om te tonen"


def figures_report(actor: Actor, now: datetime, year: int, tables: Sequence[Figures]) -> LetterText:
    """For drawing outside the transaction."""
    title = f"Cijfers over {year}"
    text = "\n\n".join(_paragraphs(actor, now, title, tables)) + "\n"
    return LetterText(Letter(KEY, title, actor.party, "art. 3.1, 4.3", text), text, title)


def _paragraphs(actor: Actor, now: datetime, title: str, tables: Sequence[Figures]) -> Iterator[str]:
    yield actor.organisation
    yield "Preventie huisuitzettingen"
    yield f"Gemaakt op {long_date(now)}"
    yield f"# {title}"
    yield "Hier staat hoe vaak een fase is afgerond en een uitkomst is bereikt, en hoeveel termijnen zijn gehaald."
    for table in tables:
        yield f"## {table.title}"
        yield "\n".join(_row(table, name, values) for name, values in table.rows) or "Hier is dit jaar nog niets van."
    yield "## Hoe u dit leest"
    yield "Een aantal onder de 5 staat er niet, en een aantal waaruit u dat kunt afleiden ook niet. Zo is niemand te herkennen."
    yield "Fasen en uitkomsten tellen ook van casussen die al zijn vernietigd. Termijnen tellen alleen van casussen die er nog zijn."
    yield f"Gemaakt door {actor.organisation}."  # the layout keeps the last three blocks together: a list must not be one of them


def _row(table: Figures, name: str, values: Sequence[int | None]) -> str:
    unit = f" {table.unit}" if table.unit else ""
    told = (f"{column} {SMALL if value is None else f'{value}{unit}'}" for column, value in zip(table.columns, values, strict=True))
    return f"- **{name}**: {', '.join(told)}"
