"""The limitative list of personal data (privacy protocol, bijlage 3: PP-B3) and how it is guarded.

The list is the agreement's: it changes only when the parties change the protocol (PP 14.1), so it stands here and not in a
file that a process owner edits. Process facts (coded values, dates, short remarks) are allowed beside it (G19).
"""

from __future__ import annotations

import re

ARTICLE = "PP-B3"

PERSONAL_DATA = frozenset(
    {
        "voornaam",
        "tussenvoegsel",
        "achternaam",
        "voorletters",
        "geboortedatum",
        "geslacht",
        "straatnaam",
        "huisnummer",
        "huisnummertoevoeging",
        "postcode",
        "plaatsnaam",
        "telefoonnummer",
        "emailadres",
        "bsn",
        "huishoudenssamenstelling",
        "leeftijden_kinderen",
        "ondersteuningsvraag_kinderen",
        "kinderen",
        "huurachterstand",
        "maanden_achterstand",
        "bekendheid_meldpunt",
        "zorgaanbieders",
        "zorgen_financieel",
        "zorgen_huishouden",
    }
)

REMARK = "toelichting"
"""A short remark: kept in the dossier, flagged "geen bijzondere gegevens" on the form, not a personal datum by itself (G19)."""

_KIND_OF_ONE_DATUM = {"bsn": "bsn", "postcode": "postcode", "telefoon": "telefoonnummer", "email": "emailadres"}

_NEVER = re.compile(
    r"nationaliteit|geboorteplaats|geboorteland|herkomst|etnici|\bras\b|geloof|godsdienst|religie|levensovertuiging|politiek|vakbond"
    r"|diagnose|medicati|medisch|ziekte|gezondheid|verslaving|stoornis|seksue|strafblad|strafrecht|justitie|paspoort|rijbewijs"
    r"|identiteitskaart|bankrekening|\biban\b|rekeningnummer|\bsalaris|inkomenshoogte|burgerlijke[ _]staat|meisjesnaam|partnernaam"
    r"|naam[ _]van[ _](de[ _])?partner|foto|vingerafdruk|kenteken|werkgever",
    re.IGNORECASE,
)


def not_on_the_list(key: str, label: str, kind: str, store: str) -> bool:
    """Whether this datum asks something about a person that PP-B3 doesn't name."""
    if key in PERSONAL_DATA:
        return False
    if kind in _KIND_OF_ONE_DATUM:
        return True
    if _NEVER.search(key) or _NEVER.search(label):
        return True
    return store == "dossier" and not is_remark(key, kind)


def is_remark(key: str, kind: str) -> bool:
    """Whether the datum is a short remark (key ``toelichting…``, kind lange_tekst)."""
    return key.startswith(REMARK) and kind == "lange_tekst"


def named_in_words() -> str:
    """The list as owners may read it in a finding."""
    return ", ".join(sorted(PERSONAL_DATA))
