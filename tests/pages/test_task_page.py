"""A task on its page: filled in, refused with the input kept, kept as a concept, lost to someone else."""

from __future__ import annotations

import pytest

from phu_runtime.records import dossiers, oversight
from tests.pages.rules import broken_rules
from tests.pages.visiting import words
from tests.region import BAS, ESRA, FATMA, LINDA, MARK, NOOR, SPOKEN


@pytest.fixture
def assessing(region):
    """A case in which the social team has its first assessment to do, and the path of that task."""
    case_id = region.follow(region.start(), SPOKEN)
    return case_id, f"/taken/{region.open_tasks(case_id)['eerste_beoordeling'].id}"


def test_the_page_says_where_the_case_is_and_what_is_known(site, assessing):
    case_id, path = assessing
    page = site.visitor(FATMA).get(path)
    assert "Z. Voorbeeldsen" in page.text
    assert "Casusregisseur Sociaal Wijkteam Dordrecht" in page.text
    assert "Wat is al bekend" in page.text
    assert page.link("PHU-2026-") == f"/casussen/{case_id}"


def test_every_section_says_who_will_read_it(site, assessing):
    page = site.visitor(FATMA).get(assessing[1])
    sections = page.all('//section[contains(@class, "phu-deel")][not(@hidden)][.//h2][.//input or .//select or .//textarea]')
    assert sections
    assert all("zie" in words(section.xpath('.//p[contains(@class, "phu-zicht")]')[0]) for section in sections)


