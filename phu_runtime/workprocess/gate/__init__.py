"""The gate: what a release must be before it may be kept as a draft, and before it may be published."""

from phu_runtime.workprocess.gate.limits import check_for_publication, check_on_save
from phu_runtime.workprocess.gate.memory import Memory
from phu_runtime.workprocess.gate.soundness import check_soundness
from phu_runtime.workprocess.gate.whole import Checked

__all__ = ["Checked", "Memory", "check_for_publication", "check_on_save", "check_soundness"]
