"""Proof before use: every decision table of a release looked through for gaps, overlaps and rules that do nothing."""

from phu_runtime.decisions.analyse.cells import check_cells
from phu_runtime.decisions.analyse.tables import Analysis, TableFinding, analyse_table
from phu_runtime.decisions.evaluate import Decisions

__all__ = ["Analysis", "TableFinding", "analyse", "analyse_table", "check_cells"]


def analyse(decisions: Decisions) -> list[Analysis]:
    """An analysis of each decision that is a table, in the order of the files."""
    return [analyse_table(name, node.table) for name, node in decisions.nodes.items() if node.table is not None]
