"""What a reader never gets to see, and where a personal datum never stands (PP 2-4, G7, G20, NEN 7513)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import structlog

from phu_runtime.actions.correct_task import correct_task
from phu_runtime.actions.letter_pdf import letter_pdf
from phu_runtime.actions.list_cases import list_cases
from phu_runtime.actions.save_concept import save_concept
from phu_runtime.actions.search_cases import search_cases
from phu_runtime.actions.show_case import show_case
from phu_runtime.actions.show_notices import show_notices
from phu_runtime.actions.show_task import show_task
from phu_runtime.actions.show_worklist import show_worklist
from phu_runtime.errors import CaseStuck, NotYours
from phu_runtime.logs import set_up_logs
from phu_runtime.records import dossiers, oversight
from phu_runtime.records.oversight import LogFilter
from phu_runtime.steps.opening import open_case
from phu_runtime.workprocess import WorkProcess
from tests.actions.test_incidents import broken, on
from tests.region import ACCEPTED, BSN, DAAN, FATMA, IRENE, LINDA, MARGRIET, NOOR, PETRA, RUBEN, SPOKEN, THOMAS, Course, Region

IN_DEBT: Course = (*SPOKEN, (FATMA, "eerste_beoordeling", "schulden"))
WITH_SERVICE: Course = (*IN_DEBT, (FATMA, "inzet_sociale_dienst", "schuldhulp"))
REMARK = "Roodborsttapuit"
PERSONAL = ("Voorbeeldsen", "Kwikstaartlaan", BSN, "765 43 21", "7654321", "14-05-1971", "1971-05-14", REMARK, "3319 KZ", "3319KZ")


def groups(region: Region, case_id: str, email: str) -> set[str]:
    """The field groups of the facts on this reader's case page."""
    shown = region.act(show_case, region.person(email), case_id)
    with region.runtime.reading() as store:
        fields = open_case(store, case_id, lock=False).work.dictionary.fields
    return {fields[fact.key].group for fact in shown.facts}


def keys_in(fields: Any) -> set[str]:
    """Every key of a form, also in its groups."""
    return {field.key for field in fields} | {key for field in fields for key in keys_in(field.fields)}


def lines(region: Region, email: str) -> list[Any]:
    """The access log of one person, newest first."""
    who = region.person(email)
    with region.runtime.reading() as store:
        return list(oversight.lines(store.session, LogFilter(user_id=who.user_id))[0])


def live_through_everything(region: Region, shipped: WorkProcess) -> str:
    """A case with every kind of trace: letter, concept, remark, correction, incident, search, mail, clock."""
    case_id = region.follow(region.start(), IN_DEBT)
    linda, fatma = region.person(LINDA), region.person(FATMA)
    fact = region.example("nieuw_feit", "betaling", toelichting_feit=f"Vond een {REMARK} op de {PERSONAL[1]}.")
    region.tell(case_id, "nieuw_feit", LINDA, fact)
    region.act(save_concept, linda, f"taak:{region.open_tasks(case_id)['besluit_voortzetting'].id}", {"toelichting_besluit": REMARK})
    with region.runtime.reading() as store:
        sent = next(row for row in dossiers.passages(store.session, case_id) if row.element == "beoordeel")
    raw = region.example("eerste_beoordeling", "schulden", toelichting_antwoord=REMARK)
    region.act(correct_task, fatma, sent.id, raw, f"{PERSONAL[0]} belde: {REMARK}.")
    region.act(search_cases, fatma, "bsn", {"bsn": BSN})
    region.act(search_cases, linda, "naam", {"achternaam": "Voorbeeldsen", "geboortedatum": "14-05-1971"})
    region.act(show_worklist, linda, "organisatie", {"namen": "ja"})
    with pytest.raises(CaseStuck):
        on(region, broken(shipped, "kennisgevingen", '"nieuw_feit"', "UNIQUE")).tell(case_id, "nieuw_feit", LINDA, fact)
    region.days(8)
    return case_id


