"""Decision tables changed row by row: on every shipped file, and on what other editors write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from phu_runtime.decisions import read_decisions
from phu_runtime.decisions.evaluate import read_models
from phu_runtime.dossier import read_dictionary
from phu_runtime.edit_shapes import Column, Row, Sheet, SheetSent
from phu_runtime.errors import FormInvalid, NotFound
from phu_runtime.workprocess.editing.columns import with_column, without_column
from phu_runtime.workprocess.editing.rows import moved, with_copy, with_row, without_row
from phu_runtime.workprocess.editing.table_checks import applied, choices, column_ids, differences, notes, problems
from phu_runtime.workprocess.editing.tables import read_sheets, write_sheet
from phu_runtime.workprocess.editing.trying import asked, read_value, try_decision
from tests.region import SHIPPED

FILES = {path.name: path.read_bytes() for path in sorted((SHIPPED / "dmn").glob("*.dmn"))}
TABLES = [(file, sheet.decision) for file, content in FILES.items() for sheet in read_sheets(file, content)]
every_table = pytest.mark.parametrize(("file", "decision"), TABLES, ids=[decision for _, decision in TABLES])


def sheet_in(content: bytes, decision: str) -> Sheet:
    return next(sheet for sheet in read_sheets("x.dmn", content) if sheet.decision == decision)


def without_lines(content: bytes, other: bytes) -> list[str]:
    """The lines of ``content`` that ``other`` has not, in order."""
    left = other.decode().splitlines()
    return [line for line in content.decode().splitlines() if line not in left or left.remove(line)]  # type: ignore[func-returns-value]


@every_table
def test_what_was_read_and_written_without_a_change_is_the_same_file(file: str, decision: str) -> None:
    assert write_sheet(file, FILES[file], sheet_in(FILES[file], decision)) == FILES[file]


@every_table
def test_a_row_that_is_added_and_taken_out_leaves_the_file_as_it_was(file: str, decision: str) -> None:
    sheet = sheet_in(FILES[file], decision)
    for place in (0, 1, len(sheet.rows)):
        added = write_sheet(file, FILES[file], with_row(sheet, place))
        wider = sheet_in(added, decision)
        assert wider == replace(sheet, rows=wider.rows)
        assert len(wider.rows) == len(sheet.rows) + 1
        assert write_sheet(file, added, without_row(wider, place)) == FILES[file]


@every_table
def test_a_copied_row_adds_lines_and_changes_none_and_no_other_decision(file: str, decision: str) -> None:
    sheet = sheet_in(FILES[file], decision)
    copied = write_sheet(file, FILES[file], with_copy(sheet, 0))
    assert without_lines(FILES[file], copied) == []
    others = [one for one in read_sheets(file, FILES[file]) if one.decision != decision]
    assert [one for one in read_sheets(file, copied) if one.decision != decision] == others
    rows = sheet_in(copied, decision).rows
    assert (rows[0].cells, rows[0].note) == (rows[1].cells, rows[1].note)
    assert len({row.origin for row in rows}) == len(rows)
    assert [found.message for found in read_models(FILES | {file: copied}).findings] == []


@every_table
def test_a_row_moved_down_and_up_again_is_where_it_was(file: str, decision: str) -> None:
    down = write_sheet(file, FILES[file], moved(sheet_in(FILES[file], decision), 0, 1))
    assert write_sheet(file, down, moved(sheet_in(down, decision), 1, -1)) == FILES[file]


@every_table
def test_a_changed_cell_changes_one_line(file: str, decision: str) -> None:
    sheet = sheet_in(FILES[file], decision)
    row = sheet.rows[0]
    changed = replace(sheet, rows=(replace(row, cells=('"a < b & c"', *row.cells[1:])), *sheet.rows[1:]))
    written = write_sheet(file, FILES[file], changed)
    assert len(without_lines(written, FILES[file])) == 1
    assert sheet_in(written, decision) == changed


@every_table
def test_every_shipped_table_answers_a_trial_and_has_nothing_to_be_said_of_it(file: str, decision: str) -> None:
    decisions = read_decisions(FILES)
    dictionary = read_dictionary((SHIPPED / "forms" / "gegevens.yaml").read_bytes())
    assert [note for note in notes(decisions, decision) if note.kind != "undetermined"] == []
    wanted = asked(decisions, decision, dictionary)
    given = {one.name: one.start or (one.options[0][0] if one.options else "") for one in wanted}
    tried = try_decision(decisions, decision, wanted, given, {})
    assert wanted
    assert tried.failed == "" or "geen regel" in tried.failed
    assert tried.lines or tried.failed


def test_labels_hit_policy_explanation_and_remarks_are_kept_as_written() -> None:
    file = "bewaartermijn.dmn"
    sheet = sheet_in(FILES[file], "bewaartermijn")
    columns = tuple(replace(column, label=f"{column.label} & meer") for column in sheet.columns)
    rows = (replace(sheet.rows[0], note=""), replace(sheet.rows[1], note='Nu "zo"'), *sheet.rows[2:])
    changed = replace(sheet, policy="FIRST", description="Hoe lang < kort", columns=columns, rows=rows)
    written = write_sheet(file, FILES[file], changed)
    assert sheet_in(written, "bewaartermijn") == changed
    assert sheet_in(write_sheet(file, written, sheet), "bewaartermijn") == sheet


OTHER = b"""<?xml version="1.0"?>
<dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <!-- van een ander programma -->
  <dmn:decision id="korting" name="Korting">
    <dmn:decisionTable id="t">
      <dmn:input id="i"><dmn:inputExpression typeRef="number"><dmn:text>bedrag</dmn:text></dmn:inputExpression></dmn:input>
      <dmn:output id="o" name="korting" typeRef="number"/>
      <dmn:annotation name="Bron"/>
      <!-- klein -->
      <dmn:rule><dmn:inputEntry><dmn:text><![CDATA[< 10]]></dmn:text></dmn:inputEntry><dmn:outputEntry><dmn:text/></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text>wet</dmn:text></dmn:annotationEntry></dmn:rule>
    </dmn:decisionTable>
  </dmn:decision>
  <dmn:decision id="som" name="Som">
    <dmn:context><dmn:contextEntry><dmn:variable name="deel"/><dmn:literalExpression><dmn:text>bedrag * 2</dmn:text></dmn:literalExpression>
    </dmn:contextEntry><dmn:contextEntry><dmn:literalExpression><dmn:text>deel + 1</dmn:text></dmn:literalExpression>
    </dmn:contextEntry></dmn:context>
  </dmn:decision>
