"""Trying a draft on its pages: begun, played as every party, undone, recorded; the same after a restart."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from phu_runtime.actions.keep_rehearsal import keep_rehearsal
from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.show_rehearsal import show_rehearsal
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.pages.trying import MEANWHILE
from phu_runtime.records import accounts
from phu_runtime.rehearsal import Scenario, read_scenarios, rehearse
from phu_runtime.rehearsal.written import write_scenario
from phu_runtime.workprocess.files import read_files
from tests.pages.rules import broken_rules
from tests.pages.visiting import Page, Site, Visitor, words
from tests.region import FATMA, LINDA, MARK, PETRA, SHIPPED, Region

HANS = "hans.timmermans@adviesgroep.example"
TERMS, FORM = "dmn/termijnen.dmn", "forms/sociaal_team/casusregie.form"
WALK = (
    ("woningcorporatie", "melding", "alleen achterstand"),
    ("sociaal_team", "casusregie", "team neemt aan"),
    ("sociaal_team", "contactpoging", "gesproken"),
    ("sociaal_team", "eerste_beoordeling", "geen bijzonderheden"),
)


class Trial:
    """One person's rehearsal on a draft, through its pages."""

    def __init__(self, site: Site, release_id: str, email: str = PETRA) -> None:
        self.visitor: Visitor = site.visitor(email)
        self.site = site
        self.release_id = release_id
        self.path = f"/werkproces/versies/{release_id}/proef"

    def page(self, query: str = "") -> Page:
        return self.visitor.get(self.path + query)

    def begin(self, example: str = "recidive", **chosen: str) -> Page:
        """The case of mevrouw Jansen in Dordrecht, begun on a Monday morning."""
        known = {"formulier": "aanleiding", "huurder": "mevrouw Jansen", "gemeente": "Dordrecht", "organisatie": "Trivire"}
        given = {**known, "datum": "2026-03-02", "tijd": "09:00", "voorbeeld": example, **chosen}
        form = self.page("/begin?" + "&".join(f"{key}={value}" for key, value in given.items()))
        assert broken_rules(form) == []
        return self.visitor.send(form, {})

    def task(self, role: str, form: str) -> str:
        """Where the open task of a role is, by the name of its form."""
        for path in self.page().all("//main//table//a/@href"):
            if f"/taak/{role}." in path and self.visitor.get(path).one('//input[@name="_formulier"]').get("value") == form:
                return str(path)
        raise AssertionError(f"geen taak {form} voor {role}")

    def do(self, role: str, form: str, example: str) -> Page:
        """A task with an example, sent."""
        return self.visitor.send(self.visitor.get(f"{self.task(role, form)}?voorbeeld={example}"), {})

    def tell(self, role: str, event: str, example: str) -> Page:
        """Something told to the case, from the page of this party."""
        [path] = self.page(f"?als={role}").all(f"//a[contains(@href, '{role}.{event}')]/@href")
        return self.visitor.send(self.visitor.get(f"{path}?voorbeeld={example}"), {})

    def press(self, place: str, **given: str) -> Page:
        """A button of the page."""
        version = self.page().all('//input[@name="_versie"]/@value')
        return self.visitor.post(f"{self.path}/{place}", {"_versie": version[0] if version else "", **given})

    def walk(self) -> None:
        self.begin()
        for step in WALK:
            page = self.do(*step)
            assert page.status == 200, page.text

    def steps(self) -> list[str]:
        return [words(one) for one in self.page().all('//section[@id="stappen"]//ol/li')]

    def kept(self) -> str:
        shown = self.site.region.act(show_rehearsal, self.site.region.person(PETRA), self.release_id)
        return str(shown.kept["scenario"])

    def change(self, path: str, old: bytes, new: bytes) -> None:
        """Another hand on the draft."""
        region = self.site.region
        now = region.act(show_draft_file, region.person(PETRA), self.release_id, path)
        assert old in now.content
        region.act(save_draft_file, region.person(PETRA), self.release_id, path, now.content.replace(old, new), now.digest)


