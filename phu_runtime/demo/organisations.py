"""The 32 signatories of the agreement, the groups around them, and the accounts to practise with (domain.md §1).

Names are the keys by which decision ``partijen`` finds an organisation. All persons are made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from phu_runtime.access.passwords import DEMO_PASSWORD, hash_password
from phu_runtime.records import accounts

if TYPE_CHECKING:
    from phu_runtime.steps.store import Store

__all__ = ["DEMO_PASSWORD", "PEOPLE", "SIGNATORIES", "load_accounts", "load_organisations"]

SIGNATORIES: dict[str, tuple[str, ...]] = {
    "meldpunt": ("Meldpunt Zorg en Overlast",),
    "sociale_dienst": ("Sociale Dienst Drechtsteden", "Avres"),
    "gemeente": (
        "Gemeente Alblasserdam",
        "Gemeente Dordrecht",
        "Gemeente Gorinchem",
        "Gemeente Hardinxveld-Giessendam",
        "Gemeente Hendrik-Ido-Ambacht",
        "Gemeente Molenlanden",
        "Gemeente Papendrecht",
        "Gemeente Sliedrecht",
        "Gemeente Zwijndrecht",
    ),
    "woningcorporatie": (
        "Rhiant",
        "Tablis Wonen",
        "Trivire",
        "Woonbron",
        "Woonkracht10",
        "Woonzorg Nederland",
        "Heerjansdam",
        "Fien Wonen",
        "KleurrijkWonen",
        "Lek en Waard Wonen",
        "Poort6",
    ),
    "sociaal_team": (
        "Dorpsnetwerk Alblasserdam",
        "Sociaal Wijkteam Dordrecht",
        "Sociaal Team Hardinxveld-Giessendam",
        "Sociaal Wijkteam Hendrik-Ido-Ambacht",
        "Sterk Papendrecht",
        "Sociaal Team Sliedrecht",
        "Vivera Sociaal Wijkteam Zwijndrecht",
        "Sociaal Team Gorinchem",
        "Sociaal Team Molenlanden",
    ),
}
GROUPS: dict[str, tuple[str, ...]] = {
    "adviesgroep": ("Adviesgroep PHU",),
    "regiegroep": ("Regiegroep HKG",),
    "beheer": ("Beheer PHU",),
}

TEAMS: dict[str, tuple[str, ...]] = {
    "Trivire": ("Huur en incasso", "Sociaal beheer"),
    "Sociaal Wijkteam Dordrecht": ("Centrum", "Oost", "West"),
    "Sociale Dienst Drechtsteden": ("Budgetadvies en schuldbemiddeling",),
    "Sociaal Team Gorinchem": ("Gorinchem",),
}

# organisation: (domain, ((name, account, roles, team), …))
Person = tuple[str, str, str, str]
PEOPLE: dict[str, tuple[str, tuple[Person, ...]]] = {
    "Trivire": (
        "trivire",
        (
            ("Linda de Groot", "linda.degroot", "medewerker", "Huur en incasso"),
            ("Mark Visser", "mark.visser", "medewerker coordinator", "Huur en incasso"),
            ("Irene Smit", "irene.smit", "fg", ""),
        ),
    ),
    "Woonbron": (
        "woonbron",
        (("Sanne Bakker", "sanne.bakker", "medewerker", ""), ("Youssef El Amrani", "youssef.elamrani", "medewerker coordinator", "")),
    ),
    "Poort6": (
        "poort6",
        (("Peter van Dijk", "peter.vandijk", "medewerker", ""), ("Marieke Schouten", "marieke.schouten", "medewerker coordinator", "")),
    ),
    "Rhiant": ("rhiant", (("Joost Verhoeven", "joost.verhoeven", "medewerker coordinator", ""),)),
    "Tablis Wonen": ("tabliswonen", (("Anouk Mulder", "anouk.mulder", "medewerker coordinator", ""),)),
    "Woonkracht10": ("woonkracht10", (("Dennis Kuipers", "dennis.kuipers", "medewerker coordinator", ""),)),
    "Woonzorg Nederland": ("woonzorg", (("Hanneke Willems", "hanneke.willems", "medewerker coordinator", ""),)),
    "Heerjansdam": ("heerjansdam", (("Kees Barendregt", "kees.barendregt", "medewerker coordinator", ""),)),
    "Fien Wonen": ("fienwonen", (("Eva de Jong", "eva.dejong", "medewerker coordinator", ""),)),
    "KleurrijkWonen": ("kleurrijkwonen", (("Tim Hoogland", "tim.hoogland", "medewerker coordinator", ""),)),
    "Lek en Waard Wonen": ("lekenwaardwonen", (("Willemijn Ooms", "willemijn.ooms", "medewerker coordinator", ""),)),
    "Sociaal Wijkteam Dordrecht": (
        "wijkteamdordrecht",
        (
            ("Fatma Yildiz", "fatma.yildiz", "medewerker", "Centrum"),
            ("Bas Hoekstra", "bas.hoekstra", "medewerker coordinator", "Oost"),
        ),
    ),
    "Sociaal Team Gorinchem": (
        "sociaalteamgorinchem",
        (
            ("Esra Demir", "esra.demir", "medewerker", "Gorinchem"),
            ("Wouter Prins", "wouter.prins", "medewerker coordinator", "Gorinchem"),
        ),
    ),
    "Dorpsnetwerk Alblasserdam": ("dorpsnetwerkalblasserdam", (("Anneke Pot", "anneke.pot", "medewerker coordinator", ""),)),
    "Sociaal Team Hardinxveld-Giessendam": (
        "sociaalteamhardinxveld",
        (("Jolanda Kraaijeveld", "jolanda.kraaijeveld", "medewerker coordinator", ""),),
    ),
    "Sociaal Wijkteam Hendrik-Ido-Ambacht": (
        "wijkteamhiambacht",
        (("Rob van der Linden", "rob.vanderlinden", "medewerker coordinator", ""),),
    ),
    "Sterk Papendrecht": ("sterkpapendrecht", (("Naima Bouzid", "naima.bouzid", "medewerker coordinator", ""),)),
    "Sociaal Team Sliedrecht": ("sociaalteamsliedrecht", (("Corine Baan", "corine.baan", "medewerker coordinator", ""),)),
    "Vivera Sociaal Wijkteam Zwijndrecht": ("vivera", (("Sem Brouwer", "sem.brouwer", "medewerker coordinator", ""),)),
    "Sociaal Team Molenlanden": ("sociaalteammolenlanden", (("Gerda Stam", "gerda.stam", "medewerker coordinator", ""),)),
    "Sociale Dienst Drechtsteden": (
        "socialedienstdrechtsteden",
        (
            ("Ruben Kok", "ruben.kok", "medewerker", "Budgetadvies en schuldbemiddeling"),
            ("Chantal de Wit", "chantal.dewit", "medewerker coordinator", ""),
        ),
    ),
    "Avres": (
        "avres",
        (("Mirjam Kooiman", "mirjam.kooiman", "medewerker", ""), ("Stefan Blokland", "stefan.blokland", "medewerker coordinator", "")),
    ),
    "Meldpunt Zorg en Overlast": (
        "meldpuntzhz",
        (
            ("Noor Hendriks", "noor.hendriks", "medewerker", ""),
            ("Jeroen Maas", "jeroen.maas", "medewerker coordinator", ""),
            ("Karin van Wijk", "karin.vanwijk", "fg", ""),
        ),
    ),
    "Gemeente Dordrecht": ("dordrecht", (("Thomas Vos", "thomas.vos", "gemeente", ""),)),
    "Gemeente Gorinchem": ("gorinchem", (("Lotte Jansen", "lotte.jansen", "gemeente", ""),)),
    "Adviesgroep PHU": (
        "adviesgroep",
        (
            ("Petra Vermeer", "petra.vermeer", "adviesgroep proceseigenaar", ""),
            ("Hans Timmermans", "hans.timmermans", "adviesgroep", ""),
            ("Saskia van Leeuwen", "saskia.vanleeuwen", "adviesgroep", ""),
        ),
    ),
    "Regiegroep HKG": (
        "regiegroep",
        (
            ("Margriet Dekker", "margriet.dekker", "regiegroep", ""),
            ("Erik Postma", "erik.postma", "manager", ""),
            ("Yvonne Huisman", "yvonne.huisman", "procesregisseur", ""),
        ),
    ),
    "Beheer PHU": ("beheer", (("Daan Bosman", "daan.bosman", "beheerder", ""),)),
}


def load_organisations(store: Store) -> dict[str, str]:
    """Every signatory and group that isn't there yet, also in a database with real data. Gives name → id."""
    found = {}
    for party, names in (SIGNATORIES | GROUPS).items():
        for name in names:
            organisation = accounts.organisation_by_name(store.session, name) or accounts.add_organisation(store.session, name, party)
            found[name] = organisation.id
    return found


