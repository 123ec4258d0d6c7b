"""Rehearsing a work process: example cases (``scenarios/*.yaml``) played on the real engine in virtual time.

A door of its own: it has a house in memory, or plays in one that it is given (the demo). Writes go through actions.
"""

from phu_runtime.rehearsal.houses import Houses
from phu_runtime.rehearsal.play import Play, PlayStopped
from phu_runtime.rehearsal.rehearse import Result, rehearse
from phu_runtime.rehearsal.scenario import Scenario, read_scenarios
from phu_runtime.rehearsal.stage import MovedClock, Stage

__all__ = ["Houses", "MovedClock", "Play", "PlayStopped", "Result", "Scenario", "Stage", "read_scenarios", "rehearse"]
