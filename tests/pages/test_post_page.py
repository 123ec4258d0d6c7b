"""The beheerder sees mail that was not taken, why, and lets it go again; the page names no tenant."""

from __future__ import annotations

import pytest

from phu_runtime.records import outbox
from tests.pages.rules import broken_rules
from tests.region import DAAN, LINDA, TENANT


@pytest.fixture
def failed(region):
    """Mail that was given up after ten attempts at a folder that is not there."""
    region.report(region.start())
    blocked = region.runtime.settings.var / "mail"
    blocked.write_text("")
    for _ in range(outbox.ATTEMPTS):
        region.tick()
        region.clock.move(hours=10)
    blocked.unlink()
    return region


def test_the_beheerder_sees_what_failed_and_why(site, failed):
    page = site.visitor(DAAN).get("/beheer/post")
    assert broken_rules(page) == []
    assert "Opgegeven" in page.text
    assert page.all("//tbody/tr")
    assert TENANT["achternaam"] not in page.html


def test_a_mail_that_is_tried_again_goes_out_at_the_next_tick(site, failed):
    visitor = site.visitor(DAAN)
    page = visitor.get("/beheer/post")
    action = page.all("//main//form/@action")[0]
    again = visitor.post(action, {})
    assert "De mail wordt opnieuw verstuurd." in again.html
    failed.tick()
    assert (failed.runtime.settings.var / "mail" / f"{action.split('/')[3]}@phu.eml").exists()
    assert action not in visitor.get("/beheer/post").html
    assert visitor.post(action, {}).status == 404


def test_a_mail_that_goes_by_itself_cannot_be_pushed(site, failed):
    visitor = site.visitor(DAAN)
    visitor.get("/beheer/post")
    assert visitor.post("/beheer/post/onbekend/opnieuw", {}).status == 404


def test_without_trouble_the_page_says_so_and_it_is_for_the_beheerder_alone(site):
    page = site.visitor(DAAN).get("/beheer/post")
    assert "Alle post is aangekomen" in page.text
    assert broken_rules(page) == []
    assert site.visitor(LINDA).get("/beheer/post").status == 403
