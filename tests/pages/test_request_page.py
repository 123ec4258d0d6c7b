"""A tenant's request on the pages: more time is asked from the case page, the letter is shown before it goes out."""

from __future__ import annotations

from phu_runtime.actions.start_case import start_case
from tests.pages.visiting import Site
from tests.region import LINDA, Region


def test_more_time_is_asked_on_the_case_page_and_told_by_letter(site: Site, region: Region) -> None:
    given = region.example("verzoek", "eigen gegevens")
    case_id = str(region.act(start_case, region.person(LINDA), "verzoek", given).case_id)
    linda = site.visitor(LINDA)
    page = linda.get(f"/casussen/{case_id}")
    form = linda.get(page.link("Meer tijd voor een verzoek"))
    assert "De huurder krijgt een brief met de reden" in form.text
    done = linda.send(form, {
        "verzoek_verlenging_reden": "ingewikkeld",
        "verzoek_nieuwe_datum.dag": "20", "verzoek_nieuwe_datum.maand": "5", "verzoek_nieuwe_datum.jaar": "2026",
    })  # fmt: skip
    assert done.status == 200
    assert "Meer tijd voor een verzoek over gegevens" in done.text
    assert "gebeurtenis/verzoek_verlengen" not in done.html
    task = linda.get(f"/taken/{region.open_tasks(case_id)['verzoek_besluit'].id}")
    assert "Vul eerst in: verzoek uitkomst" in task.text  # the letter says what it waits for
