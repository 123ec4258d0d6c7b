"""A file is taken in whole or not at all, once, and says what is wrong without saying what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from phu_runtime.actions.preview_intake import LARGEST, preview_intake
from phu_runtime.actions.start_case import start_case
from phu_runtime.actions.take_in import take_in
from phu_runtime.errors import FormInvalid, NotYours
from phu_runtime.intake import FileInvalid, read_table
from phu_runtime.intake.shown import Preview
from phu_runtime.records import cases, oversight
from phu_runtime.steps.opening import open_case
from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.intakes import Intake
from tests.region import BSN, FATMA, LINDA, MARIEKE, Region

RIS, ARREARS = "ris_resultaten", "betalingsachterstanden"


def row(intake: Intake, **changes: str) -> str:
    """The example row with some columns changed."""
    cells = {column.name: column.example for column in intake.columns} | changes
    return ";".join(cells[column.name] for column in intake.columns)


def file(intake: Intake, *rows: str, without: str = "") -> bytes:
    return "\r\n".join([";".join(column.name for column in intake.columns if column.name != without), *rows, ""]).encode()


@pytest.fixture
def ris(shipped: WorkProcess) -> Intake:
    return shipped.intakes[RIS]


def look(region: Region, content: bytes, who: str | None = LINDA, kind: str = RIS) -> Preview:
    preview: Preview = region.act(preview_intake, region.person(who) if who else None, kind, content)
    return preview


def take(region: Region, preview: Preview, who: str | None = LINDA) -> list[Any]:
    actor = region.person(who) if who else None
    return [region.act(take_in, actor, preview.intake.key, looked.row) for looked in preview.new]


def told(preview: Preview) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in preview.faults]


def kept(region: Region, case_id: str) -> Any:
    with region.runtime.reading() as store:
        return open_case(store, case_id, lock=False).known


def numbers(region: Region) -> list[str]:
    with region.runtime.reading() as store:
        return sorted(case.number for case in cases.cases_by_id(store.session, cases.open_case_ids(store.session)))


def test_each_row_of_a_good_file_becomes_a_case(any_region: Region, ris: Intake) -> None:
    region = any_region
    content = file(ris, row(ris), row(ris, signaalnummer="RIS-2", huisnummer="14", toevoeging="", regeling="G", betaling_gemist=""))
    preview = look(region, content)
    assert (preview.faults, len(preview.new), preview.known) == ([], 2, 0)
    taken = take(region, preview)
    assert all(one.number for one in taken)
    known = region.known(taken[0].case_id)
    assert (known["gemeente"], known["betalingsregeling"], known["contact_vroegsignalering"]) == ("Dordrecht", "lopend", False)
    assert kept(region, taken[0].case_id).forms[0]["signaal_kenmerk"] == "RIS-2026-00417"


def test_the_same_file_twice_makes_no_second_case(any_region: Region, ris: Intake) -> None:
    region = any_region
    content = file(ris, row(ris))
    first, waiting = look(region, content), look(region, content)
    take(region, first)
    before = numbers(region)
    again = look(region, content)
    assert (len(again.new), again.known) == (0, 1)
    assert [one.number for one in take(region, waiting)] == [""]  # looked at before the first was taken in
    assert numbers(region) == before


def test_two_who_bring_the_same_row_at_once_make_one_case(any_region: Region, ris: Intake) -> None:
    region = any_region
    preview = look(region, file(ris, row(ris)))
    actor, both = region.person(LINDA), Barrier(2)

    def bring() -> str:
        both.wait(timeout=20)
        try:
            return str(region.act(take_in, actor, RIS, preview.rows[0].row).number)
        except FormInvalid:
            return ""

    before = len(numbers(region))
    with ThreadPoolExecutor(2) as pool:
        taken = [run.result(timeout=60) for run in [pool.submit(bring), pool.submit(bring)]]
    assert sorted(taken)[0] == ""
    assert sorted(taken)[1].startswith("PHU-")
    assert look(region, file(ris, row(ris))).known == 1
    assert len(numbers(region)) <= before + 1


def test_the_same_row_in_another_file_makes_no_second_case(region: Region, ris: Intake) -> None:
    take(region, look(region, file(ris, row(ris))))
    other = look(region, file(ris, row(ris, signaalnummer="RIS-9", huisnummer="99"), row(ris, signaalnummer=" ris-2026-00417 ")))
    assert [(looked.row.line, looked.known) for looked in other.rows] == [(2, False), (3, True)]


def test_a_form_and_a_file_know_each_others_signals(region: Region, ris: Intake, shipped: WorkProcess) -> None:
    preview = look(region, file(ris, row(ris)))
    raw = preview.rows[0].row.raw
    region.act(start_case, region.person(LINDA), ris.form, raw)
    assert look(region, file(ris, row(ris))).known == 1
    with pytest.raises(FormInvalid) as refused:
        region.act(start_case, region.person(LINDA), ris.form, raw)
    assert "al een casus" in refused.value.problems["signaal_kenmerk"]


def test_nothing_is_taken_in_while_one_row_is_wrong(region: Region, ris: Intake) -> None:
    preview = look(region, file(ris, row(ris), row(ris, signaalnummer="RIS-2", postcode="3319")))
    assert told(preview) == [(3, "postcode")]
    assert list(preview.new) == []
    assert preview.carried == ""


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"datum_resultaat": "31-02-2026"}, "datum_resultaat", "bestaat niet"),
        ({"datum_resultaat": "16-02-2099"}, "datum_resultaat", "toekomst"),
        ({"datum_resultaat": "16-02-2024"}, "datum_resultaat", "ouder dan een jaar"),
        ({"gemeente": "Rotterdam"}, "gemeente", "niet in de lijst"),
        ({"gemeente": "Gorinchem"}, "gemeente", "werkt niet met RIS"),
        ({"corporatie": "Onbekend Wonen"}, "corporatie", "kennen wij niet"),
        ({"corporatie": "Woonbron"}, "corporatie", "andere organisatie"),
        ({"bsn": BSN}, "bsn", "geen BSN"),
        ({"achternaam": ""}, "achternaam", "Vul deze kolom in"),
        ({"contact": "misschien"}, "contact", "J of N"),
        ({"huisnummer": "12a"}, "huisnummer", "alleen het nummer"),
        ({"maanden_achterstand": "veel"}, "maanden_achterstand", "getal"),
        ({"betaling_gemist": ""}, "betaling_gemist", "Vul deze kolom in"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(region: Region, ris: Intake, changes: Mapping[str, str], column: str, says: str) -> None:
    preview = look(region, file(ris, row(ris), row(ris, signaalnummer="RIS-2", **changes)))
    assert told(preview) == [(3, column)]
    assert says in preview.faults[0].message
    assert "Voorbeeld" not in preview.faults[0].message


def test_every_fault_of_every_row_is_listed(region: Region, ris: Intake) -> None:
    content = file(
        ris,
        row(ris, postcode="x", gemeente="Gorinchem"),
        row(ris),
        row(ris),
        row(ris, signaalnummer="RIS-3", datum_resultaat="ooit"),
        "a;b",
    )
    assert told(look(region, content)) == [(2, "gemeente"), (2, "postcode"), (4, "signaalnummer"), (5, "datum_resultaat"), (6, "")]


def test_the_operator_of_ris_brings_every_corporation_and_a_bsn_that_passes_the_test(region: Region, ris: Intake) -> None:
    wrong = look(region, file(ris, row(ris, bsn="123456789")), who=None)
    assert told(wrong) == [(2, "bsn")]
    good = look(region, file(ris, row(ris, bsn=BSN), row(ris, signaalnummer="RIS-2", corporatie="Woonbron")), who=None)
    taken = take(region, good, who=None)
    assert kept(region, taken[0].case_id).dossier["bsn"] == BSN
    with region.runtime.reading() as store:
        parties = [cases.organisation_of(store.session, one.case_id, "woningcorporatie") for one in taken]
    assert len(set(parties)) == 2


def test_a_missing_column_is_told_once(region: Region, ris: Intake) -> None:
    cells = row(ris).split(";")
    place = [column.name for column in ris.columns].index("postcode")
    content = file(ris, ";".join([*cells[:place], *cells[place + 1 :]]), without="postcode")
    assert told(look(region, content)) == [(1, "postcode")]


def test_an_unknown_column_is_named_by_its_place(region: Region, ris: Intake) -> None:
    content = file(ris, row(ris)).replace(b"regeling_nagekomen", b"regeling_nagekomen;Jansen").replace(b"L;N;J", b"L;N;J;x")
    preview = look(region, content)
    assert told(preview) == [(1, "kolom 24")]
    assert "ansen" not in repr(preview.faults)


def test_a_file_without_names_of_columns_shows_nothing_of_its_first_row(region: Region, ris: Intake) -> None:
    preview = look(region, (row(ris) + "\n").encode())
    assert told(preview)[0] == (1, "")
    assert "Voorbeeld" not in repr(preview.faults)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"  \n\n", "leeg"),
        ("kenmerk;naam\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04abc", "werkmap"),
        ("signaalnummer;achternaam\nRIS-1;Coöp\n".encode("cp1252"), "Windows-1252"),
        ("signaalnummer;achternaam\nRIS-1;CoÃ¶p\n".encode(), "verminkt"),
        (b"signaalnummer;achternaam\nRIS-1;a\x00b\n", "teken"),
        (b'signaalnummer;achternaam\nRIS-1;"a\n', "aanhalingstekens"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(ris: Intake, content: bytes, says: str) -> None:
    try:
        faults = read_table(content, ris).faults
    except FileInvalid as error:
        faults = error.faults
    assert any(says in fault.message for fault in faults)


def test_the_encoding_is_told_for_each_line_that_has_it_wrong(ris: Intake) -> None:
    lines = ["signaalnummer;achternaam", "RIS-1;Coöp", "RIS-2;Bakker", "RIS-3;Çelik"]
    with pytest.raises(FileInvalid) as refused:
        read_table("\n".join(lines).encode("cp1252"), ris)
    assert [fault.line for fault in refused.value.faults] == [2, 4]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_separator_and_byte_order_mark_do_not_matter(region: Region, ris: Intake, separator: str, before: bytes) -> None:
    content = before + file(ris, row(ris)).replace(b";", separator.encode())
    assert len(look(region, content).new) == 1


def test_other_signals_on_an_address_are_counted_and_not_shown(region: Region, ris: Intake) -> None:
    region.start(straatnaam="Proefstraat", huisnummer="12", postcode="3311 ZZ")
    preview = look(region, file(ris, row(ris), row(ris, signaalnummer="RIS-2"), row(ris, signaalnummer="RIS-3", huisnummer="77")))
    assert [looked.others for looked in preview.rows] == [2, 2, 0]
    taken = take(region, preview)
    assert region.known(taken[2].case_id)["andere_signalen"] == 0
    assert region.known(taken[1].case_id)["andere_signalen"] >= 1


def test_arrears_of_another_system_start_early_signalling(region: Region, shipped: WorkProcess) -> None:
    intake = shipped.intakes[ARREARS]
    preview = look(region, file(intake, row(intake)), MARIEKE, ARREARS)
    (taken,) = take(region, preview, MARIEKE)
    assert "contact_wgs" in region.open_tasks(taken.case_id)
    assert told(look(region, file(intake, row(intake, kenmerk="2", gemeente="Dordrecht")), MARIEKE, ARREARS)) == [(2, "gemeente")]


def test_only_who_may_start_a_case_may_look(region: Region, ris: Intake) -> None:
    with pytest.raises(NotYours):
        look(region, file(ris, row(ris)), FATMA)


def test_what_is_carried_opens_only_for_who_brought_it(region: Region, ris: Intake) -> None:
    preview = look(region, file(ris, row(ris)))
    again = region.act(preview_intake, region.person(LINDA), RIS, b"", carried=preview.carried)
    assert again.rows == preview.rows
    for who, carried in ((MARIEKE, preview.carried), (LINDA, "onzin"), (LINDA, preview.carried[:-8])):
        with pytest.raises(FormInvalid):
            region.act(preview_intake, region.person(who), RIS, b"", carried=carried)
    assert "Voorbeeld" not in preview.carried


def test_a_file_that_is_too_large_is_told_so(region: Region, ris: Intake) -> None:
    assert told(look(region, b"x" * (LARGEST + 1))) == [(0, "")]
    many = file(ris, *(row(ris, signaalnummer=f"R{number}") for number in range(ris.most + 1)))
    assert (0, "") in told(look(region, many, who=None))


def test_the_log_says_which_data_were_looked_at_and_no_value(region: Region, ris: Intake) -> None:
    take(region, look(region, file(ris, row(ris))))
    with region.runtime.reading() as store:
        written = repr([vars(line) for line in oversight.all_lines(store.session, oversight.LogFilter())])
    assert "casus gestart uit een bestand" in written
    assert "Proefstraat" not in written


@examples(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_break_the_reading(shipped: WorkProcess, content: bytes) -> None:
    for intake in shipped.intakes.values():
        with suppress(FileInvalid):
            read_table(content, intake)
