"""From the bytes of a CSV file to its rows: UTF-8, the names of the columns on the first line, one separator."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from phu_runtime.intake.faults import Fault, FileInvalid
from phu_runtime.workprocess.intakes import Intake

SEPARATORS = (";", ",", "\t")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
AS_UTF8 = "Open het bestand opnieuw en kies bij opslaan “CSV UTF-8”."
WINDOWS = f"Deze regel is niet in UTF-8 opgeslagen, maar waarschijnlijk in Windows-1252. {AS_UTF8}"
TWICE = f"Hier staan tekens die bij het opslaan zijn verminkt (UTF-8 gelezen als Windows-1252). {AS_UTF8}"
_LATE = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MANGLED = re.compile(f"Ã[{_LATE}]|Â[\u00a0-\u00bf]|â€")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Table:
    """What a file holds. ``columns``: the known names, by place; ``rows``: the line on which each starts, and its cells by column.
    ``faults``: of the header and of lines that cannot be read."""

    columns: Sequence[str]
    rows: Sequence[tuple[int, dict[str, str]]]
    faults: list[Fault] = field(default_factory=list)


def read_table(content: bytes, intake: Intake) -> Table:
    """The table in ``content``. Raises FileInvalid when no row of it can be read."""
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, intake), strict=True)
    faults: list[Fault] = []
    lines = list(_lines(reader, faults))
    if not lines:
        raise FileInvalid(faults or [Fault(0, "", "Dit bestand is leeg.")])
    (_, header), body = lines[0], lines[1:]
    names = ["_".join(name.split()).lower() for name in header]
    faults += _of_header(names, intake)
    rows = []
    for line, cells in body:
        if len(cells) != len(names):
            faults.append(Fault(line, "", f"Deze regel heeft {len(cells)} velden en er zijn {len(names)} kolommen."))
        else:
            rows.append((line, dict(zip(names, cells, strict=True))))
    if not body and not faults:
        faults.append(Fault(0, "", "Onder de kolomnamen staat geen regel."))
    if len(body) > intake.most:
        faults.append(Fault(0, "", f"Er staan {len(body)} regels in het bestand. Verdeel het: hooguit {intake.most} per keer."))
    return Table(names, rows, faults)


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise FileInvalid([Fault(0, "", "Dit bestand is leeg.")])
    if content.startswith(SPREADSHEET):
        raise FileInvalid([Fault(0, "", "Dit is een werkmap, geen CSV-bestand. Kies bij opslaan “CSV UTF-8”.")])
    if content.startswith(UTF16):
        raise FileInvalid([Fault(0, "", f"Dit bestand is opgeslagen als Unicode-tekst (UTF-16). {AS_UTF8}")])
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    if strange := [Fault(number, "", WINDOWS) for number, line in enumerate(lines, 1) if not _is_utf8(line)]:
        raise FileInvalid(strange)
    text = content.decode("utf-8-sig")
    faults = [Fault(number, "", message) for number, line in enumerate(text.splitlines(), 1) if (message := _strange(line))]
    if faults:
        raise FileInvalid(faults)
    return text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strange(line: str) -> str:
    if _CONTROL.search(line):
        return "Hier staat een teken dat niet in een CSV-bestand hoort."
    return TWICE if _MANGLED.search(line) else ""


def _separator(text: str, intake: Intake) -> str:
    """The separator that gives the most names of columns that we know."""
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    known = {column.name for column in intake.columns}
    return max(SEPARATORS, key=lambda mark: sum("_".join(name.strip(' "').split()).lower() in known for name in first.split(mark)))


def _lines(reader: Any, faults: list[Fault]) -> Iterable[tuple[int, list[str]]]:
    """Each line with its number; empty ones left out. A line that is not CSV ends the reading: what follows cannot be trusted."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.append(Fault(line, "", "De aanhalingstekens op deze regel kloppen niet. Wat eronder staat, is niet bekeken."))
            return
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _of_header(names: Sequence[str], intake: Intake) -> list[Fault]:
    """A name that we do not know is told by its place: without a first line of names, it would be about a tenant."""
    known = {column.name for column in intake.columns}
    if not known & set(names):
        return [Fault(1, "", "De eerste regel noemt geen enkele kolom die wij kennen. Zet daar de kolomnamen.")]
    faults = [
        Fault(1, name, "Deze kolom ontbreekt.")
        for name in (column.name for column in intake.columns if column.required)
        if name not in names
    ]
    for place, name in enumerate(names, 1):
        if name not in known:
            faults.append(Fault(1, f"kolom {place}", "Deze kolom kennen wij niet. Haal haar weg: wij nemen niet meer gegevens dan nodig."))
        elif name in names[: place - 1]:
            faults.append(Fault(1, name, "Deze kolom staat er twee keer."))
    return faults
