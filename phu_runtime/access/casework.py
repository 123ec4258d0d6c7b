"""Rules about cases and tasks: a task of a role that my organisation plays, a case that has reached my organisation."""

from __future__ import annotations

from typing import TypeVar

from phu_runtime.access.roles import CASE_PARTIES, CASEWORK, OWN_PARTY
from phu_runtime.access.subjects import CaseAccess, EventAccess, PassageAccess, StartAccess, TaskAccess, Verdict
from phu_runtime.shapes import Actor

NEVER_A_CASE = {
    "adviesgroep": ("De adviesgroep bespreekt en ziet geen zaken die naar een persoon te herleiden zijn.", "art. 4.3"),
    "regiegroep": ("De regiegroep ziet geen zaken van huurders.", "art. 3.1"),
    "gemeente": ("Gemeenten zien alleen rapportages, geen zaken van huurders.", "art. 3.1"),
    "beheer": ("Een beheerder ziet geen inhoud van zaken.", "PP 3"),
}
REGISTRARS = frozenset({"manager", "procesregisseur"})
NOT_YOUR_CASE = "Deze casus is niet van uw organisatie."
PARTY = "partij in de casus"
ROLE = "rol in de casus"
T = TypeVar("T")


def works_on_cases(actor: Actor, subject: object) -> Verdict:
    """Only caseworkers of a party that works on cases have a worklist and a search."""
    if actor.party in NEVER_A_CASE:
        return Verdict(False, *NEVER_A_CASE[actor.party])
    if not actor.roles & CASEWORK:
        return Verdict(False, "Met uw rol werkt u niet aan zaken.", "rol")
    return Verdict(True, ground="rol")


def roles_in(actor: Actor, case: CaseAccess) -> frozenset[str]:
    """The roles that the actor plays in the case now: those of the organisation, and an office (manager, adviesgroep …)
    only for who holds it."""
    own = (role for role, organisation in case.parties.items() if organisation == actor.organisation_id)
    return frozenset(role for role in own if role in CASE_PARTIES or role == OWN_PARTY or role in actor.roles)


def see_case(actor: Actor, subject: object) -> Verdict:
    """A case when the actor's organisation is a party that the case has reached; the Meldpunt only when its dossier is
    open, or light during a bekendheidscheck (G7)."""
    case = _of(subject, CaseAccess)
    basic = _may_work(actor, case)
    if not basic.allowed:
        return basic
    mine = roles_in(actor, case)
    if not mine:
        return Verdict(False, NOT_YOUR_CASE, PARTY)
    reached = mine & case.joined
    if not reached:
        return Verdict(False, "Deze casus heeft uw organisatie nog niet bereikt.", PARTY)
    if reached == {"meldpunt"} and case.traceable and not case.dossier_open_for_meldpunt:
        return _light(case)
    return Verdict(True, ground=PARTY)


def start(actor: Actor, subject: object) -> Verdict:
    """Only a role that the process names may start it."""
    process = _of(subject, StartAccess)
    if actor.roles & frozenset(process.roles):
        return Verdict(True, ground="rol")
    working = works_on_cases(actor, None)
    if working.allowed and actor.party not in process.roles:
        return Verdict(False, "Uw organisatie kan dit niet melden of starten.", "rol")
    return working


def send_event(actor: Actor, subject: object) -> Verdict:
    """An event of the case page: by a role that it names, played by the actor's organisation, in an open case."""
    event = _of(subject, EventAccess)
    seen = see_case(actor, event.case)
    if not seen.allowed:
        return seen
    if event.case.status != "open":
        return Verdict(False, "Deze casus is gesloten.", "gesloten", late=True)
    if seen.light or not roles_in(actor, event.case) & event.case.joined & frozenset(event.roles):
        return Verdict(False, "Uw organisatie kan dit in deze casus niet doen.", ROLE)
    return Verdict(True, ground=ROLE)


