"""From what a lane says to who that is: Dutch labels of lanes and the role keys behind them."""

from __future__ import annotations

CASUSREGISSEUR = "casusregisseur"
ROLES = (
    "woningcorporatie",
    "sociaal_team",
    "sociale_dienst",
    "meldpunt",
    "adviesgroep",
    "regiegroep",
    "gemeente",
    "procesregisseur",
    "manager",
    "fg",
    "partij",
    "beheerder",
    CASUSREGISSEUR,
)
_LABELS = {"meldpunt_zorg_en_overlast": "meldpunt", "functionaris_gegevensbescherming": "fg"}


def role_key(label: str | None) -> str:
    """The role key of a lane: ``Sociaal team`` → ``sociaal_team``. A key stays itself; no lane is ""."""
    key = "_".join((label or "").lower().split())
    return _LABELS.get(key, key)


def split_roles(text: str) -> tuple[str, ...]:
    """Comma-separated role keys or labels, as ``candidateGroups`` and ``rollen`` hold them."""
    return tuple(role_key(part) for part in text.split(",") if part.strip())
