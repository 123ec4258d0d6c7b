"""Rules about the work process, its reports, its logs and the running system: never about one tenant."""

from __future__ import annotations

from phu_runtime.access.casework import see_case
from phu_runtime.access.roles import CASE_PARTIES
from phu_runtime.access.subjects import IncidentAccess, LogAccess, ReleaseAccess, RepairAccess, ReportAccess, Verdict
from phu_runtime.shapes import Actor

REGION = frozenset({"adviesgroep", "regiegroep", "proceseigenaar", "gemeente", "manager", "procesregisseur"})


def anyone(actor: Actor, subject: object) -> Verdict:
    """Whoever is signed in."""
    return Verdict(True, ground="aangemeld")


def owns_the_process(actor: Actor, subject: object) -> Verdict:
    """Process owners guard the work process (art. 4.5)."""
    if "proceseigenaar" in actor.roles:
        return Verdict(True, ground="art. 4.5")
    return Verdict(False, "Alleen een proceseigenaar kan dit doen.", "art. 4.5")


def guards_the_process(actor: Actor, subject: object) -> Verdict:
    """The adviesgroep sees steps that failed, so that a second person can carry out how one is mended (art. 4.5)."""
    if actor.roles & {"adviesgroep", "proceseigenaar"}:
        return Verdict(True, ground="art. 4.5")
    return Verdict(False, "Storingen zijn voor de adviesgroep.", "art. 4.5")


def retry(actor: Actor, subject: object) -> Verdict:
    """A process owner tries a failed step again; so does a party of that case."""
    if "proceseigenaar" in actor.roles:
        return Verdict(True, ground="art. 4.5")
    if not isinstance(subject, IncidentAccess):
        raise TypeError("this deed needs an IncidentAccess")
    return see_case(actor, subject.case)


def see_drafts(actor: Actor, subject: object) -> Verdict:
    """Who may have to agree with a draft reads it: adviesgroep, process owners, coordinators of the parties, FGs (art. 4.5, PP 14.1)."""
    if actor.roles & {"adviesgroep", "proceseigenaar", "fg"} or (actor.party in CASE_PARTIES and "coordinator" in actor.roles):
        return Verdict(True, ground="art. 4.5, PP 14.1")
    return Verdict(False, "Versies die nog niet gelden, zijn voor wie erover meebeslist.", "art. 4.5, PP 14.1")


def confirm_repair(actor: Actor, subject: object) -> Verdict:
    """A second person of the adviesgroep, not who proposed it."""
    if not isinstance(subject, RepairAccess):
        raise TypeError("this deed needs a RepairAccess")
    if subject.maker_id == actor.user_id:
        return Verdict(False, "U heeft dit zelf voorgesteld. Een ander moet het uitvoeren.", "art. 4.5")
    if actor.roles & {"adviesgroep", "proceseigenaar"}:
        return Verdict(True, ground="art. 4.5")
    return Verdict(False, "Alleen een lid van de adviesgroep kan dit uitvoeren.", "art. 4.5")


def approve(actor: Actor, subject: object) -> Verdict:
    """A second member of the adviesgroep; where data use changes, also coordinators of the parties and an FG (PP 14.1, G35)."""
    if not isinstance(subject, ReleaseAccess):
        raise TypeError("this deed needs a ReleaseAccess")
    if subject.maker_id == actor.user_id:
        return Verdict(False, "U heeft deze versie zelf gemaakt. Een ander moet akkoord geven.", "art. 4.5")
    if actor.roles & {"adviesgroep", "proceseigenaar"}:
        return Verdict(True, ground="art. 4.5")
    if subject.widens_data_use and ("fg" in actor.roles or (actor.party in CASE_PARTIES and "coordinator" in actor.roles)):
        return Verdict(True, ground="PP 14.1")
    return Verdict(False, "Voor deze wijziging is uw akkoord niet nodig.", "art. 4.5")


def see_report(actor: Actor, subject: object) -> Verdict:
    """Counts of the region: adviesgroep, regiegroep, gemeenten, process owners. Counts of one organisation: its own coordinators."""
    if not isinstance(subject, ReportAccess):
        raise TypeError("this deed needs a ReportAccess")
    if actor.roles & REGION and subject.scope != "organisatie":
        return Verdict(True, ground="art. 3.1, 4.3")
    if "coordinator" in actor.roles and (subject.scope == "regio" or subject.organisation_id == actor.organisation_id):
        return Verdict(True, ground="art. 4.1")
    return Verdict(False, "Deze rapportage is niet voor uw rol.", "art. 3.1, 4.3")


def read_log(actor: Actor, subject: object) -> Verdict:
    """Only the FG, only of the own party, and that reading is logged too (PP 13)."""
    if not isinstance(subject, LogAccess):
        raise TypeError("this deed needs a LogAccess")
    if "fg" not in actor.roles:
        return Verdict(False, "Alleen de functionaris gegevensbescherming leest het logboek.", "PP 13")
    if subject.organisation_id != actor.organisation_id:
        return Verdict(False, "U leest alleen het logboek van uw eigen organisatie.", "PP 13")
    return Verdict(True, ground="PP 13")


def see_registers(actor: Actor, subject: object) -> Verdict:
    """The registers of breaches and disclosures (PP 10.3, 12.1); FGs supervise (PP 13.2)."""
    if actor.roles & {"manager", "procesregisseur", "fg"}:
        return Verdict(True, ground="PP 10.3, 12.1, 13.2")
    return Verdict(False, "Alleen de Manager, de procesregisseur en FG's zien de registers.", "PP 10.3, 12.1")


def runs_the_system(actor: Actor, subject: object) -> Verdict:
    """Operation: the beheerder, and the process owner."""
    if actor.roles & {"beheerder", "proceseigenaar"}:
        return Verdict(True, ground="beheer")
    return Verdict(False, "Alleen een beheerder ziet deze pagina.", "beheer")
