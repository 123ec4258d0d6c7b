"""Each shipped diagram is walked to each of its ends: every element is passed, nothing gets stuck, nobody waits for nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from tests.journeys.conftest import START

PHU = "preventie_huisuitzetting"
BROKEN = {"form": "aanleiding", "betalingsregeling": "lopend", "betaling_gemist": True, "achterstand_blijft": True}
UNSEEN = {"form": "aanleiding", "achterstand_blijft": True}


def reported(walk: Any, *, kinderen: str = "nee", given: dict[str, Any] = BROKEN, **answers: Any) -> Any:
    case = walk(PHU, "aanleiding_corporatie", **given)
    if "stuur_aanmaning" in case.open:
        case.do("stuur_aanmaning").days(17)
    return case.do("bereid_melding_voor", kinderen=kinderen, **answers)


def assessed(walk: Any, **answers: Any) -> Any:
    case = reported(walk).do("beslis_casusregie", team_neemt_casus="ja")
    case.do("zoek_contact", contact_resultaat="gesproken", contact_kanaal="telefoon")
    return case.do("beoordeel", kinderen="nee", **answers)


def planned(walk: Any, **answers: Any) -> Any:
    return assessed(walk, **answers).do("besluit", besluit_voortzetting="voortzetten").do("maak_plan")


def reviewed(case: Any, choice: str, **progress: Any) -> Any:
    for party in ("corporatie", "team", "dienst", "meldpunt"):
        if f"voortgang_{party}" in case.open:
            case.do(f"voortgang_{party}", inspanningen_geleverd=True, **progress)
    return case.do("bevestig_stap", gekozen_stap=choice)


def reminded(walk: Any) -> Any:
    return reviewed(planned(walk), "laatste_aanmaning").do("stuur_laatste_aanmaning")


def summoned(walk: Any) -> Any:
    case = reminded(walk).days(17).do("kies_stap", gekozen_stap="deurwaarder")
    return case.do("schakel_deurwaarder_in").do("zeg_dagvaarding_aan").do("dagvaard")


def judged(walk: Any, outcome: str) -> Any:
    return summoned(walk).do("leg_vonnis_vast", vonnis_uitkomst=outcome)


def closed(case: Any, end: str, reason: str) -> None:
    """Every part that is open is closed; then the case is over, at ``end``."""
    while case.open:
        case.do(case.open[0], dossier_afgerond=True)
    assert case.situation.completed
    assert case.ends[-1] == end
    assert case.context["afsluitreden"] == reason
    assert not case.situation.timers
    assert not case.situation.awaited


# ---- how a case comes in


def test_overlast_without_arrears_is_told_and_ends_out_of_scope(walk: Any) -> None:
    case = walk(PHU, "aanleiding_corporatie", form="aanleiding", overlast=True)
    closed(case, "buiten_bereik", "buiten_bereik")
    assert case.told == ["afgesloten"]


def test_what_is_still_wgs_goes_back_and_opens_a_case_where_vroegsignalering_runs_here(walk: Any) -> None:
    case = walk(PHU, "aanleiding_corporatie", municipality="Gorinchem", form="aanleiding", overlast=False)
    closed(case, "terug_naar_vroegsignalering", "teruggestuurd")
    kanaal = case.context["partijen"]["kanaal"]
    opened = [effect for effect in case.sent if effect.topic == "start_casus"]
    assert len(opened) == (1 if kanaal == "PHU" else 0)


def test_both_channels_of_vroegsignalering_are_sent_back_to(walk: Any) -> None:
    ways = set()
    for municipality in ("Gorinchem", "Dordrecht", "Sliedrecht", "Molenlanden", "Papendrecht"):
        case = walk(PHU, "aanleiding_corporatie", municipality=municipality, form="aanleiding")
        assert case.ends == ["terug_naar_vroegsignalering"]
        opened = [effect for effect in case.sent if effect.topic == "start_casus"]
        ways.add(case.context["partijen"]["kanaal"])
        assert all(effect.answer["gegevens"] == {"terugkeer_aantal": 1} for effect in opened)
    assert ways == {"PHU", "RIS"}


def test_a_case_from_vroegsignalering_begins_with_the_necessity_judgement(walk: Any) -> None:
    case = walk(PHU, "vroegsignalering_afgerond", form="", achterstand_blijft=True, vroegsignalering_afgerond=True)
    assert case.open == ["toets_noodzaak"]
    case.do("toets_noodzaak")
    assert case.open == ["stuur_aanmaning"]
    case.do("stuur_aanmaning")
    assert case.open == []
    assert case.days(17).open == ["bereid_melding_voor"]


def test_until_the_report_only_the_corporation_is_offered_anything(walk: Any) -> None:
    case = walk(PHU, "aanleiding_corporatie", **BROKEN)
    assert case.open == ["bereid_melding_voor"]
    assert set(case.offered) == {"oplossing", "nieuw_feit", "termijn_verlengen"}
    assert all(roles == ("woningcorporatie",) for roles in case.offered.values())
    case.do("bereid_melding_voor", kinderen="nee")
    assert set(case.offered) == {"oplossing", "nieuw_feit", "termijn_verlengen", "beeindiging", "casusregie_overdragen"}
    assert case.told == ["melding_gepland", "melding"]
    assert case.context["incassopauze"] is True


def test_a_situation_that_was_problematic_beforehand_is_told_and_opens_the_dossier_for_the_meldpunt(walk: Any) -> None:
    case = reported(walk, problematisch_vooraf=True)
    assert case.told == ["melding_gepland", "melding", "problematisch_vooraf"]
    assert case.context["dossier_open_voor_meldpunt"] is True
    assert case.open == ["beslis_casusregie"]


def test_problems_seen_beforehand_open_the_dossier_for_the_meldpunt(walk: Any) -> None:
    case = reported(walk, problematisch_vooraf=True)
    assert case.told == ["melding_gepland", "melding", "problematisch_vooraf"]
    assert case.context["dossier_open_voor_meldpunt"] is True
    assert case.open == ["beslis_casusregie"]


def test_a_tenant_who_pays_after_the_first_reminder_is_closed_by_the_corporation_alone(walk: Any) -> None:
    case = walk(PHU, "aanleiding_corporatie", **UNSEEN).do("stuur_aanmaning").send("oplossing", "woningcorporatie")
    assert case.open == ["sluit_corporatie"]
    closed(case, "opgelost", "opgelost")


# ---- the main line


def test_children_start_the_alignment_at_once_beside_the_assessment(walk: Any) -> None:
    case = reported(walk, kinderen="ja")
    assert case.open == ["beslis_casusregie", "stem_af"]
    case.do("stem_af")
    assert case.open == ["beslis_casusregie", "geef_advies", "screen"]
    case.do("screen", bemoeizorg_nodig=True).do("zet_zorg_in").do("geef_advies").do("ondersteun")
    assert case.told[-2:] == ["advies", "afstemming_klaar"]
    assert case.open == ["beslis_casusregie"]


def test_both_guidelines_of_the_meldpunt_are_told_when_missed(walk: Any) -> None:
    case = reported(walk, kinderen="ja").do("stem_af").days(4)
    assert case.open.count("meldpunt_geeft_reden") == 1
    case.do("meldpunt_geeft_reden").do("screen", bemoeizorg_nodig=False).do("geef_advies").days(8)
    assert "meldpunt_geeft_reden" in case.open
    case.do("meldpunt_geeft_reden").do("ondersteun")
    assert case.told.count("meldpunt_te_laat") == 2


def test_lasting_concerns_after_contact_ask_the_meldpunt_whether_it_knows_the_tenant(walk: Any) -> None:
    case = assessed(walk, zorgen_financieel=["financieel"])
    assert case.open == ["besluit", "vraag_bekendheid"]
    assert case.task("vraag_bekendheid").roles == ("sociaal_team",)
    case.do("vraag_bekendheid").days(4)
    assert "meldpunt_geeft_reden" in case.open
    case.do("beantwoord_bekendheid")
    assert case.open == ["besluit"]


def test_enough_attempts_end_the_search_for_an_unreachable_tenant(walk: Any) -> None:
    case = reported(walk).do("beslis_casusregie", team_neemt_casus="nee")
    assert case.context["casusregisseur"] == "woningcorporatie"
    for channel in ("telefoon", "huisbezoek", "brief"):
        case.do("zoek_contact", contact_resultaat="geen_reactie", contact_kanaal=channel)
    assert case.open == ["beoordeel"]


def test_the_two_weeks_are_watched_and_the_corporation_hears_of_every_delay(walk: Any) -> None:
    case = reported(walk)
    assert case.days(8).told[-1] == "termijn_nadert"
    assert "team_geeft_reden" in case.days(4).open
    case.do("team_geeft_reden")
    assert case.told[-1] == "termijn_niet_gehaald"
    assert case.days(4).told[-1] == "termijn_verstreken"
    assert case.context["incassopauze"] is False


def test_the_corporation_is_reminded_of_its_decision(walk: Any) -> None:
    case = assessed(walk).days(10)
    assert case.told[-1] == "besluit_te_laat"
    assert case.open == ["besluit"]


def test_a_corporation_that_stops_ends_the_case_for_all_and_the_meldpunt_registers(walk: Any) -> None:
    case = assessed(walk, inkomensvraag=True)
    assert case.open == ["besluit", "vraag_inzet"]
    case.do("besluit", besluit_voortzetting="stoppen")
    assert case.open == ["sluit_corporatie", "sluit_dienst", "sluit_team"]
    assert [effect.answer["register"] for effect in case.sent if effect.topic == "register"] == ["voortijdig_beeindigd"]
    closed(case, "gestopt_en_gesloten", "beeindigd")
    assert case.told[-1] == "afgesloten"


def test_the_social_service_pays_the_rent_until_it_stops_and_tells_at_once(walk: Any) -> None:
    case = assessed(walk, schulden=True)
    case.do("vraag_inzet").do("eerste_gesprek", doorbetaling_soort="budgetbeheer")
    case.do("start_doorbetaling", doorbetaling_actie="start")
    assert case.told[-1] == "doorbetaling_gestart"
    case.do("volg_doorbetaling", doorbetaling_actie="geen")
    assert "volg_doorbetaling" in case.open
    case.do("volg_doorbetaling", doorbetaling_actie="stop")
    assert case.told[-1] == "doorbetaling_gestopt"
    assert case.open == ["besluit"]


def test_rent_that_is_not_paid_on_after_all_is_told_at_once(walk: Any) -> None:
    case = assessed(walk, schulden=True)
    case.do("vraag_inzet").do("eerste_gesprek", doorbetaling_soort="uitkering").do("start_doorbetaling", doorbetaling_actie="stop")
    assert case.told[-1] == "doorbetaling_gestopt"
    assert "doorbetaling_gestart" not in case.told
    assert case.open == ["besluit"]


def test_a_threatening_situation_hurries_the_first_talk(walk: Any) -> None:
    case = assessed(walk, schulden=True, bedreigende_situatie=True).do("vraag_inzet")
    assert case.task("eerste_gesprek_spoed").properties["termijn"] == "wgs_eerste_gesprek_bedreigend"
    case.do("eerste_gesprek_spoed", doorbetaling_soort="geen")
    assert case.open == ["besluit"]


def test_a_plan_that_works_goes_on_review_after_review(walk: Any) -> None:
    case = planned(walk, schulden=True).do("vraag_inzet").do("eerste_gesprek", doorbetaling_soort="geen")
    for _ in range(3):
        assert case.open == ["voortgang_corporatie", "voortgang_team"] or "voortgang_dienst" in case.open
        reviewed(case, "voortzetten", afspraken_nagekomen=True)
    assert case.context["escalatie"]["volgende_stap"] == "voortzetten"


def test_every_involved_party_is_asked_for_its_progress(walk: Any) -> None:
    case = reported(walk, kinderen="ja").do("stem_af").do("beslis_casusregie", team_neemt_casus="ja")
    case.do("zoek_contact", contact_resultaat="gesproken", contact_kanaal="telefoon").do("beoordeel", kinderen="ja", schulden=True)
    case.do("besluit", besluit_voortzetting="voorwaarden").do("maak_plan")
    assert [each for each in case.open if each.startswith("voortgang")] == [
        "voortgang_corporatie", "voortgang_dienst", "voortgang_meldpunt", "voortgang_team"
    ]  # fmt: skip
    reviewed(case, "laatste_aanmaning")
    assert case.context["escalatie"]["volgende_stap"] == "laatste_aanmaning"
    assert "stuur_laatste_aanmaning" in case.open


def test_the_last_reminder_may_still_lead_back_to_the_plan(walk: Any) -> None:
    case = reminded(walk)
    assert case.open == ["corporatie_zoekt_contact", "team_zoekt_contact"]
    case.do("corporatie_zoekt_contact", contact_resultaat="gesproken", contact_kanaal="telefoon")
    case.do("team_zoekt_contact", contact_resultaat="geen_reactie", contact_kanaal="telefoon")
    case.do("team_zoekt_contact", contact_resultaat="gesproken", contact_kanaal="huisbezoek")
    case.days(17)
    assert case.context["escalatie"]["volgende_stap"] == "deurwaarder"
    assert case.do("kies_stap", gekozen_stap="voortzetten").open == ["maak_plan"]


def test_all_three_parties_keep_trying_until_the_judgment(walk: Any) -> None:
    case = summoned(walk)
    assert case.open == ["contact_corporatie", "contact_team", "leg_vonnis_vast", "stuur_brief"]
    assert case.days(6).told[-1] == "brief_te_laat"
    case.do("stuur_brief")
    for task in ("contact_corporatie", "contact_team", "contact_meldpunt"):
        case.do(task, contact_resultaat="geen_reactie", contact_kanaal="telefoon")
        case.do(task, contact_resultaat="gesproken", contact_kanaal="huisbezoek")
    assert case.open == ["leg_vonnis_vast"]
    assert [event for event in case.told if event in ("aanzegging_dagvaarding", "dagvaarding", "vordering")] == [
        "aanzegging_dagvaarding", "dagvaarding", "vordering"
    ]  # fmt: skip


def test_a_refused_eviction_leads_back_to_the_plan(walk: Any) -> None:
    case = judged(walk, "afgewezen")
    assert case.told[-1] == "vonnis"
    assert case.open == ["maak_plan"]


def test_a_term_of_payment_kept_leads_back_and_not_kept_to_the_eviction(walk: Any) -> None:
    assert judged(walk, "betalingstermijn").do("volg_termijn", betalingstermijn_nagekomen=True).open == ["maak_plan"]
    assert judged(walk, "betalingstermijn").do("volg_termijn", betalingstermijn_nagekomen=False).open == ["zeg_ontruiming_aan"]


def test_a_granted_eviction_ends_with_aftercare_and_closing(walk: Any) -> None:
    case = judged(walk, "toegewezen").do("zeg_ontruiming_aan")
    assert case.open == ["laatste_poging_corporatie", "laatste_poging_team"]
    case.do("laatste_poging_team").do("laatste_poging_corporatie").do("leg_ontruiming_vast")
    assert case.open == ["nazorg_team"]
    case.do("nazorg_team")
    assert case.open == ["sluit_corporatie", "sluit_meldpunt", "sluit_team"]
    closed(case, "huisuitzetting", "ontruiming")
    assert case.told[-3:] == ["aanzegging_ontruiming", "ontruiming", "afgesloten"]


def test_the_meldpunt_gives_aftercare_where_it_gives_care(walk: Any) -> None:
    case = judged(walk, "toegewezen").send("nieuw_feit", "sociaal_team", kinderen="ja").do("stem_af")
    case.do("screen", bemoeizorg_nodig=True).do("zeg_ontruiming_aan").do("laatste_poging_corporatie").do("leg_ontruiming_vast")
    assert "nazorg_meldpunt" in case.open
    case.do("nazorg_meldpunt")
    assert "sluit_meldpunt" in case.open


# ---- at any time


def test_a_solution_interrupts_all_phases_and_stays_quiet(walk: Any) -> None:
    case = reported(walk, kinderen="ja").do("stem_af").days(12).send("oplossing", "woningcorporatie")
    assert case.open == ["sluit_corporatie", "sluit_meldpunt", "sluit_team"]
    assert [timer.element for timer in case.situation.timers] == ["afsluiten_verstreken"]
    assert [effect.topic for effect in case.sent].count("casus_sluiten") == 1
    case.do("sluit_corporatie", dossier_afgerond=True)
    assert not case.situation.completed
    assert case.days(20).situation.completed
    assert case.ends[-1] == "opgelost"
    assert case.told[-1] == "afgesloten"


def test_new_facts_are_told_as_often_as_they_come_and_children_reach_the_meldpunt_once(walk: Any) -> None:
    case = planned(walk).send("nieuw_feit", "sociaal_team").send("nieuw_feit", "woningcorporatie")
    assert case.told[-2:] == ["nieuw_feit", "nieuw_feit"]
    case.send("nieuw_feit", "sociaal_team", kinderen="ja").send("nieuw_feit", "sociaal_team", kinderen="ja")
    assert case.open.count("stem_af") == 1
    case.do("stem_af").do("geef_advies").do("screen", bemoeizorg_nodig=False).do("ondersteun")
    assert case.open == ["voortgang_corporatie", "voortgang_meldpunt", "voortgang_team"] or case.open == [
        "voortgang_corporatie", "voortgang_team"
    ]  # fmt: skip


def test_a_party_that_may_not_stop_yet_hears_what_is_missing(walk: Any) -> None:
    case = planned(walk).send("beeindiging", "sociaal_team", inspanningen_geleverd=True, huurder_wil_niet_meer=True)
    assert case.told[-1] == "beeindiging_niet_toegestaan"
    assert case.context["partijen_zonder_inspanning"] == ["woningcorporatie"]
    assert case.open == ["voortgang_corporatie", "voortgang_team"]


def test_a_team_that_stops_leaves_its_tasks_and_the_case_to_the_corporation(walk: Any) -> None:
    case = planned(walk).do("voortgang_corporatie", inspanningen_geleverd=True).do("voortgang_team", inspanningen_geleverd=True)
    case.do("bevestig_stap", gekozen_stap="voortzetten")
    assert case.open == ["voortgang_corporatie", "voortgang_team"]
    case.send("beeindiging", "sociaal_team", huurder_wil_niet_meer=True)
    assert case.open == ["voortgang_corporatie"]
    assert case.context["casusregisseur"] == "woningcorporatie"
    assert case.told[-2:] == ["beeindiging_partij", "casusregie_overgedragen"]
    reviewed(case, "laatste_aanmaning").do("stuur_laatste_aanmaning")
    assert case.open == ["corporatie_zoekt_contact"]


def test_a_corporation_that_stops_halfway_ends_the_case_at_once(walk: Any) -> None:
    case = planned(walk).do("voortgang_corporatie", inspanningen_geleverd=True).do("voortgang_team", inspanningen_geleverd=True)
    case.send("beeindiging", "woningcorporatie", werkt_mee=False, lopende_huur_betaald=False)
    closed(case, "beeindigd", "beeindigd")
    assert case.told[-1] == "beeindiging_partij"
    assert [effect.answer["partij"] for effect in case.sent if effect.topic == "register"] == ["woningcorporatie"]


def test_the_case_is_handed_over_and_back_and_a_refusal_changes_nothing(walk: Any) -> None:
    case = planned(walk).send("casusregie_overdragen", "sociaal_team")
    assert "casusregie_overdragen" not in case.offered
    case.do("corporatie_beslist", team_neemt_casus="ja")
    assert case.context["casusregisseur"] == "sociaal_team"
    case.send("casusregie_overdragen", "sociaal_team").do("corporatie_beslist", team_neemt_casus="nee")
    assert case.context["casusregisseur"] == "woningcorporatie"
    assert case.told[-1] == "casusregie_overgedragen"
    case.send("casusregie_overdragen", "woningcorporatie").do("team_beslist", team_neemt_casus="nee")
    assert case.context["casusregisseur"] == "woningcorporatie"
    case.send("casusregie_overdragen", "woningcorporatie").do("team_beslist", team_neemt_casus="ja")
    assert case.context["casusregisseur"] == "sociaal_team"


def test_an_extended_term_is_told_to_all_involved(walk: Any) -> None:
    case = planned(walk).send("termijn_verlengen", "sociaal_team")
    assert case.told[-1] == "termijn_verlengd"
    assert case.offered["termijn_verlengen"] == ("woningcorporatie", "sociaal_team")


# ---- vroegsignalering

WGS = "vroegsignalering"
DONE = {"contact_gezocht": True, "gewezen_op_schuldhulp": True, "schriftelijk_herinnerd": True, "toestemming_aangeboden": True}


def signalled(walk: Any, municipality: str, **answers: Any) -> Any:
    case = walk(WGS, "signaal", municipality=municipality, form="signaal")
    return case.do("zoek_contact_wgs", **DONE).do("screen_signaal", **answers)


def test_a_tenant_who_pays_gets_no_signal(walk: Any) -> None:
    case = walk(WGS, "signaal", form="signaal").do("zoek_contact_wgs", achterstand_betaald=True)
    assert case.situation.completed
    assert case.ends == ["achterstand_weg"]


def test_a_signal_waits_until_the_four_conditions_are_met_and_a_refusal_gives_none(walk: Any) -> None:
    case = walk(WGS, "signaal", form="signaal").do("zoek_contact_wgs", **{**DONE, "schriftelijk_herinnerd": False})
    assert case.open == ["zoek_contact_wgs"]
    assert case.do("zoek_contact_wgs", **DONE).open == ["screen_signaal"]
    refused = walk(WGS, "signaal", form="signaal").do("zoek_contact_wgs", **{**DONE, "huurder_wijst_af": True})
    assert refused.open == ["controleer_achterstand"]


def test_who_offers_help_depends_on_the_subregion_and_on_who_knows_the_tenant(walk: Any) -> None:
    assert signalled(walk, "Gorinchem").open == ["bied_hulp_aan"]
    assert signalled(walk, "Dordrecht", bekend_bij_schulddienst=True).open == ["bied_hulp_aan"]
    case = signalled(walk, "Dordrecht", bedreigende_situatie=True)
    assert case.open == ["benader_huurder", "bied_hulp_met_spoed"]
    case.do("benader_huurder", aanbod_resultaat="hulp_aanvaard").do("bied_hulp_met_spoed", aanbod_resultaat="hulp_aanvaard")
    assert case.open == ["controleer_achterstand"]


def test_an_agreement_is_watched_and_a_broken_one_goes_over_to_prevention(walk: Any) -> None:
    case = signalled(walk, "Gorinchem").do("bied_hulp_aan", aanbod_resultaat="regeling")
    case.do("volg_regeling", betalingsregeling="lopend", betaling_gemist=True, achterstand_blijft=True)
    assert case.situation.completed
    assert case.ends == ["overgedragen"]
    opened = [effect.answer for effect in case.sent if effect.topic == "start_casus"]
    assert [each["proces"] for each in opened] == [PHU]
    assert opened[0]["gegevens"]["betaling_gemist"] is True


def test_a_new_reason_tries_again_at_most_twice(walk: Any) -> None:
    case = walk(WGS, "teruggestuurd", municipality="Gorinchem", terugkeer_aantal=1)
    assert case.open == ["leg_signaal_vast"]
    case.do("leg_signaal_vast")
    for last in (False, True):
        case.do("zoek_contact_wgs", **DONE).do("screen_signaal").do("bied_hulp_aan", aanbod_resultaat="hulp_geweigerd")
        case.do("controleer_achterstand", contact_vroegsignalering=True, nieuwe_reden=True)
        assert case.situation.completed is last
    assert case.ends == ["wgs_afgerond"]
    assert case.told == ["afgesloten"]


def test_a_result_from_ris_goes_straight_to_the_question_which_phase_holds(walk: Any) -> None:
    case = walk(WGS, "resultaat_vroegsignalering", form="resultaat_vroegsignalering", achterstand_blijft=True)
    assert case.ends == ["overgedragen"]
    quiet = walk(WGS, "resultaat_vroegsignalering", form="resultaat_vroegsignalering", contact_vroegsignalering=True, nieuwe_reden=True)
    assert quiet.ends == (["wgs_afgerond"] if quiet.context["partijen"]["kanaal"] == "RIS" else [])


# ---- all of it


# ---- without a tenant


def test_a_dispute_goes_to_the_adviesgroep_and_only_when_asked_to_the_regiegroep(walk: Any) -> None:
    ends = []
    for outcome, asked in (("opgelost", False), ("niet_opgelost", False), ("niet_opgelost", True)):
        case = walk("geschil", "", form="geschil").do("bespreek_geschil", geschil_uitkomst=outcome)
        if case.open:
            case.do("kies_regiegroep", naar_regiegroep=asked)
        if case.open:
            case.do("beoordeel_geschil")
        ends += case.ends
    assert ends == ["geschil_opgelost", "geschil_gesloten", "geschil_beoordeeld"]


def test_a_breach_is_weighed_by_the_fg_and_registered_by_the_manager(walk: Any) -> None:
    for told in (True, False):
        case = walk("datalek", "", form="datalek", datalek_soort="anders", buiten_de_partijen=True, raakt_andere_partij=told)
        assert case.open == ["registreer_lek", "weeg_lek"]
        case.do("weeg_lek", ap_melden=told, betrokkene_melden=False, partijen_melden=told).do("registreer_lek")
        if told:
            case.do("meld_bij_ap")
        assert case.ends == ["lek_afgehandeld"]
        assert ("datalek" in case.told) is told


def test_a_request_is_answered_by_who_was_asked_after_consulting_whose_data_it_is(walk: Any) -> None:
    own = walk("verzoek_betrokkene", "", form="verzoek", soort_verzoek="inzage", eigen_gegevens=True, ontvangende_rol="meldpunt")
    assert own.do("handel_af", verzoek_uitkomst="toegewezen").ends == ["verzoek_gedaan"]
    other = walk("verzoek_betrokkene", "", form="verzoek", soort_verzoek="inzage", eigen_gegevens=False, ontvangende_rol="sociaal_team")
    other.do("stem_verzoek_af").do("handel_af", verzoek_uitkomst="deels").do("bekijk_afwijzing")
    assert other.ends == ["verzoek_afgewezen"]


def test_a_request_is_given_more_time_once_and_only_in_its_first_month(walk: Any) -> None:
    def asked() -> Any:
        received = START.date()
        return walk("verzoek_betrokkene", "", form="verzoek", soort_verzoek="inzage", eigen_gegevens=True, verzoek_ontvangen_op=received)

    def until(days: int) -> str:
        return (START.date() + timedelta(days=days)).isoformat()

    extended = asked().days(20).send("verzoek_verlengen", "partij", verzoek_nieuwe_datum=until(80))
    assert [effect.answer for effect in extended.sent if effect.topic == "brief"] == [{"brief": "verlenging_verzoek"}]
    assert extended.open == ["handel_verlengd_af"]
    assert extended.do("handel_verlengd_af", verzoek_uitkomst="toegewezen").ends == ["verzoek_gedaan"]
    late = asked().days(40).send("verzoek_verlengen", "partij", verzoek_nieuwe_datum=until(80))
    assert (late.open, late.sent) == (["handel_af"], [])
    long = asked().days(5).send("verzoek_verlengen", "partij", verzoek_nieuwe_datum=until(150))
    assert (long.open, long.sent) == (["handel_af"], [])


def test_a_disclosure_is_told_before_the_manager_decides(walk: Any) -> None:
    for allowed, end in ((True, "verstrekt"), (False, "niet_verstrekt")):
        case = walk("verstrekking", "", form="verstrekking", verstrekking_soort="publicatie", verstrekking_aan="pers")
        assert case.told == ["verstrekking"]
        assert case.do("leg_vast", verstrekking_toegestaan=allowed).ends == [end]


def test_a_change_that_touches_data_needs_the_parties_and_the_fg(walk: Any) -> None:
    def proposed(part: str, taken: bool) -> Any:
        case = walk("modelwijziging", "", form="verbetervoorstel", voorstel_onderdeel=part)
        return case.do("beoordeel_voorstel", voorstel_aanvaard=taken)

    assert proposed("termijnen", False).ends == ["voorstel_afgewezen"]
    assert proposed("termijnen", True).ends == ["wijziging_besloten"]
    for agreed, end in ((True, "wijziging_besloten"), (False, "geen_akkoord")):
        case = proposed("gegevensdeling", True).do("overleg_partijen", partijen_akkoord=True).do("vraag_fg", fg_akkoord=agreed)
        assert case.ends == [end]


def test_a_year_has_three_meetings_a_report_and_an_evaluation(walk: Any) -> None:
    for begun_by in ("eerste_jaar", "nieuw_jaar"):
        case = walk("jaarrapportage", begun_by, form="jaarplan")
        for _ in range(3):
            case.do("vergader")
        case.do("maak_verslag").do("bespreek_verslag")
        assert case.open == []
        assert case.days(70).do("evalueer").ends == []
        assert case.days(300).ends == ["jaar_afgesloten"]
        assert case.sent[-1].properties["bericht"] == "nieuw_jaar"


def test_destruction_is_approved_or_comes_by_itself(walk: Any) -> None:
    def proposed() -> Any:
        return walk("vernietiging", "vernietiging_voorstellen", vernietigen_op="2026-04-01T09:00:00+02:00", te_vernietigen="een casus")

    assert proposed().do("keur_goed", vernietiging_besluit="nu").ends == ["vernietiging_gedaan"]
    assert proposed().do("keur_goed", vernietiging_besluit="termijn").ends == ["op_uiterste_datum"]
    assert proposed().days(40).ends == ["termijn_voorbij"]


# ---- together


def test_every_element_of_every_diagram_is_passed_by_some_walk(walk: Any) -> None:
    for name, promise in list(globals().items()):
        if name.startswith("test_") and promise is not test_every_element_of_every_diagram_is_passed_by_some_walk:
            promise(walk)
    elements = {element.id: f"{diagram.key}: {element.name or element.id}" for diagram in walk.diagrams for element in diagram.elements}
    called = {element.id for diagram in walk.diagrams for element in diagram.elements if element.kind in ("callActivity", "subProcess")}
    assert {elements[each] for each in set(elements) - walk.passed - called} == set()


def test_an_id_names_one_element_in_the_whole_work_process(walk: Any) -> None:
    """``doorlopen`` knows elements by id, whatever diagram they are in."""
    ids = Counter(element.id for diagram in walk.diagrams for element in diagram.elements)
    assert {each for each, many in ids.items() if many > 1} == set()
