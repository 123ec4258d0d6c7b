"""The beheerder lets another organisation take over one case or all cases of an organisation, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phu_runtime.access import require
from phu_runtime.accounts.people import existing_organisation
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts, notices, transfers
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store
from phu_runtime.steps.transferring import note_transfer

ALL = "alle"
EVENT = "casus_naar_andere_organisatie"
LONGEST = 300


def transfer_cases(store: Store, actor: Actor, giver_id: str, taker_id: str, which: str, reason: str) -> int:
    """``which``: a case number, or "alle". The open tasks follow, free for anyone of the new organisation; each case gets a line in
    the log and in its history, both organisations and the other parties of those cases a notice. How many. Raises NotYours,
    NotFound, FormInvalid."""
    require(actor, "transfer_cases")
    giver, taker = existing_organisation(store, giver_id), accounts.get_organisation(store.session, taker_id) if taker_id else None
    which, problems = which.strip().upper(), {}
    if taker is None or not taker.active or taker.party != giver.party or taker.id == giver.id:
        problems["naar"] = "Kies een andere, open organisatie van dezelfde soort."
    if not which:
        problems["casus"] = "Vul een casusnummer in, of kies alle casussen."
    if not reason.strip():
        problems["reden"] = "Geef aan waarom de casussen overgaan, bijvoorbeeld een fusie. Noem geen huurder."
    if problems or taker is None:
        raise FormInvalid(problems)
    found = transfers.cases_of(store.session, giver.id, "" if which == ALL.upper() else which)
    if not found:
        raise FormInvalid({"casus": f"{giver.name} doet in deze casus niet mee. Controleer het nummer."})
    why = reason.strip()[:LONGEST]
    for case, role in found:
        transfers.transfer(store.session, case, role, giver.id, taker.id, store.now)
        note_transfer(store, actor, case, role, (giver.name, taker.name), why)
        log_deed(store, actor, f"{EVENT}: {giver.name} naar {taker.name}", "U", case, purpose=why, ground="beheer")
    for organisation_id, title in ((taker.id, "U krijgt casussen"), (giver.id, "Uw casussen zijn overgegaan")):
        text = f"Van {giver.name} naar {taker.name}: {_many(len(found))}. Reden: {why}"
        _tell(store, organisation_id, giver.party, title, text)
    _tell_others(store, {case.id: case.number for case, _ in found}, giver, taker)
    return len(found)


def _tell_others(store: Store, numbers: Mapping[str, str], giver: Any, taker: Any) -> None:
    """The other parties hear with whom they go on; one message each, also when hundreds of cases go."""
    for organisation_id, (role, case_ids) in transfers.others_in(store.session, list(numbers), [giver.id, taker.id]).items():
        one = case_ids[0] if len(case_ids) == 1 else None
        where = f"casus {numbers[one]}" if one else _many(len(case_ids))
        text = f"In {where} neemt {taker.name} de plaats in van {giver.name}. De casus loopt verder zoals afgesproken."
        _tell(store, organisation_id, role, "Een andere organisatie doet mee", text, case_id=one)


def _tell(store: Store, organisation_id: str, role: str, title: str, text: str, *, case_id: str | None = None) -> None:
    about = {"role": role, "event": EVENT, "title": title, "text": text, "case_id": case_id}
    notices.add_notice(store.session, organisation_id=organisation_id, at=store.now, **about)  # type: ignore[arg-type]


def _many(number: int) -> str:
    return "1 casus" if number == 1 else f"{number} casussen"
