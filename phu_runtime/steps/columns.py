"""A column more or less in a decision table of a draft, as someone filled it in."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.dossier import Datum
from phu_runtime.edit_shapes import Column
from phu_runtime.errors import FormInvalid
from phu_runtime.feel import FeelError, compile_expression
from phu_runtime.steps.draft_work import DraftWork
from phu_runtime.workprocess.editing.columns import with_column, without_column
from phu_runtime.workprocess.expressions import known_names
from phu_runtime.workprocess.names import closest, unknown_names

TYPES = {"ja_nee": "boolean", "getal": "number", "bedrag": "number", "datum": "date", "tijdstip": "dateTime", "meerkeuze": "Any"}
LONGEST = 80


def column_added(path: str, content: bytes, decision: str, given: Mapping[str, str], draft: DraftWork) -> bytes:
    """``given``: soort (als or dan), naam, label, waarde (of an outcome, in every rule). Raises FormInvalid (keys ``kolom-…``)."""
    kind, name, label = ("dan" if given.get("soort") == "dan" else "als"), given.get("naam", "").strip(), given.get("label", "").strip()
    if not name or max(len(name), len(label)) > LONGEST:
        raise FormInvalid({"kolom-naam": f"Vul een naam in van ten hoogste {LONGEST} tekens."})
    value = given.get("waarde", "").strip()
    if kind == "dan":
        if not name.isidentifier():
            raise FormInvalid({"kolom-naam": "Gebruik letters, cijfers en _ voor de naam van een uitkomst, bijvoorbeeld reden."})
        _readable(value or "", "kolom-waarde", 'Vul in wat er in elke regel komt, bijvoorbeeld "nee" of false.')
        return with_column(path, content, decision, Column("dan", name, label), value)
    _readable(name, "kolom-naam", "Vul een gegeven of een berekening in.")
    names = known_names(draft.work)[0] if draft.work is not None else {}
    unknown = unknown_names(name, names) if names else []
    if unknown:
        raise FormInvalid({"kolom-naam": f"De naam '{unknown[0]}' is niet bekend. {closest(unknown[0], names)}"})
    datum = draft.dictionary.fields.get(name)
    return with_column(path, content, decision, _input(name, label, datum))


def column_removed(path: str, content: bytes, decision: str, place: str) -> bytes:
    """Raises FormInvalid, NotFound."""
    if not place.isdecimal():
        raise FormInvalid({"kolom": "Kies welke kolom weg moet."})
    return without_column(path, content, decision, int(place))


def _readable(text: str, key: str, empty: str) -> None:
    if not text:
        raise FormInvalid({key: empty})
    try:
        compile_expression(text)
    except FeelError as error:
        raise FormInvalid({key: error.message}) from error


def _input(name: str, label: str, datum: Datum | None) -> Column:
    """Type and values as the dictionary has them."""
    if datum is None:
        return Column("als", name, label)
    values = ",".join(f'"{code}"' for code in datum.values) if datum.kind == "keuze" else ""
    return Column("als", name, label or datum.label, TYPES.get(datum.kind, "string"), values)
