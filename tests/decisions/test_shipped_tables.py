"""The tables that are shipped pass their own analysis, and every cell of them is meant as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from phu_runtime.decisions import Decisions, read_decisions
from phu_runtime.decisions.analyse import analyse, check_cells
from phu_runtime.decisions.analyse.__main__ import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def decisions() -> Decisions:
    return read_decisions({path.name: path.read_bytes() for path in sorted((ROOT / "dmn").glob("*.dmn"))})


def test_no_table_has_a_gap_an_overlap_or_an_idle_rule(decisions: Decisions) -> None:
    analyses = analyse(decisions)
    assert len(analyses) >= 20
    assert [finding.message for analysis in analyses for finding in analysis.findings] == []
    assert [line for analysis in analyses for line in analysis.undetermined if "volledig" in line] == []


def test_every_name_and_value_in_a_cell_exists(decisions: Decisions) -> None:
    known = yaml.safe_load((ROOT / "forms" / "gegevens.yaml").read_text())["gegevens"]
    values = {name: list(map(str, one["waarden"])) for name, one in known.items() if isinstance(one.get("waarden"), dict)}
    assert check_cells(decisions, dict.fromkeys(known, ""), values=values, functions=["termijn", "werkdagen"]) == []


def test_the_command_counts_tables_and_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "dmn")]) == 0
    assert capsys.readouterr().out.endswith("tables, 0 findings\n")


def test_the_command_names_a_file_that_is_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stuk.dmn").write_text("<geen>")
    assert main([str(tmp_path)]) == 1
    assert "geen geldige XML" in capsys.readouterr().out
