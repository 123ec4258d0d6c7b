"""The page of one diagram of a draft: everything in it can be chosen and changed from the outline, without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from phu_runtime.actions.show_draft_file import show_draft_file
from phu_runtime.actions.start_draft import start_draft
from phu_runtime.engine import read_drawn
from phu_runtime.records import releases
from tests.pages.rules import broken_rules
from tests.region import LINDA, PETRA

NAME = "eerste_beoordeling"
PATH = f"bpmn/{NAME}.bpmn"


@pytest.fixture
def draft(region) -> str:
    return region.act(start_draft, region.person(PETRA), "2026.4", "Een proef.")


@pytest.fixture
def address(draft) -> str:
    return f"/werkproces/versies/{draft}/tekening/{NAME}"


@pytest.fixture
def stored(region, draft) -> Callable[[], bytes]:
    return lambda: region.act(show_draft_file, region.person(PETRA), draft, PATH).content


def _form(page, deed: str = "wijzig") -> dict[str, str]:
    form = next(form for form in page.all('//form[@method="post"]') if form.fields.get("deed") == deed)
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def test_every_element_can_be_chosen_and_its_page_keeps_the_rules(site, address, stored):
    visitor = site.visitor(PETRA)
    page = visitor.get(address)
    assert broken_rules(page) == []
    links = page.all('//nav[@aria-label="Onderdelen van de tekening"]//a/@href')
    assert len(links) == len(read_drawn(PATH, stored()).elements) + 1
    for link in links:
        chosen = visitor.get(link.partition("#")[0])
        assert chosen.status == 200, link
        assert broken_rules(chosen) == [], link
        assert chosen.one('//a[@aria-current="true"]') is not None


def test_a_name_a_form_and_a_term_are_changed_and_nothing_else(site, address, stored):
    visitor, before = site.visitor(PETRA), stored()
    page = visitor.get(f"{address}?onderdeel=zoek_contact")
    sent = _form(page) | {"naam": "Bel de huurder", "eigenschap.termijn": "mzo_advies"}
    answer = visitor.post(address, sent)
    assert answer.status == 200
    assert "De wijziging is bewaard." in answer.html
    expected = before.replace(b'"Zoek contact met de huurder"', b'"Bel de huurder"').replace(b'"contactpogingen_periode"', b'"mzo_advies"')
    assert stored() == expected


def test_saving_without_a_change_leaves_the_file_as_it_was(site, address, stored):
    visitor, before = site.visitor(PETRA), stored()
    for element in ("zoek_contact", "nog_een_poging", "dag_7", "beoordelen", "koppel_terug", NAME):
        assert visitor.post(address, _form(visitor.get(f"{address}?onderdeel={element}"))).status == 200, element
    assert stored() == before


def test_an_unknown_name_in_a_formula_is_refused_with_what_was_meant_and_the_input_stays(site, address, stored):
    visitor, before = site.visitor(PETRA), stored()
    key = "pijl.stroom_nog_een_poging_volgende_poging.voorwaarde"
    sent = _form(visitor.get(f"{address}?onderdeel=nog_een_poging")) | {key: "=not(contact_sociaal_tem)", "naam": "Nog eens?"}
    page = visitor.post(address, sent)
    assert page.status == 422
    assert "Bedoelt u 'contact_sociaal_team'?" in page.text
    assert page.title.startswith("Fout:")
    assert _form(page)[key] == "=not(contact_sociaal_tem)"
    assert _form(page)["naam"] == "Nog eens?"
    assert broken_rules(page) == []
    assert stored() == before


def test_who_comes_second_keeps_the_input_and_can_save_it_after_looking(site, address, stored):
    visitor = site.visitor(PETRA)
    first = _form(visitor.get(f"{address}?onderdeel=zoek_contact"))
    visitor.post(address, first | {"naam": "Van de eerste"})
    page = visitor.post(address, first | {"uitleg": "Van de tweede."})
    assert page.status == 409
    assert _form(page)["uitleg"] == "Van de tweede."
    assert "Van de eerste" not in stored().decode() or "Van de tweede." not in stored().decode()
    assert visitor.post(address, _form(page)).status == 200
    assert "Van de tweede." in stored().decode()


def test_a_task_is_added_and_taken_out_again_without_a_script(site, draft):
    visitor, address = site.visitor(PETRA), f"/werkproces/versies/{draft}/tekening/ontruiming"
    before = visitor.get(f"{address}?onderdeel=leg_ontruiming_vast")
    refused = visitor.post(address, _form(before, "taak_erbij"))
    assert refused.status == 422
    assert "Geef de taak een naam" in refused.text
    assert refused.one("//details[@open]//input[@name='nieuw.naam']") is not None
    filled = {"nieuw.naam": "Bel de huurder", "nieuw.formulier": "contactpoging", "nieuw.termijn": "geen"}
    page = visitor.post(address, _form(refused, "taak_erbij") | filled)
    assert page.status == 200
    assert "Bel de huurder" in page.one('//h2[@id="gekozen-kop"]').text_content()
    gone = visitor.post(address, _form(page, "weg"))
    assert "Het onderdeel is weggehaald." in gone.text
    assert "Leg de ontruiming vast" in gone.one('//h2[@id="gekozen-kop"]').text_content()


def test_the_outline_can_be_searched_without_a_script(site, address):
    page = site.visitor(PETRA).get(f"{address}?zoek=casusregie")
    names = [link.text_content() for link in page.all('//nav[@aria-label="Onderdelen van de tekening"]//li[@data-zoektekst]/a')]
    assert any("Beslis over de casusregie" in name for name in names)
    assert not any("Koppel terug" in name for name in names)


def test_a_published_version_is_read_and_not_changed(site, region):
    with region.runtime.reading() as store:
        release = releases.active_release(store.session, store.now).id
    page = site.visitor(LINDA).get(f"/werkproces/versies/{release}/tekening/{NAME}?onderdeel=zoek_contact")
    assert page.status == 200
    assert "Zoek contact met de huurder" in page.text
    assert page.all('//main//form[@method="post"]') == []
    assert broken_rules(page) == []


def test_who_may_not_edit_changes_nothing(site, address, stored):
    visitor, before = site.visitor(LINDA), stored()
    visitor.get("/hulp")
    assert visitor.get(address).status == 403
    assert visitor.post(address, {"deed": "wijzig", "onderdeel": "zoek_contact", "naam": "X"}).status == 403
    assert stored() == before
