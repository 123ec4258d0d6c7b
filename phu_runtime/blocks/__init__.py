"""What a diagram may ask of us without a person: one module per ``camunda:topic``.

Each module has ``ask`` (pure, while the engine steps: what the block answers and which variables it sets) and ``write``
(afterwards, in the same transaction: the rows it leaves).
"""

from __future__ import annotations

from phu_runtime.blocks import brief, casus_sluiten, kennisgeving, register, start_casus, vernietigen
from phu_runtime.blocks.room import Block

TOPICS: dict[str, Block] = {
    "kennisgeving": Block(kennisgeving.ask, kennisgeving.write),
    "brief": Block(brief.ask, brief.write),
    "casus_sluiten": Block(casus_sluiten.ask, casus_sluiten.write),
    "start_casus": Block(start_casus.ask, start_casus.write),
    "register": Block(register.ask, register.write),
    "vernietigen": Block(vernietigen.ask, vernietigen.write),
}
