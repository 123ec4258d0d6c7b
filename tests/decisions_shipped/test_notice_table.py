"""Kennisgevingen: who is told what (requirements §5), never less than the agreement says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

PARTIES = {"woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt"}
TEXTS = yaml.safe_load((Path(__file__).parents[2] / "forms" / "berichten.yaml").read_text(encoding="utf-8"))

MOMENTS = (
    "problematisch_vooraf", "melding", "aanzegging_dagvaarding", "dagvaarding", "vonnis", "aanzegging_ontruiming", "ontruiming",
    "beeindiging_partij",
)  # fmt: skip

TOLD = {
    "melding_gepland": {"huurder"},
    "melding": {"woningcorporatie", "sociaal_team", "meldpunt"},
    "problematisch_vooraf": {"sociaal_team", "meldpunt"},
    "termijn_nadert": {"sociaal_team"},
    "termijn_verstreken": {"woningcorporatie", "sociaal_team"},
    "termijn_niet_gehaald": {"woningcorporatie"},
    "meldpunt_te_laat": {"casusregisseur"},
    "eerste_beoordeling_klaar": {"woningcorporatie", "huurder"},
    "besluit_te_laat": {"woningcorporatie"},
    "inzet_sociale_dienst": {"sociale_dienst"},
    "advies": {"casusregisseur", "sociaal_team"},
    "afstemming_klaar": {"casusregisseur", "sociaal_team"},
    "doorbetaling_gestart": {"woningcorporatie", "sociaal_team"},
    "doorbetaling_gestopt": {"woningcorporatie", "sociaal_team"},
    "nieuw_feit": {"betrokkenen"},
    "aanzegging_dagvaarding": {"sociaal_team", "meldpunt"},
    "dagvaarding": {"sociaal_team", "meldpunt", "betrokkenen", "huurder"},
    "brief_te_laat": {"meldpunt"},
    "vordering": {"sociaal_team", "meldpunt", "betrokkenen"},
    "vonnis": {"sociaal_team", "meldpunt", "betrokkenen"},
    "aanzegging_ontruiming": {"sociaal_team", "meldpunt", "betrokkenen"},
    "ontruiming": {"sociaal_team", "meldpunt", "betrokkenen", "huurder"},
    "afgesloten": {"betrokkenen", "huurder"},
    "beeindiging_partij": {"betrokkenen", "meldpunt"},
    "beeindiging_niet_toegestaan": {"betrokkenen"},
    "termijn_verlengd": {"betrokkenen"},
    "casusregie_overgedragen": {"betrokkenen"},
    "datalek": PARTIES | {"manager", "fg"},
    "verstrekking": PARTIES | {"manager"},
    "werkproces_gewijzigd": PARTIES | {"adviesgroep", "fg"},
    "datalek_gemeld": {"manager", "fg"},
    "geschil": {"adviesgroep"},
    "geschil_afgerond": {"betrokkenen"},
    "voorstel": {"adviesgroep"},
    "jaarverslag": {"regiegroep"},
    "vernietiging_voorgesteld": {"partij"},
}


@pytest.mark.parametrize("gebeurtenis", TOLD)
def test_an_event_tells_whom_the_agreement_names_and_each_once(rows, gebeurtenis):
    told = [row["ontvanger"] for row in rows("kennisgevingen", gebeurtenis=gebeurtenis)]
    assert set(told) == TOLD[gebeurtenis]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("gebeurtenis", TOLD)
def test_a_notice_has_a_channel_and_a_text_and_only_tenants_get_letters(rows, gebeurtenis):
    for row in rows("kennisgevingen", gebeurtenis=gebeurtenis):
        assert (row["kanaal"] == "brief") is (row["ontvanger"] == "huurder"), row
        assert row["kanaal"] in {"taak", "bericht", "brief"}, row
        assert row["sjabloon"] in TEXTS, row


@pytest.mark.parametrize("key", TEXTS)
def test_a_notice_text_is_short_and_asks_for_nothing_personal(key):
    text = TEXTS[key]
    assert {"titel", "tekst"} <= set(text) <= {"titel", "tekst", "vervallen"}
    assert len(text["titel"]) <= 60
    assert len(text["tekst"]) <= 220
    assert "{{" not in text["titel"] + text["tekst"], "een bericht noemt geen gegevens uit het dossier"


BY_THE_CLOCK = {"termijn_nadert", "termijn_voorbij"}  # a term's warnings and its end are told without a drawn step


def test_every_text_is_used(rows):
    used = {row["sjabloon"] for event in TOLD for row in rows("kennisgevingen", gebeurtenis=event)}
    assert used | BY_THE_CLOCK == set(TEXTS)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_notice_table_gives_a_channel_to_everyone_the_duty_names(decide, rows, moment):
    owed = decide("meldplicht", moment=moment, aantal_zorgen=0, twijfel=False, kinderen="nee")["ontvangers"]
    told = {row["ontvanger"] for row in rows("kennisgevingen", gebeurtenis=moment)}
    assert set(owed) <= told