@pytest.fixture
def draft(region) -> str:
    return str(region.act(start_draft, region.person(PETRA), "2026.4", "Een kortere termijn"))


@pytest.fixture(autouse=True)
def read_before(site, shipped) -> None:
    """The draft begins as a copy of what was read for all tests."""
    houses = site.app.extensions["phu_houses"]
    houses.read(shipped.digest, lambda: shipped.files)


@pytest.fixture
def trial(site, draft) -> Trial:
    return Trial(site, draft)


def recorded(trial: Trial, region: Region, key: str, until: str = "") -> Scenario:
    """A shipped scenario as what was done in this rehearsal, up to its first step of kind ``until``."""
    scenarios = {path: content for path, content in read_files(SHIPPED).items() if path.startswith("scenarios/")}
    [found] = [one for one in read_scenarios(scenarios) if one.key == key]
    steps = [step.kind for step in found.steps]
    found = replace(found, steps=found.steps[: steps.index(until)] if until else found.steps)
    trial.begin()
    petra = region.person(PETRA)
    kept = region.act(show_rehearsal, petra, trial.release_id).kept
    region.act(keep_rehearsal, petra, trial.release_id, {**kept, "scenario": write_scenario(found).decode()})
    return found


def forget(site: Site) -> None:
    """As after a restart of the web process."""
    site.app.extensions["phu_houses"].forget()


def test_a_rehearsal_begins_with_an_invented_tenant(trial):
    page = trial.page()
    assert broken_rules(page) == []
    assert "Dit is een proef" in page.text
    shown = trial.begin()
    assert shown.status == 200
    assert broken_rules(shown) == []
    assert "Els Jansen" in shown.text or "Jansen" in shown.text
    assert "maandag 2 maart 2026" in shown.text
    assert [words(link) for link in shown.all("//main//table//a")]


def test_a_case_is_walked_to_its_end_and_recorded_as_a_scenario_that_passes(trial, region):
    trial.walk()
    page = trial.tell("woningcorporatie", "oplossing", "betaald")
    assert broken_rules(page) == []
    trial.do("woningcorporatie", "afsluiten", "klaar")
    page = trial.do("sociaal_team", "afsluiten", "klaar")
    assert "Casus gesloten: Opgelost" in page.text
    assert "Er staat geen taak open" in page.text
    shown = trial.press("opnemen", naam="team_neemt_aan", titel="Het team neemt aan", artikel="PP-B1")
    assert "Opgenomen als scenario team_neemt_aan" in shown.text
    file = region.act(show_draft_file, region.person(PETRA), trial.release_id, "scenarios/team_neemt_aan.yaml")
    [scenario] = read_scenarios({"team_neemt_aan.yaml": file.content})
    assert [step.kind for step in scenario.steps] == ["doet"] * 4 + ["stuurt"] + ["doet"] * 2
    assert scenario.steps[-1].then["einde"] == "opgelost"
    assert all(step.then for step in scenario.steps)
    [result] = rehearse(read_files(SHIPPED), {"team_neemt_aan.yaml": file.content})
    assert result.problems == []


def test_a_restart_in_the_middle_loses_nothing(site, trial):
    trial.walk()
    before, steps, kept = trial.page().text, trial.steps(), trial.kept()
    forget(site)
    assert trial.page().text == before
    assert (trial.steps(), trial.kept()) == (steps, kept)
    assert trial.do("woningcorporatie", "besluit_voortzetting", "voortzetten").status == 200
    assert len(trial.steps()) == len(steps) + 1


def test_two_people_each_have_their_own(site, draft, trial):
    trial.walk()
    other = Trial(site, draft, HANS)
    assert "Waarmee begint u?" in other.page().text
    other.begin()
    assert other.steps() == []
    assert len(trial.steps()) == len(WALK)