</dmn:definitions>
"""


def test_a_file_with_prefixes_remarks_cdata_and_rules_without_id_keeps_what_is_not_changed() -> None:
    sheet = sheet_in(OTHER, "korting")
    assert sheet.policy == "UNIQUE"
    assert sheet.rows == (Row("#0", ("< 10", "", "wet")),)
    changed = replace(sheet, rows=(replace(sheet.rows[0], cells=("< 10", "1", "wet")), Row("", (">= 10", "2", ""), "nieuw")))
    written = write_sheet("x.dmn", OTHER, changed)
    assert b"<!-- van een ander programma -->" in written
    assert b"<!-- klein -->" in written
    assert b"<![CDATA[< 10]]>" in written
    assert [row.cells for row in sheet_in(written, "korting").rows] == [row.cells for row in changed.rows]
    assert read_decisions({"x.dmn": written}).evaluate("korting", {"bedrag": 12}).rules == [2]


def test_a_calculation_is_changed_as_text_by_the_name_of_its_entry() -> None:
    sheet = sheet_in(OTHER, "som")
    assert sheet.texts == (("deel", "bedrag * 2"), ("Uitkomst", "deel + 1"))
    changed = replace(sheet, texts=(("deel", "bedrag < 3"), sheet.texts[1]))
    assert sheet_in(write_sheet("x.dmn", OTHER, changed), "som") == changed
    assert problems(replace(sheet, texts=(("deel", "bedrag =="), ("Uitkomst", ""))), ()).keys() == {(0, 0), (1, 0)}


def test_a_decision_that_is_gone_is_said_to_be_gone() -> None:
    with pytest.raises(NotFound, match="staat niet meer"):
        write_sheet("x.dmn", OTHER, Sheet("weg", "weg"))


def test_a_wrong_cell_is_told_with_what_was_probably_meant() -> None:
    sheet = sheet_in(FILES["afstemming_meldpunt.dmn"], "afstemming_meldpunt")
    cells = ("== true", *sheet.rows[0].cells[1:6], "", "")
    found = problems(replace(sheet, rows=(replace(sheet.rows[0], cells=cells),)), ())
    assert "één '='" in found[0, 0]
    assert "uitkomst" in found[0, 6]


def test_a_name_that_nothing_gives_and_an_overlap_are_told_beside_their_rule() -> None:
    file = "afstemming_meldpunt.dmn"
    sheet = sheet_in(FILES[file], "afstemming_meldpunt")
    rows = (replace(sheet.rows[0], cells=("ja", *sheet.rows[0].cells[1:])), *sheet.rows[1:])
    named = read_models({file: write_sheet(file, FILES[file], replace(sheet, rows=rows))})
    unknown = notes(named, "afstemming_meldpunt", dict.fromkeys((one.name for one in sheet.columns), ""))[0]
    assert (unknown.kind, unknown.rules) == ("name", (1,))
    assert 'schrijf dan "ja"' in unknown.sentence
    unique = read_models({file: write_sheet(file, FILES[file], replace(sheet, policy="UNIQUE"))})
    assert (3, 4) in [note.rules for note in notes(unique, "afstemming_meldpunt") if note.kind == "overlap"]


def test_what_a_page_sends_fills_no_more_than_the_table_has() -> None:
    sheet = sheet_in(FILES["bemoeizorg.dmn"], "bemoeizorg")
    rows = (Row("", ("-", "-", "true", "te veel")), Row("", ("-",)))
    sent = SheetSent("bemoeizorg", sheet.description, "NIETS", labels=("A",), rows=rows)
    now = applied(sheet, sent)
    assert now.policy == sheet.policy
    assert [column.label for column in now.columns] == ["A", *(column.label for column in sheet.columns[1:])]
    assert [row.cells for row in now.rows] == [("-", "-", "true"), ("-", "-", "")]


def test_cells_find_their_column_again_when_someone_else_added_one() -> None:
    file = "bemoeizorg.dmn"
    seen = sheet_in(FILES[file], "bemoeizorg")
    sent = SheetSent("bemoeizorg", columns=tuple(column_ids(seen.columns)), labels=("Z", "B", "V"), rows=seen.rows)
    wider = sheet_in(with_column(file, FILES[file], "bemoeizorg", Column("als", "overlast", "Overlast?", "boolean"), "true"), "bemoeizorg")
    now = applied(wider, sent)
    assert [column.label for column in now.columns] == ["Z", "B", "Overlast?", "V"]
    assert [row.cells for row in now.rows] == [(*row.cells[:2], "-", row.cells[2]) for row in seen.rows]


def test_two_versions_differ_in_words() -> None:
    sheet = sheet_in(FILES["bemoeizorg.dmn"], "bemoeizorg")
    mine = with_row(moved(replace(sheet, policy="FIRST"), 0, 1), 9)
    told = differences(sheet, mine)
    assert "De trefregel is daar UNIQUE, bij u FIRST." in told
    assert "Regel 1 is daar regel 2." in told
    assert "Uw regel 4 staat er daar niet." in told
    assert differences(sheet, sheet) == []


def test_cells_offer_what_their_column_may_hold() -> None:
    assert choices(sheet_in(FILES["afstemming_meldpunt.dmn"], "afstemming_meldpunt"))[0][:3] == ['"ja"', '"nee"', '"onbekend"']


def test_a_trial_says_which_field_it_cannot_read() -> None:
    decisions = read_decisions({"x.dmn": OTHER})
    wanted = asked(decisions, "korting", read_dictionary((SHIPPED / "forms" / "gegevens.yaml").read_bytes()))
    assert [(one.name, one.kind) for one in wanted] == [("bedrag", "getal")]
    assert "een getal" in try_decision(decisions, "korting", wanted, {"bedrag": "veel"}, {}).failed
    assert read_value(wanted[0], "1.250,50") == read_value(wanted[0], "1250.50")


@every_table
def test_a_column_that_is_added_and_taken_out_leaves_the_file_as_it_was(file: str, decision: str) -> None:
    sheet = sheet_in(FILES[file], decision)
    asked_now = Column("als", "iets_nieuws", "Iets nieuws", "boolean")
    outcome = Column("dan", "iets_anders", "Iets anders", "string", '"a","b"')
    for column, value, place in ((asked_now, "-", sum(one.kind == "als" for one in sheet.columns)), (outcome, '"a"', len(sheet.columns))):
        added = with_column(file, FILES[file], decision, column, value)
        wider = sheet_in(added, decision)
        assert wider.columns[place] == column
        assert {row.cells[place] for row in wider.rows} == {value}
        assert read_models(FILES | {file: added}).findings == []
        assert without_column(file, added, decision, place) == FILES[file]


def test_a_new_input_is_asked_of_the_case_and_stands_in_the_drawing() -> None:
    file = "bemoeizorg.dmn"
    added = with_column(file, FILES[file], "bemoeizorg", Column("als", "overlast", "Overlast?", "boolean"))
    (node,) = read_decisions({file: added}).nodes.values()
    assert "overlast" in [name for _, name, _ in node.inputs]
    assert b'dmnElementRef="invoer_overlast"' in added
    assert b'dmnElementRef="vraagt_bemoeizorg_overlast"' in added


def test_what_another_column_still_asks_stays_asked() -> None:
    file = "bemoeizorg.dmn"
    twice = with_column(file, FILES[file], "bemoeizorg", Column("als", "zorgmijder", "Nog eens", "boolean"))
    assert twice.count(b'<inputData id="invoer_zorgmijder"') == 1
    assert without_column(file, twice, "bemoeizorg", 2) == FILES[file]


def test_an_outcome_has_a_name_of_its_own() -> None:
    with pytest.raises(FormInvalid):
        with_column("bemoeizorg.dmn", FILES["bemoeizorg.dmn"], "bemoeizorg", Column("dan", "voorstel", ""))
