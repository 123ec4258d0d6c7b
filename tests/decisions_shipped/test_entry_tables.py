"""Where a case belongs: recidive, aanleiding, fase, scope, and the tables of vroegsignalering (Bijlage 2 and 3)."""

from __future__ import annotations

from typing import Any

import pytest

BOTH = (True, False)
AGREEMENT = ("geen", "lopend", "afgerond")
WMO = "Wmo 2015 art. 1.2.1 a; AVG art. 6 lid 1 e"
ENTRY = {
    "betalingsregeling": AGREEMENT,
    "betaling_gemist": BOTH,
    "nieuwe_achterstand": BOTH,
    "oplosbaar_binnen_vroegsignalering": BOTH,
    "regeling_nagekomen": BOTH,
    "aantal_zorgen": (0, 1, 3),
    "achterstand_blijft": BOTH,
    "contact_vroegsignalering": BOTH,
    "vroegsignalering_afgerond": BOTH,
}


def _recidive(facts: dict[str, Any]) -> bool:
    during = facts["betalingsregeling"] == "lopend" and facts["betaling_gemist"]
    after = facts["betalingsregeling"] == "afgerond" and facts["nieuwe_achterstand"] and not facts["oplosbaar_binnen_vroegsignalering"]
    return bool(during or after)


def _aanleiding(facts: dict[str, Any]) -> str:
    arrears_last, new_arrears = facts["achterstand_blijft"], facts["nieuwe_achterstand"]
    if _recidive(facts):
        return "1b_recidive"
    if facts["betalingsregeling"] != "geen" and not facts["regeling_nagekomen"]:
        return "1b_regeling"
    if facts["aantal_zorgen"] >= 1 and (arrears_last or new_arrears):
        return "1b_zorgen"
    if new_arrears and not facts["oplosbaar_binnen_vroegsignalering"]:
        return "1b_nieuwe_achterstand"
    if not facts["contact_vroegsignalering"] and arrears_last:
        return "1a"
    if facts["vroegsignalering_afgerond"] and arrears_last:
        return "1b_geen_resultaat"
    return "geen"


def test_recidive_is_a_missed_payment_in_a_running_agreement_or_a_lasting_new_arrear_after_a_finished_one(decide, combinations):
    names = ("betalingsregeling", "betaling_gemist", "nieuwe_achterstand", "oplosbaar_binnen_vroegsignalering")
    for facts in combinations(**{name: ENTRY[name] for name in names}):
        found = decide("recidive", **facts)
        assert found["recidive"] is _recidive(facts), facts
        assert found["reden"].endswith("."), facts


def test_aanleiding_is_the_first_ground_that_holds(decide, combinations):
    for facts in combinations(**ENTRY):
        assert decide("aanleiding", **facts) == {"aanleiding": _aanleiding(facts)}, facts


def test_fase_is_wmo_for_every_aanleiding_and_wgs_without_one(decide, combinations):
    for facts in combinations(**ENTRY):
        ground = _aanleiding(facts)
        found = decide("fase", **facts)
        assert found["aanleiding"] == ground, facts
        expected = ("Wgs", "Wgs art. 3; BGS art. 2", "vroegsignalering") if ground == "geen" else ("Wmo", WMO, ground[:2])
        assert (found["fase"], found["grondslag"], found["processtap"]) == expected, facts


def test_concerns_without_arrears_are_no_ground_to_share_data(decide):
    """PP 4.2 d: personal data are shared only with lasting or repeating arrears."""
    facts = dict.fromkeys(ENTRY, False) | {"betalingsregeling": "geen", "aantal_zorgen": 5, "contact_vroegsignalering": True}
    assert decide("fase", **facts)["fase"] == "Wgs"


def test_only_overlast_without_any_arrears_is_out_of_scope(decide, combinations):
    for facts in combinations(achterstand_blijft=BOTH, nieuwe_achterstand=BOTH, betaling_gemist=BOTH, overlast=BOTH):
        arrears = facts["achterstand_blijft"] or facts["nieuwe_achterstand"] or facts["betaling_gemist"]
        expected = "buiten_bereik" if facts["overlast"] and not arrears else "phu"
        assert decide("scope", **facts) == {"bereik": expected}, facts


def test_a_signal_needs_all_four_conditions_of_the_decree_and_names_those_that_lack(decide, combinations):
    conditions = ("contact_gezocht", "gewezen_op_schuldhulp", "schriftelijk_herinnerd", "toestemming_aangeboden")
    for facts in combinations(**dict.fromkeys(conditions, BOTH)):
        assert decide("wgs_voorwaarden", **facts) == {"ontbreekt": [name for name in conditions if not facts[name]]}, facts


@pytest.mark.parametrize(
    ("subregio", "bekend", "uitvoerders"),
    [
        ("Alblasserwaard", True, ["sociale_dienst"]),
        ("Alblasserwaard", False, ["sociale_dienst"]),
        ("Drechtsteden", True, ["sociale_dienst"]),
        ("Drechtsteden", False, ["sociaal_team", "sociale_dienst"]),
    ],
)
def test_the_team_offers_help_only_in_drechtsteden_and_only_to_who_is_not_yet_known(decide, subregio, bekend, uitvoerders):
    assert decide("opvolging_vroegsignalering", subregio=subregio, bekend_bij_schulddienst=bekend) == {"uitvoerders": uitvoerders}


PARTIES = {
    "Alblasserdam": ("Drechtsteden", "Dorpsnetwerk Alblasserdam", "Sociale Dienst Drechtsteden"),
    "Dordrecht": ("Drechtsteden", "Sociaal Wijkteam Dordrecht", "Sociale Dienst Drechtsteden"),
    "Hardinxveld-Giessendam": ("Drechtsteden", "Sociaal Team Hardinxveld-Giessendam", "Sociale Dienst Drechtsteden"),
    "Hendrik-Ido-Ambacht": ("Drechtsteden", "Sociaal Wijkteam Hendrik-Ido-Ambacht", "Sociale Dienst Drechtsteden"),
    "Papendrecht": ("Drechtsteden", "Sterk Papendrecht", "Sociale Dienst Drechtsteden"),
    "Sliedrecht": ("Drechtsteden", "Sociaal Team Sliedrecht", "Sociale Dienst Drechtsteden"),
    "Zwijndrecht": ("Drechtsteden", "Vivera Sociaal Wijkteam Zwijndrecht", "Sociale Dienst Drechtsteden"),
    "Gorinchem": ("Alblasserwaard", "Sociaal Team Gorinchem", "Avres"),
    "Molenlanden": ("Alblasserwaard", "Sociaal Team Molenlanden", "Avres"),
}


@pytest.mark.parametrize("gemeente", PARTIES)
def test_each_municipality_has_its_team_and_its_social_service(decide, gemeente):
    found = decide("partijen", gemeente=gemeente)
    assert (found["subregio"], found["sociaal_team"], found["sociale_dienst"]) == PARTIES[gemeente]
    assert found["kanaal"] in {"RIS", "PHU"}
