"""Taking in a file: what its rows say, which of them cannot be used and why, and which were taken in before.

What a file holds is about people: a fault names line and column, never what stands there, and nothing is kept of a file that is
only looked at.
"""

from phu_runtime.intake.faults import Fault, FileInvalid
from phu_runtime.intake.rows import Row, check_rows
from phu_runtime.intake.text import read_table

__all__ = ["Fault", "FileInvalid", "Row", "check_rows", "read_table"]