def correct(actor: Actor, subject: object) -> Verdict:
    """A completed task: whoever completed it, or a coordinator of that organisation, while the case is open."""
    passage = _of(subject, PassageAccess)
    seen = see_case(actor, passage.case)
    if not seen.allowed:
        return seen
    if passage.case.status != "open":
        return Verdict(False, "Deze casus is gesloten. Antwoorden wijzigen kan niet meer.", "gesloten", late=True)
    if passage.organisation_id != actor.organisation_id:
        return Verdict(False, "Deze antwoorden zijn van een andere organisatie. Vraag die om een verbetering.", "art. 5")
    if passage.user_id != actor.user_id and "coordinator" not in actor.roles:
        return Verdict(False, "Alleen wie deze taak afrondde of een coördinator kan de antwoorden wijzigen.", "rol")
    return Verdict(True, ground="eigen antwoorden")


def see_task(actor: Actor, subject: object) -> Verdict:
    """A task when one of its roles is played by the actor's organisation in the case (domain.md §1)."""
    task = _of(subject, TaskAccess)
    case = task.case
    basic = _may_work(actor, case)
    if not basic.allowed:
        return basic
    mine = roles_in(actor, case) & frozenset(task.roles)
    if not mine:
        return Verdict(False, "Deze taak is niet van uw organisatie.", ROLE)
    if mine == {"meldpunt"} and case.traceable and not case.dossier_open_for_meldpunt:
        return _light(case)
    return Verdict(True, ground=ROLE)


def claim(actor: Actor, subject: object) -> Verdict:
    """A free, open task of one's own organisation; that of an absent colleague stays his, the deputy does it in his name."""
    verdict, held_by = fill_in(actor, subject), _of(subject, TaskAccess).claimed_by
    if verdict.allowed and held_by is not None and held_by in actor.stands_in_for:
        sentence = f"U doet deze taak namens {actor.stands_in_for[held_by]}. Oppakken hoeft niet."
        return Verdict(False, sentence, "vervanging", late=True)
    return verdict


def release(actor: Actor, subject: object) -> Verdict:
    """One's own task, an absent colleague's by the deputy, or any colleague's by a coordinator."""
    task = _of(subject, TaskAccess)
    verdict = _open_task(actor, task)
    if verdict.allowed and "coordinator" not in actor.roles:
        return _claimed_by_another(actor, task) or verdict
    return verdict


def hand_over(actor: Actor, subject: object) -> Verdict:
    """A task to a colleague: by who has it or stands in for him, by anyone while nobody has it, or by a coordinator."""
    return release(actor, subject)


def fill_in(actor: Actor, subject: object) -> Verdict:
    """Filling in and sending: an open task that is free, one's own, or an absent colleague's whom the actor stands in for."""
    task = _of(subject, TaskAccess)
    verdict = _open_task(actor, task)
    return (verdict.allowed and _claimed_by_another(actor, task)) or verdict


def _may_work(actor: Actor, case: CaseAccess) -> Verdict:
    if case.status == "vernietigd":
        return Verdict(False, "De gegevens van deze casus zijn vernietigd.", "PP 7.2")
    if roles_in(actor, case) & REGISTRARS:
        return Verdict(True, ground="PP 10.3, 12.1")
    if case.traceable or actor.party in ("gemeente", "beheer"):
        return works_on_cases(actor, None)
    return Verdict(True, ground="bestuur")


def _light(case: CaseAccess) -> Verdict:
    if case.meldpunt_check_running:
        return Verdict(True, ground="PP-B1 (4)", light=True)
    return Verdict(False, "Het dossier is nog niet open voor het Meldpunt Zorg en Overlast.", "PP-B1 (4)")


def _open_task(actor: Actor, task: TaskAccess) -> Verdict:
    seen = see_task(actor, task)
    if not seen.allowed:
        return seen
    if task.status == "done":
        return Verdict(False, "Deze taak is al afgerond.", "afgerond", late=True)
    if task.status != "open" or task.case.status != "open":
        return Verdict(False, "Deze taak is vervallen.", "vervallen", late=True)
    return seen


def _claimed_by_another(actor: Actor, task: TaskAccess) -> Verdict | None:
    if task.claimed_by in (None, actor.user_id) or task.claimed_by in actor.stands_in_for:
        return None
    who = task.claimed_by_name or "Een collega"
    return Verdict(False, f"{who} heeft deze taak al opgepakt. Vraag om overdracht als u hem wilt doen.", "opgepakt", late=True)


def _of(subject: object, kind: type[T]) -> T:
    if not isinstance(subject, kind):
        raise TypeError(f"this deed needs a {kind.__name__}, not {type(subject).__name__}")
    return subject
