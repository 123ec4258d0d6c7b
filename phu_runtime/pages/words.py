"""How dates, times and counts read in Dutch, and the other filters and functions of the templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import url_for
from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from flask import Flask

    from phu_runtime.shapes import FactShown

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
PARTIES = {
    "woningcorporatie": ("Woningcorporatie", "huis"),
    "sociaal_team": ("Sociaal team", "mensen"),
    "sociale_dienst": ("Sociale dienst", "munten"),
    "meldpunt": ("Meldpunt Zorg en Overlast", "boei"),
    "casusregisseur": ("Casusregisseur", "persoon"),
    "adviesgroep": ("Adviesgroep", "potlood"),
    "regiegroep": ("Regiegroep", "mensen"),
    "gemeente": ("Gemeente", "huis"),
    "partij": ("Uw organisatie", "huis"),
    "fg": ("FG", "oog"),
    "manager": ("Manager", "persoon"),
    "procesregisseur": ("Procesregisseur", "persoon"),
    "systeem": ("Systeem", "systeem"),
    "besluit": ("Besluit", "tabel"),
}
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÀ-Ý“\"])")
PROSE = MarkdownIt("commonmark", {"html": False})
LETTER = MarkdownIt("commonmark", {"html": False, "breaks": True})


def register(app: Flask) -> None:
    """Make the filters and functions known to the templates of ``app``."""
    app.jinja_env.filters.update(
        datum=long_date, datum_zonder_dag=date_without_day, dag=short_day, tijd=clock_time, moment=moment, iso=iso, delen=date_parts,
        aantal=count, teller=badge, opsomming=enumeration, tekst=prose, brieftekst=letter_prose, eerste_zin=first_sentence,
        per_groep=by_group, partij=party_name, partij_icoon=party_icon,
    )
    app.jinja_env.globals.update(asset=asset)


def local(value: date) -> date:
    """The moment on a Dutch clock; a date stays a date."""
    return value.astimezone(AMSTERDAM) if isinstance(value, datetime) and value.tzinfo else value


def long_date(value: date | None) -> str:
    """"donderdag 26 november 2026"."""
    return "" if value is None else f"{DAYS[local(value).weekday()]} {date_without_day(value)}"


def date_without_day(value: date | None) -> str:
    """"26 november 2026"."""
    if value is None:
        return ""
    value = local(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None, now: date | None = None) -> str:
    """"do 26 nov", with the year when it isn't the year of ``now``."""
    if value is None:
        return ""
    value = local(value)
    year = f" {value.year}" if now is not None and local(now).year != value.year else ""
    return f"{DAYS[value.weekday()][:2]} {value.day} {SHORT_MONTHS[value.month - 1]}{year}"


def clock_time(value: datetime | None) -> str:
    """"14.32 uur"."""
    return "" if value is None else f"{local(value):%H.%M} uur"


def moment(value: datetime | None, now: date | None = None) -> str:
    """"23 nov 17.00", with the year when it isn't the year of ``now``."""
    if value is None:
        return ""
    value = local(value)
    year = f" {value.year}" if now is not None and local(now).year != value.year else ""
    return f"{value.day} {SHORT_MONTHS[value.month - 1]}{year} {value:%H.%M}"


def iso(value: date) -> str:
    """For the ``datetime`` attribute: ISO 8601 on a Dutch clock."""
    value = local(value)
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def count(number: int, one: str, more: str) -> str:
    """"1 taak", "3 taken"."""
    return f"{number} {one if number == 1 else more}"


def badge(number: int) -> str:
    """A count that stops at a hundred."""
    return "99+" if number > 99 else str(number)


def enumeration(words: Iterable[str]) -> str:
    """"Trivire, Vivera en het Meldpunt"."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} en {last}" if most else last


def first_sentence(text: str) -> str:
    """The first sentence of an explanation; "art. 6" doesn't end one."""
    return SENTENCE_END.split(text, maxsplit=1)[0]


def by_group(facts: Sequence[FactShown]) -> list[tuple[str, list[FactShown], str]]:
    """The data per group in their own order, groups of one together under no name; one source and day of a group said once, at its
    name, and without a name at each datum."""
    groups: dict[str, list[FactShown]] = {}
    for fact in facts:
        groups.setdefault(fact.group, []).append(fact)
    shown: list[tuple[str, list[FactShown]]] = []
    for name, lines in groups.items():
        if len(lines) == 1 and shown and not shown[-1][0]:
            shown[-1][1].append(lines[0])
        else:
            shown.append((name if len(lines) > 1 else "", list(lines)))
    return [(name, lines, _common_source(lines) if name else "") for name, lines in shown]


def _common_source(lines: Sequence[FactShown]) -> str:
    sources = {f"{line.source}, {date_without_day(line.at)}" if line.source else date_without_day(line.at) for line in lines}
    return sources.pop() if len(sources) == 1 else ""


def prose(text: str) -> Markup:
    """Text of a process owner (Markdown without HTML) as safe HTML."""
    return Markup(PROSE.render(text))  # noqa: S704 — the renderer escapes every tag


def letter_prose(text: str, below: int = 1) -> Markup:
    """The text of a letter (Markdown in which a line end is a line end) as safe HTML, under a heading of level ``below``."""
    tokens = LETTER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + below, 6)}"
    return Markup(LETTER.renderer.render(tokens, LETTER.options, {}))  # noqa: S704 — the renderer escapes every tag


def party_name(party: str) -> str:
    """The Dutch name of a role key."""
    return PARTIES.get(party, (party.replace("_", " ").capitalize(), ""))[0]


def party_icon(party: str) -> str:
    """The symbol of a role key in ``icons.svg``; a decision, the system and a person have theirs too."""
    return PARTIES.get(party, ("", "persoon"))[1]


def date_parts(value: Any) -> dict[str, str]:
    """``dag``, ``maand``, ``jaar`` and ``tijd`` of what stands in a date field: a date, ISO text, what was typed, or its parts."""
    if isinstance(value, Mapping):
        return {name: str(value.get(name, "")) for name in ("dag", "maand", "jaar", "tijd")}
    if isinstance(value, str):
        value = _read_date(value)
    if isinstance(value, date):
        value = local(value)
        time = f"{value:%H.%M}" if isinstance(value, datetime) else ""
        return {"dag": str(value.day), "maand": str(value.month), "jaar": str(value.year), "tijd": time}
    day, month, year, *_ = [*str(value or "").split("-"), "", "", ""]
    return {"dag": day, "maand": month, "jaar": year, "tijd": ""}


def _read_date(text: str) -> date | str:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text


@lru_cache
def _fingerprint(path: Path, changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if changed else ""


def asset(name: str) -> str:
    """The address of a static file; it changes when the file does, so that a browser may keep it for a year."""
    path = Path(__file__).parent / "static" / name
    return url_for("static", filename=name, v=_fingerprint(path, path.stat().st_mtime))
