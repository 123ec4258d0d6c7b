"""Parties and account roles: their names in Dutch and which account roles go together (domain.md §1, R-002)."""

from __future__ import annotations

from collections.abc import Iterable

PARTIES = {
    "woningcorporatie": "Woningcorporatie",
    "sociaal_team": "Sociaal team",
    "sociale_dienst": "Sociale dienst",
    "meldpunt": "Meldpunt Zorg en Overlast",
    "gemeente": "Gemeente",
    "adviesgroep": "Adviesgroep",
    "regiegroep": "Regiegroep",
    "beheer": "Beheer",
}
CASE_PARTIES = frozenset({"woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt"})
OWN_PARTY = "partij"
"""In a process without a tenant: the organisation that began it."""

ROLES = {
    "medewerker": "Medewerker",
    "coordinator": "Coördinator",
    "beheerder": "Beheerder",
    "proceseigenaar": "Proceseigenaar",
    "adviesgroep": "Lid van de adviesgroep",
    "regiegroep": "Lid van de regiegroep",
    "gemeente": "Lezer van rapportages",
    "fg": "Functionaris gegevensbescherming",
    "manager": "Manager",
    "procesregisseur": "Procesregisseur",
}
CASEWORK = frozenset({"medewerker", "coordinator"})

_POSSIBLE = {
    "woningcorporatie": CASEWORK | {"fg"},
    "sociaal_team": CASEWORK | {"fg"},
    "sociale_dienst": CASEWORK | {"fg"},
    "meldpunt": CASEWORK | {"fg"},
    "gemeente": frozenset({"gemeente", "fg"}),
    "adviesgroep": frozenset({"adviesgroep", "proceseigenaar"}),
    "regiegroep": frozenset({"regiegroep", "manager", "procesregisseur"}),
    "beheer": frozenset({"beheerder"}),
}


def possible_roles(party: str) -> tuple[str, ...]:
    """The account roles that an account of this party can have, in a fixed order."""
    possible = _POSSIBLE.get(party, frozenset())
    return tuple(role for role in ROLES if role in possible)


def shares_work(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether an account with roles ``other`` can do the tasks of one with roles ``one``: both do casework, or hold the same office."""
    return bool(one & CASEWORK and other & CASEWORK) or bool((one & other) - {"beheerder", "gemeente"})


def problem_with(roles: Iterable[str], party: str) -> str:
    """A Dutch sentence when these roles can't be given to an account of this party, else "".

    One account, one party, one capacity: who is supervisor (fg) does no casework under the same account (R-002, G31)."""
    wanted = frozenset(roles)
    if not wanted:
        return "Kies ten minste één rol."
    strange = wanted - frozenset(possible_roles(party))
    if strange:
        names = ", ".join(sorted(ROLES.get(role, role) for role in strange))
        return f"Een account van deze organisatie ({PARTIES.get(party, party)}) kan deze rol niet hebben: {names}."
    if "fg" in wanted and len(wanted) > 1:
        return "De functionaris gegevensbescherming houdt toezicht. Geef die rol een eigen account, zonder andere rollen."
    return ""
