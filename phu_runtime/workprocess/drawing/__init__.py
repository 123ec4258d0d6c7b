"""Whether a diagram is drawn so that it can be read: nothing overlaps, flows cross nowhere, every text fits and is clear."""

from phu_runtime.workprocess.drawing.measuring import findings
from phu_runtime.workprocess.drawing.sheet import Sheet, read_sheet, sheet_of, undrawn

__all__ = ["Sheet", "findings", "read_sheet", "sheet_of", "undrawn"]
