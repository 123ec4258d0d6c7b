"""The operator of a source system takes in a file: first a look, then the rows, and never what stands in them."""

from __future__ import annotations

from pathlib import Path

from phu_runtime.workprocess import read_release
from phu_runtime.workprocess.files import read_files
from tests.commands.test_commands import Capture, run, site
from tests.region import SHIPPED

__all__ = ["site"]


def test_a_file_of_ris_is_looked_at_and_only_then_taken_in(site: Path, capsys: Capture) -> None:
    columns = read_release(read_files(SHIPPED)).intakes["ris_resultaten"].columns
    lines = [";".join(cells) for cells in zip(*((column.name, column.example) for column in columns), strict=True)]
    good, wrong = site / "goed.csv", site / "fout.csv"
    good.write_text("\n".join(lines), "utf-8")
    wrong.write_text("\n".join([*lines, lines[1].replace("00417", "00418").replace("3311 ZZ", "onzin")]), "utf-8")
    code, told, faults = run(capsys, "intake", wrong, "--take-in")
    assert (code, "1 fout; er is niets ingelezen." in told) == (1, True)
    assert "regel 3, postcode: Vul een postcode in" in faults
    assert "onzin" not in told + faults
    assert run(capsys, "intake", good)[:2] == (0, "1 regel is nieuw, 0 regels waren er al. Met --take-in worden nieuwe regels ingelezen.\n")
    assert run(capsys, "intake", good, "--take-in")[:2] == (0, "1 regel ingelezen, 0 regels waren er al.\n")
    assert run(capsys, "intake", good, "--take-in")[:2] == (0, "0 regels ingelezen, 1 regel was er al.\n")
    code, _, refused = run(capsys, "intake", good, "--kind", "iets")
    assert (code, refused) == (1, "Dit soort bestand kan niet worden ingelezen.\n")
