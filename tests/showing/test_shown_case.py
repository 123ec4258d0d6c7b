"""The case page and its task pages: where it stands, whose turn it is, what follows, and who sees what."""

from __future__ import annotations

from typing import Any

from phu_runtime.actions.list_cases import list_cases
from phu_runtime.actions.preview_task import preview_task
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_start import show_start
from phu_runtime.actions.show_task import show_task
from phu_runtime.actions.show_worklist import show_worklist
from phu_runtime.actions.show_workprocess import show_workprocess
from phu_runtime.actions.start_case import start_case
from tests.region import ACCEPTED, ASSESSED, BSN, FATMA, LINDA, MARK, PLANNED, SPOKEN, TENANT, Region


def page(region: Region, email: str, case_id: str) -> Any:
    return region.act(show_case, region.person(email), case_id)


def task(region: Region, email: str, case_id: str, form: str) -> Any:
    return region.act(show_task, region.person(email), region.open_tasks(case_id)[form].id)


def test_the_header_says_where_the_case_stands(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    header = page(region, FATMA, case_id).header
    assert (header.municipality, header.subregion, header.regisseur) == ("Dordrecht", "Drechtsteden", "Sociaal Wijkteam Dordrecht")
    assert (header.tenant, header.address) == ("Z. Voorbeeldsen", "Kwikstaartlaan 12, Dordrecht")
    assert header.reported is not None
    assert header.collection_pause is not None
    assert [state for _, state in header.phases].count("nu") == 1
    assert dict(header.phases)[header.phase] == "nu"


def test_the_timeline_tells_who_did_what_and_who_was_told_newest_first(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    timeline = page(region, FATMA, case_id).timeline
    assert [line.at for line in timeline] == sorted((line.at for line in timeline), reverse=True)
    told = {line.title: line for line in timeline}
    assert "Fatma Yildiz" in told["Zoek contact met de huurder"].detail
    assert told["Beslis over de casusregie"].can_correct
    assert any(line.detail.startswith("Bericht aan: ") and "Sociaal Wijkteam Dordrecht" in line.detail for line in timeline)
    assert not any("Voorbeeldsen" in line.title + line.detail for line in timeline)


def test_what_lapsed_is_called_so(region: Region) -> None:
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden")))
    region.tell(case_id, "oplossing", LINDA, region.example("oplossing", "betaald"))
    titles = [line.title for line in page(region, LINDA, case_id).timeline]
    assert any("niet meer nodig" in title or "vervallen" in title for title in titles)


def test_the_outline_and_the_drawings_mark_the_same_steps(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    shown = page(region, FATMA, case_id)
    overview = next(drawn for drawn in shown.diagrams if drawn.key == "preventie_huisuitzetting")
    phase = next(drawn for drawn in shown.diagrams if drawn.key == "eerste_beoordeling")
    assert "eerste_beoordeling" in overview.active
    assert phase.active == ["beoordeel"]
    assert {"beslis_casusregie", "zoek_contact"} <= set(phase.done)
    states = {step.element: step.state for step in shown.steps if step.diagram == "eerste_beoordeling"}
    assert (states["beoordeel"], states["beslis_casusregie"], states["besluit"]) == ("nu", "klaar", "straks")
    now = next(step for step in shown.steps if step.element == "beoordeel")
    assert now.organisation == "Sociaal Wijkteam Dordrecht"
    assert now.term is not None


def test_a_step_past_its_term_is_marked_late_in_drawing_and_outline(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    region.clock.move(days=15)
    shown = page(region, FATMA, case_id)
    assert [drawn.late for drawn in shown.diagrams if drawn.key == "eerste_beoordeling"] == [["beoordeel"]]
    assert {step.element for step in shown.steps if step.state == "te_laat"} == {"beoordeel"}


def test_the_page_offers_only_what_this_reader_may_do_now(region: Region) -> None:
    case_id = region.follow(region.start(), PLANNED)
    team = {action.event for action in page(region, FATMA, case_id).actions}
    corporation = {action.event for action in page(region, LINDA, case_id).actions}
    assert {"nieuw_feit", "beeindiging", "casusregie_overdragen", "termijn_verlengen"} <= team
    assert "oplossing" not in team
    assert "oplossing" in corporation
    assert "casusregie_overdragen" not in corporation


def test_before_the_report_only_the_corporation_is_involved(region: Region) -> None:
    case_id = region.start()
    shown = page(region, LINDA, case_id)
    assert {action.event for action in shown.actions}.isdisjoint({"beeindiging", "casusregie_overdragen"})
    assert [role for role, _, _ in shown.who_sees] == ["woningcorporatie"]


def test_who_sees_what_is_said_per_party_in_words(region: Region) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    said = {role: sentence for role, _, sentence in page(region, LINDA, case_id).who_sees}
    assert said["sociaal_team"].startswith("Ziet: ")
    assert "BSN" in said["sociaal_team"]
    assert "BSN" not in said["woningcorporatie"]
    assert said.get("meldpunt", "Ziet geen persoonsgegevens") == "Ziet geen persoonsgegevens"


def test_a_task_page_says_what_to_do_by_which_article_and_what_follows(region: Region) -> None:
    case_id = region.follow(region.start(), SPOKEN)
    shown = task(region, FATMA, case_id, "eerste_beoordeling")
    assert shown.instruction.startswith("Bespreek de situatie")
    assert "art. 7 ST a" in shown.article
    assert 1 <= len(shown.next_steps) <= 5
    assert any("Koppel terug aan corporatie" in sentence for sentence in shown.next_steps)
    assert shown.can_claim
    assert shown.can_extend
    assert dict(shown.colleagues) == {region.person("bas.hoekstra@wijkteamdordrecht.example").user_id: "Bas Hoekstra"}
    assert shown.closed == ""


def test_a_form_says_beforehand_who_will_read_it(region: Region) -> None:
    case_id = region.start()
    readers = {role: words for role, _, words in task(region, LINDA, case_id, "melding").form.readers}
    assert "naam" in readers["sociaal_team"].lower()
    assert readers["sociale_dienst"] == "Ziet niets van dit formulier"


def test_who_will_read_it_follows_the_answers(region: Region) -> None:
    """The Meldpunt hears of a report with concerns, and not of one about money alone (meldplicht)."""
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    linda = region.person(LINDA)
    said = {}
    for example in ("alleen achterstand", "gezin met kinderen"):
        raw = region.example("melding", example, **TENANT)
        said[example] = {role: words for role, _, words in region.act(preview_task, linda, task_id, raw).readers}
    assert said["alleen achterstand"]["meldpunt"] == "Ziet niets van dit formulier"
    assert "naam" in said["gezin met kinderen"]["meldpunt"].lower()
    assert region.open_tasks(case_id)["melding"].status == "open"
    region.report(case_id)


def test_an_office_is_named_beside_its_organisation(region: Region) -> None:
    given = region.example("datalek", "ernstig", datalek_ontdekt_op="02-03-2026 08:30")
    case_id = region.act(start_case, region.person(LINDA), "datalek", given).case_id
    shown = region.act(show_case, region.person(LINDA), case_id)
    assert {name for _, name, _ in shown.who_sees} == {"Trivire", "Trivire (FG)", "Regiegroep HKG (manager)"}
    assert "maandag 2 maart 2026, 08.30 uur" in {fact.value for fact in shown.facts}
    offices = [name for _, name, _ in region.act(show_start, region.person(LINDA), "datalek").readers]
    assert "Partij" not in offices
    assert "Trivire (FG)" in offices


def test_what_is_known_is_filled_in_and_nothing_that_one_may_not_see(region: Region) -> None:
    case_id = region.follow(region.start(), (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden")))
    filled = {field.key: field.value for part in task(region, LINDA, case_id, "besluit_voortzetting").form.fields for field in part.fields}
    assert BSN not in repr(filled)
    service = {field.key: field.value for part in task(region, FATMA, case_id, "inzet_sociale_dienst").form.fields for field in part.fields}
    assert service["bsn"] == BSN


def test_a_refused_form_keeps_every_answer_beside_its_problem(region: Region) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    typed, problems = {"achternaam": "Getypt", "kinderen": ""}, {"kinderen": "Kies een antwoord."}
    shown = region.act(show_task, region.person(LINDA), task_id, typed, problems)
    fields = {field.key: field for part in shown.form.fields for field in part.fields}
    assert (fields["achternaam"].value, fields["kinderen"].problem) == ("Getypt", "Kies een antwoord.")


def test_a_task_that_is_done_says_by_whom(region: Region) -> None:
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    region.report(case_id)
    shown = region.act(show_task, region.person(MARK), task_id)
    assert shown.closed == "Linda de Groot heeft deze taak afgerond op ma 2 maart 09.00 uur."
    assert not shown.can_claim


def test_the_worklist_sorts_filters_and_counts(region: Region) -> None:
    first, second = region.start(), region.follow(region.start(), ASSESSED)
    linda = region.person(LINDA)
    listed = region.act(show_worklist, linda, "organisatie")
    assert {row.case_id for row in listed.rows} == {first, second}
    assert listed.counts["organisatie"] == 2
    decision = region.act(show_worklist, linda, "organisatie", {"taak": "Besluit over voortzetting"})
    assert [row.case_id for row in decision.rows] == [second]
    by_number = region.act(show_worklist, linda, "organisatie", {"zoek": region.case(first).number})
    assert [row.case_id for row in by_number.rows] == [first]
    region.clock.move(days=20)
    late = region.act(show_worklist, linda, "organisatie", {"termijn": "te_laat"})
    assert [row.case_id for row in late.rows] == [second]
    assert late.rows[0].term.state == "te_laat"
    assert "te laat" in late.rows[0].term.words
    assert [case.case_id for case in region.act(list_cases, linda, {"zoek": region.case(second).number})[0]] == [second]


def test_a_worklist_with_names_shows_those_that_one_may_see(region: Region) -> None:
    region.follow(region.start(), ACCEPTED)
    rows = region.act(show_worklist, region.person(FATMA), "organisatie", {"namen": "ja"}).rows
    assert [row.tenant for row in rows] == ["Z. Voorbeeldsen"]


def test_the_start_form_asks_the_municipality(region: Region) -> None:
    form = region.act(show_start, region.person(LINDA))
    assert form.key == "aanleiding"
    assert "gemeente" in {field.key for part in form.fields for field in (part, *part.fields)}


def test_the_work_process_can_be_read_whole_by_everyone(region: Region) -> None:
    shown = region.act(show_workprocess, region.person("daan.bosman@beheer.example"))
    keys = {process.key for process in shown.processes}
    assert {"preventie_huisuitzetting", "eerste_beoordeling", "afsluiten"} <= keys
    assert {"termijnen", "gegevensdeling"} <= {table.key for table in shown.tables}
    assert all(len(rule.inputs) == len(table.inputs) for table in shown.tables for rule in table.rules)
    assert "laatste_bericht" in {key for key, _, _ in shown.letters}
