"""The shipped dictionary: what a table or diagram reads of a case at each moment (domain.md §5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from phu_runtime.dossier import Dictionary, LazyContext, read_dictionary
from phu_runtime.errors import PhuError
from phu_runtime.feel import compile_expression

ROOT = Path(__file__).resolve().parents[2]
T0 = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return read_dictionary((ROOT / "forms/gegevens.yaml").read_bytes())


def at(day: int) -> datetime:
    return T0 + timedelta(days=day)


def mark(day: int, count: int = 1, **more: Any) -> dict[str, Any]:
    return {"aantal": count, "eerste": T0, "laatste": at(day), "waarden": [], **more}


def sent(form: str, role: str, day: int = 0, **answers: Any) -> dict[str, Any]:
    return {"formulier": form, "element": form, "rol": role, "moment": at(day), **answers}


class Case:
    """A case as facts, so that a test says only what matters to it."""

    def __init__(self, dictionary: Dictionary, now: int = 0, functions: dict[str, Any] | None = None) -> None:
        self.dictionary, self.now, self.functions = dictionary, at(now), functions
        self.variables: dict[str, Any] = dictionary.start_variables()
        self.dossier: dict[str, Any] = {}
        self.forms: list[dict[str, Any]] = []
        self.events: dict[str, Any] = {}
        self.progress: dict[str, Any] = {}

    @property
    def context(self) -> LazyContext:
        facts = {
            "dossier": self.dossier,
            "formulieren": self.forms,
            "gebeurtenissen": self.events,
            "doorlopen": self.progress,
            "nu": self.now,
        }
        return self.dictionary.derived_context(self.variables, facts, self.functions)

    def __getitem__(self, name: str) -> Any:
        return self.context[name]


@pytest.fixture
def case(dictionary: Dictionary) -> Case:
    return Case(dictionary)


def test_a_new_case_has_a_value_for_every_name_that_a_table_reads(case: Case) -> None:
    for name, datum in case.dictionary.fields.items():
        if datum.store == "variabele" and datum.kind not in ("datum", "tijdstip"):
            assert case[name] is not None, name


def test_booleans_start_false_numbers_zero_choices_at_their_first_value_and_children_unknown(case: Case) -> None:
    assert case["twijfel"] is False
    assert case["terugkeer_aantal"] == 0
    assert case["betalingsregeling"] == "geen"
    assert case["kinderen"] == "onbekend"


def test_concerns_are_counted_over_both_kinds(case: Case) -> None:
    case.dossier = {"zorgen_financieel": ["financieel"], "zorgen_huishouden": ["hygiene", "leefbaarheid"]}
    assert case["aantal_zorgen"] == 3
    assert case["heeft_zorgen"] is True
    assert case["blijvende_zorgen"] is False
    case.forms = [sent("eerste_beoordeling", "sociaal_team")]
    assert case["blijvende_zorgen"] is True


def test_attempts_channels_and_parties_are_counted_over_the_whole_case(case: Case) -> None:
    case.progress = {"eerste_beoordeling": mark(5)}
    case.forms = [
        sent("contactpoging", "woningcorporatie", 1, contact_kanaal="brief", contact_resultaat="geen_reactie"),
        sent("contactpoging", "sociaal_team", 6, contact_kanaal="telefoon", contact_resultaat="niet_thuis"),
        sent("contactpoging", "sociaal_team", 7, contact_kanaal="telefoon", contact_resultaat="geen_reactie"),
    ]
    assert (case["contactpogingen"], case["kanalen"], case["partijen_die_probeerden"]) == (3, 2, 2)
    assert case["contact"] is False


def test_contact_counts_since_the_phase_of_the_main_line_began(case: Case) -> None:
    case.forms = [sent("contactpoging", "sociaal_team", 3, contact_kanaal="telefoon", contact_resultaat="gesproken")]
    case.progress = {"eerste_beoordeling": mark(2)}
    assert case["contact_sociaal_team"] is True
    assert case["contact_woningcorporatie"] is False
    assert case["contact"] is True
    case.progress["plan_van_aanpak"] = mark(10)
    assert case["contact_sociaal_team"] is False
    assert case["contact"] is False


def test_a_tenant_who_refuses_contact_is_no_contact(case: Case) -> None:
    case.forms = [sent("contactpoging", "sociaal_team", 0, contact_kanaal="telefoon", contact_resultaat="wil_niet")]
    assert case["contact_sociaal_team"] is False


def test_a_party_that_left_needs_no_contact_and_no_efforts_but_contact_itself_stays_true_to_life(case: Case) -> None:
    case.events = {"melding": mark(0), "beeindiging_partij": mark(3, waarden=["sociaal_team"])}
    case.forms = [sent("voortgang", "woningcorporatie", 4, inspanningen_geleverd=True)]
    assert case["vertrokken_partijen"] == ["sociaal_team"]
    assert case["betrokken_partijen"] == ["woningcorporatie"]
    assert case["contact_sociaal_team"] is True
    assert case["contact"] is False
    assert case["alle_inspanningen_geleverd"] is True


def test_efforts_are_complete_only_when_every_involved_party_ticked_its_own(case: Case) -> None:
    case.events = {"melding": mark(0)}
    case.progress = {"inzet_sociale_dienst": mark(2), "stem_af": mark(2)}
    assert case["betrokken_partijen"] == ["woningcorporatie", "sociaal_team", "sociale_dienst", "meldpunt"]
    roles = ["woningcorporatie", "sociaal_team", "sociale_dienst"]
    case.forms = [sent("voortgang", role, 5, inspanningen_geleverd=True) for role in roles]
    assert case["alle_inspanningen_geleverd"] is False
    assert case["partijen_zonder_inspanning"] == ["meldpunt"]
    case.forms.append(sent("voortgang", "meldpunt", 6, inspanningen_geleverd=True))
    assert case["alle_inspanningen_geleverd"] is True
    case.forms.append(sent("voortgang", "sociaal_team", 7, inspanningen_geleverd=False))
    assert case["alle_inspanningen_geleverd"] is False


def test_the_last_word_of_each_party_says_whether_it_improves(case: Case) -> None:
    case.events = {"melding": mark(0)}
    case.forms = [
        sent("voortgang", "sociaal_team", 1, afspraken_nagekomen=True, verbetering=True, opgelost=False),
        sent("voortgang", "woningcorporatie", 2, afspraken_nagekomen=False, verbetering=False, opgelost=False),
    ]
    assert (case["afspraken_nagekomen"], case["verbetering"], case["opgelost"]) == (False, True, False)
    case.forms.append(sent("voortgang", "sociaal_team", 30, afspraken_nagekomen=True, verbetering=False, opgelost=False))
    assert case["verbetering"] is False
    case.forms.append(sent("voortgang", "woningcorporatie", 31, afspraken_nagekomen=True, verbetering=False, opgelost=True))
    assert (case["afspraken_nagekomen"], case["opgelost"]) == (True, True)


def test_the_regisseur_is_the_corporation_until_the_decision_says_else(case: Case) -> None:
    assert case["casusregisseur"] == "woningcorporatie"
    case.variables["casusregie"] = {"casusregisseur": "sociaal_team"}
    assert case["casusregisseur"] == "sociaal_team"


def test_results_of_decisions_give_subregion_and_cause(case: Case) -> None:
    case.variables |= {"partijen": {"subregio": "Alblasserwaard"}, "fase": {"fase": "Wmo", "aanleiding": "1b_recidive"}}
    assert (case["subregio"], case["aanleiding"]) == ("Alblasserwaard", "1b_recidive")


def test_the_collection_pause_runs_from_the_report_until_the_answer_or_its_term(dictionary: Dictionary) -> None:
    case = Case(dictionary, now=3, functions={"termijn": lambda key: at(14) if key == "incassopauze" else None})
    assert case["incassopauze"] is False
    case.events = {"melding": mark(0)}
    assert (case["incassopauze"], case["incassopauze_tot"]) == (True, at(14))
    case.now = at(15)
    assert case["incassopauze"] is False
    case.now = at(3)
    case.events["eerste_beoordeling_klaar"] = mark(3)
    assert case["incassopauze"] is False


def test_an_explicit_extension_moves_the_end_of_the_collection_pause(dictionary: Dictionary) -> None:
    case = Case(dictionary, now=20, functions={"termijn": lambda key: at(14)})
    case.events = {"melding": mark(0)}
    case.forms = [sent("verlenging", "woningcorporatie", 10, verlenging_termijn="incassopauze", nieuwe_datum="2026-12-10")]
    assert case["incassopauze"] is True
    assert case["incassopauze_tot"].date().isoformat() == "2026-12-10"


def test_the_meldpunt_is_not_asked_twice(case: Case) -> None:
    case.variables["afstemming_meldpunt"] = {"niveau": "bekendheidscheck"}
    assert case["afstemming_nodig"] is False
    case.forms = [sent("melding", "woningcorporatie")]
    assert case["afstemming_nodig"] is True
    case.progress = {"vraag_bekendheid": mark(4)}
    assert (case["afstemming_gestart"], case["afstemming_nodig"]) == ("bekendheidscheck", False)
    case.variables["afstemming_meldpunt"] = {"niveau": "afstemming"}
    assert case["afstemming_nodig"] is True
    case.progress["stem_af"] = mark(5)
    assert (case["afstemming_gestart"], case["afstemming_nodig"]) == ("afstemming", False)


def test_the_dossier_opens_for_the_meldpunt_by_duty_or_by_coordination(case: Case) -> None:
    assert case["dossier_open_voor_meldpunt"] is False
    case.variables["meldplicht"] = {"dossier_open_voor_meldpunt": True}
    assert case["dossier_open_voor_meldpunt"] is True
    del case.variables["meldplicht"]
    case.progress = {"vraag_bekendheid": mark(1)}
    assert case["dossier_open_voor_meldpunt"] is False
    case.progress = {"stem_af": mark(1)}
    assert case["dossier_open_voor_meldpunt"] is True


@pytest.mark.parametrize(
    ("progress", "forms", "step"),
    [
        ({}, [], "plan_van_aanpak"),
        ({"plan_van_aanpak": 1}, [], "plan_van_aanpak"),
        ({"plan_van_aanpak": 1, "laatste_aanmaning": 2}, [], "laatste_aanmaning"),
        ({"laatste_aanmaning": 2, "dagvaarding": 3}, [], "laatste_aanmaning"),
        ({"dagvaarding": 3}, ["deurwaarder"], "deurwaarder"),
        ({"dagvaarding": 3}, ["deurwaarder", "aanzegging_dagvaarding", "contactpoging"], "aanzegging_dagvaarding"),
        ({"dagvaarding": 3}, ["dagvaarding", "vonnis"], "vonnis"),
        ({"dagvaarding": 3, "ontruiming": 4}, [], "vonnis"),
        ({"ontruiming": 3}, ["aanzegging_ontruiming"], "aanzegging_ontruiming"),
        ({"ontruiming": 3}, ["aanzegging_ontruiming", "ontruiming"], "ontruiming"),
        ({"dagvaarding": 3, "plan_van_aanpak": 9}, ["vonnis"], "plan_van_aanpak"),
    ],
)
def test_the_step_is_the_running_phase_or_the_last_form_in_it(case: Case, progress: dict[str, int], forms: list[str], step: str) -> None:
    case.progress = {phase: mark(day) for phase, day in progress.items()}
    case.forms = [sent(form, "woningcorporatie", 5) for form in forms]
    assert case["stap"] == step


def test_the_phase_is_the_one_that_started_last(case: Case) -> None:
    assert case["hoofdfase"] == "start"
    case.progress = {"aanleiding_en_melding": mark(0), "eerste_beoordeling": mark(1)}
    assert (case["hoofdfase"], case["hoofdfase_begin"]) == ("eerste_beoordeling", at(1))


def test_a_chosen_step_is_cleared_when_a_phase_starts(case: Case) -> None:
    case.progress = {"plan_van_aanpak": mark(0)}
    case.forms = [sent("escalatie", "woningcorporatie", 5, gekozen_stap="laatste_aanmaning")]
    assert case["gekozen_stap"] == "laatste_aanmaning"
    case.progress["laatste_aanmaning"] = mark(6)
    assert case["gekozen_stap"] == "geen"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "geen"),
        ({"forms": ["ontruiming", "oplossing"]}, "ontruiming"),
        ({"forms": ["oplossing"], "variables": {"besluit_voortzetting": "stoppen"}}, "opgelost"),
        ({"variables": {"besluit_voortzetting": "stoppen"}}, "beeindigd"),
        ({"left": "woningcorporatie"}, "beeindigd"),
        ({"left": "sociaal_team"}, "geen"),
        ({"variables": {"scope": {"bereik": "buiten_bereik"}}}, "buiten_bereik"),
        ({"progress": ["scope"], "variables": {"fase": {"fase": "Wgs"}}}, "teruggestuurd"),
        ({"forms": ["signaal"], "variables": {"fase": {"fase": "Wgs"}}}, "wgs_afgerond"),
        ({"forms": ["signaal"], "variables": {"fase": {"fase": "Wmo"}}}, "overgedragen"),
        ({"progress": ["scope"], "variables": {"fase": {"fase": "Wmo"}}}, "geen"),
    ],
)
def test_the_reason_of_closing_is_the_first_that_holds(case: Case, facts: dict[str, Any], reason: str) -> None:
    case.forms = [sent(form, "woningcorporatie") for form in facts.get("forms", [])]
    case.variables |= facts.get("variables", {})
    case.progress = {element: mark(0) for element in facts.get("progress", [])}
    if "left" in facts:
        case.events = {"beeindiging_partij": mark(1, waarden=[facts["left"]])}
    assert case["afsluitreden"] == reason


def test_only_what_a_judgement_offered_and_did_not_keep_is_left_out(case: Case) -> None:
    assert case["uitgesloten_groepen"] == []
    case.variables |= {"noodzakelijke_groepen": ["identiteit", "adres", "contact"], "toegestane_groepen": ["identiteit", "adres"]}
    assert case["uitgesloten_groepen"] == ["contact", "huurachterstand", "zorgen_financieel", "zorgen_huishouden"]
    case.forms = [sent("melding", "woningcorporatie")]
    assert case["uitgesloten_groepen"] == []


def test_the_meldpunt_loses_what_was_not_needed_for_it(case: Case) -> None:
    case.variables["groepen_bekendheid"] = ["identiteit", "geboortedatum", "adres"]
    assert case["uitgesloten_meldpunt"] == ["bsn"]
    case.progress = {"stem_af": mark(1)}
    assert case["uitgesloten_meldpunt"] == []
    case.variables["groepen_voor_meldpunt"] = ["identiteit", "adres", "kinderen"]
    assert "huishouden" in case["uitgesloten_meldpunt"]
    assert "zorgaanbieders" not in case["uitgesloten_meldpunt"]


def test_something_still_runs_while_a_fact_is_being_told_or_children_are_coordinated(case: Case) -> None:
    case.progress = {"nieuw_feit": mark(2)}
    assert case["loopt_nog"] is True
    case.events = {"nieuw_feit": mark(2)}
    assert case["loopt_nog"] is False
    case.progress |= {"stem_af": mark(3)}
    assert case["loopt_nog"] is True
    case.variables["kinderen"] = "nee"
    assert case["loopt_nog"] is False


def test_no_expression_of_a_diagram_reads_a_personal_datum(case: Case) -> None:
    case.dossier = {"achternaam": "Voorbeeld"}
    assert "dossier" not in case.context
    assert compile_expression("dossier.achternaam").evaluate(case.context) is None
    with pytest.raises(KeyError):
        case.context["formulieren"]


def test_stored_text_is_a_date_or_an_amount_in_expressions(case: Case) -> None:
    case.dossier = {"huurachterstand": "1250.50"}
    case.variables["maanden_achterstand"] = 3
    assert case.context.seek("dossier") == {"huurachterstand": Decimal("1250.50")}
    assert compile_expression("maanden_achterstand > 2").evaluate(case.context) is True


def test_moments_kept_as_text_count_as_moments(case: Case) -> None:
    case.progress = {"eerste_beoordeling": {"aantal": 1, "eerste": at(0).isoformat(), "laatste": at(0).isoformat()}}
    case.forms = [{**sent("contactpoging", "sociaal_team", 1, contact_resultaat="afspraak"), "moment": at(1).isoformat()}]
    assert case["contact_sociaal_team"] is True


def test_a_derived_datum_is_counted_once_and_only_when_asked_for(dictionary: Dictionary) -> None:
    asked: list[str] = []
    case = Case(dictionary, functions={"termijn": lambda key: asked.append(key) or at(14)})
    case.events = {"melding": mark(0)}
    context = case.context
    assert context["gemeld"] is True
    assert asked == []
    assert context["incassopauze"] is True
    assert context["incassopauze_tot"] == at(14)
    assert asked == ["incassopauze"]


def test_a_circle_met_while_counting_is_named() -> None:
    yaml = """
groepen: {proces: {label: Proces}}
gegevens:
  eerste: {label: Eerste, soort: ja_nee, opslag: variabele, groep: proces, afgeleid: '=tweede'}
  tweede: {label: Tweede, soort: ja_nee, opslag: variabele, groep: proces}
"""
    dictionary = read_dictionary(yaml.encode())
    dictionary.compiled["tweede"] = compile_expression("eerste")  # type: ignore[index]
    with pytest.raises(PhuError, match="kring"):
        dictionary.derived_context({}, {})["eerste"]


def test_the_context_lists_its_names(case: Case) -> None:
    names = set(case.context)
    assert {"stap", "kinderen", "doorlopen", "nu"} <= names
    assert len(case.context) == len(names)
    assert "nergens" not in case.context