def test_no_personal_datum_is_readable_in_any_file_or_line_of_the_log(
    region: Region, shipped: WorkProcess, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logs()
    try:
        case_id = live_through_everything(region, shipped)
    finally:
        structlog.reset_defaults()
    found = {
        f"{path.name}: {datum}"
        for path in tmp_path.rglob("*")
        if path.is_file()
        for datum in PERSONAL
        if datum.encode() in path.read_bytes() or datum.encode("utf-16-le") in path.read_bytes()
    }
    assert found == set()
    printed = "".join(capfd.readouterr())
    assert [datum for datum in PERSONAL if datum in printed] == []
    assert region.case(case_id).number.encode() in b"".join(path.read_bytes() for path in tmp_path.glob("phu.sqlite3*"))
    assert list((tmp_path / "mail").glob("*.eml"))


def test_the_engine_holds_no_personal_datum_while_the_dossier_has_them_all(region: Region) -> None:
    case_id = region.follow(region.start(), IN_DEBT)
    with region.runtime.reading() as store:
        step = open_case(store, case_id, lock=False)
        variables = json.dumps(step.run.variables, default=str)
        dossier = json.dumps(step.known.dossier, default=str)
        stored = {key for key, field in step.work.dictionary.fields.items() if field.store == "dossier"}
        assert not stored & set(step.run.variables)
    assert [datum for datum in PERSONAL if datum in variables] == []
    assert all(datum in dossier for datum in ("Voorbeeldsen", "Kwikstaartlaan", BSN))


def test_the_meldpunt_gets_a_notice_without_the_case_before_its_dossier_is_open(region: Region) -> None:
    case_id = region.start()
    region.report(case_id)
    (notice,) = region.act(show_notices, region.person(NOOR))[0]
    number = region.case(case_id).number
    assert (notice.case_id, number in notice.text) == (None, False)
    with pytest.raises(NotYours, match="nog niet"):
        region.act(show_case, region.person(NOOR), case_id)
    assert region.act(list_cases, region.person(NOOR))[0] == []
    assert region.act(search_cases, region.person(NOOR), "nummer", {"nummer": number}).cases == []


def test_children_open_the_dossier_for_the_meldpunt_at_once(region: Region) -> None:
    case_id = region.start()
    region.report(case_id, "gezin met kinderen")
    assert {"identiteit", "adres"} <= groups(region, case_id, NOOR)
    assert {notice.case_id for notice in region.act(show_notices, region.person(NOOR))[0]} == {case_id}


def test_during_a_check_the_meldpunt_sees_only_the_light_column(region: Region) -> None:
    case_id = region.start()
    region.report(case_id, "vraagt om steun")
    region.follow(case_id, SPOKEN[1:])
    supported = region.example("eerste_beoordeling", "geen bijzonderheden", ondersteuning_gevraagd="ja")
    region.do(case_id, "eerste_beoordeling", FATMA, supported)
    region.do(case_id, "bekendheid_vraag", FATMA, region.example("bekendheid_vraag", "vraag om steun"))
    assert region.known(case_id)["dossier_open_voor_meldpunt"] is False
    shown = region.act(show_case, region.person(NOOR), case_id)
    light = {"identiteit", "geboortedatum", "adres", "bsn", "bekendheid_vraag", "bekendheid_meldpunt", "proces"}
    assert groups(region, case_id, NOOR) <= light
    assert (shown.timeline, shown.letters, shown.actions) == ([], [], [])
    assert "identiteit" in groups(region, case_id, NOOR)


def test_the_social_service_sees_nothing_before_it_is_called_in(region: Region) -> None:
    case_id = region.follow(region.start(), IN_DEBT)
    with pytest.raises(NotYours):
        region.act(show_case, region.person(RUBEN), case_id)
    assert region.act(list_cases, region.person(RUBEN))[0] == []
    assert "inzet_sociale_dienst" not in region.told(RUBEN)
    region.follow(case_id, WITH_SERVICE[len(IN_DEBT) :])
    assert {"identiteit", "adres", "bsn"} <= groups(region, case_id, RUBEN)
    assert "zorgen_huishouden" not in groups(region, case_id, RUBEN)


def test_a_corporation_never_sees_a_bsn(region: Region) -> None:
    case_id = region.follow(region.start(), WITH_SERVICE)
    assert "bsn" in groups(region, case_id, FATMA)
    assert "bsn" not in groups(region, case_id, LINDA)
    task_id = region.open_tasks(case_id)["besluit_voortzetting"].id
    page = region.act(show_task, region.person(LINDA), task_id)
    assert "bsn" not in keys_in(page.form.fields) | {fact.key for fact in page.facts}
    assert BSN not in repr(page)
    assert BSN not in repr(region.act(show_case, region.person(LINDA), case_id))


@pytest.mark.parametrize("email", [PETRA, MARGRIET, THOMAS, DAAN, IRENE])
def test_who_governs_or_supervises_sees_no_case(region: Region, email: str) -> None:
    case_id = region.follow(region.start(), ACCEPTED)
    who, task_id = region.person(email), region.open_tasks(case_id)["contactpoging"].id
    sought = ("nummer", {"nummer": region.case(case_id).number})
    looks = ((show_case, (case_id,)), (show_task, (task_id,)), (list_cases, ()), (show_worklist, ()), (search_cases, sought))
    for action, given in looks:
        with pytest.raises(NotYours):
            region.act(action, who, *given)
    assert {line.result for line in lines(region, email)} == {"geweigerd"}


def test_every_look_leaves_a_line_with_the_fields_that_were_shown(any_region: Region) -> None:
    region = any_region
    case_id = region.follow(region.start(), ACCEPTED)
    fatma, pseudonym = region.person(FATMA), region.case(case_id).pseudonym
    region.clock.move(seconds=1)
    page = region.act(show_case, fatma, case_id)
    line = lines(region, FATMA)[0]
    assert (line.event, line.action, line.pseudonym, line.result) == ("casus bekeken", "R", pseudonym, "toegestaan")
    assert line.fields == ",".join(sorted(fact.key for fact in page.facts))
    assert "achternaam" in line.fields
    assert line.purpose
    assert line.ground
    region.clock.move(seconds=1)
    region.act(show_task, fatma, region.open_tasks(case_id)["contactpoging"].id)
    assert lines(region, FATMA)[0].event == "taak bekeken: zoek_contact"
    region.clock.move(seconds=1)
    region.act(letter_pdf, fatma, case_id, page.letters[0][0])
    assert lines(region, FATMA)[0].event == "brief bekeken: laatste_bericht"
    region.clock.move(seconds=1)
    region.act(show_worklist, fatma, "organisatie", {"namen": "ja"})
    assert (lines(region, FATMA)[0].event, lines(region, FATMA)[0].pseudonym) == ("naam in werklijst bekeken", pseudonym)


def test_a_worklist_without_names_is_no_look_at_a_dossier(region: Region) -> None:
    region.follow(region.start(), ACCEPTED)
    before = len(lines(region, FATMA))
    listed = region.act(show_worklist, region.person(FATMA), "organisatie")
    assert [row.tenant for row in listed.rows] == [""]
    assert len(lines(region, FATMA)) == before


def test_what_the_necessity_judgement_leaves_out_is_not_visible_any_more(region: Region) -> None:
    case_id = region.follow(region.start(), IN_DEBT)
    kept = {"groepen_voor_sociale_dienst": ["identiteit", "adres", "bsn"]}
    region.do(case_id, "inzet_sociale_dienst", FATMA, region.example("inzet_sociale_dienst", "schuldhulp", **kept))
    seen = groups(region, case_id, RUBEN)
    assert {"identiteit", "adres", "bsn"} <= seen
    assert not seen & {"contact", "geboortedatum", "huurachterstand"}
    assert {"contact", "geboortedatum"} <= groups(region, case_id, FATMA)