def load_accounts(store: Store) -> int:
    """The demo's teams and accounts that aren't there yet, after ``load_organisations``; gives how many are new. They all
    have DEMO_PASSWORD and one hash of it: a hash each would take the start a second and protect nothing."""
    organisations = load_organisations(store)
    teams = _load_teams(store, organisations)
    shared = hash_password(DEMO_PASSWORD)
    new = 0
    for organisation, (domain, people) in PEOPLE.items():
        for name, account, roles, team in people:
            email = f"{account}@{domain}.example"
            if accounts.user_by_email(store.session, email) is not None:
                continue
            accounts.add_user(
                store.session,
                organisation_id=organisations[organisation],
                name=name,
                email=email,
                password_hash=shared,
                created=store.real_now,
                roles=roles.split(),
                team_id=teams.get((organisation, team)),
                demo=True,
            )
            new += 1
    return new


def _load_teams(store: Store, organisations: dict[str, str]) -> dict[tuple[str, str], str]:
    """(organisation, team) → id."""
    found = {}
    for organisation, names in TEAMS.items():
        there = {team.name: team.id for team in accounts.teams_of(store.session, organisations[organisation])}
        for name in names:
            found[organisation, name] = there.get(name) or accounts.add_team(store.session, organisations[organisation], name).id
    return found
