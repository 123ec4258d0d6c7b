"""Two releases beside each other: what is new, gone, changed or moved, part by part, and the same in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from phu_runtime.workprocess import WorkProcess
from phu_runtime.workprocess.side_by_side import CHANGED, GONE, MOVED, NEW, FilePair, side_by_side

ASSESS, TERMS, ADVICE = "bpmn/eerste_beoordeling.bpmn", "dmn/termijnen.dmn", "forms/meldpunt/advies.form"
LETTER = "forms/brieven/laatste_bericht.md"


def pairs(work: WorkProcess, *changes: tuple[str, str, str], also: Mapping[str, bytes | None] | None = None) -> list[FilePair]:
    new = dict(work.files)
    for path, before, after in changes:
        assert before in new[path].decode(), before
        new[path] = new[path].decode().replace(before, after, 1).encode()
    for path, content in (also or {}).items():
        new[path] = content if content is not None else new.pop(path)
        if content is None:
            del new[path]
    return side_by_side(work.files, new)


def test_the_same_files_do_not_differ(shipped: WorkProcess) -> None:
    assert pairs(shipped) == []


def test_a_renamed_step_is_marked_and_its_arrows_are_not(shipped: WorkProcess) -> None:
    (pair,) = pairs(shipped, (ASSESS, 'name="Zoek contact met de huurder"', 'name="Zoek de huurder op"'))
    assert (pair.kind, pair.title, pair.state) == ("Tekening", "Eerste beoordeling", CHANGED)
    assert pair.drawing is not None
    assert [(mark.element, mark.state) for mark in pair.drawing.marks] == [("zoek_contact", CHANGED)]
    assert [change.sentence for change in pair.changes] == [
        "Bij 'Zoek de huurder op': naam van 'Zoek contact met de huurder' naar 'Zoek de huurder op'."
    ]


def test_a_step_under_another_id_is_one_gone_and_one_new(shipped: WorkProcess) -> None:
    text = shipped.files[ASSESS].decode().replace("zoek_contact", "zoek_huurder")
    (pair,) = pairs(shipped, also={ASSESS: text.encode()})
    states = {mark.element: mark.state for mark in pair.drawing.marks}  # type: ignore[union-attr]
    assert (states["zoek_contact"], states["zoek_huurder"]) == (GONE, NEW)


def test_what_only_stands_elsewhere_is_moved(shipped: WorkProcess) -> None:
    text = shipped.files[ASSESS].decode()
    start = text.index('bpmnElement="zoek_contact"')
    at = text.index(' y="', start) + len(' y="')
    (pair,) = pairs(shipped, also={ASSESS: (text[:at] + "1" + text[at:]).encode()})
    assert [(mark.element, mark.state) for mark in pair.drawing.marks] == [("zoek_contact", MOVED)]  # type: ignore[union-attr]
    assert "zonder dat het werk verandert" in pair.changes[0].sentence


def test_a_cell_of_a_table_shows_before_and_after_and_the_other_rows_are_the_same(shipped: WorkProcess) -> None:
    (pair,) = pairs(shipped, (TERMS, "<text>3</text>", "<text>2</text>"))
    (table,) = pair.tables
    (row,) = [row for row in table.rows if row.state]
    assert (pair.title, row.state) == ("Termijnen", CHANGED)
    assert [(cell.before, cell.after) for cell in row.cells if cell.changed] == [("3", "2")]
    assert len(table.rows) > 20


def test_a_row_that_is_taken_out_is_gone_and_one_that_came_is_new(shipped: WorkProcess) -> None:
    text = shipped.files[TERMS].decode()
    start, end = text.index("<rule "), text.index("</rule>") + len("</rule>")
    rule = text[start:end]
    (pair,) = pairs(shipped, also={TERMS: text.replace(rule, rule.replace('id="', 'id="nieuw_')).encode()})
    assert [row.state for row in pair.tables[0].rows if row.state] == [GONE, NEW]


def test_a_table_that_came_and_a_table_that_went_are_told_whole(shipped: WorkProcess) -> None:
    files = dict(shipped.files)
    (gone,) = side_by_side(files, {path: content for path, content in files.items() if path != TERMS})
    assert (gone.state, {row.state for row in gone.tables[0].rows}) == (GONE, {GONE})
    (came,) = side_by_side({path: content for path, content in files.items() if path != TERMS}, files)
    assert (came.state, {row.state for row in came.tables[0].rows}) == (NEW, {NEW})


def test_a_field_of_a_form_shows_what_it_asked_and_asks(shipped: WorkProcess) -> None:
    (pair,) = pairs(shipped, (ADVICE, "Wanneer gaf u advies?", "Op welke dag?"))
    (field,) = [field for field in pair.fields if field.state]
    assert (pair.title, field.key, field.parts) == ("Advies geven", "advies_op", [("vraag", "Wanneer gaf u advies?", "Op welke dag?")])


def test_a_letter_shows_its_lines(shipped: WorkProcess) -> None:
    text = shipped.files[LETTER].decode()
    (pair,) = pairs(shipped, also={LETTER: (text + "\nTot ziens.\n").encode()})
    assert pair.kind == "Brief"
    assert [line.text for line in pair.lines if line.state == NEW] == ["", "Tot ziens."]
    assert len(pair.lines) < 6


def test_a_file_that_cannot_be_read_is_told_in_its_sentence(shipped: WorkProcess) -> None:
    broken = {ASSESS: b"<geen", TERMS: b"geen xml", ADVICE: b"{", LETTER: b"\xff"}
    found = pairs(shipped, also=broken)
    assert [pair.path for pair in found] == [ASSESS, TERMS, ADVICE, LETTER]
    assert all(pair.changes and pair.drawing is None and not pair.tables and not pair.fields for pair in found)
