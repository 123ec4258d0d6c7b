"""A mistake in a table is told before it runs, with rule, column and what was probably meant."""

from __future__ import annotations

from phu_runtime.decisions import read_decisions
from phu_runtime.decisions.analyse import check_cells

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://phu/cel">'
TABLE = """<decision id="niveau" name="niveau"><decisionTable hitPolicy="FIRST">
<input label="Kinderen"><inputExpression typeRef="string"><text>kinderen</text></inputExpression>
<inputValues><text>"ja","nee"</text></inputValues></input>
<input label="Zorgen"><inputExpression typeRef="number"><text>{zorgen}</text></inputExpression></input>
<output name="niveau" typeRef="string"/>
<rule id="r1"><inputEntry><text>{kinderen}</text></inputEntry><inputEntry><text>{aantal}</text></inputEntry>
<outputEntry><text>{uit}</text></outputEntry></rule></decisionTable></decision>"""


def said(zorgen: str = "aantal_zorgen", kinderen: str = '"ja"', aantal: str = "3", uit: str = '"hoog"') -> list[str]:
    body = TABLE.format(zorgen=zorgen, kinderen=kinderen, aantal=aantal, uit=uit)
    decisions = read_decisions({"niveau.dmn": f"{HEAD}{body}</definitions>".encode()})
    found = check_cells(decisions, {"kinderen": "string", "aantal_zorgen": "number"}, functions=["termijn"])
    return [f"{one.message} {one.advice}".strip() for one in found]


def test_a_good_table_is_left_alone() -> None:
    assert said() == []
    assert said(aantal="> aantal_zorgen - 1", uit='if kinderen = "ja" then "hoog" else "laag"') == []


def test_a_value_that_the_column_does_not_have_is_named() -> None:
    assert said(kinderen='"jaa"') == ["regel 1, kolom 'Kinderen': De invoer kan niet \"jaa\" zijn. Bedoelt u 'ja'?"]


def test_a_text_in_a_column_of_numbers_is_named() -> None:
    assert said(aantal='"3"') == [
        "regel 1, kolom 'Zorgen': De kolom is een getal, maar in de cel staat een tekst. Schrijf een getal zonder aanhalingstekens."
    ]


def test_an_unknown_name_is_named_in_header_cell_and_output() -> None:
    assert said(zorgen="aantal_zogren")[0].endswith("Bedoelt u 'aantal_zorgen'?")
    assert said(kinderen="ja")[0] == "regel 1, kolom 'Kinderen': De naam 'ja' is niet bekend. Als u een tekst bedoelt, schrijf dan \"ja\"."
    assert said(uit="hoog")[0].startswith("regel 1, kolom 'niveau': De naam 'hoog' is niet bekend.")