def test_the_clock_takes_the_case_past_its_term(trial):
    trial.begin()
    trial.do(*WALK[0])
    assert "te laat" not in words(trial.page().all("//main//table")[0])
    page = trial.press("klok", stap="termijn", tot=trial.page().one('//input[@name="tot"]').get("value"))
    assert "woensdag 14 januari" in page.text or "te laat" in page.text
    assert "De klok naar " in trial.steps()[-1]
    trial.press("klok", stap="werkdag")
    assert trial.steps()[-1] == "De klok 1 werkdag vooruit"


def test_the_clock_cannot_go_back(trial):
    trial.begin()
    page = trial.press("klok", stap="dag_kiezen", dag="2026-01-01")
    assert page.status == 422
    assert "kan niet terug" in page.text
    assert trial.steps() == []
    assert trial.press("klok", stap="dag_kiezen", dag="nooit").status == 422


def test_the_last_step_is_taken_back(trial):
    trial.begin()
    trial.do(*WALK[0])
    after_one = trial.page().text
    trial.do(*WALK[1])
    page = trial.press("terug")
    assert "Teruggezet: Sociaal team: " in page.text
    assert trial.page().text == after_one


def test_wrong_answers_are_told_at_their_fields_and_nothing_is_done(trial):
    trial.begin()
    path = trial.task("woningcorporatie", "melding")
    page = trial.visitor.send(trial.visitor.get(path), {})
    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert page.one('//*[@id="fouten"]') is not None
    assert broken_rules(page) == []
    assert trial.steps() == []


def test_a_page_of_an_earlier_step_is_not_sent(trial):
    trial.begin()
    task = trial.visitor.get(f"{trial.task('woningcorporatie', 'melding')}?voorbeeld=alleen achterstand")
    trial.press("klok", stap="werkdag")
    page = trial.visitor.send(task, {})
    assert MEANWHILE in page.text
    assert trial.steps() == ["De klok 1 werkdag vooruit"]


def test_a_changed_draft_is_said_and_the_rehearsal_is_played_again_on_it(trial):
    trial.walk()
    trial.change(TERMS, b"<text>2</text>", b"<text>6</text>")
    page = trial.page()
    assert "Het concept is veranderd" in page.text
    again = trial.press("naspelen")
    assert "Stap 1 (Woningcorporatie: " in again.text
    assert "gaat nu anders: de termijn van ‘casusregie’ is 10 maart 2026 (was 4 maart 2026)." in again.text
    assert "Het concept is veranderd" not in again.text
    assert len(trial.steps()) == len(WALK)


def test_after_a_restart_a_changed_draft_still_offers_to_play_again(site, trial):
    trial.walk()
    forget(site)
    trial.change(TERMS, b"<text>2</text>", b"<text>6</text>")
    page = trial.page()
    assert broken_rules(page) == []
    assert "Uw proef van 4 stappen is bewaard" in page.text
    assert "gaat nu anders" in trial.press("naspelen").text


def test_a_draft_that_cannot_be_read_shows_its_findings(trial):
    trial.walk()
    trial.change("bpmn/eerste_beoordeling.bpmn", b"userTask", b"mannelijkeTaak")
    page = trial.page()
    assert page.status == 200
    assert broken_rules(page) == []
    assert "Proefdraaien kan nog niet" in page.text
    assert any("/bestanden/bpmn/eerste_beoordeling.bpmn" in href for href in page.all("//main//a/@href"))


def test_a_stuck_case_says_where_and_stands_as_before(trial):
    trial.change("dmn/casusregie.dmn", b'hitPolicy="FIRST"', b'hitPolicy="UNIQUE"')
    trial.begin()
    trial.do(*WALK[0])
    before = trial.kept()
    page = trial.do(*WALK[1])
    assert "De casus liep hier vast" in page.text
    assert broken_rules(page) == []
    [link] = [href for href in page.all("//main//a/@href") if "onderdeel=" in href]
    assert f"/werkproces/versies/{trial.release_id}/bestanden/" in link
    assert trial.kept() == before
    trial.press("klok", stap="werkdag")
    assert "De casus liep hier vast" not in trial.page().text


