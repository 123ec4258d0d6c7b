"""A diagram read and changed in text: by who works without the canvas, or finds a list quicker."""

from phu_runtime.workprocess.editing.diagrams.choices import Choices, read_choices
from phu_runtime.workprocess.editing.diagrams.chosen import chosen_element
from phu_runtime.workprocess.editing.diagrams.deeds import DEEDS, apply_deed
from phu_runtime.workprocess.editing.diagrams.outline import outline
from phu_runtime.workprocess.editing.diagrams.paper import Paper

__all__ = ["DEEDS", "Choices", "Paper", "apply_deed", "chosen_element", "outline", "read_choices"]
