"""Finding a case by what one already knows: number, BSN, address, or surname with birth date. Every search is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phu_runtime.access import may, require
from phu_runtime.errors import FormInvalid
from phu_runtime.formdefs.values import Unusable, read_date
from phu_runtime.records import cases
from phu_runtime.shapes import Actor, CaseHeader
from phu_runtime.showing.lines import case_line
from phu_runtime.steps.beginning import STARTER
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.opening import open_case
from phu_runtime.steps.store import Store
from phu_runtime.steps.subjects import case_access

KINDS = {
    "nummer": ("nummer",),
    "bsn": ("bsn",),
    "adres": ("postcode", "huisnummer"),
    "naam": ("achternaam", "geboortedatum"),
}
INDEX = {"bsn": "bsn", "adres": "address", "naam": "name_birth"}


@dataclass(frozen=True)
class Found:
    """Cases that the reader may see, and how many more there are on the same address that it may not."""

    cases: list[CaseHeader]
    others: int


def search_cases(store: Store, actor: Actor, kind: str, values: Mapping[str, str]) -> Found:
    """``kind``: nummer, bsn, adres (postcode, huisnummer) or naam (achternaam, geboortedatum). A corporation never searches
    on a BSN (G20). Results pass access before they are counted; on an address the others are only a number."""
    require(actor, "search_cases")
    wanted = {name: str(values.get(name, "")).strip() for name in KINDS.get(kind, ())}
    if not wanted:
        raise FormInvalid({"": "Kies waarop u wilt zoeken."})
    missing = {name: "Vul dit in om te zoeken." for name, value in wanted.items() if not value}
    if missing:
        raise FormInvalid(missing)
    if "geboortedatum" in wanted:
        wanted["geboortedatum"] = _birth_date(wanted["geboortedatum"])
    ids = _ids(store, kind, wanted, actor)
    seen, hidden = [], 0
    for case in cases.cases_by_id(store.session, ids):
        step = open_case(store, case.id, actor, lock=False)
        if may(actor, "see_case", case_access(step)).allowed:
            seen.append(case_line(store, case))
        else:
            hidden += 1
    log_deed(store, actor, f"gezocht op {kind}", "R", None, fields=wanted)
    return Found(seen, hidden if kind == "adres" else 0)


def _birth_date(text: str) -> str:
    """As the index has it: ISO."""
    try:
        return read_date(text).isoformat()
    except Unusable as error:
        raise FormInvalid({"geboortedatum": error.message}) from error


def _ids(store: Store, kind: str, wanted: Mapping[str, str], actor: Actor) -> list[str]:
    if kind == "bsn" and actor.party == STARTER:
        raise FormInvalid({"bsn": "Een corporatie zoekt niet op BSN. Zoek op casusnummer, adres of naam."})
    if kind == "nummer":
        case = cases.case_by_number(store.session, wanted["nummer"])
        return [case.id] if case else []
    return store.keys.find(INDEX[kind], " ".join(wanted.values()))
