"""How a case goes on and ends: escalatie, beëindiging, who must be told, terms, retention."""

from __future__ import annotations

from typing import Any

import pytest

BOTH = (True, False)
STEPS = (
    "plan_van_aanpak", "laatste_aanmaning", "deurwaarder", "aanzegging_dagvaarding",
    "dagvaarding", "vonnis", "aanzegging_ontruiming", "ontruiming",
)  # fmt: skip


def _next_step(facts: dict[str, Any]) -> str:
    step, verdict = facts["stap"], facts["vonnis_uitkomst"]
    if facts["opgelost"]:
        return "oplossing"
    if step == "ontruiming":
        return "afsluiten"
    if step == "vonnis" and verdict in ("betalingstermijn", "afgewezen"):
        return {"betalingstermijn": "voortzetten", "afgewezen": "plan_van_aanpak"}[verdict]
    if facts["afspraken_nagekomen"] or facts["verbetering"] or not facts["alle_inspanningen_geleverd"]:
        return "voortzetten"
    if step == "vonnis" and verdict == "geen":
        return "voortzetten"
    return STEPS[STEPS.index(step) + 1]


def test_escalatie_proposes_one_step_further_only_when_all_did_what_they_could_and_nothing_improved(decide, combinations):
    for facts in combinations(
        opgelost=BOTH,
        stap=STEPS,
        vonnis_uitkomst=("geen", "toegewezen", "betalingstermijn", "afgewezen"),
        afspraken_nagekomen=BOTH,
        verbetering=BOTH,
        alle_inspanningen_geleverd=BOTH,
    ):
        found = decide("escalatie", **facts)
        assert found["volgende_stap"] == _next_step(facts), facts
        assert found["reden"].endswith("."), facts


def test_a_party_may_stop_only_after_all_efforts_and_when_the_tenant_declines_does_not_pay_or_does_not_cooperate(decide, combinations):
    for facts in combinations(alle_inspanningen_geleverd=BOTH, huurder_wil_niet_meer=BOTH, lopende_huur_betaald=BOTH, werkt_mee=BOTH):
        ground = facts["huurder_wil_niet_meer"] or not facts["lopende_huur_betaald"] or not facts["werkt_mee"]
        assert decide("beeindiging_toegestaan", **facts)["toegestaan"] is (facts["alle_inspanningen_geleverd"] and ground), facts


MOMENTS = ("problematisch_vooraf", "aanzegging_dagvaarding", "dagvaarding", "vonnis", "aanzegging_ontruiming", "ontruiming")
CONCERNS = {"aantal_zorgen": (0, 1, 5), "twijfel": BOTH, "kinderen": ("ja", "nee", "onbekend")}


def test_team_and_meldpunt_are_told_at_every_step_of_the_collection(decide, combinations):
    for facts in combinations(moment=MOMENTS, **CONCERNS):
        expected = {"ontvangers": ["sociaal_team", "meldpunt"], "dossier_open_voor_meldpunt": True}
        assert decide("meldplicht", **facts) == expected, facts


def test_a_report_opens_the_dossier_for_the_meldpunt_only_with_concerns_doubt_or_children(decide, combinations):
    for facts in combinations(**CONCERNS):
        found = decide("meldplicht", moment="melding", **facts)
        assert found["ontvangers"] == ["sociaal_team", "meldpunt"], facts
        opened = facts["aantal_zorgen"] > 0 or facts["twijfel"] or facts["kinderen"] == "ja"
        assert found["dossier_open_voor_meldpunt"] is opened, facts


def test_a_party_that_stops_tells_all_involved_and_the_meldpunt(decide, combinations):
    for facts in combinations(**CONCERNS):
        found = decide("meldplicht", moment="beeindiging_partij", **facts)
        assert found == {"ontvangers": ["betrokkenen", "meldpunt"], "dossier_open_voor_meldpunt": True}, facts


TERMS = {
    "terugkoppeling_eerste_beoordeling": (2, "weken", "uiterlijk", False),
    "incassopauze": (2, "weken", "uiterlijk", False),
    "feiten_delen": (2, "werkdagen", "uiterlijk", False),
    "mzo_advies": (3, "werkdagen", "richtlijn", False),
    "mzo_ondersteuning": (5, "werkdagen", "richtlijn", False),
    "doorbetaling_stop": (0, "direct", "uiterlijk", False),
    "beeindiging_melden": (0, "direct", "uiterlijk", False),
    "datalek_manager": (24, "uren", "uiterlijk", False),
    "datalek_ap": (72, "uren", "wettelijk", False),
    "verzoek_betrokkene": (1, "maanden", "wettelijk", False),
    "wgs_eerste_gesprek": (4, "weken", "wettelijk", False),
    "wgs_eerste_gesprek_bedreigend": (3, "werkdagen", "wettelijk", False),
    "aanmaning_voor_melding": (2, "weken", "uiterlijk", True),
    "casusregie_afspraak": (2, "werkdagen", "uiterlijk", True),
    "contactpogingen_periode": (10, "werkdagen", "uiterlijk", True),
    "besluit_voortzetting": (5, "werkdagen", "uiterlijk", True),
    "plan_van_aanpak": (15, "werkdagen", "uiterlijk", True),
    "herbeoordeling": (4, "weken", "uiterlijk", True),
    "aanmaning_voor_deurwaarder": (2, "weken", "uiterlijk", True),
    "brief_mzo_dagvaarding": (2, "werkdagen", "uiterlijk", True),
    "afsluiten": (10, "werkdagen", "uiterlijk", True),
    "adviesgroep": (4, "maanden", "uiterlijk", True),
    "jaarrapportage": (3, "maanden", "uiterlijk", True),
    "evaluatie_verlenging": (2, "maanden", "uiterlijk", True),
    "evaluatie_protocol": (24, "maanden", "uiterlijk", True),
}


@pytest.mark.parametrize("termijn", TERMS)
def test_each_term_is_as_long_as_the_agreement_or_the_default_says(decide, termijn):
    found = decide("termijnen", termijn=termijn, gemeente="Dordrecht")
    assert (found["aantal"], found["eenheid"], found["soort"], found["voorlopig"]) == TERMS[termijn]
    assert found["artikel"]


def test_the_two_weeks_of_the_team_count_from_the_report_with_warnings_on_day_7_and_11(decide):
    found = decide("termijnen", termijn="terugkoppeling_eerste_beoordeling", gemeente="Gorinchem")
    assert (found["start"], found["waarschuwing"]) == ("melding", ["7 dagen", "11 dagen"])
    assert decide("termijnen", termijn="incassopauze", gemeente="Gorinchem")["start"] == "melding"


@pytest.mark.parametrize("termijn", TERMS)
def test_a_warning_is_a_number_and_a_unit_that_falls_inside_its_term(decide, termijn):
    found = decide("termijnen", termijn=termijn, gemeente="Sliedrecht")
    for moment in found["waarschuwing"]:
        amount, unit = moment.split(" ")
        assert unit in {"uren", "werkdagen", "dagen", "weken", "maanden"}
        assert int(amount) != 0
        assert abs(int(amount)) < found["aantal"] or unit != found["eenheid"], "een waarschuwing valt binnen de termijn"


@pytest.mark.parametrize(
    "afsluitreden", ["ontruiming", "opgelost", "beeindigd", "buiten_bereik", "teruggestuurd", "wgs_afgerond", "overgedragen", "geen"]
)
def test_data_are_kept_at_most_a_year_after_closing(decide, afsluitreden):
    assert 0 < decide("bewaartermijn", afsluitreden=afsluitreden)["maanden"] <= 12
