"""The beheerder lets another organisation take over one case or all cases of an organisation, with a reason."""

from __future__ import annotations

from phu_runtime.access import require
from phu_runtime.accounts.people import existing_organisation
from phu_runtime.errors import FormInvalid
from phu_runtime.records import accounts, notices, transfers
from phu_runtime.shapes import Actor
from phu_runtime.steps.looking import log_deed
from phu_runtime.steps.store import Store

ALL = "alle"
EVENT = "casus_naar_andere_organisatie"
LONGEST = 300


def transfer_cases(store: Store, actor: Actor, giver_id: str, taker_id: str, which: str, reason: str) -> int:
    """``which``: a case number, or "alle". The open tasks follow, free for anyone of the new organisation; each case gets a line in
    the log and both organisations a notice. How many. Raises NotYours, NotFound, FormInvalid."""
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
    for case, role in found:
        transfers.transfer(store.session, case, role, giver.id, taker.id, store.now)
        log_deed(store, actor, f"{EVENT}: {giver.name} naar {taker.name}", "U", case, purpose=reason.strip()[:LONGEST], ground="beheer")
    for organisation_id, title in ((taker.id, "U krijgt casussen"), (giver.id, "Uw casussen zijn overgegaan")):
        text = f"Van {giver.name} naar {taker.name}: {len(found)} casussen. Reden: {reason.strip()[:LONGEST]}"
        notices.add_notice(
            store.session, organisation_id=organisation_id, role=giver.party, event=EVENT, title=title, text=text, at=store.now
        )
    return len(found)