def test_letters_notices_and_the_drawing_can_be_looked_at(trial):
    trial.walk()
    page = trial.page()
    assert "Nieuwe melding" in words(page.one('//section[@id="berichten"]'))
    letters = page.all('//section[@id="brieven"]//a/@href')
    assert broken_rules(trial.visitor.get(letters[0])) == []
    assert trial.visitor.get(letters[1]).headers["Content-Type"] == "application/pdf"
    drawing = trial.visitor.get(page.one("//*[@data-bpmn]").get("data-bpmn"))
    assert (drawing.status, "definitions" in drawing.html) == (200, True)


def test_each_party_sees_its_own(trial):
    trial.begin()
    assert "Niets van deze huurder" in trial.page("?als=meldpunt").text
    assert "Niets van deze huurder" not in trial.page("?als=woningcorporatie").text


def test_every_way_to_begin_can_be_tried(trial):
    page = trial.page()
    starts = page.all('//input[@name="formulier"]/@value')
    assert {"aanleiding", "signaal", "geschil", "jaarplan"} <= set(starts)
    for form in starts:
        assert broken_rules(trial.page(f"/begin?formulier={form}")) == [], form
    assert trial.begin(example="over termijnen", formulier="geschil").status == 200
    assert "Zonder gegevens van huurders" in trial.page().text
    assert trial.task("adviesgroep", "geschil_advies")


def test_the_case_that_came_of_another_is_followed(trial, region):
    recorded(trial, region, "vroegsignalering_naar_preventie", until="volgt")
    page = trial.page()
    assert "Uit deze casus is een andere casus ontstaan" in page.text
    after = trial.press("verder", proces="preventie_huisuitzetting")
    assert trial.steps()[-1] == "Verder in de casus Preventie huisuitzetting"
    assert after.all("//main//table//a")


def test_a_form_left_open_does_not_wipe_out_a_rehearsal(trial):
    form = trial.page("/begin?formulier=aanleiding&voorbeeld=recidive&gemeente=Dordrecht")
    trial.walk()
    assert "U heeft hier al een proef" in trial.visitor.send(form, {}).text
    assert len(trial.steps()) == len(WALK)


def test_begin_anew_forgets(trial):
    trial.walk()
    assert "Waarmee begint u?" in trial.press("opnieuw").text


def test_only_who_may_see_drafts_tries_one(site, draft):
    for email, status in ((LINDA, 403), (FATMA, 403), (MARK, 200), (HANS, 200)):
        assert site.visitor(email).get(f"/werkproces/versies/{draft}/proef").status == status, email


def test_only_a_process_owner_records(site, draft):
    other = Trial(site, draft, HANS)
    other.begin()
    assert "Alleen een proceseigenaar" in other.page().text
    assert other.press("opnemen", naam="van_hans", titel="Van Hans").status == 403


def test_a_scenario_needs_a_good_name_that_is_free(trial):
    trial.begin()
    assert "kleine letters" in trial.press("opnemen", naam="../weg", titel="Weg").text
    assert "titel" in trial.press("opnemen", naam="goed_zo", titel="").text
    assert "Er is al een scenario" in trial.press("opnemen", naam="zorgmijder", titel="Al bezet").text


def test_nobody_of_the_real_region_is_named(trial, region):
    trial.walk()
    with region.runtime.reading() as store:
        names = [user.name for user, _, _ in accounts.users(store.session)]
    page = words(trial.page().one("//main"))
    assert not [name for name in names if name in page]


def test_a_page_of_thirty_steps_is_there_within_a_second(trial, region):
    long = recorded(trial, region, "betalingstermijn_niet_gehouden")
    assert len(trial.steps()) == len(long.steps) == 37
    began = time.process_time()
    assert trial.page().status == 200
    assert time.process_time() - began < 1
