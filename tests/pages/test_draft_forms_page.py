"""The page of a form: fields added as far as the agreement lets them, changed, moved, tried, and nobody overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from phu_runtime.actions.save_draft_file import save_draft_file
from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.formdefs import Form, read_form
from tests.pages.visiting import Page, Site, words
from tests.region import LINDA, PETRA, Region

FORM, KEY = "forms/woningcorporatie/melding.form", "woningcorporatie/melding"
DICTIONARY = "forms/gegevens.yaml"


@pytest.fixture
def draft(region: Region) -> str:
    return str(region.act(start_draft, region.person(PETRA), "2026.4", "Een veld erbij"))


def address(draft: str, query: str = "") -> str:
    return f"/werkproces/versies/{draft}/formulier/{KEY}{query}"


def stored(region: Region, draft: str, path: str = FORM) -> Any:
    return region.act(show_draft_file, region.person(PETRA), draft, path)


def form_of(region: Region, draft: str) -> Form:
    return read_form(FORM, stored(region, draft).content)


def sent(page: Page, button: str, changes: dict[str, Any]) -> dict[str, Any]:
    """What the form with this button (its value) would send."""
    (form,) = page.all(f'//form[.//button[@value="{button}"]]')
    return {**dict(form.form_values()), **changes, "actie": button}


def test_a_field_that_this_party_may_not_fill_in_is_refused_with_the_article(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.get(address(draft))
    option = page.one('//select[@name="gegeven"]//option[@value="leeftijden_kinderen"]')
    assert "mag hier niet" in words(option)
    refused = petra.post(address(draft), sent(page, "veld", {"gegeven": "leeftijden_kinderen"}))
    assert refused.status == 422
    assert refused.title.startswith("Fout:")
    assert "PP-B3" in words(refused.one('//*[@id="fouten"]'))
    assert refused.one('//select[@name="gegeven"]').value == "leeftijden_kinderen"
    assert "leeftijden_kinderen" not in [field.key for field in form_of(region, draft).fields()]


def test_a_field_that_it_may_is_on_the_form_and_in_the_preview(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.get(address(draft))
    added = petra.post(address(draft), sent(page, "veld", {"gegeven": "toelichting_noodzaak", "_plaats": "1", "required": "ja"}))
    assert added.status == 200
    assert added.all('//*[@id="veld-toelichting_noodzaak"]')
    (field,) = [one for one in form_of(region, draft).fields() if one.key == "toelichting_noodzaak"]
    assert field.required


def test_a_datum_that_is_not_on_the_list_is_refused_and_another_can_be_asked_at_once(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    new = {"label": "Nationaliteit", "sleutel": "nationaliteit", "soort": "tekst", "groep": "identiteit", "opslag": "dossier"}
    refused = petra.post(address(draft), sent(petra.get(address(draft)), "gegeven", new))
    assert refused.status == 422
    assert "limitatieve lijst (PP-B3)" in words(refused.one('//*[@id="fouten"]'))
    allowed = {"label": "Datum huisbezoek", "sleutel": "datum_huisbezoek", "soort": "datum", "groep": "proces", "opslag": "procesfeit"}
    added = petra.post(address(draft), sent(refused, "gegeven", allowed))
    assert b"datum_huisbezoek" in stored(region, draft, DICTIONARY).content
    assert added.one('//select[@name="gegeven"]').value == "datum_huisbezoek"
    asked = petra.post(address(draft), sent(added, "veld", {}))
    assert asked.all('//*[@id="veld-datum_huisbezoek-dag"]')


def test_a_part_is_changed_moved_and_taken_out(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.get(address(draft, "?onderdeel=melding_voorletters"))
    changed = petra.post(address(draft), sent(page, "wijzig", {"label": "Uw voorletters", "required": "ja", "verplicht": "Vul ze in."}))
    voorletters = next(one for one in form_of(region, draft).fields() if one.key == "voorletters")
    assert (voorletters.label, voorletters.required, voorletters.properties["verplicht"]) == ("Uw voorletters", True, "Vul ze in.")
    page = petra.post(address(draft), sent(changed, "neer.2.0", {}))
    assert [one.key for one in form_of(region, draft).fields()][1:3] == ["voornaam", "voorletters"]
    page = petra.post(address(draft), sent(page, "weg.2.1", {}))
    assert "voorletters" not in [one.key for one in form_of(region, draft).fields()]


def test_a_section_that_still_holds_something_does_not_go(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    before = stored(region, draft).content
    refused = petra.post(address(draft), sent(petra.get(address(draft)), "weg.2", {}))
    assert refused.status == 422
    assert "Haal die eerst weg" in words(refused.one('//*[@id="fouten"]'))
    assert stored(region, draft).content == before


def test_a_condition_that_is_no_feel_is_refused_at_its_place_and_kept(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    before = stored(region, draft).content
    page = petra.get(address(draft, "?onderdeel=melding_voorletters"))
    refused = petra.post(address(draft), sent(page, "wijzig", {"hide": 'kinderen == "ja"'}))
    assert refused.status == 422
    setting = refused.one('//*[@id="instelling-hide"]')
    assert (setting.get("value"), setting.get("aria-invalid")) == ('kinderen == "ja"', "true")
    assert stored(region, draft).content == before


def test_text_and_a_section_are_added(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.post(address(draft), sent(petra.get(address(draft)), "deel", {"naam": "Tot slot"}))
    petra.post(address(draft), sent(page, "tekst", {"tekst": "Dank u wel."}))
    last = form_of(region, draft).components[-1]
    assert (last.label, last.components[0].text) == ("Tot slot", "Dank u wel.")


def test_the_preview_shows_questions_that_an_answer_opens_and_keeps_nothing(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    before = stored(region, draft).content
    page = petra.get(address(draft))
    assert not page.all('//*[@id="veld-twijfel_reden"]')
    tried = petra.post(address(draft), sent(page, "proef", {"twijfel": "ja"}))
    assert tried.status == 200
    assert tried.all('//*[@id="veld-twijfel_reden"]')
    assert "Vul de achternaam van de huurder in." in tried.text
    assert stored(region, draft).content == before


def test_who_is_second_keeps_what_was_typed_beside_the_form_as_it_is_now(site: Site, region: Region, draft: str) -> None:
    petra = site.visitor(PETRA)
    page = petra.get(address(draft, "?onderdeel=melding_voorletters"))
    now = stored(region, draft)
    theirs = now.content.replace(b'"label": "Voorletters"', b'"label": "Initialen"')
    region.act(save_draft_file, region.person(PETRA), draft, FORM, theirs, now.digest)
    late = petra.post(address(draft), sent(page, "wijzig", {"label": "Uw voorletters"}))
    assert late.status == 409
    assert late.one('//*[@id="instelling-label"]').get("value") == "Uw voorletters"
    petra.post(address(draft), sent(late, "wijzig", {}))
    assert b"Uw voorletters" in stored(region, draft).content


def test_a_published_form_is_read_and_tried_but_not_changed(site: Site, region: Region) -> None:
    with region.runtime.reading() as store:
        active = region.runtime.active_release(store)
    linda = site.visitor(LINDA)
    page = linda.get(address(active))
    assert page.status == 200
    assert [button.get("value") for button in page.all("//main//button")] == ["proef"]
    assert linda.post(address(active), {"actie": "weg.1", "seen": ""}).status == 403
    owner = site.visitor(PETRA)
    owner.get(address(active))
    assert owner.post(address(active), {"actie": "weg.1", "seen": ""}).status == 409


def test_a_draft_that_cannot_be_read_whole_is_still_edited_but_gets_no_field(site: Site, region: Region, draft: str) -> None:
    broken = stored(region, draft, "dmn/bemoeizorg.dmn")
    region.act(save_draft_file, region.person(PETRA), draft, broken.path, b"<a/>", broken.digest)
    petra = site.visitor(PETRA)
    page = petra.get(address(draft))
    assert "nog niet in zijn geheel te lezen" in page.text
    refused = petra.post(address(draft), {"actie": "veld", "gegeven": "voornaam", "seen": stored(region, draft).digest})
    assert refused.status == 422
    kept = petra.post(address(draft), sent(page, "deel", {"naam": "Tot slot"}))
    assert kept.status == 200
    assert form_of(region, draft).components[-1].label == "Tot slot"