def test_missing_answers_are_listed_with_a_link_to_each_field(site, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.send(visitor.get(assessing[1]), {})
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    summary = page.one('//*[@id="fouten"]')
    assert summary.get("tabindex") == "-1"
    assert "Er zijn" in words(summary)
    links = summary.xpath(".//a/@href")
    assert links
    for link in links:
        control = page.one(f'//*[@id="{link[1:]}"]')
        assert control.tag in ("input", "select", "textarea")
    assert broken_rules(page) == []


def test_a_refused_answer_stays_as_it_was_typed_with_the_sentence_at_its_field(site, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.send(visitor.get(assessing[1]), {"bsn": "123456789", "kinderen": "onbekend"})
    assert page.status == 422
    field = page.one('//*[@id="veld-bsn"]')
    assert field.get("value") == "123456789"
    assert field.get("aria-invalid") == "true"
    assert "BSN" in words(page.one('//*[@id="fout-bsn"]'))
    assert "fout-bsn" in field.get("aria-describedby")
    assert page.one('//*[@id="veld-kinderen-onbekend"]').get("checked") is not None


def test_what_someone_types_is_text_and_never_markup(site, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.send(visitor.get(assessing[1]), {"leeftijden_kinderen": '"><script>alert(1)</script>', "kinderen": "ja"})
    assert page.status == 422
    assert page.all("//script[not(@src)]") == []
    assert page.one('//*[@id="veld-leeftijden_kinderen"]').get("value") == '"><script>alert(1)</script>'


def test_a_completed_task_leads_to_the_worklist_and_names_who_was_told(site, region, assessing):
    case_id, path = assessing
    visitor = site.visitor(FATMA)
    page = visitor.send(visitor.get(path), region.example("eerste_beoordeling", "geen bijzonderheden"))
    assert page.path == "/werklijst"
    said = words(page.one('//*[@id="meldingen"]'))
    assert "is afgerond" in said
    assert "Trivire" in said
    assert "eerste_beoordeling" not in region.open_tasks(case_id)
    assert words(visitor.get("/werklijst").one('//*[@id="meldingen"]')) == ""


def test_a_concept_comes_back_and_only_its_writer_sees_it(site, region, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.send(visitor.get(assessing[1]), {"schulden": "nee"}, action="concept")
    assert page.path == assessing[1]
    assert "concept is bewaard" in page.text
    assert page.one('//*[@id="veld-schulden-nee"]').get("checked") is not None
    assert site.visitor(BAS).get(assessing[1]).one('//*[@id="veld-schulden-nee"]').get("checked") is None
    with region.runtime.reading() as store:
        assert b"nee" not in dossiers.get_concept(store.session, f"taak:{assessing[1].rpartition('/')[2]}", visitor.actor.user_id).sealed


def test_without_a_script_a_button_shows_the_questions_that_an_answer_brings(site, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.get(assessing[1])
    assert page.all('//*[@id="veld-leeftijden_kinderen"]') == []
    page = visitor.send(page, {"kinderen": "ja"}, action="bijwerken")
    assert page.status == 200
    assert len(page.all('//*[@id="veld-leeftijden_kinderen"]')) == 1
    assert page.all('//*[contains(@class, "error-message")]') == []


def test_with_a_script_only_the_questions_that_change_travel(site, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.get(assessing[1])
    shown = page.all('//input[@name="_getoond"]/@value')
    part = visitor.post(f"{assessing[1]}/vragen", {**page.fields(), "kinderen": "ja", "_getoond": shown}, htmx=True)
    assert part.status == 200
    swapped = part.all("//*[@hx-swap-oob]")
    assert [one.get("hx-swap-oob") for one in swapped] == ["true"] * len(swapped)
    assert "vak-leeftijden_kinderen" in [one.get("id") for one in swapped]
    assert "vak-contact" not in part.html
    assert "error-message" not in part.html


def test_a_concept_is_kept_while_typing(site, assessing):
    visitor = site.visitor(FATMA)
    page = visitor.get(assessing[1])
    part = visitor.post(f"{assessing[1]}/concept", {**page.fields(), "schulden": "nee"}, htmx=True)
    assert "Concept bewaard om" in part.html
    assert visitor.get(assessing[1]).one('//*[@id="veld-schulden-nee"]').get("checked") is not None


def test_who_comes_second_sees_who_was_first_and_keeps_the_answers(site, region, assessing):
    case_id, path = assessing
    late = site.visitor(BAS)
    page = late.get(path)
    region.do(case_id, "eerste_beoordeling", FATMA, region.example("eerste_beoordeling", "geen bijzonderheden"))
    page = late.send(page, {"kinderen": "nee", "toelichting_antwoord": "Ik sprak de buren"})
    assert page.status == 409
    assert "al afgerond door Fatma Yildiz" in page.text
    assert "Wonen er kinderen? Nee" in page.text
    assert broken_rules(page) == []


def test_a_task_that_is_done_says_so_instead_of_offering_its_form(site, region, assessing):
    case_id, path = assessing
    region.do(case_id, "eerste_beoordeling", FATMA, region.example("eerste_beoordeling", "geen bijzonderheden"))
    page = site.visitor(FATMA).get(path)
    assert "Fatma Yildiz heeft deze taak afgerond" in page.text
    assert page.all('//form[@id="formulier"]') == []
    assert broken_rules(page) == []


@pytest.mark.parametrize("email", [LINDA, ESRA, NOOR])
def test_another_organisations_task_is_refused_and_that_is_logged(site, region, assessing, email):
    visitor = site.visitor(email)
    before = _refusals(region)
    assert visitor.get(assessing[1]).status == 403
    visitor.get("/werklijst")
    assert visitor.post(assessing[1], {"kinderen": "ja", "actie": "versturen"}).status == 403
    assert visitor.post(f"{assessing[1]}/oppakken", {}).status == 403
    assert _refusals(region) == before + 3
    assert "Voorbeeldsen" not in visitor.get(assessing[1]).html


def _refusals(region) -> int:
    with region.runtime.reading() as store:
        return sum(line.result == "geweigerd" for line in oversight.all_lines(store.session, oversight.LogFilter()))


def test_a_task_is_taken_given_back_and_handed_over_from_its_page(site, region, assessing):
    case_id, path = assessing
    visitor = site.visitor(FATMA)
    visitor.get(path)
    assert "Vrijgeven" in visitor.post(f"{path}/oppakken", {}).text
    assert region.open_tasks(case_id)["eerste_beoordeling"].claimed_by == visitor.actor.user_id
    assert "weer vrij" in visitor.post(f"{path}/vrijgeven", {}).text
    visitor.post(f"{path}/oppakken", {})
    page = visitor.post(f"{path}/overdragen", {"collega": "", "reden": ""})
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert {"#collega", "#reden"} <= set(page.all('//*[@id="fouten"]//a/@href'))
    colleague = region.person(BAS)
    page = visitor.post(f"{path}/overdragen", {"collega": colleague.user_id, "reden": "Vakantie"})
    assert "overgedragen aan Bas Hoekstra" in page.text
    assert region.open_tasks(case_id)["eerste_beoordeling"].claimed_by == colleague.user_id


def test_the_letter_of_a_task_can_be_read_and_looked_at_before_it_is_sent(site, region):
    path = f"/taken/{region.open_tasks(region.start())['melding'].id}"
    visitor = site.visitor(MARK)
    page = visitor.get(path)
    assert "Trivire" in words(page.one('//div[contains(@class, "phu-brief")]'))
    assert broken_rules(page) == []
    preview = visitor.send(page, region.example("melding", "alleen achterstand"), action="brief")
    assert preview.headers["Content-Type"] == "application/pdf"
    assert preview.html.startswith("%PDF")
    assert "script-src" not in preview.headers["Content-Security-Policy"]
    assert "Voorbeeld" not in preview.headers["Content-Disposition"]


def test_who_will_see_it_follows_what_is_typed(site, region):
    """The Meldpunt comes into the list, and into the section, when children are reported; the page is not drawn anew."""
    case_id = region.start()
    task_id = region.open_tasks(case_id)["melding"].id
    visitor = site.visitor(LINDA)
    page = visitor.get(f"/taken/{task_id}")
    filled = {**page.fields(), **region.example("melding", "gezin met kinderen")}
    changed = visitor.post(f"/taken/{task_id}/vragen", filled, htmx=True)
    listed = changed.one('//ul[@id="lezers"][@hx-swap-oob]')
    meldpunt = next(line for line in listed.xpath("li") if "Meldpunt" in words(line))
    assert "Ziet niets" not in words(meldpunt)
    there = set(page.all('//*[starts-with(@id, "zicht-")]/@id'))
    assert there >= set(changed.all('//*[starts-with(@id, "zicht-")][@hx-swap-oob]/@id'))
    assert any("Meldpunt" in words(one) for one in changed.all('//*[starts-with(@id, "zicht-")]'))
