"""The beheerder moves cases on the page of an organisation; what is missing stands at its field."""

from __future__ import annotations

from tests.pages.rules import broken_rules
from tests.region import ACCEPTED, DAAN, ESRA, FATMA


def test_the_page_of_an_organisation_moves_its_cases(site, region):
    region.follow(region.start(), ACCEPTED)
    giver, taker = (region.person(email).organisation_id for email in (FATMA, ESRA))
    visitor = site.visitor(DAAN)
    page = visitor.get(f"/beheer/organisaties/{giver}")
    assert broken_rules(page) == []
    address = f"/beheer/organisaties/{giver}/casussen"
    refused = visitor.post(address, {"naar": taker})
    assert refused.status == 422
    assert broken_rules(refused) == []
    assert "Vul een casusnummer in" in refused.text
    done = visitor.post(address, {"naar": taker, "alle": "ja", "reden": "De teams zijn samengegaan."})
    assert "1 casus is overgegaan." in done.html
    assert site.visitor(ESRA).get("/werklijst?lijst=vrij").text.count("Zoek contact met de huurder") >= 1


def test_an_organisation_without_casework_has_nothing_to_move(site, region):
    beheer = region.person(DAAN).organisation_id
    assert "andere organisatie" not in site.visitor(DAAN).get(f"/beheer/organisaties/{beheer}").text
