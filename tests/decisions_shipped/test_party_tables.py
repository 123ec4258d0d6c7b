"""Who does what: casusregie, the social service, the Meldpunt, zorgmijding (art. 7, PP-B1 steps 2 to 5)."""

from __future__ import annotations

import pytest

BOTH = (True, False)


@pytest.mark.parametrize(("antwoord", "regisseur"), [("open", "woningcorporatie"), ("nee", "woningcorporatie"), ("ja", "sociaal_team")])
def test_the_corporation_is_casusregisseur_until_the_team_accepts(decide, antwoord, regisseur):
    assert decide("casusregie", team_neemt_casus=antwoord) == {"casusregisseur": regisseur}


def test_the_social_service_is_engaged_for_income_or_debts_and_pays_on_where_the_rent_is_not_paid(decide, combinations):
    for facts in combinations(inkomensvraag=BOTH, schulden=BOTH, lopende_huur_betaald=BOTH):
        engaged = facts["inkomensvraag"] or facts["schulden"]
        expected = {"inzet": engaged, "doorbetaling_voorstellen": engaged and not facts["lopende_huur_betaald"]}
        assert decide("inzet_sociale_dienst", **facts) == expected, facts


def test_children_or_doubt_always_lead_to_coordination_with_the_meldpunt(decide, combinations):
    for facts in combinations(
        kinderen=("ja", "nee", "onbekend"),
        eerste_beoordeling_afgerond=BOTH,
        twijfel=BOTH,
        zorgmijder=BOTH,
        blijvende_zorgen=BOTH,
        ondersteuning_gevraagd=BOTH,
    ):
        unknown_counts = facts["kinderen"] == "onbekend" and facts["eerste_beoordeling_afgerond"]
        if facts["kinderen"] == "ja" or unknown_counts or facts["twijfel"] or facts["zorgmijder"]:
            level = "afstemming"
        elif facts["blijvende_zorgen"] or facts["ondersteuning_gevraagd"]:
            level = "bekendheidscheck"
        else:
            level = "geen"
        assert decide("afstemming_meldpunt", **facts) == {"niveau": level, "screening": level == "afstemming"}, facts


def test_zorgmijding_is_suspected_after_three_attempts_over_two_channels_by_two_parties_without_contact(decide, combinations):
    counts = (0, 1, 2, 3, 4)
    for facts in combinations(contactpogingen=counts, kanalen=counts, partijen_die_probeerden=counts, contact=BOTH):
        enough = facts["contactpogingen"] >= 3 and facts["kanalen"] >= 2
        suspected = enough and facts["partijen_die_probeerden"] >= 2 and not facts["contact"]
        assert decide("zorgmijder_vermoeden", **facts) == {"vermoeden": suspected, "voldoende_pogingen": enough}, facts


def test_bemoeizorg_is_proposed_for_a_zorgmijder_with_lasting_concerns(decide, combinations):
    for facts in combinations(zorgmijder=BOTH, blijvende_zorgen=BOTH):
        assert decide("bemoeizorg", **facts) == {"voorstel": facts["zorgmijder"] and facts["blijvende_zorgen"]}, facts
