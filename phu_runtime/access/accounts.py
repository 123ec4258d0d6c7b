"""Rules about organisations and accounts."""

from __future__ import annotations

from phu_runtime.access.subjects import AccountAccess, OrganisationAccess, Verdict
from phu_runtime.shapes import Actor


def runs_the_accounts(actor: Actor, subject: object) -> Verdict:
    """Organisations, teams and accounts are the beheerder's."""
    if "beheerder" in actor.roles:
        return Verdict(True, ground="beheer")
    return Verdict(False, "Alleen een beheerder kan dit doen.", "beheer")


def see_users(actor: Actor, subject: object) -> Verdict:
    """The list of accounts: the beheerder all, a coordinator those of the own organisation."""
    if "beheerder" in actor.roles:
        return Verdict(True, ground="beheer")
    if not isinstance(subject, OrganisationAccess):
        raise TypeError("this deed needs an OrganisationAccess")
    if "coordinator" not in actor.roles:
        return Verdict(False, "Alleen een beheerder of een coördinator ziet de accounts.", "beheer")
    if subject.organisation_id != actor.organisation_id:
        return Verdict(False, "U ziet alleen de accounts van uw eigen organisatie.", "beheer")
    return Verdict(True, ground="eigen organisatie")


def arrange_absence(actor: Actor, subject: object) -> Verdict:
    """Who stands in for an absent colleague: the colleague says so, or a coordinator of the organisation."""
    if not isinstance(subject, AccountAccess):
        raise TypeError("this deed needs an AccountAccess")
    if subject.organisation_id != actor.organisation_id:
        return Verdict(False, "U regelt alleen vervanging in uw eigen organisatie.", "eigen organisatie")
    if subject.user_id != actor.user_id and "coordinator" not in actor.roles:
        return Verdict(False, "Alleen uw collega zelf of een coördinator kan deze vervanging regelen.", "rol")
    return Verdict(True, ground="eigen organisatie")


def change_user(actor: Actor, subject: object) -> Verdict:
    """Roles, closing, a new password: by a beheerder, never on the own account (nobody locks or lifts himself)."""
    allowed = runs_the_accounts(actor, subject)
    if not allowed.allowed:
        return allowed
    if isinstance(subject, AccountAccess) and subject.user_id == actor.user_id:
        return Verdict(False, "Uw eigen account laat u door een andere beheerder wijzigen.", "beheer")
    return allowed
